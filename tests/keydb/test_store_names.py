"""Labels for records that have none, or the same."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from ssldiag.keydb.store import Record
from ssldiag.keydb.store_names import numbered, subject_label

from .stores import record


def test_subject() -> None:
    assert subject_label("CN=a,O=b") == "a"
    assert subject_label("O=b,CN=a\\, c") == "a\\, c"
    assert subject_label("O=b") == "O=b"
    assert subject_label("") == "certificate"


def test_each_certificate_once_with_its_key() -> None:
    one = record("TLSCERT1")
    bare = replace(one, key=None, label="")
    assert list(numbered([bare, one, bare])) == [one]
    assert list(numbered([bare])) == [Record("zvm1", one.certificate)]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(["a", "a 2", "a 3", "b"]), max_size=12))
def test_no_two_the_same(labels: list[str]) -> None:
    records = [Record(label, bytes([at])) for at, label in enumerate(labels)]
    found = [one.label for one in numbered(records)]
    assert len(found) == len(set(found)) == len(labels)
    assert set(labels) <= set(found)
