"""A laid out picture in, SVG out; and the same in words, as a table, for those who cannot see it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from ssldiag.bundle.model import Edge, Node, Topology
from ssldiag.render.html.links import Links
from ssldiag.render.html.markup import EMPTY, Html, esc, folded, join, prose, tag, wide_table
from ssldiag.render.html.picture import LINE, MEMBER, Arrow, Box, Picture, picture
from ssldiag.render.html.room import Room

COLUMNS: Final = ("From", "By", "To", "Does it match")

NOTHING: Final = "No fault is marked here."

KINDS: Final = {
    "stack": "TCP/IP stack",
    "pool": "SSL server pool",
    "server": "SSL server",
    "agent": "session cache agent",
    "segment": "session cache segment",
    "key_database": "key database",
    "label": "certificate label",
    "application": "application",
    "file_space": "file space",
}


def drawings(topology: Topology, links: Links, room: Room) -> Html:
    """Both widths (the style sheet shows one of them) and the table."""
    parts = []
    for wide in (True, False):
        laid = picture(topology, wide)
        drawn = _svg(laid, "wide" if wide else "narrow", links)
        more = f"{laid.left_out:,} more are in the table below." if laid.left_out else ""
        parts.append(tag("div", drawn, tag("p", more, cls="soft") if more else EMPTY, cls=parts_class(wide)))
    kept = [part for part in parts if room.takes(part)]
    return join((*kept, _key(topology), _table(topology, links, room)))


def parts_class(wide: bool) -> str:
    """The class that says for which screens a drawing is."""
    return "for-wide" if wide else "for-narrow"


def _svg(laid: Picture, name: str, links: Links) -> Html:
    arrows = [_arrow(arrow, name) for arrow in laid.arrows]
    boxes = [_box(box, links) for box in laid.boxes]
    words = [_name(arrow, name) for arrow in laid.arrows]
    head = tag("path", d="M0 0L8 4L0 8Z")
    markers = [
        tag("marker", head, id=f"{kind}-{name}", cls=kind, markerWidth=8, markerHeight=8, refX=8, refY=4,
            orient="auto", markerUnits="userSpaceOnUse")
        for kind in ("fits", "misfits")
    ]  # fmt: skip
    return tag(
        "svg",
        tag("defs", *markers),
        *arrows,
        *boxes,
        *words,
        cls="picture",
        viewBox=f"0 0 {laid.width} {laid.height}",
        width=laid.width,
        height=laid.height,
        font_size=14,
        role="group",
        aria_label="How stack, SSL servers, cache, key database, labels and applications hang together;"
        " the table below says the same in words",
    )


def _arrow(arrow: Arrow, name: str) -> Html:
    kind = "misfits" if arrow.edge.wrong else "fits"
    return tag("path", cls=f"arrow {kind}", d=arrow.path, fill="none", marker_end=f"url(#{kind}-{name})",
               stroke_width=2 if arrow.edge.wrong else 1.25,
               stroke_dasharray="6 4" if arrow.edge.wrong else None)  # fmt: skip


def _name(arrow: Arrow, name: str) -> Html:
    """What an arrow is; on a narrow drawing only what does not match has a name."""
    quiet = name == "narrow" or not arrow.named
    if arrow.edge.what == MEMBER or (quiet and not arrow.edge.wrong):
        return EMPTY
    text = f"✕ {arrow.edge.what}" if arrow.edge.wrong else arrow.edge.what
    cls = "name misfits" if arrow.edge.wrong else "name fits"
    return tag("text", esc(text, 24), x=arrow.x, y=arrow.y + 3, text_anchor="middle", font_size=11.5, cls=cls)


def _box(box: Box, links: Links) -> Html:
    node = box.node
    kind = KINDS.get(node.kind, node.kind)
    lines = list(_lines(box))
    shape = tag("rect", x=box.x, y=box.y, width=box.width, height=box.height,
                rx=14 if node.kind in ("key_database", "segment", "label") else 4,
                stroke_width=2.5 if node.wrong else 1.25,
                stroke_dasharray="6 4" if node.wrong else None)  # fmt: skip
    said = f"{kind} {node.name}" + (f": does not match: {node.wrong}" if node.wrong else "")
    said += f": see {' '.join(node.codes)}" if node.codes and not node.wrong else ""
    cls = f"box {node.kind}" + (" misfits" if node.wrong else " noted" if node.codes else "")
    target = links.about(node.codes)
    label = " ".join(said[:300].split())
    if target:
        return tag("a", shape, *lines, href=target, cls=cls, aria_label=label)
    return tag("g", shape, *lines, cls=cls, role="img", aria_label=label)


def _lines(box: Box) -> Iterator[Html]:
    x, y = box.x + 10, box.y + 18
    yield tag("text", KINDS.get(box.node.kind, box.node.kind), x=x, y=y, font_size=11, cls="kind")
    for line in box.name:
        y += LINE
        yield tag("text", line, x=x, y=y, font_weight=700)
    for line in box.detail:
        y += LINE
        yield tag("text", line, x=x, y=y, font_size=12, cls="detail")
    y += 6 if box.wrong else 0
    for index, line in enumerate(box.wrong):
        y += LINE
        mark = "✕ " if box.node.wrong else "▲ "
        yield tag("text", mark + line if not index else line, x=x if not index else x + 13, y=y,
                  font_size=12, font_weight=600, cls="wrong")  # fmt: skip


def _key(topology: Topology) -> Html:
    """How to read the marks, where there are any."""
    marks = [*(node.wrong for node in topology.nodes), *(edge.wrong for edge in topology.edges)]
    said = "A broken red line and the mark ✕ show what does not match. " if any(marks) else ""
    if any(node.codes and not node.wrong for node in topology.nodes):
        said += "▲ names findings about a box. "
    return tag("p", f"{said}Marked boxes lead to their findings." if said else NOTHING, cls="soft")


def _table(topology: Topology, links: Links, room: Room) -> Html:
    """All edges and lone nodes as rows: what does not match comes first."""
    names = {node.id: node for node in topology.nodes}
    edges = sorted(topology.edges, key=lambda edge: not edge.wrong)
    linked = {end for edge in edges for end in (edge.start, edge.end)}
    alone = [node for node in topology.nodes if node.id not in linked or node.wrong or node.codes]
    rows = [_edge(edge, names, links) for edge in edges if edge.start in names and edge.end in names]
    rows = [*(_node(node, links) for node in alone), *rows]
    kept = room.keep(rows)
    more = f"and {len(rows) - len(kept):,} more" if len(kept) < len(rows) else ""
    return folded(
        f"The drawing in words ({len(rows):,})",
        wide_table("The drawing in words", COLUMNS, kept, more, sortable=False),
    )


def _edge(edge: Edge, names: dict[str, Node], links: Links) -> Html:
    start, end = names[edge.start], names[edge.end]
    cells = (_called(start, links), tag("code", esc(edge.what, 40)), _called(end, links))
    return _row(cells, edge.wrong, edge.codes, links)


def _node(node: Node, links: Links) -> Html:
    return _row((_called(node, links), EMPTY, EMPTY), node.wrong, node.codes, links)


def _row(cells: tuple[Html, ...], wrong: str, codes: tuple[str, ...], links: Links) -> Html:
    judged = esc("✓ no fault seen")
    if wrong or codes:
        judged = join(("✕ " if wrong else "▲ ", prose(wrong or "see", 300), " ", links.told(codes)))
    named = zip(("From" if cells[1] else "What", "By", "To"), cells, strict=True)
    return tag(
        "tr",
        *(tag("td", cell, data_label=label) if cell else tag("td", cls="none") for label, cell in named),
        tag("td", judged, data_label="Does it match", cls="error" if wrong else None),
    )


def _called(node: Node, links: Links) -> Html:
    where = join((" (", links.line(*node.place), ")")) if node.place else EMPTY
    return join((KINDS.get(node.kind, node.kind), " ", tag("b", esc(node.name, 80)), where))
