"""The plain values that everything else speaks in: places, sources, findings, rules and the report.

Nothing here reads a file or prints. Every value that came from a file keeps its place, so a check
cites evidence for free.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, BinaryIO, Generic, TypeVar

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)


class Severity(StrEnum):
    """How bad a finding is. ``error``: something does not work or is about to; ``warning``: it will bite;
    ``info``.
    """

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"

    @property
    def rank(self) -> int:
        """0 for error, 1 for warning, 2 for info: sorts the worst first."""
        return ("error", "warning", "info").index(self.value)


@dataclass(frozen=True, slots=True)
class TextPlace:
    """A stretch of one line of a text file. ``line`` and ``column`` count from 1; ``text`` is that line
    as it stands.
    """

    file: str
    line: int
    column: int = 1
    width: int = 1
    text: str = field(default="", compare=False, repr=False)

    def __str__(self) -> str:
        return f"{self.file}:{self.line}"


@dataclass(frozen=True, slots=True)
class FilePlace:
    """A whole file, or the byte at ``offset`` of a binary one."""

    file: str
    offset: int | None = None

    def __str__(self) -> str:
        return self.file if self.offset is None else f"{self.file}@{self.offset}"


@dataclass(frozen=True, slots=True)
class FramePlace:
    """A frame of a capture (counted from 1) and a byte offset inside it."""

    file: str
    frame: int
    offset: int = 0

    def __str__(self) -> str:
        return f"{self.file}#{self.frame}"


Place = TextPlace | FilePlace | FramePlace


@dataclass(frozen=True, slots=True)
class Located(Generic[T_co]):
    """A value and where it was read."""

    value: T_co
    place: Place

    def __str__(self) -> str:
        return str(self.value)


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A line, record or file that could not be understood, and why. The rest of its file still counts."""

    place: Place
    reason: str


@dataclass(frozen=True, slots=True)
class Source:
    """One file of a snapshot. ``kind`` is a word of :data:`ssldiag.kinds.KINDS`; ``opener`` gives a fresh
    stream of its bytes.

    ``path`` is relative to the snapshot with ``/`` between its parts. ``encoding`` is a name that
    :mod:`ssldiag.text` knows, or None for a binary file. ``mode`` are the permission bits where the
    file system or archive records them.
    """

    path: str
    kind: str
    why: str
    size: int
    opener: Callable[[], BinaryIO] = field(compare=False, repr=False)
    encoding: str | None = None
    taken: datetime | None = None
    mode: int | None = None

    @property
    def name(self) -> str:
        """The last part of the path."""
        return self.path.rsplit("/", 1)[-1]

    def read(self, limit: int = 64 * 1024 * 1024) -> bytes:
        """At most ``limit`` bytes from the start (64 MiB unless told: no key database or configuration is
        larger).
        """
        with self.opener() as stream:
            return stream.read(limit)


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What was collected from one host: its sources, and what could not be taken in (bad archive members,
    links out).
    """

    name: str
    sources: tuple[Source, ...]
    unreadable: tuple[Unreadable, ...] = ()

    def of_kind(self, *kinds: str) -> Iterator[Source]:
        """The sources of these kinds, in path order."""
        return (source for source in self.sources if source.kind in kinds)


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where a finding was seen. ``note`` says what this place contributes, in a few words."""

    place: Place
    note: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """What does not fit together, with at least one piece of evidence.

    ``about`` names what it concerns (user ids, labels, segment names): a finding of a ``caused_by``
    rule becomes the root of this one when the two have a name in common. ``severity`` and ``fix``
    override the rule's.
    """

    code: str
    message: str
    evidence: tuple[Evidence, ...]
    about: frozenset[str] = frozenset()
    severity: Severity | None = None
    fix: str = ""

    def __post_init__(self) -> None:
        if not self.evidence:
            raise ValueError(f"{self.code}: a finding needs evidence")


@dataclass(frozen=True, slots=True)
class Rule:
    """A check: what its file says about it, and the function that runs it over the facts.

    ``needs`` are fact types that must be present for the rule to say anything; ``releases`` the z/VM
    or IBM i levels it applies to (see :mod:`ssldiag.releases`); ``certainty`` is ``documented``,
    ``inferred`` or ``unconfirmed`` (only a documented rule may be an error); ``facts`` the identifiers
    of the rules in the fact tables that it decides.
    """

    code: str
    name: str
    severity: Severity
    subject: str
    run: Callable[[Any], Iterator[Finding]] = field(compare=False, repr=False)
    needs: tuple[type, ...] = ()
    releases: str = "all"
    certainty: str = "documented"
    vendor_messages: tuple[str, ...] = ()
    caused_by: tuple[str, ...] = ()
    fix: str = ""
    sources: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    doc: str = field(default="", repr=False)
    file: str = ""

    @property
    def title(self) -> str:
        """The first line of the page."""
        return self.doc.strip().split("\n", 1)[0]


@dataclass(frozen=True, slots=True)
class Result:
    """A finding as the report holds it: with its rule, a stable fingerprint and the results that follow
    from it.
    """

    finding: Finding
    rule: Rule
    fingerprint: str
    consequences: tuple[Result, ...] = ()

    @property
    def severity(self) -> Severity:
        return self.finding.severity or self.rule.severity

    @property
    def fix(self) -> str:
        return self.finding.fix or self.rule.fix

    def walk(self) -> Iterator[Result]:
        """This result, then its consequences, depth first."""
        yield self
        for result in self.consequences:
            yield from result.walk()


@dataclass(frozen=True, slots=True)
class Skipped:
    """A rule that could say nothing, why, and the file or command output that would settle it."""

    rule: Rule
    reason: str
    settle_with: str


@dataclass(frozen=True, slots=True)
class Crashed:
    """A rule that failed with an exception of its own: our fault, not the host's."""

    rule: Rule
    error: str


@dataclass(frozen=True, slots=True)
class Suppressed:
    """A result that the configuration (or a baseline) sets aside, with the reason and the day it ends."""

    result: Result
    reason: str
    until: str


@dataclass(frozen=True, slots=True)
class Report:
    """What an examination gave. ``results`` holds the roots, each with its consequences beneath it."""

    snapshot: Snapshot
    judged_at: datetime
    results: tuple[Result, ...]
    passed: tuple[Rule, ...]
    skipped: tuple[Skipped, ...]
    crashed: tuple[Crashed, ...]
    unreadable: tuple[Unreadable, ...]
    suppressed: tuple[Suppressed, ...] = ()
    notes: tuple[str, ...] = ()
    platforms: tuple[str, ...] = ()
    rules: tuple[Rule, ...] = ()

    def all_results(self) -> list[Result]:
        """Roots and consequences in one list, ordered by severity, file, line and code."""
        flat = [result for root in self.results for result in root.walk()]
        return sorted(flat, key=sort_key)


def sort_key(result: Result) -> tuple[int, str, int, str]:
    """Severity, file, line, code: the order of findings in every output."""
    place = result.finding.evidence[0].place
    line = place.line if isinstance(place, TextPlace) else 0
    return result.severity.rank, place.file, line, result.finding.code
