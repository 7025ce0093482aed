"""Certificates in, their section out: the time line as SVG, the chains as a tree, all the rest in a table."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Final

from ssldiag.bundle.model import CertificateRow
from ssldiag.render.html.chains import Link, trees
from ssldiag.render.html.links import Links
from ssldiag.render.html.markup import EMPTY, Html, esc, folded, join, listed, prose, tag, wide_table
from ssldiag.render.html.room import Room
from ssldiag.render.html.validity import BAR, MOST, Bar, Scale, scale, state
from ssldiag.render.tally import count

WIDTHS: Final = {"for-wide": 860, "for-narrow": 340}
"""Units of the drawing, so that letters keep their size on a desk and in a hand."""

SHAPES: Final = {"bad": "✕", "soon": "▲", "good": "✓", "unknown": "?"}

CHAINS = 200
"""Certificates in the trees."""

COMMON_NAME: Final = re.compile(r"(?:^|,)CN=((?:[^,\\]|\\.)+)")
"""In a name as RFC 4514 writes it."""

COLUMNS = (
    "Label",
    "Subject",
    "Issuer",
    "Serial",
    "From",
    "Until",
    "State",
    "Key",
    "Signature",
    "Marks",
    "In",
)


def certificates(rows: Sequence[CertificateRow], now: datetime, links: Links, room: Room) -> Html:
    """The section's content."""
    drawings = [
        tag("div", _svg(scale(rows, now, width), now, links), cls=cls) for cls, width in WIDTHS.items()
    ]
    more = len(rows) - MOST
    parts = (
        tag("h3", "Time line"),
        join(drawing for drawing in drawings if room.takes(drawing)),
        tag("p", f"The {more:,} that end last are in the table alone.", cls="soft") if more > 0 else EMPTY,
        _chains(rows, now, room),
        _table(rows, now, links, room),
    )
    return join(parts)


def _svg(drawn: Scale, now: datetime, links: Links) -> Html:
    years = [
        join((
            tag("line", x1=x, x2=x, y1=24, y2=drawn.height, cls="year"),
            tag("text", year, x=x, y=16, text_anchor="middle", font_size=11, cls="soft"),
        ))
        for x, year in drawn.years
        if abs(x - drawn.now) > 56
    ]  # fmt: skip
    mark = join((
        tag("line", x1=drawn.now, x2=drawn.now, y1=22, y2=drawn.height, cls="now", stroke_width=1.5),
        tag("text", f"{now:%Y-%m-%d}", x=drawn.now, y=16, text_anchor="middle", font_size=12,
            font_weight=700, cls="now"),
    ))  # fmt: skip
    return tag(
        "svg",
        *years,
        *(_bar(bar, drawn, links) for bar in drawn.bars),
        mark,
        cls="validity",
        viewBox=f"0 0 {drawn.width} {drawn.height}",
        width=drawn.width,
        height=drawn.height,
        font_size=13,
        role="group",
        aria_label="Validity of each certificate against the moment judged at; the table below has the dates",
    )


def _bar(bar: Bar, drawn: Scale, links: Links) -> Html:
    """A bar with its words above it, which stay inside the drawing."""
    room = (drawn.width - 24) // 7
    label = title(bar.row, room - len(bar.said) - 4)
    y, stop = bar.y + 4, bar.x + bar.width
    words = join((tag("tspan", label, font_weight=600), f"  {SHAPES[bar.state]} {bar.said}"))
    parts = [
        tag("text", words, x=12, y=bar.y - 3, cls=f"words {bar.state}"),
        tag("rect", x=bar.x, y=y, width=bar.width, height=BAR, rx=2, cls=f"bar {bar.state}"),
    ]
    if bar.state == "bad":
        parts.append(tag("path", d=f"M{stop - 1} {y - 3}V{y + BAR + 3}", cls="end", stroke_width=3))
    if bar.cut_left:
        parts.append(tag("path", d=f"M{bar.x} {y}l-7 {BAR // 2}l7 {BAR // 2}Z", cls=f"bar {bar.state}"))
    if bar.cut_right:
        parts.append(tag("path", d=f"M{stop} {y}l7 {BAR // 2}l-7 {BAR // 2}Z", cls=f"bar {bar.state}"))
    said = f"{title(bar.row, 80)}: {_day(bar.row.not_before)} to {_day(bar.row.not_after)}, {bar.said}"
    target = links.about(bar.row.codes)
    if target:
        return tag("a", *parts, href=target, aria_label=said)
    return tag("g", *parts, role="img", aria_label=said)


