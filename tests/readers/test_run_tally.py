"""What is kept of a run, and that nothing is lost without being counted."""

from __future__ import annotations

import pytest

from ssldiag.readers import messages, run_tally
from ssldiag.readers.messages import Head
from ssldiag.readers.run_tally import IDS, KEPT_PER_TEXT, TEXTS_PER_ID, RunTally


def add(tally: RunTally, number: int, line: str) -> None:
    head = messages.head(line)
    assert isinstance(head, Head)
    tally.add(head, head.text, (number, line, None))


def test_the_first_hundred_and_the_last_are_kept_with_the_count() -> None:
    tally = RunTally("F", 1)
    for number in range(1, 251):
        add(tally, number, f"12:00:{number % 60:02d} DTCSSL022E Handshake failed rc: 8 reason: x")
    found = tally.messages()
    assert [item.place.line for item in found] == [*range(1, KEPT_PER_TEXT + 1), 250]
    assert {item.count for item in found} == {250}
    assert found[-1].stamp == "12:00:10"
    assert tally.counts() == (("DTCSSL022E", 250),)
    assert list(tally.notes()) == []


def test_too_many_texts_of_one_id_are_counted_and_told() -> None:
    tally = RunTally("F", 7)
    for number in range(TEXTS_PER_ID + 500):
        add(tally, number + 7, f"DTCXYZ100I text {number}")
    add(tally, 9_999, "DTCRUN1099E Server not started - correct problem and retry")
    assert dict(tally.counts()) == {"DTCXYZ100I": TEXTS_PER_ID + 500, "DTCRUN1099E": 1}
    assert len(tally.messages()) == TEXTS_PER_ID + 1
    (note,) = tally.notes()
    assert "500" in note.reason and "DTCXYZ100I" in note.reason


def test_too_many_ids_are_counted_and_told() -> None:
    tally = RunTally("F", 1)
    total = 2 * IDS + 300
    for number in range(total):
        add(tally, number, f"DTC{number // 1000:03X}{number % 1000:03d}I text")
    kept = sum(count for _, count in tally.counts())
    assert len(tally.messages()) == IDS
    assert kept == 2 * IDS
    (note,) = tally.notes()
    assert f"{total - IDS:,}" in note.reason


def test_a_rare_error_behind_a_flood_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run_tally, "ROOM", 20_000)
    tally = RunTally("F", 1)
    for number in range(500):
        add(tally, number, f"DTCXYZ100I text {number}")
    add(tally, 501, "DTCRUN1099E Server not started - correct problem and retry")
    kept = [item.id for item in tally.messages()]
    assert kept[-1] == "DTCRUN1099E"
    assert len(kept) < 50
    assert tally.spent < run_tally.ROOM + run_tally.RESERVE


def test_a_line_is_looked_up_in_one_form_only() -> None:
    tally = RunTally("F", 1)
    head = messages.head("DTCXYZ100I text")
    assert head is not None
    entry = tally.add(head, "text", (1, "DTCXYZ100I text", None))
    assert entry is not None
    tally.look_up("DTCXYZ100I text", entry)
    tally.look_up("DTCXYZ100I    text", entry)
    assert list(tally.known) == ["DTCXYZ100I text"]
