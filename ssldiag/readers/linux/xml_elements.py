"""An XML configuration file in, its elements with their lines out, without the passwords in them.

plugin-cfg.xml, security.xml of WebSphere Application Server and db2dsdriver.cfg are read so. No entity is
expanded and nothing outside the file is read: a document type is refused, since none of these has one.
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
QUOTED = 2_000
"""Characters of a line that a finding may quote."""

SECRET = re.compile(r"(?i)passw|pwd|secret")
"""Names of attributes and parameters whose value is not kept."""
_ATTRIBUTE = re.compile(
    r"(?i)\b[\w.:-]{0,60}(?:passw|pwd|secret)[\w.:-]{0,60}\s{0,9}=\s{0,9}(\"[^\"]*|'[^']*)"
)
_PARAMETER = re.compile(
    r"(?i)\bname\s{0,9}=\s{0,9}[\"'][^\"'<>]{0,80}(?:passw|pwd|secret)[^\"'<>]{0,80}[\"'][^<>]{0,200}?"
    r"\bvalue\s{0,9}=\s{0,9}(\"[^\"]*|'[^']*)"
)


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
        rows.append(Element(tag.lower(), tuple(kept(attributes)), place, tuple(stack)))
        stack.append(len(rows) - 1)

    def refuse(*_: object) -> None:
        raise _Stop("has a document type, which no configuration of these products has")

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


def kept(attributes: dict[str, str]) -> list[tuple[str, str]]:
    """The attributes without passwords; a parameter of such a name has no value."""
    hidden = SECRET.search(attributes.get("name", "")) is not None
    return [
        (key.lower(), value)
        for key, value in attributes.items()
        if not SECRET.search(key) and not (hidden and key.lower() == "value")
    ]


def place_of(file: str, line: int, tag: str, texts: list[str]) -> TextPlace:
    """The line of an element; the column of its name where that line shows it."""
    text = masked(texts[line - 1][:QUOTED]) if 0 < line <= len(texts) else ""
    match = re.search(rf"<{re.escape(tag)}\b", text)
    return TextPlace(file, line, match.start() + 1 if match else 1, len(tag) + 1, text)


def masked(text: str) -> str:
    """A line with as many ``X`` in the place of each password.

    >>> masked('<keyStores name="k" password="{xor}abc" type="PKCS12"/>')
    '<keyStores name="k" password="XXXXXXXX" type="PKCS12"/>'
    """
    for pattern in (_ATTRIBUTE, _PARAMETER):
        text = pattern.sub(covered, text)
    return text


def covered(match: re.Match[str]) -> str:
    """What was matched, its password overwritten."""
    start, end = match.span(1)
    return (
        f"{match[0][: start + 1 - match.start()]}{'X' * (end - start - 1)}{match[0][end - match.start() :]}"
    )
