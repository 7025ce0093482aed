"""What was read in a key database comes back as it was, and anything else is refused with a reason."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ssldiag.keydb import public
from ssldiag.keydb.certificate import signed_by
from ssldiag.keydb.model import NotAKeyDatabase
from ssldiag.keydb.read import read

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("sample", ["clean", "certificate-expired", "broken-several"])
def test_there_and_back(sample: str) -> None:
    database = read((ROOT / "samples" / "zvm" / sample / "Database.kdb").read_bytes(), "Database.kdb")
    data = public.dump(database)
    assert public.looks_like(data)
    assert read(data, "Database.kdb") == database
    assert read(data, "other").file == "other"


def test_a_refusal_stays_one() -> None:
    with pytest.raises(NotAKeyDatabase, match="it is empty"):
        read(public.dump("it is empty"), "x")


def test_who_signed_is_what_stands_beside_the_certificate() -> None:
    database = read((ROOT / "samples" / "zvm" / "clean" / "Database.kdb").read_bytes(), "x")
    (one, *_) = (entry.certificate for entry in database.entries if entry.certificate)
    known = replace(one, signers=((one.sha256, False),))
    assert signed_by(known, one) is False
    assert signed_by(replace(known, signers=()), one) is None


JSON = st.recursive(st.none() | st.booleans() | st.integers() | st.text(max_size=5), lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["entries", "certificate", "problems", "label", "signers", "format"]), inner, max_size=4), max_leaves=8)  # fmt: skip # noqa: E501


@settings(max_examples=80, deadline=None)
@given(JSON)
def test_any_json_is_a_database_or_refused(content: object) -> None:
    try:
        found = public.read(json.dumps({"schema": public.SCHEMA, "database": content}).encode(), "x")
    except NotAKeyDatabase:
        return
    assert found.file == "x"
