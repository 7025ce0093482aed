"""A table of a TOML file, read key by key: each value has to be of its type, and no key may be left over."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeVar

from ssldiag.lab.fault import Value
from ssldiag.lab.verbs import FLAG, MANY, NUMBER, TEXT

T = TypeVar("T")
Table = Mapping[str, Any]


class FormError(ValueError):
    """A fault file that cannot be used: one sentence with the file and the key."""


class Form:
    """A table that is read key by key; what nobody asked for is an error."""

    def __init__(self, file: str, table: Table, where: str = "") -> None:
        self._file = file
        self._table = dict(table)
        self._where = where

    def wrong(self, key: str, why: str) -> FormError:
        """The error for a key."""
        return FormError(f"{self._file}: {self._where}{key}: {why}")

    def nothing_left(self) -> None:
        """Raises FormError for keys that nobody asked for."""
        for key in self._table:
            raise self.wrong(key, "is not known")

    def text(self, key: str, default: str | None = None) -> str:
        """A text; required without a default."""
        found = self._table.pop(key, default)
        if not isinstance(found, str) or not (found.strip() or default == ""):
            raise self.wrong(key, "a text is wanted" if found is not None else "is missing")
        return found

    def choice(self, key: str, words: tuple[str, ...], default: str | None = None) -> str:
        """One of some words."""
        found = self.text(key, default)
        if found not in words and found != default:
            raise self.wrong(key, f"{found!r} is none of {', '.join(words)}")
        return found

    def number(self, key: str, default: int) -> int:
        """A whole number from 0."""
        found = self._table.pop(key, default)
        if not isinstance(found, int) or isinstance(found, bool) or found < 0:
            raise self.wrong(key, "a whole number is wanted")
        return found

    def flag(self, key: str, default: bool) -> bool:
        """True or false."""
        found = self._table.pop(key, default)
        if not isinstance(found, bool):
            raise self.wrong(key, "true or false is wanted")
        return found

    def many(self, key: str) -> tuple[str, ...]:
        """Texts; one text is a list of one."""
        found = self._table.pop(key, ())
        listed = (
            (found,) if isinstance(found, str) else tuple(found) if isinstance(found, list | tuple) else None
        )
        if listed is None or not all(isinstance(item, str) and item for item in listed):
            raise self.wrong(key, "a text or a list of texts is wanted")
        return listed

    def forms(self, key: str) -> Iterator[Form]:
        """The tables of an array of tables."""
        found = self._table.pop(key, [])
        if not isinstance(found, list) or not all(isinstance(item, dict) for item in found):
            raise self.wrong(key, f"is written [[{key}]]")
        for number, item in enumerate(found, 1):
            yield Form(self._file, item, f"{self._where}{key} {number}: ")

    def form(self, key: str) -> Form | None:
        """A table, None where it is not there."""
        found = self._table.pop(key, None)
        if found is None:
            return None
        if not isinstance(found, dict):
            raise self.wrong(key, f"is written [{key}]")
        return Form(self._file, found, f"{self._where}{key}: ")

    def each(self, key: str, make: Callable[[Form], T]) -> tuple[T, ...]:
        """What is made of each table of an array."""
        return tuple(complete(form, make) for form in self.forms(key))

    def words(self, known: Mapping[str, str], choices: Mapping[str, tuple[str, ...]]) -> dict[str, Value]:
        """The values of the keys that are known, each of its type."""
        readers: Mapping[str, Callable[[str], Value]] = {
            TEXT: self._word,
            NUMBER: self._real,
            MANY: self.many,
            FLAG: self._flag,
        }
        found: dict[str, Value] = {}
        for name, kind in known.items():
            key = name.removesuffix("?")
            if key not in self._table:
                continue
            value = readers[kind](key)
            if key in choices and value not in choices[key]:
                raise self.wrong(key, f"{value!r} is none of {', '.join(choices[key])}")
            found[key] = value
        return found

    def _word(self, key: str) -> str:
        found = self._table.pop(key)
        if not isinstance(found, str):
            raise self.wrong(key, "a text is wanted")
        return found

    def _real(self, key: str) -> float:
        found = self._table.pop(key)
        if not isinstance(found, int | float) or isinstance(found, bool):
            raise self.wrong(key, "a number is wanted")
        return found

    def _flag(self, key: str) -> bool:
        return self.flag(key, False)


def complete(form: Form, make: Callable[[Form], T]) -> T:
    """What is made of a table of which nothing may be left."""
    found = make(form)
    form.nothing_left()
    return found
