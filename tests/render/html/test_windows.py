"""Which lines of which sources: all where there is room, the cited ones first where there is not."""

from __future__ import annotations

from ssldiag.bundle.model import SourceText, Stretch
from ssldiag.render.html.windows import FILES, choose

LINES = tuple(f"line {number}" for number in range(1, 10_001))


def source(path: str, lines: tuple[str, ...] = LINES) -> SourceText:
    return SourceText(path, "transcript", "console log", len(lines), (Stretch(1, lines),))


def test_a_small_source_is_whole() -> None:
    (shown,) = choose([source("A", LINES[:30])], {}, 100_000)
    assert shown.numbers == tuple(range(1, 31)) and shown.left_out == 0


def test_cited_lines_and_their_neighbours_come_first() -> None:
    (shown,) = choose([source("A")], {"A": {5_000, 9_000}}, 10_000)
    assert {4_999, 5_000, 5_001, 8_999, 9_000, 9_001} <= set(shown.numbers)
    assert shown.left_out == 10_000 - len(shown.numbers) > 9_000
    assert list(shown.numbers) == sorted(shown.numbers)


def test_a_cited_source_gets_more() -> None:
    first, second = choose([source("A"), source("B")], {"B": {7}}, 90_000)
    assert len(second.numbers) > 4 * len(first.numbers) > 0


def test_what_one_leaves_is_for_the_next() -> None:
    alone = choose([source("B")], {}, 50_000)[0]
    after = choose([source("A", ("x",)), source("B")], {}, 50_000)[1]
    assert len(after.numbers) > 0.9 * len(alone.numbers)


def test_many_sources_are_bounded() -> None:
    shown = choose([source(str(number), LINES[:10]) for number in range(FILES + 50)], {}, 100_000)
    assert len(shown) == FILES
    assert not any(each.numbers for each in shown[:10])


def test_stretches_keep_their_numbers() -> None:
    parts = (Stretch(1, ("a",)), Stretch(500, ("b", "c")))
    (shown,) = choose([SourceText("A", "transcript", "", 900, parts)], {}, 50_000)
    assert shown.numbers == (1, 500, 501) and shown.left_out == 897
