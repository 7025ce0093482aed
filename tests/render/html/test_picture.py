"""Boxes that lie on no other, inside the drawing; arrows from box to box; what does not match is there."""

from __future__ import annotations

from itertools import combinations

import pytest

from ssldiag.bundle.model import Edge, Node, Topology
from ssldiag.render.html.links import Links
from ssldiag.render.html.picture import MOST, picture
from ssldiag.render.html.picture_svg import drawings
from ssldiag.render.html.room import Room
from tests.render.html.inputs import BROKEN
from tests.render.html.reading import Read

MANY = Topology(
    tuple(Node(f"l{n}", "label", f"LABEL{n}", wrong="expired" if n == 90 else "") for n in range(100)),
    tuple(Edge("l0", f"l{n}", "label") for n in range(100)),
)


@pytest.mark.parametrize("wide", [True, False])
@pytest.mark.parametrize("topology", [BROKEN, MANY, Topology()])
def test_boxes_have_places_of_their_own(topology: Topology, wide: bool) -> None:
    laid = picture(topology, wide)
    for one, other in combinations(laid.boxes, 2):
        apart_x = one.x + one.width <= other.x or other.x + other.width <= one.x
        apart_y = one.y + one.height <= other.y or other.y + other.height <= one.y
        assert apart_x or apart_y, (one.node.name, other.node.name)
    for box in laid.boxes:
        assert box.x >= 0 and box.x + box.width <= laid.width
        assert box.y >= 0 and box.y + box.height <= laid.height
    assert laid.width <= (1_300 if wide else 360)


@pytest.mark.parametrize("wide", [True, False])
def test_what_does_not_match_has_a_box(wide: bool) -> None:
    laid = picture(MANY, wide)
    assert len(laid.boxes) == MOST[wide] and laid.left_out == 100 - MOST[wide]
    assert [box.node.name for box in laid.boxes if box.wrong] == ["LABEL90"]


def test_servers_stand_below_their_pool() -> None:
    boxes = {box.node.name: box for box in picture(BROKEN, True).boxes}
    assert boxes["SSL*"].x < boxes["SSL00001"].x == boxes["SSL00002"].x
    assert boxes["SSL*"].y < boxes["SSL00001"].y < boxes["SSL00002"].y


def test_names_of_arrows_do_not_lie_on_each_other() -> None:
    places = [(arrow.x, arrow.y) for arrow in picture(BROKEN, True).arrows]
    assert not [
        (one, other)
        for one, other in combinations(places, 2)
        if abs(one[0] - other[0]) < 70 and abs(one[1] - other[1]) < 13
    ]


def test_marked_by_shape_and_word_and_told_in_words() -> None:
    links = Links(first={"ZVM101": "f1"})
    markup = drawings(BROKEN, links, Room(10**6))
    read = Read(markup)
    assert "✕ no such stack" in read.text and "names another stack than :stack." in read.text
    assert any("stroke-dasharray" in item for item in read.named("rect"))
    stack = [item for item in read.named("a") if item.get("aria-label", "") == (
        "TCP/IP stack TCPIPTST: does not match: no such stack")]  # fmt: skip
    assert [item["href"] for item in stack] == ["#f1", "#f1"]


def test_a_cache_stands_below_its_stack() -> None:
    nodes = [Node(f"{kind}{n}", kind, f"{kind}{n}") for kind in ("stack", "segment", "agent") for n in (1, 2)]
    edges = [Edge(f"stack{n}", f"segment{n}", "segment") for n in (1, 2)]
    edges += [Edge(f"agent{n}", f"segment{n}", "segment") for n in (1, 2)]
    laid = picture(Topology(tuple(nodes), tuple(edges)), True)
    order = [box.node.name for box in sorted(laid.boxes, key=lambda box: box.y)]
    assert order == ["stack1", "segment1", "agent1", "stack2", "segment2", "agent2"]


def test_nothing_marked_is_said() -> None:
    topology = Topology((Node("a", "stack", "TCPIP"),))
    assert "No fault is marked here." in drawings(topology, Links(), Room(10**6))


def test_long_words_stay_in_their_box() -> None:
    (box,) = picture(Topology((Node("a", "key_database", "K", "/etc/gskadm/Database.kdb"),)), True).boxes
    assert box.detail == ("/etc/gskadm/", "Database.kdb")


def test_a_ring_and_an_edge_to_nowhere() -> None:
    nodes = (Node("a", "pool", "A"), Node("b", "server", "B"), Node("c", "strange", "C" * 500))
    edges = (Edge("a", "b", "member"), Edge("b", "a", "member"), Edge("a", "a", "x"), Edge("a", "z", "x"))
    for wide in (True, False):
        laid = picture(Topology(nodes, edges), wide)
        assert {box.node.id for box in laid.boxes} >= {"c"}


def test_findings_about_a_box_are_named() -> None:
    topology = Topology((Node("a", "stack", "TCPIP", codes=("ZVM313", "ZVM307")),))
    markup = drawings(topology, Links(first={"ZVM313": "f2"}), Room(10**6))
    read = Read(markup)
    assert "▲ ZVM313 ZVM307" in read.text and "▲ names findings about a box." in read.text
    assert read.named("a")[0]["href"] == "#f2"
    assert read.named("a")[0]["aria-label"] == "TCP/IP stack TCPIP: see ZVM313 ZVM307"
