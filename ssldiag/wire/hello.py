"""The body of a ClientHello or ServerHello in, a :class:`~ssldiag.wire.model.Hello` out; what is malformed
becomes notes.
"""

from __future__ import annotations

from ssldiag.wire import extensions, shapes
from ssldiag.wire.cursor import Cursor, Cut, pairs
from ssldiag.wire.extensions import Values
from ssldiag.wire.model import Hello

RETRY_RANDOM = bytes.fromhex("cf21ad74e59a6111be1d8c021e65b891c2a211167abb8c5e079e09e2c8a8339c")
"""The random of a HelloRetryRequest (RFC 8446 4.1.3)."""

DOWNGRADES = {b"DOWNGRD\x01": 0x0304, b"DOWNGRD\x00": 0x0303}
"""The last eight bytes of a server's random -> what it could have spoken (RFC 8446 4.1.3)."""


def client_hello(
    body: bytes, record_version: int | None, frame: int, time: float, notes: list[str], whole: bool = True
) -> Hello:
    """RFC 8446 4.1.2 and its forebears. ``whole`` is false where the capture has only a first part of it."""
    known = shapes.client_hello(body, record_version, frame, time) if whole else None
    if known is not None:
        return known
    values: Values = {}
    mine: list[str] = []
    read = Cursor(body)
    try:
        values["legacy_version"] = read.number(2)
        values["random"] = read.take(32)
        values["session_id"] = read.vector(1)
        values["ciphers"] = pairs(_list(read, 2, mine, "suites"))
        values["compression_methods"] = tuple(_list(read, 1, mine, "compression methods"))
        if read.left:
            block = _list(read, 2, mine, "extensions")
            extensions.read(block, extensions.CLIENT, values, mine)
    except Cut:
        mine.append("the ClientHello ends too early")
    return _hello(values, mine, notes, read, record_version, frame, time, whole)


def server_hello(
    body: bytes, record_version: int | None, frame: int, time: float, notes: list[str], whole: bool = True
) -> Hello:
    """RFC 8446 4.1.3 and its forebears; the drafts of TLS 1.3 up to 21 have neither session id nor
    compression.

    A HelloRetryRequest has this form too (its random is :data:`RETRY_RANDOM`).
    """
    known = shapes.server_hello(body, record_version, frame, time) if whole else None
    if known is not None:
        return known
    values: Values = {}
    mine: list[str] = []
    read = Cursor(body)
    try:
        version = read.number(2)
        old_draft = version >> 8 == 0x7F and version & 0xFF < 22
        values["legacy_version"] = version
        values["random"] = read.take(32)
        if not old_draft:
            values["session_id"] = read.vector(1)
        values["ciphers"] = (read.number(2),)
        if not old_draft:
            values["compression_methods"] = (read.number(1),)
        if read.left:
            block = _list(read, 2, mine, "extensions")
            extensions.read(block, extensions.SERVER, values, mine)
    except Cut:
        mine.append("the ServerHello ends too early")
    return _hello(values, mine, notes, read, record_version, frame, time, whole)


def retry_of_draft(
    body: bytes, record_version: int | None, frame: int, time: float, notes: list[str]
) -> Hello:
    """The HelloRetryRequest message of drafts up to 21: version, (from 19 on a suite,) extensions."""
    values: Values = {}
    mine: list[str] = []
    read = Cursor(body)
    try:
        values["legacy_version"] = read.number(2)
        if values["legacy_version"] & 0xFF >= 19:
            values["ciphers"] = (read.number(2),)
        extensions.read(_list(read, 2, mine, "extensions"), extensions.SERVER, values, mine)
    except Cut:
        mine.append("the HelloRetryRequest ends too early")
    return _hello(values, mine, notes, read, record_version, frame, time, True)


def _list(read: Cursor, width: int, notes: list[str], what: str) -> bytes:
    """A vector; where it ends too early, what there is of it."""
    start = read.at
    try:
        return read.vector(width)
    except Cut:
        if read.left < width:
            raise
        notes.append(f"the list of {what} ends too early")
        read.at = start + width
        return read.rest()


def _hello(
    values: Values,
    mine: list[str],
    notes: list[str],
    read: Cursor,
    record_version: int | None,
    frame: int,
    time: float,
    whole: bool,
) -> Hello:
    values.setdefault("legacy_version", 0)
    for name in ("random", "session_id"):
        values.setdefault(name, b"")
    values.setdefault("ciphers", ())
    values.setdefault("extensions", ())
    if whole:
        if read.left and not mine:
            mine.append(f"{read.left} bytes behind the end of the hello")
        notes += mine
    return Hello(
        format="tls",
        record_version=record_version,
        frame=frame,
        time=time,
        raw=read.data,
        partial=not whole,
        **values,
    )
