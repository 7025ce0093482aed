"""``collected.json`` of ``ssldiag collect local`` in, one row a thing that it tells of out.

It holds what a zip cannot: which files were named and are not there, what is known of stash files (their
content stays on the host), trust stores in a few numbers, and listening ports.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ssldiag.model import FilePlace, Source, Unreadable
from ssldiag.readers.linux.document import LinuxDocument, document

SCHEMA = "ssldiag.linux-host/1"
MOST_BYTES = 8 * 1024 * 1024
MOST_ROWS = 20_000
"""Files, stores and ports together: the collector itself stops at some 2,000."""

LONGEST_NOTE = 500
"""Characters: the longest that the collector writes has some 300."""

STATES = ("taken", "described", "absent", "unreadable", "left out")


@dataclass(frozen=True, slots=True)
class LocalFile:
    """A file of the host. ``state`` is one of :data:`STATES`; ``opens`` whether a stash file opens its
    database, None where that cannot be told. ``path`` is relative to the root of the host.
    """

    path: str
    state: str
    reason: str = ""
    size: int | None = None
    mode: int | None = None
    changed: datetime | None = None
    opens: bool | None = None
    wanted_by: str = ""


@dataclass(frozen=True, slots=True)
class LocalTrustStore:
    """A trust store of OpenSSL or Java: how many certificates it holds, and how many have expired."""

    path: str
    certificates: int
    expired: int


@dataclass(frozen=True, slots=True)
class LocalListener:
    """A listening TCP port; the version of ``tls`` and the certificate that it showed, where it was asked."""

    address: str
    port: int
    tls: str = ""
    sha256: str = ""
    subject: str = ""
    not_after: datetime | None = None


@dataclass(frozen=True, slots=True)
class LocalNote:
    """What the collector says of its search: where it ended, that it found nothing."""

    text: str


LocalRow = LocalFile | LocalTrustStore | LocalListener | LocalNote


def read(source: Source) -> LinuxDocument[LocalRow]:
    """Read the document; rows that are not as they should be are left out, and said so."""
    notes: list[Unreadable] = []
    rows: list[LocalRow] = []
    place = FilePlace(source.path)
    try:
        data = json.loads(source.read(MOST_BYTES))
        if not isinstance(data, dict) or data.get("schema") != SCHEMA:
            raise ValueError("it is not of this schema")
    except (ValueError, RecursionError) as error:
        return document(source, (), [Unreadable(place, f"is no document of collect local ({error})")])
    for key, make in (
        ("files", file_of),
        ("trust_stores", store_of),
        ("listeners", listener_of),
        ("notes", note_of),
    ):
        given = data.get(key)
        for item in given if isinstance(given, list) else ():
            if len(rows) >= MOST_ROWS:
                break
            try:
                rows.append(make(item))
            except (KeyError, TypeError, ValueError, AttributeError, OverflowError) as error:
                notes.append(Unreadable(place, f"a row of {key} cannot be read ({error!r:.60})"))
    host = data.get("host")
    return LinuxDocument(
        source.path, source.kind, place, tuple(rows), tuple(notes[:50]), host if isinstance(host, str) else ""
    )


def file_of(item: dict[str, Any]) -> LocalFile:
    """A row of ``files``."""
    state = str(item["state"])
    if state not in STATES:
        raise ValueError(state)
    return LocalFile(
        str(item["path"]),
        state,
        str(item.get("reason") or ""),
        number(item.get("size")),
        number(item.get("mode")),
        datetime.fromisoformat(item["changed"]) if item.get("changed") else None,
        item["opens"] if isinstance(item.get("opens"), bool) else None,
        str(item.get("wanted_by") or ""),
    )


def note_of(item: object) -> LocalNote:
    """A row of ``notes``."""
    if not isinstance(item, str):
        raise TypeError("no text")
    return LocalNote(item[:LONGEST_NOTE])


def store_of(item: dict[str, Any]) -> LocalTrustStore:
    """A row of ``trust_stores``."""
    return LocalTrustStore(str(item["path"]), int(item["certificates"]), int(item["expired"]))


def listener_of(item: dict[str, Any]) -> LocalListener:
    """A row of ``listeners``."""
    return LocalListener(
        str(item["address"]),
        int(item["port"]),
        str(item.get("tls") or ""),
        str(item.get("sha256") or ""),
        str(item.get("subject") or ""),
        datetime.fromisoformat(item["not_after"]) if item.get("not_after") else None,
    )


def number(value: object) -> int | None:
    """A whole number that is not negative."""
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else None
