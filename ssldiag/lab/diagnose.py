"""What ``ssldiag doctor``, ``explain`` and ``pcap`` say of a run: values to compare, and text to show."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from ssldiag.bundled import folder
from ssldiag.capture.decode import decode
from ssldiag.capture.filters import Filters
from ssldiag.capture.judged import Judged, judged
from ssldiag.doctor import examine
from ssldiag.errors.load import Tables
from ssldiag.lab.ground import Ground
from ssldiag.model import FilePlace, FramePlace, Report, Result, Rule, Severity, TextPlace
from ssldiag.registry import load
from ssldiag.render import explain, handshake_text, text
from ssldiag.render.capture_notes import CaptureNotes, FileNote
from ssldiag.render.style import Style
from ssldiag.settings import Settings
from ssldiag.snapshot import open_snapshot

COLUMNS = 100

HEAD = re.compile(r"\s*(error|warning|info)\[|[A-Za-z]|\d+ \w")
"""How a finding, or a part of a report behind the findings, begins."""


NOTHING = "Doctor has nothing to say: taken by itself, each file that it reads is in order."
"""What is said where it has no finding."""


@cache
def rules() -> tuple[Rule, ...]:
    """All checks."""
    return tuple(load().values())


def doctor(path: Path) -> Report:
    """What ``ssldiag doctor PATH`` finds. Raises SnapshotError."""
    return examine(open_snapshot(path), rules(), datetime.now(UTC), Settings())


def doctor_text(report: Report, ground: Ground) -> list[str]:
    """The report as it is printed."""
    return lines(text.render([report], Style(COLUMNS)), ground)


def files_of(result: Result) -> frozenset[str]:
    """The files that a finding cites."""
    return frozenset(file_of(evidence.place) for evidence in result.finding.evidence)


def file_of(place: TextPlace | FilePlace | FramePlace) -> str:
    """The file of a place."""
    return place.file


def errors(report: Report) -> list[Result]:
    """The findings that are errors."""
    return [result for result in report.all_results() if result.severity is Severity.ERROR]


@dataclass(frozen=True, slots=True)
class Capture:
    """What ``ssldiag pcap FILE`` makes of a capture: handshakes, and the text that it prints."""

    handshakes: tuple[Judged, ...] = ()
    text: tuple[str, ...] = ()

    @property
    def failed(self) -> bool:
        """Whether one of them came to nothing."""
        return any(item.failed for item in self.handshakes)


def pcap(capture: Path, port: int, ground: Ground) -> Capture:
    """A capture as ``ssldiag pcap FILE --port N`` reads it; every port for 0."""
    filters = Filters(ports=(range(port, port + 1),) if port else ())
    decoding = decode([str(capture)], filters=filters)
    found = [item for item in judged(decoding) if filters.handshake(item.handshake)]
    files = [FileNote(str(capture), each.form, each.counts.packets) for each in decoding.files]
    notes = CaptureNotes(datetime.now(UTC), read=lambda: files, narrowed=bool(port))
    return Capture(tuple(found), tuple(lines(handshake_text.render(found, notes, Style(COLUMNS)), ground)))


@cache
def tables() -> Tables:
    """The error tables."""
    return Tables(folder("errortables"))


def explained(query: str, platform: str) -> list[str]:
    """What ``ssldiag explain QUERY`` prints."""
    from ssldiag.errors.lookup import answers

    found = answers(query, tables(), platform or None, lambda code: None)
    return "".join(explain.text(found, explain.Look(COLUMNS))).splitlines()


def lines(pieces: Iterator[str], ground: Ground) -> list[str]:
    """Lines of output, with the folder of the run as people type it."""
    return [ground.short(line) for line in "".join(pieces).splitlines()]


def excerpt(printed: Sequence[str], codes: Sequence[str]) -> tuple[str, ...]:
    """The findings of these codes in a report, and its last line."""
    found = blocks(printed, [f"[{code}]" for code in codes])
    return (*found, *([""] if found else []), *printed[-1:])


def blocks(printed: Sequence[str], starts: Sequence[str]) -> list[str]:
    """The blocks of a report that begin with one of these texts, up to the next finding. Of what follows from
    them and is not asked for, the names are kept.
    """
    kept: list[str] = []
    taking = False
    for line in printed:
        if HEAD.match(line):
            taking = any(start in line for start in starts)
            if not taking and line.startswith(" ") and kept and kept[-1].lstrip().startswith(FOLLOWS):
                kept[-1] += f" {line.strip()}" if kept[-1].endswith(FOLLOWS) else f", {line.strip()}"
            if taking and kept and kept[-1].strip():
                kept.append("")
        if taking and (line.strip() or not (kept and kept[-1].lstrip().startswith(FOLLOWS))):
            kept.append(line)
    while kept and not kept[-1].strip():
        kept.pop()
    return kept


FOLLOWS = "then follows:"
"""How a report leads over to the consequences of a finding."""
