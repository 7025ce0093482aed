"""qm.ini, mqs.ini and mqclient.ini of IBM MQ in, their stanzas out.

Grammar (IBM MQ, "Changing configuration information in .ini files"): ``Name:`` begins a stanza, ``Key=Value``
lines follow, ``#`` and ``;`` begin comments.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from ssldiag.model import Located, Source, TextPlace, Unreadable
from ssldiag.readers.linux.document import LinuxDocument, document, text_of

_STANZA = re.compile(r"\s*([A-Za-z][A-Za-z0-9]*)\s*:\s*$")
_PAIR = re.compile(r"\s*([A-Za-z][A-Za-z0-9]*)\s*=\s*(.*?)\s*$")


@dataclass(frozen=True, slots=True)
class Stanza:
    """``word`` in lower case, ``values`` by key in lower case; of a key given twice the last."""

    word: str
    place: TextPlace
    values: tuple[tuple[str, Located[str]], ...] = ()

    def get(self, key: str) -> Located[str] | None:
        """The value of a key (lower case)."""
        return next((value for name, value in reversed(self.values) if name == key), None)


def read(source: Source) -> LinuxDocument[Stanza]:
    """Read an ini file of IBM MQ."""
    found, notes = text_of(source)
    rows: list[Stanza] = []
    for line in found:
        if not line.text.strip() or line.text.lstrip().startswith(("#", ";")):
            continue
        if head := _STANZA.match(line.text):
            rows.append(Stanza(head[1].lower(), line.place(*head.span(1))))
        elif (pair := _PAIR.match(line.text)) and rows:
            value = line.located(*pair.span(2))
            rows[-1] = replace(rows[-1], values=(*rows[-1].values, (pair[1].lower(), value)))
        else:
            notes.append(Unreadable(line.place(), "is neither a stanza nor a key with a value"))
    return document(source, tuple(rows), notes)
