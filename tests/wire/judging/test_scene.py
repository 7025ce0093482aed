"""Questions about a handshake: worked out when asked, once, and messages in the order of time."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ssldiag.wire.judging.scene import WHEN, Scene
from tests.wire.plays import play

STORY = play("c hello", "s server_hello certificate", "c finished", "s data")


def test_what_is_worked_out_is_kept() -> None:
    scene = Scene(STORY)
    assert scene.in_order is scene.in_order
    assert scene.closings is scene.closings
    assert Scene(STORY).closings == scene.closings


def test_messages_in_order_are_taken_as_they_are() -> None:
    assert Scene(STORY).in_order is STORY.messages


@pytest.mark.parametrize("turn", [1, 3, 4])
def test_messages_in_disorder_are_sorted(turn: int) -> None:
    said = STORY.messages
    mixed = replace(STORY, messages=said[turn:] + said[:turn])
    assert Scene(mixed).in_order == tuple(sorted(mixed.messages, key=WHEN)) == said


def test_frames_decide_where_times_are_equal() -> None:
    one, two, *_ = STORY.messages
    later = replace(one, frame=9, time=two.time)
    assert Scene(replace(STORY, messages=(later, two))).in_order == (two, later)
