"""A story as text: what is told when, of a run for all to see and of a blind one."""

from __future__ import annotations

from collections.abc import Iterable

from ssldiag.lab.catalogue import load, named
from ssldiag.lab.stage import Act, Judged, Ran, Say, Shown
from ssldiag.lab.tell import Teller, end
from ssldiag.render.layout import Line

FAULT = named("wrong-port", load())


def text(lines: Iterable[Line]) -> list[str]:
    return ["".join(part for part, _ in line) for line in lines]


def test_an_open_story_begins_with_name_and_story() -> None:
    lines = text(Teller(80).head(FAULT))
    assert lines[0] == f"network/wrong-port: {FAULT.what}"
    assert "Each secured service has a port of its own" in lines[2]
    assert lines[-1] == "   How sure: documented, as the manuals say."


def test_a_blind_one_holds_back_story_and_cause_until_the_guess() -> None:
    teller = Teller(80, blind=True)
    first = text(teller.head(FAULT))
    assert first == ["   What was broken comes behind the logs, and behind your guess."]
    cause = Act(2)
    assert text(teller.item(cause, None)) == []
    assert text(teller.item(cause, Say("The port is wrong."))) == []
    assert text(teller.item(Act(3), None)) == ["", "3. What the client sees"]
    told = text(teller.guessed())
    assert told[1] == f"network/wrong-port: {FAULT.what}"
    assert told[-3:] == ["", "2. What was broken", "   The port is wrong."]
    assert text(teller.guessed()) == []


def test_commands_files_and_expectations() -> None:
    teller, act = Teller(80), Act(3)
    assert text(teller.item(act, Ran("ls \x1b[31m", ("a", "b"), 0, True))) == [
        "   $ ls \\x1b[31m",
        "   a",
        "   b",
        "   ...",
    ]
    assert text(teller.item(act, Shown("FILE", ("- old", "+ new")))) == ["   FILE", "   - old", "   + new"]
    met, missed = Judged("doctor", "ZVM101", "ZVM101", True), Judged("doctor", "ZVM101", "none", False)
    assert text(teller.item(act, met)) == ["   as expected: doctor: ZVM101"]
    assert text(Teller(80, quiet=True).item(act, met)) == []
    assert "none" in "".join(text(teller.item(act, missed)))


def test_the_end_says_what_is_left() -> None:
    assert text(end(True, "")) == ["", "All was as expected."]
    assert "ssldiag pool start $LAB/pool" in text(end(False, "/tmp/x"))[-1]
    assert text(end(True, "/tmp/x", pool=False))[-1].startswith("ssldiag mc status $LAB/pool")
