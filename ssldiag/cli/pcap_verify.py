"""``ssldiag pcap --verify``: what the chosen engine and tshark make of the same captures, field by field."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from ssldiag.capture.engines.compare import Comparison, compare
from ssldiag.cli import output
from ssldiag.cli.exits import FAILED, FINDINGS, USAGE, Stop, say
from ssldiag.cli.pcap_order import Order
from ssldiag.cli.pcap_sources import open_source
from ssldiag.render.style import Style

FORMS = ("text", "json")


def verify(order: Order) -> int:
    """Decode each file twice, compare, write; exit code 1 where they disagree. Raises Stop and OSError."""
    if order.engine == "tshark" or order.live is not None:
        raise Stop("--verify compares files as another engine reads them with tshark", USAGE)
    if order.form not in FORMS:
        raise Stop(f"--verify writes {' or '.join(FORMS)}", USAGE)
    result, failures = Comparison(), dict[str, None]()
    for file in order.files:
        one = replace(order, files=(file,))
        theirs, ours = open_source(replace(one, engine="tshark")), open_source(one)
        result.add(compare(ours.handshakes(), theirs.handshakes()))
        failures.update(dict.fromkeys((*ours.failures(), *theirs.failures())))
    if result.handshakes or result.disagreements or not failures or order.form != "text":
        output.write(written(result, order), order.target)
    for sentence in failures:
        say(sentence)
    if failures:
        return FAILED
    return FINDINGS if result.disagreements else 0


def written(comparison: Comparison, order: Order) -> Iterator[str]:
    """The comparison in the format asked for."""
    from ssldiag.render import comparison as render

    if order.form == "json":
        return render.json(comparison, order.engine)
    style = Style(output.columns(order.target), output.colour(order.target, order.no_color), order.verbose)
    return render.text(comparison, order.engine, style)
