"""The table of troubles: complete, and true to what was measured."""

from __future__ import annotations

import csv
from pathlib import Path

from ssldiag.keydb.troubles import CONSEQUENCES, Trouble, Word
from ssldiag.model import Severity


def test_every_word_has_a_consequence() -> None:
    assert set(CONSEQUENCES) == set(Word)
    assert all(consequence.then for consequence in CONSEQUENCES.values())


def test_only_what_was_measured_is_certain_to_answer() -> None:
    """Without a measured answer nothing is said to be one."""
    for word, consequence in CONSEQUENCES.items():
        trouble = Trouble(word, "x")
        assert (trouble.severity, trouble.then, trouble.answers, trouble.certain) == (
            consequence.severity,
            consequence.then,
            consequence.answers,
            consequence.certain,
        )
    assert CONSEQUENCES[Word.EXPIRED].severity is Severity.ERROR


def test_constants_are_those_of_the_fact_tables(shared: Path) -> None:
    """Numbers and names of the answers, against the tables of return codes."""
    known: set[tuple[str, str]] = set()
    for file in ("distributed_gskit.csv", "gskit8_measured.csv", "gskit_observed.csv", "gskkm_numbering.csv"):
        with (shared / "facts" / "errors" / file).open(encoding="utf-8", newline="") as stream:
            for row in csv.DictReader(stream):
                values = [value or "" for value in row.values() if isinstance(value, str)]
                known |= {(one, other) for one in values for other in values}
    for consequence in CONSEQUENCES.values():
        for answer in consequence.answers:
            assert (str(answer.code), answer.constant) in known, answer
