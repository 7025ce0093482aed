"""A story as text, item by item, for a terminal or a page. Nothing is printed here.

With ``blind`` the cause is held back: the story and what was broken come behind the logs, where a learner has
to guess.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from ssldiag.lab.fault import CERTAINTIES, Fault
from ssldiag.lab.stage import Act, Item, Judged, Ran, Say, Shown
from ssldiag.render.escape import visible
from ssldiag.render.layout import Line, wrap

INDENT = "   "
GUESS = 5
"""Before this act a learner knows enough to guess, and is told."""


@dataclass
class Teller:
    """Turns what happens into lines. ``quiet`` leaves out the expectations that were met."""

    columns: int
    blind: bool = False
    quiet: bool = False
    _held: list[Line] = field(default_factory=list)
    _told: bool = False

    def head(self, fault: Fault) -> Iterator[Line]:
        """Name and story; a blind run holds both back, as a story may give the cause away."""
        if not self.blind:
            yield from self._story(fault)
            return
        self._held += [(), *self._story(fault)]
        yield from self._sentence("What was broken comes behind the logs, and behind your guess.")

    def _story(self, fault: Fault) -> Iterator[Line]:
        yield ((f"{fault.family}/{fault.name}: ", "strong"), (visible(fault.what), "strong"))
        yield ()
        for paragraph in fault.story.split("\n\n"):
            for line in wrap(visible(" ".join(paragraph.split())), self.columns):
                yield ((line, ""),)
            yield ()
        yield from self._sentence(f"How sure: {fault.certainty}, {CERTAINTIES[fault.certainty]}.", "dim")

    def item(self, act: Act, item: Item | None) -> Iterator[Line]:
        """What happened; for None the heading of an act. What is held back comes later."""
        lines = list(self._heading(act) if item is None else self._item(item))
        if self.blind and not self._told and act.number == 2:
            self._held += lines
            return
        yield from lines

    def guessed(self) -> Iterator[Line]:
        """The learner has guessed: what was held back."""
        self._told = True
        yield from self._held
        self._held.clear()

    def _heading(self, act: Act) -> Iterator[Line]:
        yield ()
        yield ((f"{act.number}. {act.title}", "label"),)

    def _sentence(self, text: str, style: str = "") -> Iterator[Line]:
        for line in wrap(visible(text), self.columns - len(INDENT)):
            yield ((INDENT + line, style),)

    def _item(self, item: Item) -> Iterator[Line]:
        if isinstance(item, Say):
            yield from self._sentence(item.text)
        elif isinstance(item, Ran):
            yield ((f"{INDENT}$ ", "dim"), (visible(item.command), "strong"))
            yield from self._lines(item.lines)
            if item.cut:
                yield ((f"{INDENT}...", "dim"),)
        elif isinstance(item, Shown):
            yield ((f"{INDENT}{visible(item.heading)}", "strong"),)
            yield from self._lines(item.lines)
        else:
            yield from self._judged(item)

    def _lines(self, lines: tuple[str, ...]) -> Iterator[Line]:
        for line in lines:
            yield ((f"{INDENT}{visible(line)}", ""),)

    def _judged(self, item: Judged) -> Iterator[Line]:
        if item.ok:
            if not self.quiet:
                yield ((f"{INDENT}as expected: ", "good"), (visible(f"{item.what}: {item.expected}"), "dim"))
            return
        yield ((f"{INDENT}NOT AS EXPECTED: ", "error"), (visible(item.what), "strong"))
        yield ((f"{INDENT}    expected: {visible(item.expected)}", ""),)
        yield ((f"{INDENT}    found:    {visible(item.found) or 'nothing'}", ""),)


def end(ok: bool, folder: str, pool: bool = True) -> Iterator[Line]:
    """The last lines. ``folder`` is empty if nothing is left; ``pool``: whether there is a pool in it."""
    yield ()
    yield ((("All was as expected.", "good") if ok else ("Not all was as expected.", "error")),)
    if not folder:
        return
    yield ((f"The files are left in {folder}: LAB={folder}", ""),)
    if pool:
        how = "ssldiag pool start $LAB/pool starts the pool again, $LAB/client has what clients need."
    else:
        how = "ssldiag mc status $LAB/pool says how the network is set up now."
    yield ((how, ""),)
