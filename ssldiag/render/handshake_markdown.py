"""A capture's handshakes as Markdown for an issue or a ticket: failures first, each with its ladder.

Text from packets cannot become markup: it goes through :mod:`ssldiag.render.markdown` or stands in a fence.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ssldiag.capture.judged import Judged
from ssldiag.render import handshake_words as words
from ssldiag.render.capture_notes import CaptureNotes
from ssldiag.render.capture_summary import lacking, nothing, summary
from ssldiag.render.handshake_ladder import rungs
from ssldiag.render.handshake_selection import STATES, Selection
from ssldiag.render.handshake_table import table
from ssldiag.render.ladder_text import ladder
from ssldiag.render.layout import Line
from ssldiag.render.markdown import QUOTE_COLUMNS, code, fence, text


def render(found: Iterable[Judged], notes: CaptureNotes, whole: bool = False) -> Iterator[str]:
    """The capture as one section."""
    chosen = Selection(story, whole)
    for judged in found:
        chosen.add(judged)
    yield "\n".join(_section(chosen, notes)) + "\n"


def _section(chosen: Selection, notes: CaptureNotes) -> Iterator[str]:
    tally = chosen.tally
    yield f"## TLS handshakes: {', '.join(code(note.name) for note in notes.read())}"
    yield ""
    counts = [f"{tally.outcomes[state]:,} {state}" for state in STATES if tally.outcomes[state]]
    asked = " (of those asked for)" if notes.narrowed and counts else ""
    yield f"{', '.join(counts) or nothing(notes)}{asked}."
    yield from _list("The capture itself", [text(sentence) for _, sentence in lacking(tally, notes)])
    for item in chosen.stories():
        alike = chosen.alike(item)
        more = f" (the first of {alike:,} of this kind)" if item.first and alike > 1 else ""
        yield from ("", f"### {item.state.capitalize()}: {code(item.cause)}{more}", "", item.body)
    rows = chosen.rows()
    if rows:
        yield from ("", "### Other handshakes", "", *_fenced(table(rows, QUOTE_COLUMNS)))
    more = ", ".join(f"{number:,} more {state}" for state, number in chosen.left_out())
    if more:
        yield from ("", f"And {more}.")
    yield from _list("Summary", [_labelled(label, sentence) for label, sentence in summary(tally, notes)])


def story(judged: Judged) -> str:
    """A failure: who, why, the ladder, what was offered and shown."""
    lines = [
        f"{text(words.heading(judged))}; {code(judged.handshake.file)}, {words.when(judged.handshake.start)}"
    ]
    lines += ["", *(_item(told) for told in words.verdict(judged.verdict)), ""]
    lines += _fenced(ladder(rungs(judged.handshake), QUOTE_COLUMNS, 0))
    lines += ["", *(_item(told) for told in words.facts(judged))]
    return "\n".join(lines)


def _item(told: words.Told) -> str:
    return f"- {_labelled(*told)}"


def _labelled(label: str, sentence: str) -> str:
    return f"**{label}:** {text(sentence)}" if label else text(sentence)


def _fenced(lines: Iterable[Line]) -> Iterator[str]:
    return fence("".join(part for part, _ in line).rstrip() for line in lines)


def _list(heading: str, entries: list[str]) -> Iterator[str]:
    if entries:
        yield from ("", f"### {heading}", "", *(f"- {entry}" for entry in entries))
