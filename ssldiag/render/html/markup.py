"""Text and elements in, markup out: the one place of the page where text becomes HTML.

Whatever is not :class:`Html` already is cut to a bound, made visible and escaped, so no part of the page can
forget to. Nothing here knows what a bundle is.
"""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from ssldiag.render.escape import visible

MOST = 2_000
"""Characters of one text, unless a part of the page wants fewer: 25 lines are enough."""

VOID = frozenset(("meta", "link", "br", "input", "hr"))
"""Elements without an end tag (HTML Standard 13.1.2) that the page uses."""


class Html(str):
    """Markup that is safe already."""

    __slots__ = ()


Child = str | None
Attribute = str | int | float | bool | None

EMPTY = Html("")


def cut(text: str, most: int = MOST) -> str:
    """At most ``most`` characters, and how many were left out behind them."""
    if len(text) <= most:
        return text
    return f"{text[:most]}… ({len(text) - most:,} more characters)"


def esc(text: str, most: int = MOST) -> Html:
    """Any text as markup that shows it."""
    if isinstance(text, Html):
        return text
    return Html(escape(visible(cut(text, most)), quote=True))


def prose(text: str, most: int = MOST) -> Html:
    """Text on one line with single blanks."""
    return esc(" ".join(text[: most * 2].split()) + text[most * 2 :], most)


def join(parts: Iterable[Child], between: str = "") -> Html:
    """Parts one after the other; a separator that is no markup is escaped."""
    return Html(esc(between).join(esc(part) for part in parts if part))


def tag(name: str, /, *children: Child, **attributes: Attribute) -> Html:
    """An element. ``cls`` is ``class``; ``data_kind`` is ``data-kind``; None and False leave out."""
    told = "".join(_attribute(key, value) for key, value in attributes.items())
    if name in VOID:
        return Html(f"<{name}{told}>")
    return Html(f"<{name}{told}>{join(children)}</{name}>")


def _attribute(key: str, value: Attribute) -> str:
    if value is None or value is False:
        return ""
    name = "class" if key == "cls" else key.rstrip("_").replace("_", "-")
    if value is True:
        return f" {name}"
    said = f"{value:.12g}" if isinstance(value, float) else str(value)
    return f' {name}="{esc(said)}"'


def folded(summary: Child, *children: Child, is_open: bool = False, **attributes: Attribute) -> Html:
    """What can be folded away, with scripts and without."""
    return tag("details", tag("summary", summary), *children, open=is_open, **attributes)


def wide_table(
    label: str, columns: Iterable[str], rows: Iterable[Child], more: str = "", sortable: bool = True
) -> Html:
    """A table that may be wider than the screen, and a word about the rows that were left out."""
    header = tag("tr", *(tag("th", text, scope="col") for text in columns))
    table = tag("table", tag("thead", header), tag("tbody", *rows), cls="sortable" if sortable else None)
    region = tag("div", table, cls="wide-table", tabindex=0, role="region", aria_label=label)
    return join((region, tag("p", more, cls="soft") if more else EMPTY))


def told(pairs: Iterable[tuple[Child, Child]], cls: str = "told") -> Html:
    """Labels and what there is to say; pairs without a text are left out."""
    rows = [join((tag("dt", label), tag("dd", text))) for label, text in pairs if text]
    return tag("dl", *rows, cls=cls) if rows else EMPTY


def listed(items: Iterable[Child], cls: str = "plain", ordered: bool = False) -> Html:
    """A list; nothing without items."""
    rows = [tag("li", item) for item in items]
    return tag("ol" if ordered else "ul", *rows, cls=cls) if rows else EMPTY
