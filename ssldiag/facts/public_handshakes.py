"""Handshakes as a bundle carries them in, the same facts out, and back: JSON lines without any packet.

The first line says what the capture was; each other line is an ``ssldiag.handshake/1`` document that has the
fact under ``fact``.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import fields
from datetime import datetime
from typing import Any

from ssldiag.facts.handshakes import Capture, CapturedHandshake
from ssldiag.keydb import public
from ssldiag.model import FilePlace, Source, Unreadable
from ssldiag.wire.model import Endpoint, WillLog

SCHEMA = "ssldiag.capture-public/1"

_HEAD = b'{"schema": "' + SCHEMA.encode() + b'"'

LONGEST = 4 * 1024 * 1024
"""Bytes of one line: a handshake with a dozen certificates has 30 KB."""


def looks_like(head: bytes) -> bool:
    """Whether a file begins as :func:`dump` begins one."""
    return head.startswith(_HEAD)


def dump(capture: Capture, documents: Iterable[Mapping[str, Any]]) -> Iterator[bytes]:
    """The lines of a capture; ``documents`` are its handshakes in the same order."""
    head = {
        "schema": SCHEMA,
        "complete": capture.complete,
        "unreadable": [
            [item.place.offset if isinstance(item.place, FilePlace) else None, item.reason]
            for item in capture.unreadable
        ],
    }
    yield _line(head)
    for document, handshake in zip(documents, capture.handshakes, strict=True):
        yield _line({**document, "fact": plain(handshake)})


def _line(document: Mapping[str, Any]) -> bytes:
    return (json.dumps(document, ensure_ascii=True) + "\n").encode()


def plain(handshake: CapturedHandshake) -> dict[str, Any]:
    """The fact as JSON has it."""
    found = {field.name: getattr(handshake, field.name) for field in fields(handshake)}
    return {
        **found,
        "start": handshake.start.isoformat(),
        "client": [handshake.client.ip, handshake.client.port],
        "server": [handshake.server.ip, handshake.server.port],
        "served": [public.plain(item) for item in handshake.served],
        "logs": [
            {field.name: getattr(item, field.name) for field in fields(item)} for item in handshake.logs
        ],
    }


_MADE: Mapping[str, Callable[[Any], Any]] = {
    "start": datetime.fromisoformat,
    "client": lambda value: Endpoint(*value),
    "server": lambda value: Endpoint(*value),
    "offered": tuple,
    "evidence": tuple,
    "served": lambda value: tuple(map(public.certificate_of, value)),
    "logs": lambda value: tuple(WillLog(**item) for item in value),
}


def of_plain(value: Mapping[str, Any], file: str) -> CapturedHandshake:
    """The fact of its plain values, seen in ``file``. Raises TypeError or ValueError for anything else."""
    made = {key: _MADE[key](item) if key in _MADE else item for key, item in value.items()}
    return CapturedHandshake(**{**made, "file": file})


def documents(source: Source) -> Iterator[dict[str, Any]]:
    """The ``ssldiag.handshake/1`` documents of a source, without the facts; what is none is passed over."""
    for document in _objects(source):
        document.pop("fact", None)
        if document.get("schema") != SCHEMA:
            yield document


def read(source: Source, most: int) -> Capture:
    """The capture that a source of this form tells of, with at most ``most`` handshakes. Raises OSError."""
    found: list[CapturedHandshake] = []
    place = FilePlace(source.path)
    unreadable: list[Unreadable] = []
    complete = True
    for number, document in enumerate(_objects(source), 1):
        try:
            if document.get("schema") == SCHEMA:
                complete = document["complete"] is True
                unreadable += [
                    Unreadable(FilePlace(source.path, at), str(why)) for at, why in document["unreadable"]
                ]
            elif len(found) < most:
                found.append(of_plain(document["fact"], source.path))
            else:
                complete = False
        except (TypeError, ValueError, KeyError, AttributeError, OverflowError) as error:
            unreadable.append(Unreadable(place, f"line {number} is no handshake: {type(error).__name__}"))
            break
    return Capture(source.path, place, complete, tuple(found), tuple(unreadable))


def _objects(source: Source) -> Iterator[dict[str, Any]]:
    with source.opener() as stream:
        while line := stream.readline(LONGEST):
            try:
                document = json.loads(line)
            except (ValueError, RecursionError):
                document = {}
            if isinstance(document, dict):
                yield document
