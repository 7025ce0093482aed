"""What the tests of the readers share: sources from text, located words, and what a place points at."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Any

from ssldiag.model import Located, Source, TextPlace
from ssldiag.text import Line, detect


def source(text: str | bytes, kind: str, path: str = "folder/FILE") -> Source:
    """A source in memory."""
    data = text.encode("utf-8", "replace") if isinstance(text, str) else text
    encoding = "utf-8" if isinstance(text, str) else detect(data[:65536], len(data))
    return Source(path, kind, "test", len(data), lambda: io.BytesIO(data), encoding)


def words(text: str) -> list[Located[str]]:
    """The words of some lines, as a tag has them."""
    return [
        word for number, line in enumerate(text.split("\n"), 1) for word in Line("FILE", number, line).words()
    ]


def values(items: Any) -> list[Any]:
    """The bare values of located ones."""
    return [item.value for item in items]


def located(value: Any) -> Iterator[Located[Any]]:
    """Every located value anywhere inside a value."""
    if isinstance(value, Located):
        yield value
    elif is_dataclass(value):
        for field in fields(value):
            yield from located(getattr(value, field.name))
    elif isinstance(value, tuple | list):
        for item in value:
            yield from located(item)


def pointed_at(place: object, text: str) -> str:
    """What a place points at in the text of its file."""
    assert isinstance(place, TextPlace)
    line = text.split("\n")[place.line - 1]
    return line[place.column - 1 : place.column - 1 + place.width]
