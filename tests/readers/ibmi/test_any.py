"""Every reader of IBM i files, with anything at all: values or a reason, in good time, with places."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ssldiag.kinds import IBMI, KINDS
from ssldiag.model import TextPlace
from ssldiag.readers.ibmi.document import Document, moment
from ssldiag.readers.ibmi.readers import READERS
from ssldiag.recognise import recognise
from ssldiag.text import detect
from tests.effort import seconds
from tests.readers.support import located, source

ROOT = Path(__file__).parents[3]
SAMPLES = sorted(path for path in (ROOT / "samples" / "ibmi").rglob("*") if path.suffix in (".txt", ".csv"))


def kind_of(path: Path) -> str:
    data = path.read_bytes()
    return recognise(path.name, data[:65536], len(data), detect(data[:65536], len(data)))[0]


def read(kind: str, data: bytes | str) -> Document[Any]:
    return READERS[kind](source(data, kind))


def places(found: Document[Any]) -> Iterator[TextPlace]:
    for row in found.rows:
        yield from (item.place for item in located(row) if isinstance(item.place, TextPlace))


def test_there_is_a_reader_for_every_kind() -> None:
    assert set(READERS) == set(IBMI)
    assert all(KINDS[kind].collect for kind in READERS)


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_samples_are_recognised_and_read_whole(path: Path) -> None:
    kind = kind_of(path)
    assert kind in READERS
    found = read(kind, path.read_bytes())
    assert found.rows
    assert found.unreadable == ()


@pytest.mark.parametrize("path", SAMPLES[:12], ids=lambda path: f"{path.parent.name}/{path.name}")
def test_cut_files_give_a_part_of_the_rows(path: Path) -> None:
    data = path.read_bytes()
    kind = kind_of(path)
    whole = len(read(kind, data).rows)
    for end in range(0, len(data), max(1, len(data) // 40)):
        found = read(kind, data[:end])
        assert len(found.rows) <= whole
        assert all(place.line >= 1 and place.column >= 1 for place in places(found))


@pytest.mark.parametrize("kind", sorted(READERS))
@settings(max_examples=25, deadline=None)
@given(data=st.binary(max_size=300))
def test_any_bytes(kind: str, data: bytes) -> None:
    found = read(kind, data)
    assert isinstance(found, Document)


LINES = st.lists(
    st.sampled_from(
        [line for path in SAMPLES for line in path.read_text("utf-8", "replace").splitlines()[:3]]
        + [
            "",
            "[system X]",
            "[package",
            "key = ",
            "  #1 (  9) +0000 C3",
            "Page 1",
            "More...",
            '"',
            "{",
            "5770SS1 34",
        ]
    ),
    max_size=12,
)


@pytest.mark.parametrize("kind", sorted(READERS))
@settings(max_examples=25, deadline=None)
@given(lines=LINES)
def test_lines_of_all_kinds_mixed(kind: str, lines: list[str]) -> None:
    found = read(kind, "\n".join(lines))
    assert all(1 <= place.line <= len(lines) for place in places(found))


WIDE = {
    "blanks": " " * 200_000 + "x",
    "dots": "Library" + " ." * 80_000,
    "colons": "a . :" * 40_000,
    "words": "5770SS1 " * 25_000,
    "equals": "[system X]\n" + "=" * 40_000,
    "bracket": "[system " + " " * 40_000,
}


@pytest.mark.parametrize("kind", sorted(READERS))
@pytest.mark.parametrize("line", WIDE)
def test_a_very_long_line(kind: str, line: str) -> None:
    assert seconds(lambda: read(kind, WIDE[line])) < 5


MANY = {
    "dots": (" " * 100 + "a" + " ." * 70 + "\n") * 3_000,
    "blanks": ("5770SS1" + " " * 150 + "x\n") * 3_000,
    "hexadecimal": ("  #1    (   21)    +0000   " + "C3D6D5D5 " * 15 + "\n") * 3_000,
    "capitals": ("QSYS " * 40 + "\n") * 3_000,
}


@pytest.mark.parametrize("kind", sorted(READERS))
@pytest.mark.parametrize("lines", MANY)
def test_many_odd_lines(kind: str, lines: str) -> None:
    assert seconds(lambda: read(kind, MANY[lines])) < 5


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("2026-11-22-10.15.00.123456", (2026, 11, 22, 10, 15, 0)),
        ("2026-11-22 10:15:01", (2026, 11, 22, 10, 15, 1)),
        ("2026-11-22T10:15:01Z", (2026, 11, 22, 10, 15, 1)),
        ("2026-11-22", (2026, 11, 22, 0, 0, 0)),
    ],
)
def test_moments(text: str, wanted: tuple[int, ...]) -> None:
    found = moment(text)
    assert found is not None
    assert found.timetuple()[:6] == wanted


@pytest.mark.parametrize("text", ["", "yesterday", "22/11/2026", "2026-13-01", "9" * 100])
def test_no_moments(text: str) -> None:
    assert moment(text) is None
