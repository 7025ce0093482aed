"""Recognises messages: a line in, the id it begins with and the fields of its text out. It joins and keeps
nothing.

Any ``DTCxxxnnns``, ``DMSxxxnnns`` or ``HCPxxxnnns`` counts (three letters of the component, three of the
part, three or four digits, a severity letter), known or not; messages without an id are known by how they
begin.
"""

from __future__ import annotations

import re
from enum import Enum
from functools import cache
from typing import NamedTuple

from ssldiag.readers.message_templates import FAMILIES, KILL_REASONS, TEMPLATES, TEXT_ONLY, Template

STAMP = r"(?:(?P<stamp>\d\d:\d\d:\d\d)(?![:\d])[ \t]+)?"
HEAD = re.compile(
    r"[ \t]{0,9}+(?:[-*>•][ \t]{1,3})?"
    + STAMP
    + r"(?P<id>(?:DTC|DMS|HCP|DTCC(?=RUN))[A-Z0-9]{3}[T\d]\d{2,3}[ADEIRSTW])"
    r"(?=[\s:]|$):?[ \t]*(?P<text>.*)",
    re.DOTALL,
)
"""Up to nine blanks or a list bullet may stand in front: pasted logs are often indented. A wrapped line has
ten or more."""

SLIPS = (("DMS0VZ", "DMSOVZ"), ("DTCCRUN", "DTCRUN"))
"""Ids as they come out of slides and scanned pages, and what is meant (errata of the 2010 deck)."""

SLIPPED = tuple(slip for slip, _ in SLIPS)

STRAIGHT = str.maketrans("“”„‟‘’‚‛`´", "\"\"\"\"''''''")
MATCHED = 4_000
"""Longest text that templates are tried on: the longest known message (a parameter list) is far below a
screen of text, and two free parts in one pattern take time with the square of the length."""

PATHS = frozenset(("path", "bare"))
DOTS = re.compile(r"/\.\. +/")


class Completeness(Enum):
    """What a message's text so far tells: it is at its end, may go on, must go on, or nothing is known about
    it."""

    CLOSED = "closed"
    OPEN = "open"
    PARTIAL = "partial"
    UNKNOWN = "unknown"


class Head(NamedTuple):
    """How a message begins. ``column`` (from 1) is where the id or the text-only message starts.

    A named tuple, as lines are: it is made for every message of a log that has a text of its own.
    """

    id: str
    severity: str
    text: str
    column: int
    stamp: str | None


def head(line: str) -> Head | None:
    """The message that starts on this line, with an id or without; None if none does."""
    match = HEAD.match(line)
    if match is not None:
        name = normalised(match["id"])
        return Head(name, name[-1], match["text"].rstrip(), match.start("id") + 1, match["stamp"])
    match = text_only().match(line)
    if match is None:
        return None
    index = int((match.lastgroup or "t0")[1:])
    name, severity, _ = TEXT_ONLY[index]
    start = match.start(f"t{index}")
    return Head(name, severity, line[start:].strip(), start + 1, match["stamp"])


def normalised(message_id: str) -> str:
    """The id as the vendor writes it, transcription slips put right."""
    if message_id.startswith(SLIPPED):
        for slip, meant in SLIPS:
            message_id = message_id.replace(slip, meant, 1)
    return message_id


@cache
def text_only() -> re.Pattern[str]:
    """One pattern for all messages without an id; the group that matched tells which."""
    names = "|".join(f"(?P<t{index}>{pattern})" for index, (_, _, pattern) in enumerate(TEXT_ONLY))
    return re.compile(rf"[ \t]{{0,8}}+{STAMP}(?:{names})")


@cache
def compiled(pattern: str) -> re.Pattern[str]:
    """A template's pattern, compiled when first used."""
    return re.compile(pattern)


def templates(message_id: str) -> tuple[Template, ...]:
    """The known wordings of an id."""
    found = TEMPLATES.get(message_id)
    if found is None:
        found = next((wordings for prefix, wordings in FAMILIES if message_id.startswith(prefix)), ())
    return found


def match_text(message_id: str, text: str) -> tuple[Template, re.Match[str]] | None:
    """The first wording that the whole text fits, blanks squeezed and quotes made straight."""
    wordings = templates(message_id)
    if not wordings or len(text) > MATCHED:
        return None
    plain = " ".join(text.translate(STRAIGHT).split())
    for template in wordings:
        match = compiled(template.pattern).fullmatch(plain)
        if match:
            return template, match
    return None


def completeness(message_id: str, text: str) -> Completeness:
    """Whether the text can, must or cannot go on, by the known wordings of its id."""
    if not templates(message_id) or len(text) > MATCHED:
        return Completeness.UNKNOWN
    found = match_text(message_id, text)
    if found is None:
        return Completeness.PARTIAL
    return Completeness.CLOSED if found[0].closed else Completeness.OPEN


def fields(message_id: str, text: str) -> tuple[tuple[str, str], ...]:
    """The named parts of a message; none if its wording is not known.

    Paths lose their blanks (a wrapped one has one too many), and ``/.. /`` in commands is put right as
    ``/../``.
    """
    found = match_text(message_id, text)
    if found is None:
        return ()
    template, match = found
    parts = [("what", template.what)] if template.what else []
    parts.extend(
        (part_name(name), tidy(name, value)) for name, value in match.groupdict().items() if value is not None
    )
    return tuple(parts)


def part_name(group: str) -> str:
    """The field that a group fills."""
    return "path" if group == "bare" else group


def tidy(name: str, value: str) -> str:
    """A field's value without what wrapping and transcription put into it."""
    return value.replace(" ", "") if name in PATHS else DOTS.sub("/../", value)


def specific(message_id: str, text: str) -> str:
    """The id by the whole text, where the table has one for each wording (KillClient's reasons, gskkyman's
    statuses)."""
    if message_id not in ("TCPIP-KILLCLIENT", "GSKKYMAN-STATUS"):
        return message_id
    found = match_text(message_id, text)
    if found is None:
        return message_id
    if message_id == "GSKKYMAN-STATUS":
        return f"GSKKYMAN-{found[1]['code'].upper()}"
    return KILL_REASONS.get(found[1]["reason"], message_id)
