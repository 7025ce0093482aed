"""The print of a command, or a copied 5250 screen, in; its lines without control characters, page headings
and function keys out, and what the headings say of the system.

Control characters are those that CPYSPLF CTLCHAR(*FCFC) puts into column 1 and CTLCHAR(*PRTCTL) into columns
1 to 4 (CL command reference, CPYSPLF).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ssldiag.model import FilePlace, Located, Place, Source, Unreadable
from ssldiag.readers.feed import TOO_LONG, TOO_MANY, Bound, within
from ssldiag.text import Line, lines

PRINT = Bound(400_000, 64 * 1024 * 1024)
"""A job log of a server that ran for months; what is longer is no print that anybody looks through."""

_SAMPLE = 2_000
"""Lines looked at to tell whether there are control characters: they are on every line or on none."""

_LONGEST = 300
"""Columns of a heading looked at: prints have 132 or 198."""

_HEADING = re.compile(
    r" *(?P<product>57\d\d[A-Z0-9]{3}) +(?P<release>V\dR\dM\d) +(?P<date>\d{6}) +(?P<title>\S.*)?"
)
_PAGE = re.compile(r"(?i)(?:^|\s)(?:page|seite)[ :.]*\d+ *$")
_SYSTEM = re.compile(r"(?:^|\s)(?:System|Host name)(?: \.)*: +(?P<name>[A-Z0-9#@$]{1,8})\s*$")
_NAMED = re.compile(r"\s(?P<name>[A-Z#@$][A-Z0-9#@$]{0,7}) +\d\d[/.-]\d\d[/.-]\d\d +\d\d[:.]\d\d")
_FURNITURE = re.compile(
    r" *(?:F\d{1,2}=|Press Enter to continue|Press the Enter key"
    r"|(?:More\.\.\.|Bottom|Weitere \.\.\.|Ende)\s*$"
    r"|\* \* \* \* \* +E ?N ?D|\*+ +END OF LISTING|Type options, press Enter"
    r"|E +N +D +O +F +C +O +M +P +U +T +E +R)"
)
_ASA = frozenset(" 01-+")
_PRTCTL = re.compile(r"(?:\d{3}| {3})[ 0-3]")


@dataclass(frozen=True, slots=True)
class Printout:
    """``release`` and ``system`` as a page heading says them, ``titles`` what the headings call the print.
    ``more``: it ends with a screen that has further ones behind it.
    """

    file: str
    place: Place
    lines: tuple[Line, ...]
    release: Located[str] | None
    system: Located[str] | None
    titles: tuple[str, ...]
    more: bool = False
    unreadable: tuple[Unreadable, ...] = ()


def read(source: Source) -> Printout:
    """Read the lines of a print."""
    rest = lines(source)
    everything = list(within(PRINT, rest))
    notes = [Unreadable(line.place(), TOO_LONG) for line in everything if line.cut]
    after = next(rest, None)
    if after is not None:
        notes.append(Unreadable(after.place(), TOO_MANY))
    plain = without_controls(everything)
    kept: list[Line] = []
    release: Located[str] | None = None
    system: Located[str] | None = None
    titles: list[str] = []
    more = False
    for line in plain:
        heading = _HEADING.match(line.text[:_LONGEST])
        named = (_NAMED if heading else _SYSTEM).search(line.text[:_LONGEST])
        if named and system is None:
            system = line.located(*named.span("name"))
        if heading:
            release = release or line.located(*heading.span("release"))
            titles.append(" ".join((heading["title"] or "").split()))
        elif not _is_furniture(line.text[:_LONGEST]):
            kept.append(line)
        else:
            more = line.text.strip().endswith("...") or (more and "Bottom" not in line.text)
    return Printout(
        source.path,
        FilePlace(source.path),
        tuple(kept),
        release,
        system,
        tuple(dict.fromkeys(titles)),
        more,
        tuple(notes),
    )


def _is_furniture(text: str) -> bool:
    """Screen keys, end marks, the page number on a line of its own."""
    return _FURNITURE.match(text) is not None or (len(text.split()) <= 2 and _PAGE.search(text) is not None)


def without_controls(found: list[Line]) -> Iterator[Line]:
    """The lines without the control characters that begin each, if the print has such."""
    texts = [line.text for line in found[:_SAMPLE] if line.text.strip()]
    if (
        texts
        and all(_PRTCTL.match(text.ljust(4)) for text in texts)
        and any(text[:3].isdigit() for text in texts)
    ):
        return (_cut(line, 4) for line in found)
    marks = {text[0] for text in texts}
    if marks and marks <= _ASA and "1" in marks and _columns_move(texts):
        return (_cut(line, 1) for line in found)
    return iter(found)


def _columns_move(texts: list[str]) -> bool:
    """Whether column 1 holds control characters and no numbers: behind some ``1`` a page begins, with its
    heading, its number or a title in the middle."""
    tops = [text[1:_LONGEST] for text in texts if text[0] == "1"]
    return any(_HEADING.match(top) or _PAGE.search(top) or top.startswith(" " * 8) for top in tops)


def _cut(line: Line, width: int) -> Line:
    return line._replace(text=line.text[width:], shift=line.shift + width, original=line.raw)
