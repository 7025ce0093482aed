"""Output of ``gskcapicmd -cert -list`` in, one row a label out.

Layout: ``Certificates found``, a line that explains the marks (``* default, - personal, ! trusted, # secret
key``), then marks, a tab and the label a line.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from ssldiag.model import Located, Source
from ssldiag.readers.linux.document import LinuxDocument, document, text_of

_MARKS = re.compile(r"\* ?default, ?- ?personal, ?! ?trusted")
_ROW = re.compile(
    r"(?P<marks>[*\-!#]{1,4})\t(?P<label>.+?)\s*$|(?P<blank>[*\-!#]{1,4}) +(?P<other>\S.*?)\s*$"
)
_DATABASE = re.compile(r"-db\s+(?:\"([^\"]+)\"|'([^']+)'|(\S+))")


@dataclass(frozen=True, slots=True)
class ListedLabel:
    """A label as the tool shows it."""

    label: Located[str]
    personal: bool
    default: bool


def read(source: Source) -> LinuxDocument[ListedLabel]:
    """Read a list; ``name`` is the database where the command stands in the file too."""
    found, notes = text_of(source)
    rows: list[ListedLabel] = []
    database, inside = "", False
    for line in found:
        command = _DATABASE.search(line.text[:2_000])
        if command and not rows:
            database = next(group for group in command.groups() if group)
        if _MARKS.search(line.text):
            inside = True
            continue
        match = _ROW.match(line.text.lstrip(" ")) if inside else None
        if match:
            marks = match["marks"] or match["blank"]
            label = match["label"] or match["other"]
            start = line.text.index(label)
            here = line.located(start, start + len(label))
            quoted = label[:1] == label[-1:] == '"' and len(label) > 2
            value = Located(label[1:-1], here.place) if quoted else here
            rows.append(ListedLabel(value, "-" in marks or "*" in marks, "*" in marks))
    return document(source, tuple(rows), notes, database)
