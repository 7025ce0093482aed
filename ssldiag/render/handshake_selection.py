"""Judged handshakes in; which failures to tell in full, which handshakes to list, and what to count, out.

Memory is bounded by what is shown. Each kind of failure is told once before any is told twice.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from ssldiag.capture.judged import Judged
from ssldiag.render.capture_tally import Tally
from ssldiag.render.escape import visible
from ssldiag.render.handshake_names import endpoint
from ssldiag.render.handshake_table import Row, row

STORIES = 20
"""Failures told in full: one of each kind comes first, and nobody reads on after twenty."""

ROWS = 20
"""Rows of each outcome in the table: a screen together with the summary."""

MOST_KINDS = 10_000
"""Kinds of failure that are told apart: each takes some 200 bytes, and more servers are in few captures."""

STATES = ("failed", "incomplete", "completed")
"""Outcomes in the order in which they matter."""

Kind = tuple[str, str | None, str]
"""Cause, side and server: failures that share these are alike."""


@dataclass(frozen=True, slots=True)
class Story:
    """One failure as it will be printed. ``first``: the first of its kind in the capture."""

    order: int
    kind: Kind
    first: bool
    cause: str
    body: str


@dataclass(slots=True)
class Selection:
    """What is kept while a capture is read. ``tell`` makes a story's body; ``whole`` keeps all."""

    tell: Callable[[Judged], str]
    whole: bool = False
    tally: Tally = field(default_factory=Tally)
    _kinds: Counter[Kind] = field(default_factory=Counter)
    _firsts: list[Story] = field(default_factory=list)
    _others: list[Story] = field(default_factory=list)
    _rows: dict[str, list[Row]] = field(default_factory=dict)

    def add(self, judged: Judged) -> None:
        """Take one more in: as a story where there is room, else as a row or a number."""
        self.tally.add(judged)
        if not (judged.failed and self._told(judged)):
            kept = self._rows.setdefault(judged.verdict.outcome, [])
            if self.whole or len(kept) < ROWS:
                kept.append(row(judged))

    def _told(self, judged: Judged) -> bool:
        verdict = judged.verdict
        kind = (verdict.cause, verdict.by, endpoint(judged.handshake.server))
        first = kind not in self._kinds
        if not first or len(self._kinds) < MOST_KINDS:
            self._kinds[kind] += 1
        into = self._firsts if first else self._others
        if not self.whole and len(into) >= STORIES:
            return False
        into.append(Story(self.tally.total, kind, first, visible(verdict.cause), self.tell(judged)))
        return True

    def stories(self) -> list[Story]:
        """The failures to be told, in the order of the capture."""
        chosen = [*self._firsts, *self._others]
        return sorted(chosen if self.whole else chosen[:STORIES], key=lambda item: item.order)

    def alike(self, story: Story) -> int:
        """How many failures there are of this kind."""
        return self._kinds[story.kind]

    def rows(self) -> list[Row]:
        """The handshakes to be listed, failures first."""
        return [each for state in STATES for each in self._rows.get(state, ())]

    def left_out(self) -> list[tuple[str, int]]:
        """How many of each outcome are neither told nor listed."""
        shown = Counter(each.state for each in self.rows())
        shown["failed"] += len(self.stories())
        missing = ((state, self.tally.outcomes[state] - shown[state]) for state in STATES)
        return [(state, number) for state, number in missing if number > 0]
