"""Columns as wide as what they hold, and settings that go on below."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from ssldiag.pool.admin.table import VALUES_AT, WIDTH, table, wrapped


def test_columns() -> None:
    assert table(
        ("Server", "State   ", ">Count", ""), [("SSL00001", "Up", 7, "note"), ("S", "", "-", "")]
    ) == [
        "Server    State     Count",
        "SSL00001  Up            7  note",
        "S                       -",
    ]
    assert table(("A",), [("\x1b[2J",)], "  ") == ["  A", "  \\x1b[2J"]


def test_lists_go_on_below() -> None:
    words = [f"CIPHER_{at:03}" for at in range(12)]
    first, *rest = wrapped("Ciphers", words)
    assert first.startswith("  Ciphers        CIPHER_000 ")
    assert rest
    assert all(line.startswith(" " * VALUES_AT + "CIPHER_") for line in rest)
    assert all(len(line) <= WIDTH for line in (first, *rest))
    assert " ".join([first, *rest]).split()[1:] == words


@given(st.lists(st.tuples(st.text(max_size=9), st.integers()), max_size=5))
@settings(max_examples=60, deadline=None)
def test_any_cells_stay_in_their_columns(rows: list[tuple[str, int]]) -> None:
    lines = table(("Name", ">Number"), rows)
    assert len(lines) == len(rows) + 1
    assert all(line.isprintable() for line in lines)
    assert all(line.endswith(str(row[1])) for line, row in zip(lines[1:], rows, strict=True))
