"""A job log print (QPJOBLOG), a copied DSPJOBLOG screen or rows of QSYS2.JOBLOG_INFO in; messages with their
texts joined over lines and pages out.

Columns are taken from the heading of the print where it has one, since older releases set them elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime

from ssldiag.model import Source, TextPlace
from ssldiag.readers.ibmi.document import Document, document, moment, never
from ssldiag.readers.ibmi.keyed import keyed
from ssldiag.readers.ibmi.table import Row, number
from ssldiag.text import Line, lines

WANTED = frozenset(("MESSAGE_ID", "MESSAGE_TEXT"))
LONGEST_TEXT = 16_384
"""Characters of a message's two texts that are kept: IBM's longest have a quarter of that."""

HEAD = 200
"""Lines in which the job is sought: the heading of the first page holds it."""

_LONGEST = 300
_START = re.compile(
    r" {0,4}(?P<id>[A-Z][A-Z0-9]{2}[0-9A-F]{4}|\*NONE) +(?P<type>[A-Z][a-z]+(?: [a-z]+)?|\*?[A-Z]{4,12}) +"
    r"(?:(?P<severity>\d{1,2}) +)?(?P<date>\d\d[/.-]?\d\d[/.-]?\d\d(?:\d\d)?) +"
    r"(?P<time>\d\d[:.]\d\d[:.]\d\d(?:[.,]\d{1,6})?)(?P<rest>.*)"
)
_TEXT = re.compile(r" {4,}(?P<key>Message|Nachricht)(?: *\.)* *: *(?P<text>.*)")
_SECOND = re.compile(
    r" {4,}(?P<key>Cause|Recovery|Technical description|Ursache|Fehlerbeseitigung)(?: *\.)* *: *"
)
_DETAIL = re.compile(
    r" {4,}(?:From|To) (?:module|procedure|user|job)\b|"
    r" {4,}(?:Statement|Thread|Anweisung|Time sent|Instruction|From program|To program)(?: *\.)* *:"
)
_QUALIFIED = re.compile(r"\b(?P<job>\d{6}/[A-Z0-9#@$_]{1,10}/[A-Z0-9#@$_]{1,10})\b")
_SKIPPED = re.compile(
    r" *(?:MSGID +TYPE|Job name(?: *\.)+|Job description(?: *\.)+|Display (?:All Messages|Job Log))"
)


@dataclass(frozen=True, slots=True)
class MessageRow:
    """A message. ``id`` is empty for ``*NONE``; ``job`` is ``number/user/name`` where the file tells."""

    id: str
    type: str
    severity: int
    at: datetime | None
    stamp: str
    from_program: str
    to_program: str
    text: str
    second_level: str
    job: str
    place: TextPlace


@dataclass
class _Open:
    """A message whose lines are still coming."""

    row: MessageRow
    texts: dict[str, list[str]] = field(default_factory=lambda: {"first": [], "second": []})
    part: str = ""

    def closed(self) -> MessageRow:
        """The message with its texts."""
        first, second = (" ".join(self.texts[name])[:LONGEST_TEXT].strip() for name in ("first", "second"))
        return replace(self.row, text=first, second_level=second)


def read(source: Source) -> Document[MessageRow]:
    """Read a job log."""
    found = document(source, WANTED, of_row, of_print, never)
    return replace(found, job=named(found, source))


def job_of(source: Source) -> str:
    """The job that the pages of a print, or the rows of a result, are of; empty where nothing tells."""
    for line, _ in zip(lines(source), range(HEAD), strict=False):
        text = line.text[:_LONGEST]
        keys = {item.key: text[item.start : item.end] for item in keyed(text)} if "Job name" in text else {}
        if "job name" in keys:
            parts = (keys.get("number", ""), keys.get("user", ""), keys["job name"])
            return "/".join(part for part in parts if part)
        qualified = _QUALIFIED.search(text)
        if qualified:
            return qualified["job"]
    return ""


def of_row(row: Row) -> Iterator[MessageRow]:
    """A row of JOBLOG_INFO, MESSAGE_QUEUE_INFO or HISTORY_LOG_INFO."""
    text = row.text("MESSAGE_TEXT")
    identifier = row.text("MESSAGE_ID")
    if not text and not identifier:
        return
    stamp = row.text("MESSAGE_TIMESTAMP")
    yield MessageRow(
        identifier.upper(),
        row.text("MESSAGE_TYPE").upper(),
        number(row.get("SEVERITY")) or 0,
        moment(stamp),
        stamp,
        row.text("FROM_PROGRAM"),
        row.text("TO_PROGRAM"),
        text[:LONGEST_TEXT],
        row.text("MESSAGE_SECOND_LEVEL_TEXT")[:LONGEST_TEXT],
        row.text("FROM_JOB", "JOB_NAME", "QUALIFIED_JOB_NAME"),
        row.place,
    )


def of_print(found: tuple[Line, ...]) -> Iterator[MessageRow]:
    """The messages of a print; a page heading between the lines of one does not end it."""
    opened: _Open | None = None
    for line in found:
        text = line.text[:_LONGEST]
        start = _START.match(text)
        if start:
            if opened:
                yield opened.closed()
            opened = _Open(begun(line, start))
        elif opened and text.strip() and not _SKIPPED.match(text):
            take(opened, text)
    if opened:
        yield opened.closed()


def begun(line: Line, match: re.Match[str]) -> MessageRow:
    """A message by its first line: what stands behind the time are programs, libraries and instructions."""
    words = match["rest"].split()
    name = "" if match["id"] == "*NONE" else match["id"]
    stamp = f"{match['date']} {match['time']}"
    to_program = words[3] if len(words) > 3 else words[-1] if len(words) > 1 and words[-1] == "*EXT" else ""
    return MessageRow(
        name,
        match["type"].upper(),
        int(match["severity"] or 0),
        local_time(match["date"], match["time"]),
        stamp,
        words[0] if words else "",
        to_program,
        "",
        "",
        "",
        line.place(match.start("id"), match.end("id")),
    )


def local_time(date: str, time: str) -> datetime | None:
    """The moment, if only one order of day and month is possible or the separator is that of \\*MDY prints.

    Job logs print the date in the job's format; with ``/`` the shipped format is month, day, year.
    """
    digits = re.sub(r"\D", " ", date).split()
    if len(digits) != 3:
        return None
    first, second, last = (int(item) for item in digits)
    if "/" in date and first <= 12:
        day, month, year = second, first, last
    elif first > 31 or (len(digits[0]) == 4):
        year, month, day = first, second, last
    elif "." in date or "/" in date:
        day, month, year = first, second, last
    else:
        return None
    try:
        hour, minute, second_of = (int(item) for item in re.split("[:.,]", time)[:3])
        return datetime(year if year > 99 else 2000 + year, month, day, hour, minute, second_of)
    except ValueError:
        return None


def take(opened: _Open, text: str) -> None:
    """A line below a message's first: text, second level text, or a detail that is left out."""
    first = _TEXT.match(text)
    second = _SECOND.match(text)
    if first:
        opened.part = "first"
        opened.texts["first"].append(first["text"].strip())
    elif second:
        opened.part = "second"
        opened.texts["second"].append(text.strip())
    elif _DETAIL.match(text):
        opened.part = ""
    elif opened.part:
        opened.texts[opened.part].append(text.strip())


def named(found: Document[MessageRow], source: Source) -> str:
    """The job that all messages of a file are of."""
    jobs = {row.job for row in found.rows if row.job}
    return jobs.pop() if len(jobs) == 1 else job_of(source)
