"""The mapping's file is whole or not there, and anything else is refused with a sentence."""

from __future__ import annotations

from pathlib import Path

import pytest

from ssldiag.bundle import mapping as module
from ssldiag.bundle.mapping import Mapping, load, save
from ssldiag.bundle.model import BundleError


def filled() -> Mapping:
    mapping = Mapping.new()
    mapping.stand_in("userids", "DAVE", lambda taken, number: "USE1")
    return mapping


def test_there_and_back(tmp_path: Path) -> None:
    mapping = filled()
    save(mapping, tmp_path / "m.json")
    again = load(tmp_path / "m.json")
    assert again.words == mapping.words and again.salt == mapping.salt
    assert again.known("userids", "dave") == "USE1" and again.before == {"use1"}
    assert [path.name for path in tmp_path.iterdir()] == ["m.json"]


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"schema": "ssldiag.mapping/1"}', '{"schema": 1, "salt": "zz"}', "\0"]
)
def test_what_is_none(tmp_path: Path, text: str) -> None:
    (tmp_path / "m.json").write_text(text)
    with pytest.raises(BundleError, match="no mapping file"):
        load(tmp_path / "m.json")


def test_there_is_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST", 1)
    mapping = filled()
    with pytest.raises(BundleError, match="names and addresses"):
        mapping.stand_in("userids", "EVE", lambda taken, number: "USE2")


def test_numbers_depend_on_the_salt() -> None:
    first, second = Mapping(b"a"), Mapping(b"b")
    assert first.digest("0a", 64) == first.digest("0A", 64) != second.digest("0a", 64)
    assert len(first.digest("0a", 40)) == 40
