"""The plan of a bundle in, the section out that says what went in, what was replaced and what stayed away."""

from __future__ import annotations

from collections.abc import Sequence

from ssldiag.bundle.model import Item, PageInput
from ssldiag.render.html.links import Links
from ssldiag.render.html.markup import EMPTY, Html, esc, folded, join, listed, prose, tag, told, wide_table
from ssldiag.render.html.room import Room
from ssldiag.render.tally import count

COLUMNS = ("File", "Taken for", "Size", "Fate", "Why", "Replaced")


def about(given: PageInput, links: Links, room: Room) -> Html:
    """The section's content."""
    made, plan = given.made, given.plan
    dropped = [item for item in plan.items if item.dropped]
    return join(
        (
            tag("p", prose(summary(given))),
            told(
                (
                    ("Made by", f"ssldiag {made.version}"),
                    ("Judged at", f"{made.judged_at:%Y-%m-%d %H:%M} UTC"),
                    ("Options", prose(", ".join(made.options))),
                    ("Kept on purpose", prose(", ".join(plan.kept))),
                    ("Replaced", prose(replaced(made.replaced))),
                    ("Captures", prose(made.captures)),
                )
            ),
            listed(prose(note) for note in plan.notes[:50]),
            _table("Stayed away", dropped, links, room),
            _table("Went in", [item for item in plan.items if not item.dropped], links, room),
        )
    )


def summary(given: PageInput) -> str:
    """In a sentence: what went in, what did not, what stands for something else."""
    items = given.plan.items
    dropped = sum(item.dropped for item in items)
    said = f"{count(len(items) - dropped, 'file')} went in"
    said += f", {count(dropped, 'file')} stayed away" if dropped else ""
    if not given.made.replaced:
        return said + "."
    return said + ". Names and addresses are stand-ins: the same word has the same stand-in everywhere."


def replaced(numbers: Sequence[tuple[str, int]]) -> str:
    """``3 hosts, 12 ips``."""
    return ", ".join(f"{number:,} {kind}" for kind, number in numbers)


def _table(heading: str, items: list[Item], links: Links, room: Room) -> Html:
    if not items:
        return EMPTY
    kept = room.keep(_row(item, links) for item in items)
    more = len(items) - len(kept)
    return folded(
        tag("h3", heading, " ", tag("span", f"({len(items):,})", cls="soft")),
        wide_table(heading, COLUMNS, kept, f"and {more:,} more, in the manifest" if more else ""),
        cls="card",
    )


def _row(item: Item, links: Links) -> Html:
    cells = (
        links.file(item.path),
        esc(item.kind, 60),
        esc(f"{item.size:,}"),
        tag("b", "✕ ", esc(item.fate, 40)) if item.dropped else esc(item.fate, 40),
        prose(item.reason, 200),
        prose(replaced(item.replaced), 200),
    )
    return tag(
        "tr",
        *(
            tag("td", cell, data_label=label, data_sort=item.size if label == "Size" else None)
            if cell
            else tag("td", cls="none")
            for label, cell in zip(COLUMNS, cells, strict=True)
        ),
        cls="item",
    )
