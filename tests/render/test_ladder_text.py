"""Ladders as text, at several widths."""

from __future__ import annotations

import re

import pytest

from ssldiag.render.handshake_ladder import Rung, rungs
from ssldiag.render.ladder_text import ladder
from ssldiag.render.paint import painted
from tests.render.handshakes import failed, handshake

FAILED = """\
     frame         ms  client                                             server
         4        0.0  |-- ClientHello --------------------------------------->|
         6        2.0  |<--------- ServerHello, Certificate, ServerHelloDone --|
         8        3.4  |== fatal alert unknown_ca (48) =======================>|
         9             |-- FIN ----------------------------------------------->|
"""


def drawn(found: tuple[Rung, ...], columns: int = 80) -> str:
    return "".join(painted(ladder(found, columns), colour=False))


def test_a_failure() -> None:
    assert drawn(rungs(failed())) == FAILED


@pytest.mark.parametrize("columns", [56, 72, 80, 96, 110])
def test_lines_fit_and_arrows_end_under_the_sides(columns: int) -> None:
    lines = drawn(rungs(handshake()), columns).splitlines()
    assert {len(line) for line in lines[1:]} == {min(columns, 91)}
    assert len(lines[0]) == len(lines[1])


def test_long_labels_take_several_lines() -> None:
    labels = tuple(f"Message{number}" for number in range(12))
    shown = drawn((Rung("client", "message", labels, 1_234_567, 3600.5),), 72)
    lines = shown.splitlines()[1:]
    assert len(lines) > 2
    assert lines[0].startswith("   1234567  3600500.0  |-- Message0,")
    assert all(line.startswith(" " * 23 + "|-- ") for line in lines[1:])
    assert all(label in shown for label in labels)


def test_a_cut_and_an_encrypted_rung() -> None:
    shown = drawn(
        (
            Rung("server", "encrypted", ("encrypted handshake",), 3, 0.5),
            Rung("client", "cut", ("7 more",), None, None),
        )
    )
    assert re.search(r"\|<\.{20,} encrypted handshake \.\.\|\n", shown)
    assert "(7 more)" in shown.splitlines()[-1]


def test_nothing_seen_draws_nothing() -> None:
    assert drawn(()) == ""
