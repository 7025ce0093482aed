"""Styled lines in, terminal text out: with ANSI colours, or without any.

The colours are written by hand: eight styles do not pay for the import of a terminal library on each run.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TextIO

from ssldiag.render.layout import Line

# Select Graphic Rendition parameters (ECMA-48 8.3.117). The 8 basic colours follow the user's own palette, so
# they stay readable on light and on dark.
STYLES: Mapping[str, str] = {
    "": "",
    "error": "1;31",
    "warning": "1;33",
    "info": "1;36",
    "good": "32",
    "strong": "1",
    "dim": "2",
    "gutter": "34",
    "label": "1;34",
}


def painted(lines: Iterable[Line], colour: bool) -> Iterator[str]:
    """Each line as a string that ends with a newline."""
    for line in lines:
        yield (_coloured(line) if colour else "".join(text for text, _ in line)).rstrip(" ") + "\n"


def _coloured(line: Line) -> str:
    return "".join(_span(text, STYLES[style]) for text, style in line)


def _span(text: str, parameters: str) -> str:
    return f"\x1b[{parameters}m{text}\x1b[0m" if parameters and text else text


def wants_colour(stream: TextIO, refused: bool, environ: Mapping[str, str]) -> bool:
    """Whether ``stream`` should get colours: a terminal that understands them, unless the user refused.

    ``NO_COLOR`` and ``FORCE_COLOR`` count when they are not empty (https://no-color.org, https://force-color.org).
    """
    if refused or environ.get("NO_COLOR"):
        return False
    if environ.get("FORCE_COLOR"):
        return True
    return stream.isatty() and environ.get("TERM") != "dumb"
