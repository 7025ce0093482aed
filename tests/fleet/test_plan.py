"""What there is to do, from names, sizes and stamps alone."""

from __future__ import annotations

from math import inf

import pytest

from ssldiag.fleet import plan
from ssldiag.fleet.bounds import CUT_ABOVE
from ssldiag.fleet.model import Capture, Item


def item(name: str, size: int = 10, stamp: str = "1", modified: float | None = 100.0) -> Item:
    return Item(name, size, stamp, modified)


ITEMS = [item("a/eth0-01.pcap"), item("a/eth0-02.pcap"), item("a/eth1-01.pcap"), item("b/eth0-01.pcap")]


@pytest.mark.parametrize(
    ("group", "names"),
    [
        ("rotation", ["a/eth#-#.pcap", "b/eth#-#.pcap"]),
        ("folder", ["a", "b"]),
        ("file", [each.name for each in ITEMS]),
        ("all", ["all"]),
    ],
)
def test_groups(group: str, names: list[str]) -> None:
    found = plan.captures([*ITEMS, ITEMS[0]], group)
    assert [capture.name for capture in found] == names
    assert sum(len(capture.files) for capture in found) == len(ITEMS)


def test_some_files_of_a_rotation_may_be_packed() -> None:
    ring = [item("a/eth0-1.pcap.gz"), item("a/eth0-2.pcap.ZST"), item("a/eth0-3.pcap"), item("a/eth0.gz")]
    found = plan.captures(ring, "rotation")
    assert [(each.name, len(each.files)) for each in found] == [("a/eth#-#.pcap", 3), ("a/eth#", 1)]


def test_names_inside_archives_are_grouped_by_their_own_digits() -> None:
    found = plan.captures(
        [item("zip://in/1.pcap::s3://b/2026.zip"), item("zip://in/2.pcap::s3://b/2027.zip")], "rotation"
    )
    assert [capture.name for capture in found] == [
        "zip://in/#.pcap::s3://b/2026.zip",
        "zip://in/#.pcap::s3://b/2027.zip",
    ]


def test_since() -> None:
    found = plan.since(
        [item("old", modified=1.0), item("new", modified=9.0), item("unknown", modified=None)], 5.0
    )
    assert [each.name for each in found] == ["new", "unknown"]


def test_what_is_due_of_captures() -> None:
    capture = Capture("x", (item("1"), item("2"), item("3")))
    known = {"1": (10, "1"), "2": (10, "1")}
    assert plan.due([capture], {}) == [plan.Due(capture)]
    assert plan.due([capture], known) == [plan.Due(Capture("x", (item("3"),)))]
    assert plan.due([capture], {**known, "3": (10, "1")}) == []
    assert plan.due([capture], {**known, "3": (9, "1")}) == [plan.Due(capture, True)]


def test_a_file_that_was_packed_since_is_not_counted_twice() -> None:
    capture = Capture("x", (item("1.gz"), item("2")))
    known = {"1": (99, "0"), "2": (10, "1")}
    assert plan.due([capture], known) == [plan.Due(capture, True)]
    assert plan.due([capture], {**known, "1.gz": (10, "1")}) == []


def test_new_hosts() -> None:
    known = {"same": (10, "1"), "larger": (9, "1"), "changed": (10, "0")}
    found = plan.new_hosts([item("same"), item("larger"), item("changed"), item("new")], known)
    assert [each.name for each in found] == ["larger", "changed", "new"]


def test_amounts_and_time() -> None:
    large = Capture("x", (item("1", 4 * CUT_ABOVE), item("2", CUT_ABOVE)))
    amount = plan.of_captures(plan.due([large], {}), 1)
    assert (amount.items, amount.bytes, amount.bytes_read) == (2, 5 * CUT_ABOVE, 9 * CUT_ABOVE)
    assert amount.tasks == 1 + 2 * 8 + 1 + 1
    small = Capture("x", tuple(item(str(number), CUT_ABOVE // 8) for number in range(32)))
    tasks = plan.of_captures(plan.due([small], {}), 1).tasks
    assert 32 + 8 < tasks < 32 + 16, "each is looked at, up to four are read as one"
    assert plan.of_captures(plan.due([small], {}), 1000).tasks == 32 + 32
    rates = plan.Rates(hosts=10, scanned=9 * CUT_ABOVE, joined=2 * CUT_ABOVE, written=CUT_ABOVE)
    assert plan.seconds_of_captures(amount, 1, rates) == 5
    slow = plan.Rates(hosts=10, scanned=9 * CUT_ABOVE, joined=CUT_ABOVE / 2, written=CUT_ABOVE)
    assert plan.seconds_of_captures(amount, 4, slow) == 10
    assert plan.seconds_of_captures(amount, 1, plan.Rates(scanned=CUT_ABOVE, joined=inf, written=inf)) == 9
    assert plan.of_hosts([item("a")] * 33, 16).tasks == 3
    assert plan.seconds_of_hosts(plan.of_hosts([item("a")] * 100, 16), 2, rates) == 5
