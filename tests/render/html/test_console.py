"""The console time line as a list: what is quiet folds, what repeats folds after a screen of it."""

from __future__ import annotations

from ssldiag.bundle.model import ConsoleRow
from ssldiag.render.html.console import EVENTS, RUN, console
from ssldiag.render.html.links import Links
from ssldiag.render.html.room import Room


def rows(kind: str, number: int) -> list[ConsoleRow]:
    return [ConsoleRow("A.CONSOLE", n + 1, "A", kind, "DTCSSL999E", f"DTCSSL999E {n}") for n in range(number)]


def drawn(found: list[ConsoleRow]) -> str:
    return console(found, Links(), Room(10**6))


def test_a_few_lines_stay_open() -> None:
    assert "<details" not in drawn([*rows("info", RUN), *rows("error", EVENTS)])


def test_long_runs_fold_and_none_is_lost() -> None:
    html = drawn([*rows("info", RUN + 1), *rows("error", EVENTS + 7)])
    assert f"{RUN + 1} lines of information" in html and "7 more lines with events" in html
    assert html.count("<li class") == RUN + 1 + EVENTS + 7
