"""Judged handshakes in; which failures to tell in full, which handshakes to list, and what to count, out.

Memory is bounded by what is shown. Each cause is told once before any is told twice, then each cause at each
server.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from ssldiag.capture.judged import Judged
from ssldiag.render.capture_tally import Tally
from ssldiag.render.escape import visible
from ssldiag.render.handshake_names import endpoint
from ssldiag.render.handshake_table import Row, row

STORIES = 10
"""Failures told in full in a text, one of each kind: they are ten screens already."""

UNSURE = 5
"""Handshakes without an end told in full: what the capture lacks is mostly the same for all of them."""

ROWS = 20
"""Rows of each outcome in the table of a text: a screen together with the summary."""

MOST_KINDS = 10_000
"""Kinds of failure that are told apart: each takes some 200 bytes, and more servers are in few captures."""

STATES = ("failed", "incomplete", "completed")
"""Outcomes in the order in which they matter."""

Kind = tuple[str, str | None, str]
"""Cause, side and server: failures that share these are alike."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Story(Generic[T]):
    """One handshake as it will be shown. ``first``: the first of its kind in the capture."""

    state: str
    order: int
    kind: Kind
    first: bool
    cause: str
    body: T


@dataclass(slots=True)
class Stories(Generic[T]):
    """Chooses failures while a capture is read. ``tell`` makes the body; ``most`` None keeps all.

    ``again``: those like one that is told are told as well, where there is room.
    """

    tell: Callable[[Judged], T]
    most: int | None = STORIES
    again: bool = True
    kinds: Counter[Kind] = field(default_factory=Counter)
    _causes: set[tuple[str, str | None]] = field(default_factory=set)
    _tiers: tuple[list[Story[T]], ...] = field(default_factory=lambda: ([], [], []))

    def add(self, judged: Judged, order: int) -> bool:
        """Take a failure in if there is room; whether there was."""
        verdict = judged.verdict
        cause = verdict.cause, verdict.by
        kind = (*cause, endpoint(judged.handshake.server))
        first = kind not in self.kinds
        into = self._tiers[0 if cause not in self._causes else 1 if first else 2]
        if not first or len(self.kinds) < MOST_KINDS:
            self.kinds[kind] += 1
            self._causes.add(cause)
        if self.most is not None and (len(into) >= self.most or (into is self._tiers[2] and not self.again)):
            return False
        cause_shown = visible(verdict.cause)
        into.append(Story(verdict.outcome, order, kind, first, cause_shown, self.tell(judged)))
        return True

    def chosen(self) -> list[Story[T]]:
        """The failures to be shown, in the order of the capture."""
        found = [story for tier in self._tiers for story in tier]
        return sorted(found[: self.most], key=lambda story: story.order)

    def alike(self, story: Story[T]) -> int:
        """How many failures there are of this kind."""
        return self.kinds[story.kind]


def by_file(rows: list[Row]) -> list[Row]:
    """The same rows, those of one file together; the files in the order of their first rows."""
    places: dict[str, int] = {}
    return sorted(rows, key=lambda each: places.setdefault(each.file, len(places)))


@dataclass(slots=True)
class Selection:
    """What a text needs of a capture: stories, rows of the others, and the tally. ``whole`` keeps all."""

    tell: Callable[[Judged], str]
    whole: bool = False
    tally: Tally = field(default_factory=Tally)
    _stories: dict[str, Stories[str]] = field(init=False)
    _rows: dict[str, list[tuple[int, Row]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._stories = {
            "failed": Stories(self.tell, None if self.whole else STORIES, self.whole),
            "incomplete": Stories(self.tell, UNSURE, False),
        }

    def add(self, judged: Judged) -> None:
        """Take one more in: as a story where there is room, as a row, or as a number alone."""
        self.tally.add(judged)
        order = self.tally.total
        if judged.verdict.outcome in self._stories:
            self._stories[judged.verdict.outcome].add(judged, order)
        kept = self._rows.setdefault(judged.verdict.outcome, [])
        room = ROWS + STORIES
        if len(kept) < room or (self.whole and not judged.failed):
            kept.append((order, row(judged)))

    def stories(self) -> list[Story[str]]:
        """The failures to be told, then handshakes of which the capture does not show the end."""
        return [story for stories in self._stories.values() for story in stories.chosen()]

    def alike(self, story: Story[str]) -> int:
        """How many failures there are of its kind."""
        return self._stories[story.state].alike(story)

    def rows(self) -> list[Row]:
        """The handshakes to be listed, failures first, without those that are told; file by file."""
        told = {story.order for story in self.stories()}
        found = []
        for state in STATES:
            left = [each for order, each in self._rows.get(state, ()) if order not in told]
            found += by_file(left if self.whole else left[:ROWS])
        return found

    def left_out(self) -> list[tuple[str, int]]:
        """How many of each outcome are neither told nor listed."""
        shown = Counter(each.state for each in self.rows())
        shown.update(story.state for story in self.stories())
        missing = ((state, self.tally.outcomes[state] - shown[state]) for state in STATES)
        return [(state, number) for state, number in missing if number > 0]
