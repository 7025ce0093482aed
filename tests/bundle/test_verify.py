"""A finished bundle is what was written, and what our own texts say is no leak of the host's."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from ssldiag.bundle.leaks import Vocabulary
from ssldiag.bundle.make import make, own_words
from ssldiag.bundle.mapping import Mapping
from ssldiag.bundle.model import BundleError
from ssldiag.bundle.redact import Redactor
from ssldiag.bundle.stage import Options
from ssldiag.bundle.verify import problems
from ssldiag.registry import load
from tests.bundle.test_make import case


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Mapping]:
    """A bundle of a host that names a domain of which a rule speaks too."""
    place = tmp_path_factory.mktemp("made")
    host = place / "host"
    host.mkdir()
    (host / "SSL00001.CONSOLE").write_text("LOGON SSL00001\nDTCSSL999E www.github.com, github.com\n")
    mapping = Mapping(b"salt")
    make(case(host), Redactor(mapping), Options(), place / "case.zip")
    return place / "case.zip", mapping


def test_a_domain_that_stands_in_a_rule_is_no_leak(made: tuple[Path, Mapping]) -> None:
    path, mapping = made
    assert any("github.com" in original for _, original, _ in mapping.entries())
    assert any("github.com" in str(rule.sources) for rule in load().values())
    assert "report.sarif" in str(problems(path, mapping, Vocabulary("")))
    assert problems(path, mapping, own_words(load().values())) == []


def test_in_a_source_it_is_one_all_the_same(made: tuple[Path, Mapping], tmp_path: Path) -> None:
    path, mapping = made
    changed = tmp_path / "changed.zip"
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(changed, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name) + b" github.com" * name.startswith("sources/"))
    found = problems(changed, mapping, own_words(load().values()))
    assert any("an original can be read: sources/SSL00001.CONSOLE" in each for each in found)


def test_anything_else_is_no_bundle(tmp_path: Path) -> None:
    (tmp_path / "x.zip").write_bytes(b"PK\x05\x06" + bytes(18))
    (tmp_path / "x.txt").write_bytes(b"nothing")
    for name in ("x.zip", "x.txt"):
        with pytest.raises(BundleError, match="no bundle"):
            problems(tmp_path / name, None, own_words())


@pytest.mark.parametrize("at", range(0, 100, 9))
def test_a_damaged_archive_is_said_to_be_one(made: tuple[Path, Mapping], tmp_path: Path, at: int) -> None:
    data = bytearray(made[0].read_bytes())
    start = len(data) * at // 100
    data[start : start + 40] = bytes(40)
    (tmp_path / "x.zip").write_bytes(bytes(data))
    try:
        assert problems(tmp_path / "x.zip", None, own_words()) != []
    except BundleError as error:
        assert "no bundle" in str(error)
