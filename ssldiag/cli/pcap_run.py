"""An order in, handshakes written and an exit code out: source, verdicts and format are put together here."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from ssldiag.capture.filters import Filters
from ssldiag.capture.garbage import seldom_collected
from ssldiag.capture.judged import Judged
from ssldiag.cli import output
from ssldiag.cli.exits import FAILED, FINDINGS, say
from ssldiag.cli.pcap_made import REACHES, Judge, Line, Liner
from ssldiag.cli.pcap_order import Order, spare_inputs
from ssldiag.cli.pcap_sources import open_source
from ssldiag.render.capture_notes import CaptureNotes
from ssldiag.render.style import Style


@dataclass(slots=True)
class Outcome:
    """Whether anything came that makes the exit code 1, by the words of ``--fail-on``."""

    threshold: str
    reached: bool = False

    def watch(self, found: Iterable[Judged], only_failed: bool) -> Iterator[Judged]:
        """The same handshakes, looked at on their way; only those that failed if they alone are wanted."""
        counts = REACHES[self.threshold]
        for item in found:
            if item.failed or not only_failed:
                self.reached = self.reached or counts(item)
                yield item

    def lines(self, found: Iterable[Line]) -> Iterator[str]:
        """Lines that were written where their handshakes were read."""
        for line in found:
            self.reached = self.reached or line.reached
            yield line.text


def run(order: Order) -> int:
    """Decode, judge, write; the exit code. Raises Stop and OSError."""
    spare_inputs(order)
    if order.verify:
        from ssldiag.cli.pcap_verify import verify

        return verify(order)
    os.environ.setdefault(*NO_THREADS)
    source = open_source(order)
    outcome = Outcome(order.fail_on)
    if order.form == "jsonl":
        pieces = outcome.lines(source.made(Liner(order.fail_on, order.failed)))
    else:
        narrowed = order.failed or order.filters != Filters()
        notes = CaptureNotes(order.now, order.days, source.notes, narrowed)
        pieces = written(order, outcome.watch(source.made(Judge()), order.failed), notes)
    with seldom_collected():
        output.write(flushed(pieces) if order.live else pieces, order.target)
    for sentence in source.failures():
        say(sentence)
    if source.failures():
        return FAILED
    return FINDINGS if outcome.reached else 0


NO_THREADS = "OPENBLAS_NUM_THREADS", "1"
"""NumPy starts threads for linear algebra, of which there is none here: without them it loads in half the
time.
"""

Found = Iterator[Judged]


def written(order: Order, found: Found, notes: CaptureNotes) -> Iterator[str]:
    """The handshakes in the format asked for."""
    return FORMS[order.form](order, found, notes)


def _text(order: Order, found: Found, notes: CaptureNotes) -> Iterator[str]:
    from ssldiag.render import handshake_text

    style = Style(
        output.columns(order.target),
        output.colour(order.target, order.no_color),
        order.verbose,
        order.quiet,
    )
    render = handshake_text.live if order.live else handshake_text.render
    return render(found, notes, style)


def _json(order: Order, found: Found, notes: CaptureNotes) -> Iterator[str]:
    from ssldiag.render import handshake_json

    return handshake_json.json(found, notes)


def _csv(order: Order, found: Found, notes: CaptureNotes) -> Iterator[str]:
    from ssldiag.render import handshake_csv

    return handshake_csv.render(found)


def _html(order: Order, found: Found, notes: CaptureNotes) -> Iterator[str]:
    from ssldiag.render import handshake_html

    return handshake_html.render(found, notes)


def _markdown(order: Order, found: Found, notes: CaptureNotes) -> Iterator[str]:
    from ssldiag.render import handshake_markdown

    return handshake_markdown.render(found, notes, order.verbose)


FORMS: dict[str, Callable[[Order, Found, CaptureNotes], Iterator[str]]] = {
    "text": _text,
    "json": _json,
    "csv": _csv,
    "html": _html,
    "markdown": _markdown,
}
"""``--format`` but jsonl, and who writes it; each loads what it needs, for together they take 50 ms."""


def flushed(pieces: Iterator[str]) -> Iterator[str]:
    """Each piece is out before the next one is waited for."""
    for piece in pieces:
        yield piece
        sys.stdout.flush()
