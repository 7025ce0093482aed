"""Lanes of machines: events in columns, by the clock where it tells, folded where there are too many."""

from __future__ import annotations

from ssldiag.bundle.model import ConsoleRow
from ssldiag.render.html.lanes import lanes
from ssldiag.render.html.lanes_svg import drawings
from ssldiag.render.html.links import Links
from tests.render.html.hostile import EVIL


def row(machine: str, line: int, kind: str, time: str = "", text: str = "") -> ConsoleRow:
    return ConsoleRow(f"{machine}.CONSOLE", line, machine, kind, "DTCRUN1011I", f"DTCRUN1011I {text}", time)


START = row("TCPIP", 1, "start", "07:11:02")
STOP = row("TCPIP", 5, "stop", "07:13:00")
BETWEEN = row("SSL00001", 2, "error", "07:12:00")


def test_columns_follow_the_clock() -> None:
    drawn = lanes([START, STOP, BETWEEN], 40)
    assert drawn.by_time
    assert [(lane.machine, [mark.column for mark in lane.marks]) for lane in drawn.lanes] == [
        ("TCPIP", [0, 2]),
        ("SSL00001", [1]),
    ]
    assert drawn.lanes[0].ran == ((0, 2),) and drawn.lanes[1].ran == ()
    assert drawn.times == ((0, "07:11:02"), (1, "07:12:00"), (2, "07:13:00"))


def test_the_time_may_stand_in_the_text() -> None:
    started = row("TCPIP", 1, "start", text="Server started at 07:11:02 on 22 Nov 2026 (Sunday)")
    assert lanes([started, STOP, BETWEEN], 40).by_time


def test_without_times_the_order_of_files_counts() -> None:
    unknown = row("SSL00001", 2, "error")
    back = row("TCPIP", 9, "start", "06:00:00")
    for rows in ([START, STOP, unknown], [START, STOP, back, BETWEEN]):
        drawn = lanes(rows, 40)
        assert not drawn.by_time and drawn.times == ()
        assert [mark.column for mark in drawn.lanes[0].marks] == list(range(len(rows) - 1))


def test_many_events_share_columns_and_the_worst_shows() -> None:
    rows = [row("TCPIP", n, ("start", "stop", "error")[n % 3]) for n in range(3_000)]
    drawn = lanes(rows, 40)
    marks = drawn.lanes[0].marks
    assert len(marks) == 40 and {mark.row.kind for mark in marks} == {"error"}
    assert sum(mark.number for mark in marks) == 3_000


def test_what_repeats_takes_one_column_where_room_is_scarce() -> None:
    rows = [START, *(row("TCPIP", n, "error", "07:12:00") for n in range(2_000)), STOP]
    drawn = lanes(rows, 40)
    assert [(mark.column, mark.number) for mark in drawn.lanes[0].marks] == [(0, 1), (1, 2_000), (2, 1)]


def test_a_machine_too_many_is_counted() -> None:
    assert lanes([row(f"M{n}", 1, "error") for n in range(20)], 40).left_out == 4


def test_the_drawing_has_names_and_escapes_them() -> None:
    html = drawings([row(EVIL, 1, "error"), START], Links())
    assert "<script" not in html and "<img" not in html
    assert html.count("<svg") == 2 and 'aria-label="TCPIP: start DTCRUN1011I, TCPIP.CONSOLE:1"' in html
    assert drawings([row("TCPIP", 1, "info")], Links()) == ""
