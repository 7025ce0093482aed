"""Response lines in, the same without time stamps out; places stay those in the line as the file shows it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ssldiag.readers.console_lines import STAMP
from ssldiag.text import Line


def without_stamps(lines: Iterable[Line]) -> Iterator[Line]:
    """Lines without the ``hh:mm:ss`` that DTCPARMS ``:Timestamp.On`` puts before responses; empty ones are
    left out."""
    for line in lines:
        match = STAMP.match(line.text)
        if match:
            line = line._replace(
                text=line.text[match.end() :], shift=line.shift + match.end(), original=line.raw
            )
        if line.text.strip():
            yield line
