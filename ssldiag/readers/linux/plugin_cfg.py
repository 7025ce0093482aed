"""plugin-cfg.xml of the web server plug-in in, its elements with their lines out.

No entity is expanded and nothing outside the file is read: a document type is refused, since the plug-in's
file has none.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from xml.parsers import expat

from ssldiag.model import FilePlace, Located, Source, TextPlace, Unreadable
from ssldiag.readers.linux.document import LinuxDocument, document

MOST_ELEMENTS = 50_000
"""A large cell has some thousands of URIs and a few hundred servers."""
MOST_BYTES = 8 * 1024 * 1024
DEEPEST = 50


@dataclass(frozen=True, slots=True)
class Element:
    """``tag`` and attribute names in lower case; ``path`` are the indexes of the elements around it."""

    tag: str
    attributes: tuple[tuple[str, str], ...]
    place: TextPlace
    path: tuple[int, ...]

    def get(self, name: str) -> str:
        """An attribute, empty where there is none."""
        return next((value for key, value in self.attributes if key == name), "")

    def located(self, name: str) -> Located[str]:
        """An attribute with the place of its element."""
        return Located(self.get(name), self.place)


class _Stop(Exception):
    """More than is read, or nothing that is read."""


def read(source: Source) -> LinuxDocument[Element]:
    """Read the file; what stands before a fault in it is kept."""
    data = source.read(MOST_BYTES + 1)
    notes: list[Unreadable] = []
    rows: list[Element] = []
    if len(data) > MOST_BYTES:
        notes.append(Unreadable(FilePlace(source.path), f"is longer than {MOST_BYTES // 2**20} MiB"))
        return document(source, (), notes)
    texts = data.decode("utf-8", "replace").splitlines()
    parser = expat.ParserCreate()
    stack: list[int] = []

    def start(tag: str, attributes: dict[str, str]) -> None:
        if len(rows) >= MOST_ELEMENTS or len(stack) >= DEEPEST:
            raise _Stop("has more elements than are read")
        place = place_of(source.path, parser.CurrentLineNumber, tag, texts)
        values = tuple((key.lower(), value) for key, value in attributes.items())
        rows.append(Element(tag.lower(), values, place, tuple(stack)))
        stack.append(len(rows) - 1)

    def refuse(*_: object) -> None:
        raise _Stop("has a document type, which no plugin-cfg.xml has")

    parser.StartElementHandler = start
    parser.EndElementHandler = lambda _: stack.pop() if stack else None
    parser.StartDoctypeDeclHandler = refuse
    try:
        parser.Parse(data, True)
    except (expat.ExpatError, _Stop, LookupError, ValueError) as error:
        said = str(error) if isinstance(error, _Stop) else f"is no XML from here on ({error})"
        where = TextPlace(source.path, max(1, parser.CurrentLineNumber))
        notes.append(Unreadable(where, said))
    return document(source, tuple(rows), notes)


def place_of(file: str, line: int, tag: str, texts: list[str]) -> TextPlace:
    """The line of an element; the column of its name where that line shows it."""
    text = texts[line - 1] if 0 < line <= len(texts) else ""
    match = re.search(rf"<{re.escape(tag)}\b", text[:2_000])
    return TextPlace(file, line, match.start() + 1 if match else 1, len(tag) + 1, text[:2_000])
