"""Whole bundles: nothing that is secret is in them in any encoding; a survivor leaves nothing behind."""

from __future__ import annotations

import base64
import json
import stat
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest

from ssldiag.bundle import make as making
from ssldiag.bundle.make import Case, make, plan_only
from ssldiag.bundle.mapping import Mapping, load, save, saved
from ssldiag.bundle.model import Survivor
from ssldiag.bundle.redact import Redactor
from ssldiag.bundle.stage import Options
from ssldiag.bundled import folder
from ssldiag.errors.load import Tables
from ssldiag.facts import Facts
from ssldiag.model import Snapshot
from ssldiag.registry import load as load_rules
from ssldiag.settings import Settings
from ssldiag.snapshot import open_snapshot
from tests.bundle import cases

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


def case(path: Path) -> Case:
    rules = tuple(load_rules().values())
    return Case(
        open_snapshot(path), rules, Settings(), NOW, Tables(folder("errortables")), lambda report: report
    )


@pytest.fixture(scope="module")
def bundles(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The archive and the page of a host full of secrets."""
    place = tmp_path_factory.mktemp("bundles")
    host = cases.make(place / "host")
    mapping = Mapping(b"salt")
    for name in ("case.zip", "case.html"):
        make(case(host), Redactor(mapping, frozenset(), ("USERSECRETWORD",)), Options(), place / name)
    return place / "case.zip", place / "case.html"


def contents(path: Path) -> dict[str, bytes]:
    if path.suffix == ".html":
        return {path.name: path.read_bytes()}
    with zipfile.ZipFile(path) as archive:
        return {name: name.encode() + b"\n" + archive.read(name) for name in archive.namelist()}


def spellings(word: str) -> list[bytes]:
    """A word in the encodings in which it must not be found; in base64 the characters that are its own."""
    found = []
    for text in {word, word.upper(), word.lower()}:
        raw = text.encode()
        found += [
            raw,
            text.encode("utf-16-le"),
            text.encode("utf-16-be"),
            text.encode("cp037"),
        ]
        found += [raw.hex().encode(), raw.hex().upper().encode(), text.encode("cp037").hex().upper().encode()]
        found += [base64.b64encode(b"x" * shift + raw)[-(-shift * 4 // 3) : -4] for shift in range(3)]
        found += [
            "".join(f"%{octet:02X}" for octet in raw).encode(),
            "".join(f"&#{octet};" for octet in raw).encode(),
        ]
    return [spelling for spelling in found if len(spelling) > 4]


@pytest.mark.parametrize("index", [0, 1], ids=["zip", "html"])
def test_no_canary_is_alive(bundles: tuple[Path, Path], index: int) -> None:
    everything = contents(bundles[index])
    alive = [
        (name, word)
        for name, data in everything.items()
        for word in (*cases.SECRETS, *cases.NAMES, "stashPWQ7")
        for spelling in spellings(word)
        if spelling in data
    ]
    assert alive == []


def test_no_key_and_no_certificate_is_in_it(bundles: tuple[Path, Path]) -> None:
    key, certificate = cases.private_key().split("\n")[1:-2], cases.certificate().split("\n")[1:-2]
    for data in contents(bundles[0]).values():
        assert not any(line.encode() in data for line in (*key, *certificate))
        assert b"-----BEGIN" not in data


def test_what_is_in_an_archive(bundles: tuple[Path, Path]) -> None:
    names = set(contents(bundles[0]))
    assert {"case.html", "report.json", "report.sarif", "manifest.json"} <= names
    assert all(name.startswith("sources/") for name in names if "/" in name)


def test_the_same_case_gives_the_same_bytes(tmp_path: Path) -> None:
    host = cases.make(tmp_path / "host")
    for name in ("a.zip", "b.zip"):
        make(case(host), Redactor(Mapping(b"salt")), Options(), tmp_path / name)
    assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "b.zip").read_bytes()


@pytest.mark.parametrize("name", ["case.zip", "case.html"])
def test_a_survivor_leaves_nothing_behind(tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    host = tmp_path / "host"
    host.mkdir()
    (host / "SSL00001.CONSOLE").write_text("LOGON SSL00001\nDTCSSL999E leakyword is here\n")
    redactor = Redactor(Mapping(b"salt"))
    monkeypatch.setattr(redactor, "originals", lambda: {"leakyword": "hosts"})
    target = tmp_path / "out" / name
    target.parent.mkdir()
    with pytest.raises(Survivor) as caught:
        make(case(host), redactor, Options(), target)
    assert list(target.parent.iterdir()) == []
    assert "leakyword" not in str(caught.value) and "(hosts)" in str(caught.value)


def test_the_plan_writes_nothing_and_says_everything(tmp_path: Path) -> None:
    host = cases.make(tmp_path / "host")
    plan = plan_only(open_snapshot(host), Redactor(Mapping(b"salt")), Options())
    assert len(plan.items) == len([path for path in host.rglob("*") if path.is_file()])
    assert {item.fate for item in plan.items} >= {"redacted", "decoded", "dropped"}
    assert list(tmp_path.iterdir()) == [host]


def test_the_mapping_is_its_owners_alone_and_has_no_password(tmp_path: Path) -> None:
    host = cases.make(tmp_path / "host")
    mapping = Mapping(b"salt")
    make(case(host), Redactor(mapping), Options(), tmp_path / "case.zip")
    save(mapping, tmp_path / "m.json")
    assert stat.S_IMODE((tmp_path / "m.json").stat().st_mode) == 0o600
    text = (tmp_path / "m.json").read_text()
    assert not any(word in text for word in cases.SECRETS)
    assert load(tmp_path / "m.json").words == mapping.words


def test_a_mapping_stays_only_with_its_bundle(tmp_path: Path) -> None:
    new, old = tmp_path / "new.json", tmp_path / "old.json"
    save(Mapping(b"salt"), old)
    for path in (new, old):
        with pytest.raises(OSError, match="no room"), saved(Mapping(b"salt"), path):
            raise OSError("no room")
    assert [path.name for path in tmp_path.iterdir()] == ["old.json"]


def test_facts_are_made_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[Snapshot] = []
    once = Facts.__init__

    def counted(self: Facts, snapshot: Snapshot, settings: Settings, now: datetime) -> None:
        made.append(snapshot)
        once(self, snapshot, settings, now)

    monkeypatch.setattr(Facts, "__init__", counted)
    (tmp_path / "host").mkdir()
    (tmp_path / "host" / "SSL00001.CONSOLE").write_text("LOGON SSL00001\nDTCSSL001I Ready\n")
    make(case(tmp_path / "host"), Redactor(Mapping(b"salt")), Options(), tmp_path / "case.zip")
    assert len(made) == 1


def test_many_findings_and_long_lines(tmp_path: Path) -> None:
    host = tmp_path / "host"
    host.mkdir()
    lines = [
        f"07:12:{n % 60:02} DTCFTS8467E Error verifying TLS label <b>{n}</b>\u202e" for n in range(3_000)
    ]
    (host / "FTPSERVE.CONSOLE").write_text("\n".join(["LOGON FTPSERVE", *lines, "z" * 10_000_000]) + "\n")
    given = make(case(host), Redactor(Mapping(b"salt")), Options(), tmp_path / "case.zip")
    assert sum(len(stretch.lines) for text in given.sources for stretch in text.stretches) <= 2_100
    data = contents(tmp_path / "case.zip")
    assert b"<b>7</b>" not in data["case.html"] and b"\xe2\x80\xae" not in data["case.html"]
    assert len(data["case.html"]) < 5_000_000
    assert json.loads(data["report.json"].split(b"\n", 1)[1])["schema"] == "ssldiag.report/1"


def test_own_words_are_those_of_the_program() -> None:
    own = making.own_words()
    assert "landmark" in own or "findings" in own
    assert "zvmcanary" not in own
