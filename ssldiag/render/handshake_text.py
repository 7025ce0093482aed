"""A capture's handshakes as text for a person: its own faults, failures as ladders, others as a table.

The whole capture is read before the first line is written, since its quality comes first.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from ssldiag.capture.judged import Judged
from ssldiag.render import handshake_words as words
from ssldiag.render.capture_notes import CaptureNotes
from ssldiag.render.capture_summary import capture_lines, heading_line, summary_lines
from ssldiag.render.capture_tally import Tally
from ssldiag.render.escape import visible
from ssldiag.render.handshake_ladder import rungs
from ssldiag.render.handshake_names import endpoint
from ssldiag.render.handshake_selection import Selection, Story
from ssldiag.render.handshake_table import row, table
from ssldiag.render.ladder_text import ladder
from ssldiag.render.layout import Line, clip, wrap
from ssldiag.render.paint import painted
from ssldiag.render.style import Style

LABEL = 10
"""Columns of the labels beside sentences."""


FOLDERS = re.compile(r"[^+]*/")
"""The folders of files that are joined by ``+``."""

TITLES = {"failed": ("FAILED", "error"), "incomplete": ("INCOMPLETE", "warning")}


def render(found: Iterable[Judged], notes: CaptureNotes, style: Style) -> Iterator[str]:
    """The capture as text."""
    if style.quiet:
        yield from (line for judged in found for line in painted(quiet_lines(judged), style.colour))
        return
    chosen = Selection(
        lambda judged: "".join(painted(story(judged, style.columns), style.colour)), style.verbose
    )
    for judged in found:
        chosen.add(judged)
    yield from painted(heading_line(chosen.tally, notes, style.columns), style.colour)
    yield from painted(capture_lines(chosen.tally, notes, style.columns), style.colour)
    for item in chosen.stories():
        yield from painted([(), _title(item, chosen.alike(item), style.verbose)], style.colour)
        yield item.body
    yield from painted(_table(chosen, style), style.colour)
    yield from painted(summary_lines(chosen.tally, notes, style.columns), style.colour)


def live(found: Iterable[Judged], notes: CaptureNotes, style: Style) -> Iterator[str]:
    """Each handshake as it ends: a failure as a ladder, any other in a line; the counts at last."""
    tally = Tally()
    for judged in found:
        tally.add(judged)
        yield from painted(live_lines(judged, style), style.colour)
    if not style.quiet:
        yield from painted(((), *heading_line(tally, notes, style.columns)), style.colour)
        yield from painted(capture_lines(tally, notes, style.columns), style.colour)
        yield from painted(summary_lines(tally, notes, style.columns), style.colour)


def live_lines(judged: Judged, style: Style) -> Iterator[Line]:
    """One handshake of a live capture."""
    if style.quiet:
        yield from quiet_lines(judged)
    elif judged.failed:
        yield (("FAILED", "error"), (f"  {visible(judged.verdict.cause)}", "strong"))
        yield from story(judged, style.columns)
        yield ()
    else:
        yield from list(table([row(judged)], style.columns))[1:]


def quiet_lines(judged: Judged) -> Iterator[Line]:
    """One line a handshake that did not complete, as compilers print them."""
    verdict, handshake = judged.verdict, judged.handshake
    if verdict.outcome == "completed":
        return
    place = f"{visible(handshake.file)}#{handshake.first_frame}: "
    style = "error" if judged.failed else "warning"
    who = f"{endpoint(handshake.client)} -> {endpoint(handshake.server)}"
    yield (
        (place, "strong"),
        (verdict.outcome, style),
        (f": {who}: {visible(verdict.why)} [{visible(verdict.cause)}]", ""),
    )


def story(judged: Judged, columns: int) -> Iterator[Line]:
    """A handshake in full: who, why it ended so, the ladder, and what was offered, chosen and shown."""
    handshake = judged.handshake
    for line in wrap(words.heading(judged), columns - 2):
        yield (("  " + line, "strong"),)
    yield ((f"  {_where(judged, columns - 2)}", "dim"),)
    yield from _told(words.verdict(judged.verdict), columns, "label")
    yield ()
    yield from ladder(rungs(handshake), columns)
    yield ()
    yield from _told(words.facts(judged), columns, "dim")


def _where(judged: Judged, columns: int) -> str:
    """The file and the time; where there is no room, files without their folders, and of many the first."""
    when = words.when(judged.handshake.start)
    room = columns - len(when) - 2
    file = visible(judged.handshake.file)
    return f"{clip(file if len(file) <= room else FOLDERS.sub('', file), room)}, {when}"


def _told(told: Iterable[words.Told], columns: int, style: str) -> Iterator[Line]:
    previous = ""
    for label, sentence in told:
        lead = "" if label == previous else label
        for line in wrap(sentence, max(columns - LABEL - 2, 24)):
            yield ("  " + lead.ljust(LABEL), style), (line, "")
            lead = ""
        previous = label


def _title(item: Story[str], alike: int, whole: bool) -> Line:
    rest = "; -v tells all" if item.state == "failed" and not whole else ""
    more = f"  (the first of {alike:,} of this kind{rest})" if item.first and alike > 1 else ""
    return TITLES[item.state], (f"  {item.cause}", "strong"), (more, "dim")


def _table(chosen: Selection, style: Style) -> Iterator[Line]:
    """Those without a ladder: what failed, what is not known, what went well."""
    rows = chosen.rows()
    if not rows:
        return
    yield ()
    yield from table(rows, style.columns)
    more = ", ".join(f"{number:,} more {state}" for state, number in chosen.left_out())
    if more:
        yield ((f"and {more} (-v or --format jsonl shows all)", "dim"),)
