"""The counts of a capture in, lines of text out: the heading, what the capture lacks, the summary."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ssldiag.render.capture_notes import CaptureNotes
from ssldiag.render.capture_tally import Known, Odd, Slow, Tally
from ssldiag.render.escape import visible
from ssldiag.render.handshake_names import suite
from ssldiag.render.handshake_words import Told, day, span, when
from ssldiag.render.layout import Line, wrap
from ssldiag.render.tally import count

LABEL = 12
NAMED = 8
"""Words of one list in the summary; JSON has all of them."""

FILES = 5
"""Files named in the heading and problems told: more are counted."""

NOTHING = (
    "TLS is known by how a connection begins: capture from before it, at the interface where it passes. A "
    "port named with --port N is taken for one of TLS: then what fails there before any TLS is told too"
)


def heading_line(tally: Tally, notes: CaptureNotes, columns: int) -> Iterator[Line]:
    """The files, how many handshakes, how they ended, and when that was."""
    names = [visible(note.name) for note in notes.read()]
    more = f" and {len(names) - FILES:,} more files" if len(names) > FILES else ""
    counts = ", ".join(
        f"{tally.outcomes[word]:,} {word}"
        for word in ("failed", "incomplete", "completed")
        if tally.outcomes[word]
    )
    asked = " (of those asked for)" if notes.narrowed and tally.total else ""
    total = count(tally.total, "handshake") if tally.total else nothing(notes)
    lines = wrap(f"{', '.join(names[:FILES])}{more}: {total}{': ' if counts else ''}{counts}{asked}", columns)
    yield from (((line, "strong"),) for line in lines)
    if tally.first is not None and tally.last is not None:
        yield ((f"{when(tally.first)} to {when(tally.last)}", "dim"),)


def nothing(notes: CaptureNotes) -> str:
    """What to say where no handshake is shown."""
    files = notes.read()
    if files and all(note.unread for note in files):
        return "could not be read"
    if notes.narrowed:
        return "no TLS handshake of those asked for"
    packets = [note.packets for note in files if note.packets is not None]
    return f"no TLS handshake in {count(sum(packets), 'packet')}" if packets else "no TLS handshake"


def capture_lines(tally: Tally, notes: CaptureNotes, columns: int) -> Iterator[Line]:
    """What the capture lacks, before anything is concluded from it."""
    said = list(lacking(tally, notes))
    if said:
        yield ()
        yield (("The capture itself", "strong"),)
    for style, sentence in said:
        for index, line in enumerate(wrap(sentence, columns - 4)):
            yield ("  - " if not index else "    ", style), (line, "")


def lacking(tally: Tally, notes: CaptureNotes) -> Iterator[tuple[str, str]]:
    """What is missing or wrong, as a style and a sentence; and what was not decoded."""
    faults = tally.faults
    problems = notes.problems()
    for problem in problems[:FILES]:
        yield "warning", visible(problem)
    if len(problems) > FILES:
        yield "warning", f"and {len(problems) - FILES:,} more such problems"
    if not tally.total and not notes.narrowed and any(note.packets for note in notes.read()):
        yield "info", NOTHING
    if faults.truncated:
        yield (
            "warning",
            f"{count(faults.truncated, 'connection')} with packets cut short: capture whole packets "
            "(tcpdump -s 0)",
        )
    if faults.one_sided:
        yield (
            "warning",
            f"{count(faults.one_sided, 'connection')} in one direction only: capture where both pass",
        )
    if faults.starts_mid_stream:
        yield "warning", f"{count(faults.starts_mid_stream, 'connection')} had begun before the capture did"
    if faults.gaps:
        yield (
            "warning",
            f"{count(faults.gaps, 'gap')} in {count(faults.with_gaps, 'connection')}: packets that the "
            "capture does not have",
        )
    shuffled = [(faults.retransmitted, "sent again"), (faults.out_of_order, "out of order")]
    words = [f"{count(number, 'segment')} {what}" for number, what in shuffled if number]
    if words:
        yield "info", f"{', '.join(words)}: the network lost or shuffled packets"
    if faults.overlaps:
        yield "info", f"{count(faults.overlaps, 'segment')} overlapping with other content: the first counts"
    for name, number in passed_over(notes):
        yield "info", f"{number:,} packets of {visible(name)}, which is recognised and not decoded"


def passed_over(notes: CaptureNotes) -> list[tuple[str, int]]:
    """What was recognised and not decoded, over all files."""
    total: dict[str, int] = {}
    for note in notes.read():
        for word, number in note.passed_over:
            total[word] = total.get(word, 0) + number
    return sorted(total.items())


def summary_lines(tally: Tally, notes: CaptureNotes, columns: int) -> Iterator[Line]:
    """Versions, suites, causes, the slowest, certificates that expire."""
    told = list(summary(tally, notes))
    if told:
        yield ()
        yield (("Summary", "strong"),)
    for label, sentence in told:
        yield from _field(label, sentence, columns)


def summary(tally: Tally, notes: CaptureNotes) -> Iterator[Told]:
    """The same as labelled sentences; a label stands before the first of its sentences."""
    ciphers = [(suite(code).name, times) for code, times in tally.ciphers.most_common(NAMED + 1)]
    lists = {
        "versions": _listed(tally.versions.most_common()),
        "suites": _listed(ciphers, len(tally.ciphers)),
        "STARTTLS": _listed(tally.starttls.most_common()),
        "causes": _listed(tally.causes.most_common()),
    }
    yield from ((label, text) for label, text in lists.items() if text)
    if len(tally.slowest) > 1 or (tally.slowest and tally.slowest[0].duration >= 1):
        yield from _headed("slowest", map(_slow, tally.slowest))
    odd = sorted(tally.oddities.values(), key=lambda item: -item.times)
    more = [f"and {len(odd) - NAMED:,} more kinds"] if len(odd) > NAMED else []
    yield from _headed("odd", [*map(_odd, odd[:NAMED]), *more])
    expiring = tally.expiring(notes.now, notes.days)
    rows = [expiry(item, notes) for item in expiring[:NAMED]]
    if len(expiring) > NAMED:
        rows.append(f"and {len(expiring) - NAMED:,} more")
    if tally.certificates_left_out:
        rows.append(f"{tally.certificates_left_out:,} certificates were not looked at")
    yield from _headed("expiring", rows)


def _headed(label: str, sentences: Iterable[str]) -> Iterator[Told]:
    for sentence in sentences:
        yield label, sentence
        label = ""


def expiry(item: Known, notes: CaptureNotes) -> str:
    """A certificate, when it expires, and who shows it."""
    found = item.certificate
    past = found.not_after is not None and found.not_after <= notes.now
    who = ", ".join(item.shown_by)
    return (
        f"{day(found.not_after)}{' (expired)' if past else ''}  {visible(found.subject)}, {item.side} {who}"
    )


def _odd(item: Odd) -> str:
    place = f"{visible(item.file)} frame {item.frame}"
    often = f"{item.times:,} times, first in " if item.times > 1 else ""
    return f"{visible(item.what)} ({often}{place})"


def _slow(item: Slow) -> str:
    return f"{span(item.duration)}  {item.client} -> {item.server}, {visible(item.file)} frame {item.frame}"


def _listed(items: Iterable[tuple[str, int]], total: int | None = None) -> str:
    every = list(items)
    shown = ", ".join(f"{visible(name)} {times:,}" for name, times in every[:NAMED])
    more = (len(every) if total is None else total) - NAMED
    return f"{shown} and {more:,} more" if more > 0 else shown


def _field(label: str, text: str, columns: int) -> Iterator[Line]:
    for line in wrap(text, max(columns - LABEL - 2, 24)):
        yield ("  " + label.ljust(LABEL), "label"), (line, "")
        label = ""
