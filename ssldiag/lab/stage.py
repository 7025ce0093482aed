"""What a run has shown so far: acts with sentences, commands and their output, judgements. Prints nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

TITLES = {
    1: "All is well",
    2: "What was broken",
    3: "What the client sees",
    4: "What the logs say",
    5: "What ssldiag says",
    6: "Repair",
    7: "Well again",
}
"""The acts of every run."""


@dataclass(frozen=True, slots=True)
class Say:
    """A sentence."""

    text: str


@dataclass(frozen=True, slots=True)
class Ran:
    """A command that a person could type, and lines of what it said (``cut``: not all of them)."""

    command: str
    lines: tuple[str, ...] = ()
    code: int = 0
    cut: bool = False


@dataclass(frozen=True, slots=True)
class Shown:
    """Lines of a file or of a change, under a heading."""

    heading: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Judged:
    """Something that was expected, and whether it was so. ``found`` is what was there instead."""

    what: str
    expected: str
    found: str
    ok: bool


Item = Say | Ran | Shown | Judged


@dataclass
class Act:
    """One act."""

    number: int
    items: list[Item] = field(default_factory=list)

    @property
    def title(self) -> str:
        """Its title."""
        return TITLES[self.number]


def nobody(act: Act, item: Item | None) -> None:
    """Tells nobody."""


@dataclass
class Stage:
    """Takes items, keeps them by act, and tells each to ``tell`` as it comes (None: the act begins)."""

    tell: Callable[[Act, Item | None], None] = nobody
    acts: list[Act] = field(default_factory=list)

    def act(self, number: int) -> None:
        """The next act begins."""
        self.acts.append(Act(number))
        self.tell(self.acts[-1], None)

    def add(self, item: Item) -> None:
        """Something happened."""
        self.acts[-1].items.append(item)
        self.tell(self.acts[-1], item)

    def say(self, text: str) -> None:
        """A sentence."""
        self.add(Say(text))

    def judge(self, what: str, expected: str, found: str, ok: bool) -> None:
        """An expectation and what became of it."""
        self.add(Judged(what, expected, found, ok))

    @property
    def judgements(self) -> tuple[Judged, ...]:
        """All of them."""
        return tuple(item for act in self.acts for item in act.items if isinstance(item, Judged))

    @property
    def ok(self) -> bool:
        """Whether all was as expected."""
        return all(item.ok for item in self.judgements)
