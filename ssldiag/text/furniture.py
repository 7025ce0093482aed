"""Lines of a configuration file in; out, the same without what an editor or a 3270 screen put around them.

Dropped: XEDIT's file identification, Top/End of File, scale and command lines, its messages, and the status
lines that 3270 screens show at the lower right. Taken off lines: XEDIT line numbers or ``=====`` prefixes,
and sequence numbers in columns 73 to 80, each only when the file shows them throughout. ``number``,
``shift`` and ``raw`` keep saying where a line stands in the file. Not for console logs: their readers know
what to skip.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from itertools import chain, islice

from ssldiag.text.line import Line

_SAMPLE = 4_096
"""Lines looked at before deciding what a file shows throughout: bounds memory; whole configurations fit."""

_THROUGHOUT = 0.95  # a pasted screen may hold a line or two of another kind
_LONGEST = 256  # characters of a line looked at: furniture is at most as wide as the widest 3270 screen

_SEQUENCE = slice(72, 80)
"""Columns 73 to 80, where card images carry their sequence number."""

_PREFIX = re.compile(r"(?:[0-9]{5}|={5})(?: |$)")
_NUMBER = r"(?:(?:[0-9]{5}|={5}) )?"
_FURNITURE = re.compile(
    r"|".join(
        (
            _NUMBER + r" *\* \* \* +(?:Top|End) of (?:File|Range) +\* \* \*$",
            _NUMBER + r" *[|<]?\.{3}\+\.{4}1\.{4}\+",
            r" *={4}>",
            r" *(?:MORE\.\.\.|HOLDING|RUNNING|VM READ|CP READ|NOT ACCEPTED)(?: +[A-Z0-9@#$]{1,8})?$",
            r"DMSX[A-Z]{2}[0-9]{3,4}[AEIRSTW] ",
            r"Ready(?:\([0-9-]+\))?;",
        )
    )
)

_STATUS_LINE = re.compile(r"\bTrunc=[0-9]+ +Size=[0-9]+ +Line=[0-9]+ +Col=[0-9]+|\bX E D I T +[0-9]+ File")
"""XEDIT's identification and status lines, which begin with anything: sought only behind a mark of theirs."""


def clean(lines: Iterable[Line]) -> Iterator[Line]:
    """The lines that the file itself holds. Give it the lines of a configuration file, not of a console log.

    >>> screen = ["00000 * * * Top of File * * *", "00001 :nick.TCPIP", "====>"]
    >>> [line.text for line in clean(Line("x", n, text) for n, text in enumerate(screen, 1))]
    [':nick.TCPIP']
    """
    kept: Iterator[Line] = (line for line in lines if not _is_furniture(line.text[:_LONGEST]))
    kept = _if_throughout(kept, _are_numbered, _without_number)
    return _if_throughout(kept, _are_sequenced, _without_sequence)


def _is_furniture(text: str) -> bool:
    if _FURNITURE.match(text):
        return True
    return ("Trunc=" in text or "X E D I T" in text) and _STATUS_LINE.search(text) is not None


def _if_throughout(
    lines: Iterator[Line], shows: Callable[[list[str]], bool], change: Callable[[Line], Line]
) -> Iterator[Line]:
    """``change`` every line if the first lines, blank ones aside, show that the whole file is so."""
    head = list(islice(lines, _SAMPLE))
    texts = [line.text for line in head if line.text]
    everything = chain(head, lines)
    return map(change, everything) if texts and shows(texts) else everything


def _are_numbered(texts: list[str]) -> bool:
    return sum(bool(_PREFIX.match(text)) for text in texts) >= _THROUGHOUT * len(texts)


def _without_number(line: Line) -> Line:
    match = _PREFIX.match(line.text)
    if not match:
        return line
    width = match.end()
    return line._replace(text=line.text[width:], shift=line.shift + width, original=line.raw)


def _are_sequenced(texts: list[str]) -> bool:
    """At least half carry eight digits in columns 73 to 80, and hardly any line carries something else."""
    numbered = sum(_has_sequence(text) for text in texts)
    other = sum(len(text) > _SEQUENCE.start and not _has_sequence(text) for text in texts)
    return 2 * numbered >= len(texts) and other <= (1 - _THROUGHOUT) * len(texts)


def _has_sequence(text: str) -> bool:
    number = text[_SEQUENCE]
    return len(text) == _SEQUENCE.stop and number.isascii() and number.isdigit()


def _without_sequence(line: Line) -> Line:
    if not _has_sequence(line.text):
        return line
    return line._replace(text=line.text[: _SEQUENCE.start].rstrip(), original=line.raw)
