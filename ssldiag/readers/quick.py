"""The text of a word and where it stands in; a located word out, in less than half of the usual time.

A frozen dataclass sets each field by name through ``object.__setattr__``; here its slots are set
directly. Readers make thousands of these from one file and little else, so this halves the time of
reading a configuration.
"""

from __future__ import annotations

from ssldiag.model import Located, TextPlace

_new = object.__new__
_FILE, _LINE, _COLUMN, _WIDTH, _TEXT = (
    getattr(TextPlace, name).__set__ for name in ("file", "line", "column", "width", "text")
)
_VALUE, _PLACE = (getattr(Located, name).__set__ for name in ("value", "place"))


def word_at(value: str, file: str, line: int, column: int, text: str) -> Located[str]:
    """``Located(value, TextPlace(file, line, column, len(value), text))``."""
    place = _new(TextPlace)
    _FILE(place, file)
    _LINE(place, line)
    _COLUMN(place, column)
    _WIDTH(place, len(value))
    _TEXT(place, text)
    word: Located[str] = _new(Located)
    _VALUE(word, value)
    _PLACE(word, place)
    return word