def title(row: CertificateRow, most: int) -> str:
    """What people call a certificate: its label, or else its common name."""
    common = COMMON_NAME.search(row.subject[:400])
    known = row.label or (common[1] if common else row.subject) or "(no name)"
    name = " ".join(known[:400].split())
    return name if len(name) <= most else name[: max(most - 1, 1)] + "…"


def _chains(rows: Sequence[CertificateRow], now: datetime, room: Room) -> Html:
    if not rows:
        return EMPTY
    tree = trees(rows[:CHAINS])
    drawn = listed((_link(link, now) for link in tree), "chains")
    more = len(rows) - CHAINS
    tail = tag("p", f"and {more:,} more, in the table", cls="soft") if more > 0 else EMPTY
    section = join((tag("h3", "Chains"), drawn, tail))
    return section if room.takes(section) else EMPTY


def _link(link: Link, now: datetime) -> Html:
    row, (word, said) = link.row, state(link.row, now)
    notes = [note for note in (link.note, *_marks(row)) if note]
    issuer = f" ({cut_name(row.issuer)})" if row.issuer_id is None and row.issuer else ""
    return join(
        (
            tag("b", title(row, 80)),
            " ",
            tag("span", f"{SHAPES[word]} {said}", cls=word),
            tag("span", " · ", prose(", ".join(notes) + (issuer if link.note else "")), cls="soft")
            if notes
            else EMPTY,
            tag("div", prose(row.subject, 160), cls="soft dn") if row.label or row.subject else EMPTY,
            listed((_link(each, now) for each in link.issued), "chains"),
        )
    )


def cut_name(name: str) -> str:
    """A distinguished name as far as it helps."""
    return name if len(name) <= 120 else name[:119] + "…"


def _marks(row: CertificateRow) -> Iterator[str]:
    if row.default:
        yield "default"
    if row.has_private_key:
        yield "with its key"
    if row.is_ca:
        yield "authority"
    if row.trusted is False:
        yield "not trusted"


def _table(rows: Sequence[CertificateRow], now: datetime, links: Links, room: Room) -> Html:
    kept = room.keep(_row(row, now, links) for row in rows)
    more = len(rows) - len(kept)
    return folded(
        f"All that is known of {count(len(rows), 'certificate')}",
        wide_table("Certificates", COLUMNS, kept, f"and {more:,} more, in report.json" if more else ""),
    )


def _row(row: CertificateRow, now: datetime, links: Links) -> Html:
    word, said = state(row, now)
    cells = (
        join((tag("b", esc(row.label, 80)), " ", links.told(row.codes))),
        prose(row.subject, 200),
        prose(row.issuer, 200),
        tag("code", esc(row.serial, 60)) if row.serial else EMPTY,
        esc(_day(row.not_before)),
        esc(_day(row.not_after)),
        tag("span", f"{SHAPES[word]} {said}", cls=word),
        prose(row.key, 40),
        prose(row.signature, 40),
        prose(", ".join(_marks(row))),
        join(
            (
                links.file(row.where),
                _error(row.error),
            )
        ),
    )
    return tag(
        "tr",
        *(
            tag("td", cell, data_label=label) if cell else tag("td", cls="none")
            for label, cell in zip(COLUMNS, cells, strict=True)
        ),
        cls="item",
    )


def _error(text: str) -> Html:
    return tag("span", ": ", prose(text, 160), cls="error") if text else EMPTY


def _day(date: datetime | None) -> str:
    if date is None:
        return "?"
    return (date if date.tzinfo is None else date.astimezone(UTC)).strftime("%Y-%m-%d")
