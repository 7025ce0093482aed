"""Handshakes of a real GSKit against what it said about them: the share of codes that ``will_log`` names."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from ssldiag.capture.decode import decode
from ssldiag.capture.judged import judged
from ssldiag.wire.model import Side, Verdict, WillLog

SIDES: tuple[Side, Side] = ("client", "server")


@dataclass(frozen=True)
class Row:
    """One GSKit side of one case: what it returned, what was foretold."""

    case: str
    side: Side
    code: str
    said: tuple[WillLog, ...]
    cause: str

    @property
    def named(self) -> bool:
        """Whether the code is among those foretold; a side without a fault must have none."""
        return not self.said if self.code == "0" else self.code in {entry.code for entry in self.said}

    @property
    def first(self) -> bool:
        """Whether the code is the first one foretold."""
        return self.named and (self.code == "0" or self.said[0].code == self.code)

    @property
    def surely_wrong(self) -> bool:
        """Whether a code is marked certain that is not the one."""
        return any(entry.confidence == "certain" and entry.code != self.code for entry in self.said)

    def __str__(self) -> str:
        said = ", ".join(f"{entry.code} {entry.confidence}" for entry in self.said) or "nothing"
        return f"{self.case} {self.side}: GSKit returned {self.code}, foretold {said} ({self.cause})"


def cases(folder: Path) -> Iterator[dict[str, Any]]:
    """The cases that have a capture with one connection."""
    for line in (folder / "matrix.jsonl").read_text("utf-8").splitlines():
        case = json.loads(line)
        if case["capture"] and not any("connections" in case[side] for side in SIDES):
            yield case


@pytest.fixture(scope="module")
def rows(shared: Path) -> list[Row]:
    """A row for each GSKit side."""
    folder = shared / "captures" / "gskit"
    found = []
    for case in cases(folder):
        results = list(judged(decode([str(folder / case["capture"])])))
        assert len(results) <= 1, case["id"]
        found += [row for result in results for row in _rows(case, result.verdict)]
        if not results:
            found += [_unseen(case, side) for side in gskit_sides(case)]
    return found


def gskit_sides(case: dict[str, Any]) -> list[Side]:
    """The sides that were GSKit."""
    return [side for side in SIDES if case[side]["impl"].startswith("GSKit")]


def _unseen(case: dict[str, Any], side: Side) -> Row:
    return Row(case["id"], side, str(case[side]["rc"]), (), "no handshake")


def _rows(case: dict[str, Any], verdict: Verdict) -> Iterator[Row]:
    for side in gskit_sides(case):
        said = tuple(one for one in verdict.will_log if one.side == side and one.platform == "gskit8")
        yield Row(case["id"], side, str(case[side]["rc"]), said, verdict.cause)


def wrong(rows: list[Row], what: str) -> str:
    """The rows that are not as they should be, for the message of a failed test."""
    return f"{what}:\n" + "\n".join(map(str, rows))


def test_there_is_something_to_score(rows: list[Row]) -> None:
    assert len(rows) > 400
    assert Counter(row.code for row in rows)["420"] > 100


def test_the_codes_of_gskit_are_foretold(rows: list[Row]) -> None:
    missed = [row for row in rows if not row.named]
    assert len(missed) <= 0.05 * len(rows), wrong(missed, f"{len(missed)} of {len(rows)}")


def test_the_first_code_is_mostly_the_right_one(rows: list[Row]) -> None:
    missed = [row for row in rows if not row.first]
    assert len(missed) <= 0.1 * len(rows), wrong(missed, f"{len(missed)} of {len(rows)}")


def test_failing_sides_alone(rows: list[Row]) -> None:
    failing = [row for row in rows if row.code != "0"]
    missed = [row for row in failing if not row.named]
    assert len(missed) <= 0.1 * len(failing), wrong(missed, f"{len(missed)} of {len(failing)}")


def test_nothing_is_said_of_sides_without_a_fault(rows: list[Row]) -> None:
    accused = [row for row in rows if row.code == "0" and row.said]
    assert accused == [], wrong(accused, "accused")


def test_hardly_a_certain_code_is_wrong(rows: list[Row]) -> None:
    false = [row for row in rows if row.surely_wrong]
    assert len(false) <= 0.01 * len(rows), wrong(false, "certain and wrong")
