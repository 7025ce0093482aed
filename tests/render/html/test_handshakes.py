"""Handshakes from their documents: the ladder is the one of the capture, the table has all."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ssldiag.capture.decode import decode_each, itself
from ssldiag.capture.judged import judged
from ssldiag.render.handshake_ladder import rungs
from ssldiag.render.handshake_line import Lines
from ssldiag.render.html.handshake_back import handshake
from ssldiag.render.html.handshakes import LADDERS, handshakes
from ssldiag.render.html.links import Links
from ssldiag.render.html.room import Room
from tests.conftest import ROOT
from tests.render.html.reading import Read

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(("from", "type", "frame")), inner)
    ),
    max_leaves=5,
)
KEYS = (
    "messages",
    "alerts",
    "ending",
    "frames",
    "start",
    "client",
    "version",
    "tcp",
    "decrypted",
    "duration",
    "sni",
)


@pytest.mark.parametrize("name", ["refused.pcap", "families.pcap"])
def test_the_ladder_is_that_of_the_capture(name: str) -> None:
    lines = Lines()
    found = list(judged(decode_each([str(ROOT / "samples" / "captures" / name)], itself)))
    assert found
    for each in found:
        assert rungs(handshake(json.loads(lines.line(each)))) == rungs(each.handshake)


@given(st.dictionaries(st.sampled_from(KEYS), VALUES))
@settings(max_examples=60, deadline=None)
def test_any_document_gives_something(document: dict[str, object]) -> None:
    Read(handshakes([document], Links(), Room(10**6)))


def test_many_fold() -> None:
    failed = {"verdict": {"outcome": "failed", "cause": "unknown_ca"}, "frames": {"first": 1, "last": 9}}
    read = Read(handshakes([failed] * 500, Links(), Room(10**6)))
    assert len(read.named("svg")) == LADDERS
    assert "and 440 more without success, in the table" in read.text
    assert len(read.named("tr")) == 501
    assert [item.get("id") for item in read.named("details") if "open" in item] == ["h1"]
