"""The page of a comparison: needs nothing else, runs nothing, shows anything as text."""

from __future__ import annotations

import re

from ssldiag.bundle.changes import PARTS, Change, Cited, Difference
from ssldiag.bundle.diff import compare
from ssldiag.render.html.diff_page import page
from ssldiag.render.html.room import MOST_BYTES
from tests.bundle import diffs
from tests.conftest import ROOT
from tests.render.html.hostile import EVIL
from tests.render.html.reading import Read

SAMPLES = ROOT / "samples" / "zvm"


def hostile(number: int) -> Difference:
    clean = diffs.of(SAMPLES / "clean")
    place = Cited(EVIL, 5, EVIL * 100)
    changes = tuple(
        Change(part, kind, f"{EVIL} {index}", place, place, EVIL, "error")
        for part in PARTS
        for kind in ("new", "gone", "changed")
        for index in range(number)
    )
    return Difference(clean, clean, changes, (EVIL,), (EVIL,))


def test_it_says_what_changed_and_where() -> None:
    html = "".join(page(compare(diffs.of(SAMPLES / "broken-several"), diffs.of(SAMPLES / "clean"))))
    read = Read(html)
    assert "broken-several → clean" in read.text
    assert "SECURECONNECTION of INTERNALCLIENTPARMS: ALLOWED -> REQUIRED" in read.text
    assert "PROFILE.TCPIP:18" in read.text and "PROFILE.TCPIP:17" in read.text
    assert [item["id"] for item in read.named("section")] == [
        "lead",
        *(part for part in PARTS if part != "handshake"),
    ]
    assert {target.removeprefix("#") for target in read.targets()} <= set(read.ids())


def test_its_policy_lets_nothing_run() -> None:
    html = "".join(page(hostile(2)))
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', html)
    assert policy and "script-src" not in policy[1] and policy[1].startswith("default-src &#x27;none&#x27;")
    assert "<script" not in html and "<img" not in html and "\u202e" not in html


def test_many_changes_fold_and_the_rest_is_counted() -> None:
    html = "".join(page(hostile(1_500)))
    assert len(html.encode()) < MOST_BYTES
    assert html.count("<details") == len(PARTS)
    assert "more, in the JSON document" in html
