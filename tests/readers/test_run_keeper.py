"""Runs in bounded room: the first and the last are kept, the rest is told."""

from __future__ import annotations

import pytest

from ssldiag.model import TextPlace
from ssldiag.readers import messages, run_keeper
from ssldiag.readers.run_keeper import Runs, agreed
from ssldiag.readers.transcript_model import Run


def fill(runs: Runs, lines: list[str]) -> None:
    for number, line in enumerate(lines, 1):
        head = messages.head(line)
        assert head is not None
        runs.add(head, head.text, number, line)


START = "DTCRUN1022I Console log will be sent to default owner ID: TCPMAINT"
GIVEN_UP = "DTCRUN1099E Server not started - correct problem and retry"


def test_the_oldest_but_the_first_are_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run_keeper, "ROOM", 10_000)
    runs = Runs("F")
    fill(runs, [START, GIVEN_UP] * 50)
    found, notes = runs.finish()
    lines = [run.place.line for run in found if isinstance(run.place, TextPlace)]
    assert lines[0] == 1 and lines[-1] == 99 and len(lines) < 10
    (note,) = notes
    assert f"{50 - len(lines)} runs with {2 * (50 - len(lines))} messages" in note.reason
    assert str(note.place) == "F:3"


def test_the_machine_of_the_file_is_that_of_runs_that_do_not_say() -> None:
    runs = Runs("SSL00002.CONSOLE")
    pool = "DTCRUN1046I Using 'server' definition (SSL*) from file: SYSTEM DTCPARMS D1"
    other = "DTCRUN1046I Using 'server' definition (STS*) from file: SYSTEM DTCPARMS D1"
    fill(runs, [START, pool, GIVEN_UP, START, other, GIVEN_UP])
    found, _ = runs.finish()
    assert [(run.userid, run.pool) for run in found] == [("SSL00002", "SSL*"), (None, "STS*")]


def test_runs_agree_or_not() -> None:
    place = TextPlace("F", 1)
    assert agreed([Run(place, "A", ()), Run(place, None, ()), Run(place, "A", ())]) == "A"
    assert agreed([Run(place, "A", ()), Run(place, "B", ())]) is None
    assert agreed([]) is None
