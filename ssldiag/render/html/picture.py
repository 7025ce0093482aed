"""Boxes and arrows in, their places out: layers from what users meet to what holds it all, for two widths.

Wide: a column a layer, from left to right. Narrow: rows of two, layer below layer, for a telephone.
What does not match is marked by shape and word, and comes first where there is no room for all.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from ssldiag.bundle.model import Edge, Node, Topology
from ssldiag.render.escape import visible
from ssldiag.render.layout import wrap

LAYERS: Final = {
    "application": 0,
    "label": 1,
    "key_database": 2,
    "file_space": 2,
    "pool": 3,
    "server": 3,
    "stack": 4,
    "segment": 4,
    "agent": 4,
}
"""Neighbours in this order hang together most, so few arrows cross a box; it holds within a layer too."""

BOX = 156
"""Width of a box, wide or narrow: 15 capitals of 14 units."""

INDENT = 18
"""How far the servers of a pool stand to the right of it."""

GAP = 14
"""Between boxes of a layer."""

LANE, WIDEST_LANE, LETTER = 44, 116, 7
"""Between layers: room for the names of the arrows, whose letters take so much."""

LETTERS = 15
"""Letters of a name in a line of a box."""

SMALL = 20
"""Smaller letters of a line in a box."""

NAME = 13
"""Height of the name of an arrow."""

ALIKE = 3
"""Arrows of one name to one box that all have it."""

MEMBER = "member"
"""The edge from a pool to one of its servers: it has no name, and no arrow where servers stand below."""

MOST = {True: 14, False: 8}
"""Boxes of a layer drawn, wide and narrow; the table beside the drawing has all."""

LINE = 15


@dataclass(frozen=True, slots=True)
class Box:
    """A node at its place: ``name``, ``detail`` and ``wrong`` are lines ready to be set. Where nothing is
    said to be wrong with it, ``wrong`` has the codes of the findings about it.
    """

    node: Node
    x: int
    y: int
    width: int
    height: int
    name: tuple[str, ...]
    detail: tuple[str, ...]
    wrong: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Arrow:
    """An edge as an SVG path, the middle of its name, and how far it goes to the right of the boxes.
    ``named`` is False for one of many alike.
    """

    edge: Edge
    path: str
    x: int
    y: int
    right: int = 0
    named: bool = True


@dataclass(frozen=True, slots=True)
class Picture:
    """All of a drawing. ``left_out`` counts nodes without a box."""

    width: int
    height: int
    boxes: tuple[Box, ...]
    arrows: tuple[Arrow, ...]
    left_out: int


def picture(topology: Topology, wide: bool) -> Picture:
    """The drawing in one of its widths."""
    layers = _layers(topology, MOST[wide])
    members = _members(topology)
    inside = [(node.id, {each.id for each in layer}) for layer in layers for node in layer]
    indented = {ident for ident, ids in inside if members.get(ident) in ids}
    lanes = _lanes(layers, topology.edges)
    boxes = list(_columns(layers, indented, lanes) if wide else _bands(layers, indented))
    placed = {box.node.id: box for box in boxes}
    arrows = [
        _arrow(edge, placed[edge.start], placed[edge.end], boxes, wide)
        for edge in _drawable(topology.edges, placed)
        if wide or edge.what != MEMBER
    ]
    width = max((*(box.x + box.width for box in boxes), *(arrow.right for arrow in arrows), 0)) + 2
    height = max((box.y + box.height for box in boxes), default=0) + 2
    left_out = len(topology.nodes) - len(boxes)
    return Picture(width, height, tuple(boxes), tuple(_apart(_named(arrows))), left_out)


def _apart(arrows: Iterable[Arrow]) -> Iterable[Arrow]:
    """The names of arrows, none upon another: each one moves down until it is free."""
    taken: list[tuple[int, int]] = []
    for arrow in sorted(arrows, key=lambda each: each.y):
        y = arrow.y
        while any(abs(x - arrow.x) < BOX // 2 and abs(y - other) < NAME for x, other in taken):
            y += 3
        taken.append((arrow.x, y))
        yield replace(arrow, y=y)


def _named(arrows: Iterable[Arrow]) -> Iterable[Arrow]:
    """Of many arrows of one name to one box, the middle one keeps the name."""
    alike: dict[tuple[str, str, bool], list[Arrow]] = defaultdict(list)
    for arrow in arrows:
        alike[arrow.edge.what, arrow.edge.end, bool(arrow.edge.wrong)].append(arrow)
    for group in alike.values():
        group.sort(key=lambda arrow: arrow.y)
        for index, arrow in enumerate(group):
            few = len(group) <= ALIKE or arrow.edge.wrong
            yield arrow if few or index == len(group) // 2 else replace(arrow, named=False)


def _drawable(edges: Iterable[Edge], placed: Mapping[str, Box]) -> list[Edge]:
    """Edges between boxes, one of each pair and name; those that do not match win."""
    found: dict[tuple[str, str, str], Edge] = {}
    for edge in edges:
        if edge.start in placed and edge.end in placed and edge.start != edge.end:
            key = (edge.start, edge.end, edge.what)
            if key not in found or edge.wrong:
                found[key] = edge
    return sorted(found.values(), key=lambda edge: bool(edge.wrong))


def _layers(topology: Topology, most: int) -> list[list[Node]]:
    """Nodes by layer, empty layers left out; in a layer, neighbours of neighbours near each other."""
    near: dict[str, list[str]] = defaultdict(list)
    for edge in topology.edges:
        near[edge.start].append(edge.end)
        near[edge.end].append(edge.start)
    by_layer: dict[int, list[Node]] = defaultdict(list)
    for node in topology.nodes:
        by_layer[LAYERS.get(node.kind, 3)].append(node)
    layers = []
    for number in sorted(by_layer):
        worst = sorted(by_layer[number], key=lambda node: (not node.wrong, not node.codes, not near[node.id]))
        layers.append(sorted(worst[:most], key=by_layer[number].index))
    for sweep in (layers[1:], layers[-2::-1], layers[1:]):
        places = {node.id: place for layer in layers for place, node in enumerate(layer)}
        for layer in sweep:
            layer.sort(key=lambda node: (_rank(node), _middle(near[node.id], places, places[node.id])))
            layer[:] = _beneath(layer, near)
            places |= {node.id: place for place, node in enumerate(layer)}
    return [_beneath(layer, near) for layer in layers]


def _rank(node: Node) -> int:
    return list(LAYERS).index(node.kind) if node.kind in LAYERS else len(LAYERS)


def _middle(ids: Sequence[str], places: Mapping[str, int], own: int) -> float:
    found = [places[each] for each in ids if each in places]
    return sum(found) / len(found) if found else float(own)


def _members(topology: Topology) -> dict[str, str]:
    """Server to pool."""
    return {edge.end: edge.start for edge in topology.edges if edge.what == MEMBER}


def _beneath(layer: list[Node], near: Mapping[str, Sequence[str]]) -> list[Node]:
    """What belongs to a box of the same layer right after it: servers to their pool, a cache to its stack."""
    here = {node.id: node for node in layer}
    below: dict[str, list[Node]] = defaultdict(list)
    tops = []
    for node in layer:
        above = [here[each] for each in near[node.id] if each in here and _rank(here[each]) < _rank(node)]
        if above:
            below[max(above, key=_rank).id].append(node)
        else:
            tops.append(node)
    return [each for top in tops for each in _family(top, below)]


def _family(top: Node, below: Mapping[str, list[Node]]) -> Iterable[Node]:
    """Depth first; it ends, since ranks rise from box to box."""
    yield top
    for node in below.get(top.id, ()):
        yield from _family(node, below)


def _lanes(layers: list[list[Node]], edges: Iterable[Edge]) -> list[int]:
    """How far each layer is from the one before: as far as the longest name between them takes."""
    column = {node.id: index for index, layer in enumerate(layers) for node in layer}
    lanes = [LANE] * len(layers)
    for edge in edges:
        left, right = sorted((column.get(edge.start, -1), column.get(edge.end, -1)))
        if left >= 0 and right == left + 1:
            wanted = LETTER * (len(edge.what) + 3 * bool(edge.wrong)) + 12
            lanes[right] = max(lanes[right], min(wanted, WIDEST_LANE))
    return lanes


def _columns(layers: list[list[Node]], indented: set[str], lanes: list[int]) -> Iterable[Box]:
    columns = [
        [_box(node, BOX - INDENT if node.id in indented else BOX) for node in layer] for layer in layers
    ]
    heights = [sum(box.height + GAP for box in column) - GAP for column in columns]
    tallest = max(heights, default=0)
    x = 2 - lanes[0] if lanes else 2
    for column, height, lane in zip(columns, heights, lanes, strict=True):
        x, y = x + lane, 2 + (tallest - height) // 2
        for box in column:
            yield replace(box, x=x + BOX - box.width, y=y)
            y += box.height + GAP
        x += BOX


def _bands(layers: list[list[Node]], indented: set[str]) -> Iterable[Box]:
    y = 2
    for layer in layers:
        for row in _rows([_box(node, BOX) for node in layer], indented):
            x = 2 + (0 if len(row) == 2 else (BOX + GAP) // 2)
            for box in row:
                yield replace(box, x=x, y=y)
                x += BOX + GAP
            y += max(box.height for box in row) + (30 if row[0].node.kind == "pool" else GAP)
        y += 26


def _rows(boxes: list[Box], indented: set[str]) -> Iterable[list[Box]]:
    """Two in a row; a pool has a row to itself, above its servers."""
    row: list[Box] = []
    for box, following in zip(boxes, [*boxes[1:], None], strict=True):
        pool = following is not None and following.node.id in indented and box.node.id not in indented
        if row and (pool or len(row) == 2):
            yield row
            row = []
        row.append(box)
        if pool:
            yield row
            row = []
    if row:
        yield row


def _box(node: Node, width: int) -> Box:
    less = (BOX - width) // 7
    name = _lines(node.name, LETTERS - less, 2)
    detail = _lines(node.detail, SMALL - less, 3)
    wrong = _lines(node.wrong or " ".join(node.codes), SMALL - 3 - less, 4)
    height = 12 + LINE + LINE * (len(name) + len(detail) + len(wrong)) + (6 if wrong else 0)
    return Box(node, 0, 0, width, height, name, detail, wrong)


def _lines(text: str, letters: int, most: int) -> tuple[str, ...]:
    """At most so many lines; the last one says that there is more."""
    words = " ".join(_broken(word, letters) for word in text[:400].split())
    lines = wrap(visible(words), letters) if text else []
    if len(lines) > most:
        lines = [*lines[: most - 1], lines[most - 1][: letters - 1] + "…"]
    return tuple(lines)


def _broken(word: str, letters: int) -> str:
    """A word that no line holds, in pieces: after a slash or a period where there is one."""
    pieces = []
    while len(word) > letters:
        at = next((found for mark in "/.-_" if (found := word.rfind(mark, 1, letters) + 1)), letters)
        pieces.append(word[:at])
        word = word[at:]
    return " ".join((*pieces, word))


def _arrow(edge: Edge, start: Box, end: Box, boxes: Sequence[Box], wide: bool) -> Arrow:
    if wide and edge.what == MEMBER and end.x == start.x + INDENT:
        return _branch(edge, start, end)
    apart = start.x != end.x if wide else start.y + start.height <= end.y or end.y + end.height <= start.y
    if wide and apart:
        return _sideways(edge, start, end)
    if not wide and not apart:
        return _sideways(edge, start, end)
    if wide:
        return _bulge(edge, start, end)
    between = _between(start, end, boxes)
    return _around(edge, start, end, between) if between else _downwards(edge, start, end)


def _sideways(edge: Edge, start: Box, end: Box) -> Arrow:
    """From the side of one box to the facing side of the other."""
    right = start.x < end.x
    x1, x2 = (start.x + start.width, end.x) if right else (start.x, end.x + end.width)
    y1, y2 = _facing(start, end)
    bend = (x2 - x1) // 2
    path = f"M{x1} {y1}C{x1 + bend} {y1} {x2 - bend} {y2} {x2} {y2}"
    return Arrow(edge, path, (x1 + x2) // 2, (y1 + y2) // 2)


def _facing(start: Box, end: Box) -> tuple[int, int]:
    """Heights at which a line leaves and arrives: the upper part of a box for what lies above it."""
    middle = [box.y + box.height // 2 for box in (start, end)]
    lean = max(-1.0, min(1.0, (middle[1] - middle[0]) / 120))
    return middle[0] + int(lean * start.height / 4), middle[1] - int(lean * end.height / 4)


def _bulge(edge: Edge, start: Box, end: Box) -> Arrow:
    """Between boxes of one column: straight for neighbours, around the right side otherwise."""
    upper, lower = sorted((start, end), key=lambda box: box.y)
    if lower.y - upper.y - upper.height <= GAP:
        x = start.x + start.width // 2 + (18 if start is upper else -18)
        y1, y2 = (upper.y + upper.height, lower.y) if start is upper else (lower.y, upper.y + upper.height)
        beside = x + 10 + LETTER * (len(edge.what) + 2 * bool(edge.wrong)) // 2
        return Arrow(edge, f"M{x} {y1}L{x} {y2}", beside, (y1 + y2) // 2)
    x = start.x + start.width
    y1, y2 = start.y + start.height // 2, end.y + end.height // 2
    return Arrow(edge, f"M{x} {y1}C{x + 34} {y1} {x + 34} {y2} {x} {y2}", x + 26, (y1 + y2) // 2, x + 30)


def _branch(edge: Edge, pool: Box, server: Box) -> Arrow:
    """From the foot of a pool down and to the side of a server of it."""
    x, y = pool.x + INDENT // 2, server.y + server.height // 2
    return Arrow(edge, f"M{x} {pool.y + pool.height}V{y}H{server.x}", x, y)


def _between(start: Box, end: Box, boxes: Sequence[Box]) -> list[Box]:
    """Boxes that an arrow from row to row would pass behind."""
    upper, lower = sorted((start, end), key=lambda box: box.y)
    left, right = sorted(box.x + box.width // 2 for box in (start, end))
    return [
        box
        for box in boxes
        if box not in (start, end)
        and box.y < lower.y
        and box.y + box.height > upper.y + upper.height
        and box.x < right + STRAIGHT
        and box.x + box.width > left - STRAIGHT
    ]


STRAIGHT = 8
"""Beside a straight line: a box so near is in its way."""

SIDE = 3
"""Arrows that match and those that do not pass on either side of the middle."""


def _around(edge: Edge, start: Box, end: Box, between: Sequence[Box]) -> Arrow:
    """Between the two columns, or right of all where a box stands in the middle."""
    middle = 2 + BOX + GAP // 2 + (SIDE if edge.wrong else -SIDE)
    blocked = any(box.x < middle < box.x + box.width for box in between)
    x = 2 + 2 * BOX + GAP + 3 * SIDE if blocked else middle
    down = start.y < end.y
    inside = start.x < x < start.x + start.width
    if inside:
        leave = f"M{x} {start.y + start.height if down else start.y}"
    else:
        side = start.x + start.width if x > start.x else start.x
        leave = f"M{side} {start.y + start.height // 2}H{x}"
    y = end.y if down else end.y + end.height
    turn = y - GAP if down else y + GAP
    into = end.x + end.width // 2 + (GAP if edge.wrong else -GAP)
    path = f"{leave}V{turn}H{into}V{y}"
    return Arrow(edge, path, into, turn - 6 if down else turn + 8, x + SIDE if blocked else 0)


def _downwards(edge: Edge, start: Box, end: Box) -> Arrow:
    down = start.y < end.y
    y1, y2 = (start.y + start.height, end.y) if down else (start.y, end.y + end.height)
    x1, x2 = start.x + start.width // 2, end.x + end.width // 2
    shift = max(-40, min(40, (x2 - x1) // 4))
    x1, x2 = x1 + shift, x2 - shift
    bend = (y2 - y1) // 2
    path = f"M{x1} {y1}C{x1} {y1 + bend} {x2} {y2 - bend} {x2} {y2}"
    return Arrow(edge, path, x2, y2 - 12 if down else y2 + 9)
