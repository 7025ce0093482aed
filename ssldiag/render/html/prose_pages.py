"""Our own Markdown (a rule's page) in, markup out: paragraphs, lists, code, emphasis, headings.

Only what our pages use. Whatever it is, text is escaped: a rule may come from somebody else's package.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ssldiag.render.html.markup import EMPTY, Html, esc, join, tag

_HEADING = re.compile(r"#{1,6}\s+(\S.*?)\s*#*$")
_FENCE = re.compile(r"\s*(```|~~~)")
_ITEM = re.compile(r"\s*(?:[-*]|\d{1,3}\.)\s+(.*)")
_INLINE = re.compile(
    r"(?P<tick>`+)(?! )(?P<code>.+?)(?<! )(?P=tick)(?!`)"
    r"|(?<![\w*])(?P<star>\*{1,2})(?=\w)(?P<strong>[^*\n]{1,80})(?<=\w)(?P=star)(?![\w*])",
    re.DOTALL,
)

_TAG = re.compile(r":\w+\.")
_PERIOD = re.compile(r"\.(?=\s|$)")

MOST = 12_000
"""Characters of one page: the longest of ours has 4,000."""


def blocks(text: str, level: int) -> Html:
    """A page without its title. ``level`` is that of its headings."""
    return join(_blocks(text[:MOST].split("\n"), level))


def _blocks(lines: list[str], level: int) -> Iterator[Html]:
    kind, held = "", list[str]()
    fenced = False
    for line in (*lines, ""):
        if _FENCE.match(line):
            yield _block(kind, held)
            fenced, kind, held = not fenced, "" if fenced else "pre", []
        elif fenced:
            held.append(line)
        elif heading := _HEADING.match(line):
            yield _block(kind, held)
            kind, held = "", []
            yield tag(f"h{level}", inline(heading[1]))
        elif item := _ITEM.match(line):
            if kind != "ul":
                yield _block(kind, held)
                kind, held = "ul", []
            held.append(item[1])
        elif not line.strip():
            yield _block(kind, held)
            kind, held = "", []
        elif kind == "ul":
            held[-1] += " " + line.strip()
        else:
            kind = "p"
            held.append(line.strip())
    yield _block(kind, held)


def _block(kind: str, held: list[str]) -> Html:
    if not held:
        return EMPTY
    if kind == "ul":
        return tag("ul", *(tag("li", inline(item)) for item in held))
    if kind == "pre":
        return tag("pre", *(join((esc(line), Html("\n"))) for line in held))
    return tag("p", inline(" ".join(held)))


def inline(text: str) -> Html:
    """Code spans and emphasis. A tag at the end of a sentence (``:stack.`` and a period) keeps one period."""
    parts, end = list[Html](), 0
    for found in _INLINE.finditer(text):
        parts.append(esc(text[end : found.start()]))
        parts.append(tag("code", found["code"]) if found["code"] else tag("strong", found["strong"]))
        end = found.end()
        if _TAG.fullmatch(found["code"] or "") and _PERIOD.match(text, end):
            end += 1
    parts.append(esc(text[end:], MOST))
    return join(parts)
