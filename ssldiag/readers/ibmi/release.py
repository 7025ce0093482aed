"""What tells the release of a system in so many words: the data area QSS1MRI, or rows of
SYSIBMADM.ENV_SYS_INFO, in; the release and the system's name out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ssldiag.model import Located, Source, TextPlace
from ssldiag.readers.ibmi.document import Document, document, never
from ssldiag.readers.ibmi.table import Row
from ssldiag.text import Line

WANTED = frozenset(("OS_VERSION", "OS_RELEASE"))
_LONGEST = 200
_AREA = re.compile(r"\bQSS1MRI\b")
_RELEASE = re.compile(r"\b(?P<release>V[4-9]R\d(?:M\d)?)\b")


@dataclass(frozen=True, slots=True)
class ReleaseRow:
    """``release`` such as ``V5R4M0``; ``system`` is the host's name where the file has it."""

    release: Located[str]
    system: Located[str] | None
    place: TextPlace


def read(source: Source) -> Document[ReleaseRow]:
    """Read a file that tells the release."""
    return document(source, WANTED, of_row, of_print, never)


def of_row(row: Row) -> Iterator[ReleaseRow]:
    """A row of ENV_SYS_INFO."""
    version, release = row.get("OS_VERSION"), row.get("OS_RELEASE")
    if version and release:
        yield ReleaseRow(
            Located(f"V{version.value}R{release.value}", version.place), row.get("HOST_NAME"), row.place
        )


def of_print(lines: tuple[Line, ...]) -> Iterator[ReleaseRow]:
    """The value of the data area."""
    seen = False
    for line in lines:
        text = line.text[:_LONGEST]
        seen = seen or _AREA.search(text) is not None
        match = _RELEASE.search(text)
        if seen and match:
            yield ReleaseRow(line.located(*match.span("release")), None, line.place())
            return
