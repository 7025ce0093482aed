"""Files of two sides: paired, and compared as far as it helps."""

from __future__ import annotations

from pathlib import Path

from ssldiag.bundle.diff_files import compare, pairs
from tests.bundle import diffs

FORM = "[system SHOP1]\nhost-name = shop1.example.com\ncrypto-hardware = no\ndcm-pages = yes\n"


def told(tmp_path: Path, old: dict[str, str | bytes], new: dict[str, str | bytes]) -> list[str]:
    first, second = diffs.side(tmp_path / "old", old), diffs.side(tmp_path / "new", new)
    return [change.what for change in compare(first, second, pairs(first, second), ())]


def test_lines_are_counted(tmp_path: Path) -> None:
    found = told(tmp_path, {"a.log": "one\ntwo\n"}, {"a.log": "one\nthree\nfour\n"})
    assert found == ["a.log differs: 1 line gone, 2 new"]


def test_order_and_blanks_are_said_to_be_no_more(tmp_path: Path) -> None:
    found = told(tmp_path, {"a.log": "one\ntwo\n"}, {"a.log": "  two\none\n"})
    assert found == ["a.log differs in blanks or in the order of lines alone"]


def test_binary_files_differ_as_bytes(tmp_path: Path) -> None:
    old, new = b"\0\1\2" * 100, b"\0\1\3" * 100
    assert told(tmp_path, {"x.bin": old}, {"x.bin": new}) == ["x.bin differs as bytes"]


def test_lines_of_forms_are_quoted(tmp_path: Path) -> None:
    found = told(tmp_path, {"settings.txt": FORM}, {"settings.txt": FORM.replace("= yes", "= no")})
    assert found[1:] == ["line removed: dcm-pages = yes", "line added: dcm-pages = no"]


def test_two_files_of_a_name_are_not_guessed_at(tmp_path: Path) -> None:
    old: dict[str, str | bytes] = {"a/TCPIP.DATA": "HOSTNAME A\n", "b/TCPIP.DATA": "HOSTNAME B\n"}
    first = diffs.side(tmp_path / "old", old)
    second = diffs.side(tmp_path / "new", {"c/TCPIP.DATA": "HOSTNAME B\n"})
    assert pairs(first, second) == {}
