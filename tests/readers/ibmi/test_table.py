"""Results of SQL statements give the same rows in all forms; what does not fit is said."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ssldiag.model import TextPlace
from ssldiag.readers.ibmi import either, table_json
from ssldiag.readers.ibmi.table import Table, column_name, number
from tests.effort import seconds
from tests.readers.support import pointed_at, source

WANTED = frozenset(("NAME", "SIZE"))
COMMA = 'NAME,SIZE,NOTE\nA,1,"x, ""y"""\nB,,\n'


def table(text: str | bytes) -> Table:
    found = either.table(source(text, "ibmi_ptfs"), WANTED)
    assert found is not None
    return found


def pairs(found: Table) -> list[tuple[str, str, str]]:
    return [(row.text("NAME"), row.text("SIZE"), row.text("NOTE")) for row in found.rows]


ROWS = [("A", "1", 'x, "y"'), ("B", "", "")]
FORMS = {
    "comma": COMMA,
    "semicolon": 'name;size;note\nA;1;"x, ""y"""\nB;;\n',
    "tab": 'Name\tSize\tNote\nA\t1\t"x, ""y"""\nB\t\t\n',
    "title above": f"Result of the query\n\n{COMMA}",
    "byte order mark": "\ufeff" + COMMA,
    "quoted heading": COMMA.replace("NAME,SIZE,NOTE", '"NAME","SIZE","NOTE"'),
    "nulls": COMMA.replace("B,,", "B,-,(null)"),
    "other order": 'NOTE,SIZE,NAME\n"x, ""y""",1,A\n,,B\n',
    "JSON list": json.dumps([{"NAME": "A", "SIZE": 1, "NOTE": 'x, "y"'}, {"NAME": "B", "SIZE": None}]),
    "JSON inside": json.dumps(
        {"data": [{"name": "A", "size": 1, "note": 'x, "y"'}, {"name": "B"}]}, indent=2
    ),
    "JSON lines": '{"NAME": "A", "SIZE": "1", "NOTE": "x, \\"y\\""}\n{"NAME": "B"}\n',
    "db2": 'NAME  SIZE NOTE\n----- ---- ------\nA     1    x, "y"\nB     -    -\n\n 2 RECORD(S) SELECTED.\n',
}


@pytest.mark.parametrize("form", FORMS)
def test_every_form_gives_the_same_rows(form: str) -> None:
    found = table(FORMS[form])
    assert pairs(found) == ROWS
    assert found.unreadable == ()


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("codec", ["utf-8", "utf-16", "utf-16-be", "cp037", "cp273", "cp500"])
def test_every_encoding_gives_the_same_rows(form: str, codec: str) -> None:
    text = FORMS[form].removeprefix("\ufeff")
    assert pairs(table(text.encode(codec))) == ROWS


def test_every_value_knows_its_place() -> None:
    text = "NAME,SIZE\n  first  ,22\n"
    row = table(text).rows[0]
    for name, value in (("NAME", "first"), ("SIZE", "22")):
        cell = row.get(name)
        assert cell is not None
        assert pointed_at(cell.place, text) == value


def test_json_values_know_their_line_and_column() -> None:
    text = '[\n  {"NAME": "A",\n   "SIZE": 12}\n]'
    cell = table(text).rows[0].get("SIZE")
    assert cell is not None
    assert isinstance(cell.place, TextPlace)
    assert (cell.place.line, cell.place.column) == (3, 12)


def test_a_value_over_lines() -> None:
    found = table('NAME,SIZE\n"first\nsecond",1\nB,2\n')
    assert [row.text("NAME") for row in found.rows] == ["first\nsecond", "B"]


@pytest.mark.parametrize(
    ("text", "names", "reasons"),
    [
        ("NAME,SIZE\nA\nB,2\n", ["B"], ["has 1 values where the heading has 2"]),
        ("NAME,SIZE\nA,1,2\nB,2\n", ["B"], ["has 3 values where the heading has 2"]),
        ("NAME,SIZE\nA,1,\nB,2\n", ["A", "B"], []),
        ('NAME,SIZE\n"A,1\nB,2\n', ["B"], ["a quote is opened and not closed"]),
        (
            '[{"NAME": "A"}, {"NAME": "B"',
            ["A"],
            ["ends inside a list or an object: the file is cut off", "a row that is cut off"],
        ),
        (
            '[{"NAME": "A"}, {"NAME": "B]',
            ["A"],
            ["a text that is not ended on its line", "ends inside a list"],
        ),
        ('[{"NAME": "A"} ? {"NAME": "B"}]', ["A", "B"], ["is not JSON"]),
    ],
)
def test_what_does_not_fit_is_said_and_the_rest_counts(
    text: str, names: list[str], reasons: list[str]
) -> None:
    found = table(text)
    assert [row.text("NAME") for row in found.rows] == names
    said = [note.reason for note in found.unreadable]
    assert all(any(reason in each for each in said) for reason in reasons)
    assert bool(said) == bool(reasons)


def test_many_bad_rows_are_counted() -> None:
    found = table("NAME,SIZE\n" + "only one\n" * 250)
    assert len(found.unreadable) == 101
    assert found.unreadable[-1].reason == "150 more rows that do not fit the heading"


def test_lists_inside_a_row() -> None:
    found = table('[{"NAME": {"LABELS": ["x", "y"]}, "SIZE": [1, 2]}]')
    assert [item.value for item in found.rows[0].all("NAME")] == ["x", "y"]
    assert [item.value for item in found.rows[0].all("SIZE")] == ["1", "2"]


def test_no_table() -> None:
    assert either.table(source("nothing of the kind\nat all\n", "ibmi_ptfs"), WANTED) is None


def test_deep_nesting_is_refused_quickly() -> None:
    found = table_json.read("F", "[" * 200_000, WANTED)
    assert found.rows == ()
    assert "nested" in found.unreadable[0].reason


@pytest.mark.parametrize(
    "text",
    [
        "NAME,SIZE\n" + '"' * 400_000,
        "NAME,SIZE\n" + "," * 1_000_000,
        "NAME,SIZE\n" + '"a",' * 250_000,
        "NAME,SIZE\n" + '"\n' * 20_000,
        '["' + '\\"' * 400_000,
        '[{"NAME": "' + "x" * 1_000_000,
        "[" + '"a",' * 200_000,
    ],
    ids=["quotes", "commas", "cells", "open quotes", "escapes", "long text", "texts"],
)
def test_hostile_files_take_no_time(text: str) -> None:
    assert seconds(lambda: table(text)) < 10


@settings(max_examples=80, deadline=None)
@given(st.text(alphabet='NAME,SIZE;"\n\t-[]{}:\\1 x', max_size=120))
def test_any_text_gives_a_table_or_none(text: str) -> None:
    for start in ("", "NAME,SIZE\n", '[{"NAME": '):
        found = either.table(source(start + text, "ibmi_ptfs"), WANTED)
        assert found is None or all(row.place.line >= 1 for row in found.rows)


def test_column_names_and_numbers() -> None:
    assert column_name('"Local port"') == "LOCAL_PORT"
    cells = table("NAME,SIZE\nA,90\nB,90.0\nC,x\nD,99999999999999999999\n").rows
    assert [number(row.get("SIZE")) for row in cells] == [90, 90, None, None]
