"""Which failures are told: each cause first, then each cause at each server, then the rest."""

from __future__ import annotations

from ssldiag.render.handshake_selection import ROWS, STORIES, Selection, Stories
from ssldiag.wire.model import Endpoint, Verdict
from tests.render.handshakes import failed, handshake, judged

RESET = Verdict("failed", "reset", "server", "likely", "")


def test_each_cause_comes_before_each_server() -> None:
    stories = Stories(lambda one: one.handshake.first_frame, 3)
    for frame, port in enumerate((1, 1, 1, 2, 3, 4)):
        stories.add(judged(failed(server=Endpoint("192.0.2.10", port), first_frame=frame)), frame)
    stories.add(judged(failed(first_frame=99), RESET), 99)
    assert [story.body for story in stories.chosen()] == [0, 3, 99]


def test_kinds_are_counted_though_not_told() -> None:
    stories = Stories(lambda one: "", 1)
    for order in range(5):
        stories.add(judged(failed()), order)
    (story,) = stories.chosen()
    assert (story.first, stories.alike(story)) == (True, 5)


def test_there_is_room_for_more_of_a_kind() -> None:
    stories = Stories(lambda one: "", 10)
    assert all(stories.add(judged(failed()), order) for order in range(10))
    assert [story.order for story in stories.chosen()] == list(range(10))


def test_rows_are_those_that_are_not_told() -> None:
    chosen = Selection(lambda one: "")
    for frame in range(100):
        chosen.add(judged(failed(first_frame=frame, server=Endpoint("192.0.2.10", 992 + frame))))
        chosen.add(judged(handshake(first_frame=frame)))
    rows = chosen.rows()
    assert [row.frame for row in rows[:ROWS]] == [str(frame) for frame in range(STORIES, STORIES + ROWS)]
    assert {row.state for row in rows[ROWS:]} == {"completed"} and len(rows) == 2 * ROWS
    assert chosen.left_out() == [("failed", 100 - STORIES - ROWS), ("completed", 100 - ROWS)]


def test_one_of_each_kind_is_told() -> None:
    chosen = Selection(lambda one: "")
    for frame in range(30):
        chosen.add(judged(failed(first_frame=frame)))
        chosen.add(judged(failed(first_frame=100 + frame), RESET))
    assert [story.order for story in chosen.stories()] == [1, 2]
    assert [chosen.alike(story) for story in chosen.stories()] == [30, 30]
    assert chosen.left_out() == [("failed", 60 - 2 - ROWS)]


def test_rows_of_one_file_stand_together() -> None:
    chosen = Selection(lambda one: "")
    for frame in range(6):
        chosen.add(judged(handshake(first_frame=frame, file=f"{frame % 2}.pcap")))
    assert [(row.file, row.frame) for row in chosen.rows()] == [
        *(("0.pcap", frame) for frame in "024"),
        *(("1.pcap", frame) for frame in "135"),
    ]


def test_nothing_is_left_out_of_the_whole() -> None:
    chosen = Selection(lambda one: "", whole=True)
    for frame in range(100):
        chosen.add(judged(failed(first_frame=frame)))
        chosen.add(judged(handshake(first_frame=frame)))
    assert (len(chosen.stories()), len(chosen.rows()), chosen.left_out()) == (100, 100, [])
