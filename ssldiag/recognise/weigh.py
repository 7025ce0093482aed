"""The first text of a file in; the kind that its lines speak for, and why, out.

Lines of a terminal session outweigh statements: a console log may well quote a configuration file, and no
configuration file holds message lines outside its comments. Otherwise the heaviest statements win.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import NamedTuple

from ssldiag.kinds import KINDS
from ssldiag.recognise.signatures import ENOUGH, SESSION, SHAPES, STATEMENTS
from ssldiag.text import CARD, record_length

_LOOKED_AT = 256  # characters of a line: no signature is longer than the widest 3270 screen
_SAME = 4  # statements of one word that count, lest one shared word outvote three telling ones
_WORDS = 4_096  # words remembered: the files of one folder use the same few hundred
_EXAMPLES = 3  # statements named in a reason: enough to see that it is right

_STAMP = re.compile(r"(?:[0-9]{4}-[0-9]{2}-[0-9]{2}[ T])?[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]+)? +")
_SCREEN_NUMBER = re.compile(r"(?:[0-9]{5}|={5})(?: +|$)")  # what XEDIT shows before a line
_TAG = re.compile(r":[a-z_]+\.", re.IGNORECASE)
_COMMENTS = (";", "*", ".*", "/*", "#")
_XAUTOLOG = re.compile(r"\bXAUTOLOG\b", re.IGNORECASE)
_NICK = ":NICK."


class Hit(NamedTuple):
    """A line that speaks for a kind: what it is (its word, for a statement) and what it weighs."""

    kind: str
    what: str
    weight: int


def by_content(text: str, hint: str | None) -> tuple[str, str] | None:
    """The kind and a reason, or None. ``hint``, the kind that the name suggests, tips the scales."""
    if text.lstrip().startswith("/*"):
        return _rexx(text)
    hits: dict[str, list[Hit]] = {}
    for hit in _hits(text):
        hits.setdefault(hit.kind, []).append(hit)
    session = hits.pop("transcript", [])
    weights = {kind: _weight(found) + (ENOUGH if kind == hint else 0) for kind, found in hits.items()}
    best = max(weights, key=lambda kind: weights[kind], default="")
    if _weight(session) >= ENOUGH and (len(session) > 1 or _weight(session) > weights.get(best, 0)):
        return "transcript", _session_reason(session)
    if weights.get(best, 0) >= ENOUGH:
        return best, _statement_reason(hits[best], hint)
    return None


def text_lines(text: str) -> list[str]:
    """The lines that are not blank: their beginnings, without blanks and line numbers before them."""
    lines = text.splitlines()
    if len(lines) == 1:
        length = record_length(text, len(text)) or CARD
        lines = [text[start : start + length] for start in range(0, len(text), length)]
    starts = [start for line in lines if (start := line[:_LOOKED_AT].strip())]
    numbered = (
        _SCREEN_NUMBER.sub("", start, count=1) if start[0] in "=0123456789" else start for start in starts
    )
    return [line for line in numbered if line]


def _rexx(text: str) -> tuple[str, str] | None:
    count = len(_XAUTOLOG.findall(text))
    return ("autolog_exec", f"content: REXX that says XAUTOLOG ({_times(count, 'time')})") if count else None


def _weight(found: list[Hit]) -> int:
    return sum(hit.weight * min(times, _SAME) for hit, times in Counter(found).items())


def _session_reason(found: list[Hit]) -> str:
    hit, times = max(Counter(found).items(), key=lambda item: item[0].weight * item[1])
    return f"content: {hit.what} ({_times(times, 'line')})"


def _statement_reason(found: list[Hit], hint: str | None) -> str:
    entries = sum(hit.what == _NICK for hit in found)
    telling = sorted(set(found), key=lambda hit: (-hit.weight, hit.what))
    names = [name for name in dict.fromkeys(hit.what for hit in telling) if not name.startswith("<")]
    if entries:
        reason = f"content: {entries:,} :nick. {'entries' if entries > 1 else 'entry'}"
    else:
        reason = f"content: {_times(len(found), 'statement')} ({', '.join(names[:_EXAMPLES])})"
    if hint in (found[0].kind, None):
        return reason
    return f"{reason}, although its name says {KINDS[str(hint)].what}"


def _times(count: int, what: str) -> str:
    return f"{count:,} {what}{'s' if count > 1 else ''}"


def _hits(text: str) -> Iterator[Hit]:
    """All that the lines speak for; comments count for nothing."""
    for line in text_lines(text):
        if line[0] == ":":
            for tag in _TAG.findall(line):
                yield from _meanings(tag.upper(), "")
        elif not line.startswith(_COMMENTS):
            word, _, rest = _without_stamp(line).partition(" ")
            name = _name(word)
            if not name and word.endswith(":"):  # the system that a line of TCPIP DATA is for
                word, _, rest = rest.lstrip().partition(" ")
                name = _name(word)
            yield from _meanings(name, rest.lstrip())


def _without_stamp(line: str) -> str:
    return _STAMP.sub("", line, count=1) if line[0].isdigit() else line


def _meanings(name: str, rest: str) -> Iterator[Hit]:
    return (hit for hit, operands in _index().get(name, ()) if operands.match(rest))


@lru_cache(maxsize=_WORDS)
def _name(word: str) -> str:
    """The word, or what stands for its shape in the tables, or nothing."""
    known = word.upper()
    if known in _index():
        return known
    return next((name for name, pattern in _shapes() if pattern.fullmatch(known)), "")


@cache
def _index() -> dict[str, tuple[tuple[Hit, re.Pattern[str]], ...]]:
    """What each word may mean, and what must follow it then."""
    rows = [(kind, "", *row) for kind, table in STATEMENTS.items() for row in table]
    rows += [("transcript", *row) for row in SESSION]
    index: dict[str, tuple[tuple[Hit, re.Pattern[str]], ...]] = {}
    for kind, what, words, operands, weight in rows:
        pattern = re.compile(operands, re.IGNORECASE)
        for word in words.split():
            index[word] = (*index.get(word, ()), (Hit(kind, what or word, weight), pattern))
    return index


@cache
def _shapes() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple((name, re.compile(pattern)) for name, pattern in SHAPES)
