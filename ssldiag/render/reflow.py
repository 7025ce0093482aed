"""Markdown that we wrote (the pages of rules) as lines for a terminal: paragraphs and lists wrapped."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ssldiag.render.escape import visible
from ssldiag.render.layout import Line, wrap
from ssldiag.render.pages import plain

_ITEM = re.compile(r"(?P<mark>\s*([-*]|\d{1,3}[.)])\s+)(?P<text>\S.*)")
_FENCE = "```"


def reflow(markdown: str, columns: int) -> Iterator[Line]:
    """Lines of at most ``columns``; what is fenced or indented stays as it is."""
    paragraph: list[str] = []
    fenced = False
    for line in [*markdown.split("\n"), ""]:
        ends = not line.strip() or line.startswith(("#", "    ", _FENCE)) or bool(_ITEM.match(line)) or fenced
        if ends and paragraph:
            yield from _wrapped(paragraph, columns)
            paragraph = []
        if line.startswith(_FENCE):
            fenced = not fenced
        elif fenced or line.startswith("    "):
            yield ((visible(line), "strong"),)
        elif line.startswith("#"):
            yield ((visible(line.lstrip("#").strip()), "label"),)
        elif line.strip():
            paragraph.append(line)
        else:
            yield ()


def _wrapped(paragraph: list[str], columns: int) -> Iterator[Line]:
    """A paragraph, or a list item with its text hanging beside the mark."""
    item = _ITEM.match(paragraph[0])
    mark = item["mark"] if item else ""
    text = " ".join([item["text"] if item else paragraph[0], *paragraph[1:]])
    for index, line in enumerate(wrap(visible(plain(text)), columns - len(mark))):
        yield (((mark if index == 0 else " " * len(mark)) + line, ""),)
