"""The bytes of a connection in, direction by direction; the TLS messages that they make, in words, out.

It decodes with :mod:`ssldiag.wire`, loaded when the first connection is traced, and never raises. Randoms,
session ids, tickets and keys are not shown, and nothing of application data but its size.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING

from ssldiag.pool.admin.shown import shown

if TYPE_CHECKING:
    from ssldiag.wire.gathered import Gathered, Half

RECEIVED, SENT = "recv", "send"
"""From the client, and to it."""

LONGEST_NAME = 255
"""Characters of a server name (RFC 1035 2.3.4)."""

LONGEST_MESSAGE = 1 << 18
"""Bytes of a handshake message that are kept: what is larger is named and passed over."""


class Messages:
    """One connection. ``feed`` takes what was received or sent, as it comes; it gives what that completes."""

    def __init__(self) -> None:
        from ssldiag.wire.course import Course
        from ssldiag.wire.gathered import TLS, Half
        from ssldiag.wire.messages import Messages as Parts
        from ssldiag.wire.records import Records

        self._halves = {RECEIVED: Half("a"), SENT: Half("b")}
        for half in self._halves.values():
            half.mode, half.records, half.messages = TLS, Records(), Parts(LONGEST_MESSAGE)
        self._course = Course(self._halves[RECEIVED], self._halves[SENT], None)
        self._held: bytes | None = b""
        self._done: set[str] = set()

    def feed(self, direction: str, data: bytes) -> list[str]:
        """What these bytes complete, in words."""
        from ssldiag.wire.flow import record
        from ssldiag.wire.records import LOST

        if direction in self._done:
            return []
        half = self._halves[direction]
        told: list[str] = []
        for found in half.records.feed(self._begun(half, data)):
            if found[0] == LOST:
                self._done.add(direction)
                return [*told, f"no TLS record: {_first(found[2])}"]
            got = self._course.got
            before = (len(got.messages), len(got.alerts))
            record(self._course, half, found)
            if self._course.got is not got:
                before = (0, 0)
            told += self._new(half, *before)
        return told

    def _begun(self, half: Half, data: bytes) -> bytes:
        """The first bytes of a client tell whether it says hello as SSL 2.0 did (RFC 5246 E.2)."""
        if half.direction != "a" or self._held is None or not data:
            return data
        from ssldiag.wire.sniff import Start, start

        self._held += data
        found = start(self._held)
        if found is Start.UNKNOWN:
            return b""
        data, self._held = self._held, None
        half.records.old = found is Start.OLD
        return data

    def _new(self, half: Half, messages: int, alerts: int) -> Iterator[str]:
        got = self._course.got
        for _, what, _, _, size in got.messages[messages:]:
            if what != "alert":
                told = DETAILS.get(what, _nothing)(got)
                name = RECORD if got.tls13 and what == "application_data" else NAMES.get(what) or _name(what)
                yield f"{name} ({size} byte{'' if size == 1 else 's'}){': ' if told else ''}{told}"
        for _, level, code, _, _, encrypted in got.alerts[alerts:]:
            yield _alert(level, code, encrypted)


def _name(what: str) -> str:
    """``client_hello`` as the standards write it: ClientHello."""
    return "".join(part.capitalize() for part in what.split("_"))


NAMES: Mapping[str, str] = {
    "application_data": "application data",
    "encrypted_handshake": "encrypted handshake message",
    "unknown_handshake": "handshake message of unknown type",
    "heartbeat": "heartbeat",
    "ssl2_client_hello": "ClientHello of SSL 2.0",
}
"""What is not named as in the standards."""


RECORD = "encrypted record"
"""In TLS 1.3 most of a handshake looks like application data (RFC 8446 5.2)."""


def _nothing(got: Gathered) -> str:
    return ""


def _client_hello(got: Gathered) -> str:
    from ssldiag.wire.numbers import version_name

    hello = got.second or got.client_hello
    if hello is None:
        return ""
    versions = [version_name(number) for number in hello.versions[:8] or (hello.legacy_version,)]
    told = [f"offers {' '.join(versions)}", f"{len(hello.ciphers)} cipher suites"]
    if hello.sni:
        told.append(f"server name {hello.sni[:LONGEST_NAME]}")
    if hello.psk_offered or hello.ticket_length or (hello.session_id and not hello.versions):
        told.append("has a session")
    return shown(", ".join(told))


def _server_hello(got: Gathered) -> str:
    from ssldiag.wire.numbers import suite_name, version_name

    if got.version is None:
        return ""
    cipher = "" if got.cipher is None else f", {suite_name(got.cipher)}"
    return f"{version_name(got.version)}{cipher}"


def _certificate(got: Gathered) -> str:
    return f"{len(got.certificates)} certificates so far" if len(got.certificates) > 1 else ""


def _key_exchange(got: Gathered) -> str:
    from ssldiag.wire.numbers import group_name

    return group_name(got.group) if got.group is not None else ""


DETAILS: Mapping[str, Callable[[Gathered], str]] = {
    "client_hello": _client_hello,
    "ssl2_client_hello": _client_hello,
    "server_hello": _server_hello,
    "certificate": _certificate,
    "server_key_exchange": _key_exchange,
}
"""Message -> what of it is told beside its name and size."""


def _alert(level: int | None, code: int | None, encrypted: bool) -> str:
    from ssldiag.wire.numbers import alert_name

    if code is None:
        return "alert (encrypted)"
    words = "fatal " if level == 2 else "warning " if level == 1 else ""
    return f"alert {words}{alert_name(code)} ({code}){', encrypted' if encrypted else ''}"


PLAIN = (
    b"GET",
    b"POST",
    b"HEAD",
    b"PUT",
    b"CONNECT",
    b"OPTIONS",
    b"USER",
    b"AUTH",
    b"EHLO",
    b"HELO",
    b"SSH-",
)
"""How clients of plaintext begin. Nothing else of what is no TLS is shown: it may be a password."""


def _first(data: bytes) -> str:
    known = next((word for word in PLAIN if data.startswith(word)), b"")
    return known.decode("ascii").rstrip("-") if known else f"{len(data)} bytes"
