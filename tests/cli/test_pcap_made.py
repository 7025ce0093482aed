from __future__ import annotations

import json
import pickle

import pytest

from ssldiag.capture.judged import judged
from ssldiag.cli.pcap_made import REACHES, Judge, Liner
from ssldiag.render.handshake_json import jsonl
from ssldiag.wire.model import Handshake
from tests.capture.makers import GOOD, REFUSED, spoken
from tests.capture.support import heard


@pytest.fixture(scope="module")
def good() -> Handshake:
    return heard(spoken(GOOD)).only


@pytest.fixture(scope="module")
def refused() -> Handshake:
    return heard(spoken(REFUSED)).only


def test_a_line_is_what_the_format_writes(good: Handshake, refused: Handshake) -> None:
    liner = Liner("error", failed=False)
    both = good, refused
    assert [liner(handshake).text for handshake in both] == list(jsonl(judged(both)))


@pytest.mark.parametrize(("word", "found"), [("error", [0, 1]), ("warning", [0, 1]), ("never", [0, 0])])
def test_what_reaches_the_threshold(
    good: Handshake, refused: Handshake, word: str, found: list[bool]
) -> None:
    liner = Liner(word, failed=False)
    assert [liner(handshake).reached for handshake in (good, refused)] == found


def test_only_those_that_failed(good: Handshake, refused: Handshake) -> None:
    liner = Liner("error", failed=True)
    assert liner(good) == ("", False)
    assert json.loads(liner(refused).text)["verdict"]["outcome"] == "failed"


def test_makers_can_be_sent_to_another_process(good: Handshake) -> None:
    """Where processes are not forked, what they need is pickled."""
    liner, judge = Liner("info", failed=False), Judge()
    liner(good), judge(good)
    assert pickle.loads(pickle.dumps(liner))(good) == liner(good)
    assert pickle.loads(pickle.dumps(judge))(good) == judge(good)
    assert REACHES["info"](judge(good)) == liner(good).reached
