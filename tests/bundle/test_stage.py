"""The redacted snapshot gives the findings of the original one, and what cannot be redacted stays at home."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import pytest

from ssldiag.bundle.mapping import Mapping
from ssldiag.bundle.redact import Redactor
from ssldiag.bundle.stage import MAX_SIZE, Options, Staged, stage
from ssldiag.doctor import examine
from ssldiag.keydb import public
from ssldiag.model import FilePlace, FramePlace, Place, Report, Rule, Snapshot, TextPlace
from ssldiag.registry import load
from ssldiag.settings import Settings
from ssldiag.snapshot import open_snapshot
from tests.bundle import cases

ROOT = Path(__file__).resolve().parents[2]
HOSTS = sorted(path.parent for path in (ROOT / "samples" / "zvm").glob("*/README.md"))
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


@cache
def rules() -> tuple[Rule, ...]:
    return tuple(load().values())


def report(snapshot: Snapshot) -> Report:
    return examine(snapshot, rules(), NOW, Settings())


def staged(path: Path, folder: Path, max_size: int = MAX_SIZE) -> Staged:
    return stage(open_snapshot(path), Redactor(Mapping(b"salt")), folder, Options(max_size=max_size))


def where(place: Place, paths: dict[str, str]) -> tuple[str, int | None]:
    number = {TextPlace: "line", FilePlace: "offset", FramePlace: "frame"}[type(place)]
    return paths.get(place.file, place.file), getattr(place, number)


def said(found: Report, paths: dict[str, str]) -> list[object]:
    """Codes, severities and places of all findings, causes too; skipped and passed checks."""
    results = [
        (
            result.finding.code,
            result.severity,
            tuple(where(item.place, paths) for item in result.finding.evidence),
        )
        for result in found.all_results()
    ]
    roots = sorted((root.finding.code, len(root.consequences)) for root in found.results)
    return [
        sorted(results, key=str),
        roots,
        [skip.rule.code for skip in found.skipped],
        [rule.code for rule in found.passed],
        [crash.rule.code for crash in found.crashed],
        len(found.unreadable),
    ]


@pytest.mark.parametrize("host", HOSTS, ids=lambda path: path.name)
def test_the_same_findings_at_the_same_lines(host: Path, tmp_path: Path) -> None:
    path = next(host.glob("*.zip"), host)
    made = staged(path, tmp_path)
    before, after = report(open_snapshot(path)), report(made.snapshot)
    assert said(after, made.original) == said(before, {})


def test_captures_give_the_same_findings(tmp_path: Path) -> None:
    path = ROOT / "samples" / "captures"
    made = staged(path, tmp_path)
    captures = [item for item in made.snapshot.sources if item.kind == "capture"]
    assert captures and all(b"ssldiag.capture-public/1" in item.read(200) for item in captures)
    assert said(report(made.snapshot), made.original) == said(report(open_snapshot(path)), {})


def test_evidence_points_at_the_words_it_means(tmp_path: Path) -> None:
    made = staged(ROOT / "samples" / "zvm" / "broken-several", tmp_path)
    for result in report(made.snapshot).all_results():
        for item in result.finding.evidence:
            if isinstance(item.place, TextPlace):
                assert item.place.column - 1 + item.place.width <= max(len(item.place.text), 1)


def test_lines_are_as_many_as_before(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    host = cases.make(tmp_path / "host")
    made = staged(host, tmp_path / "out")
    for source in made.snapshot.sources:
        original = made.original[source.path]
        if source.encoding and source.kind != "pem" and "USER.DIRECT" not in original:
            data = (host / original).read_bytes()
            text = data.decode("utf-16") if data[:2] == b"\xff\xfe" else data.decode("latin-1")
            assert len(source.read().decode().rstrip("\n").split("\n")) == len(text.rstrip("\n").split("\n"))


def test_what_is_secret_by_content_stays_at_home_whatever_its_name(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    host = cases.make(tmp_path / "host")
    (host / "key.txt").write_text(cases.private_key())
    (host / "harmless.log").write_bytes(bytes(octet ^ 0xF5 for octet in b"pw\0" + os.urandom(190)))
    items = {item.path: item for item in staged(host, tmp_path / "out").plan.items}
    assert {name for name, item in items.items() if item.dropped} == {
        "blob.bin",
        "harmless.log",
        "key.txt",
        "store.dat",
    }
    assert all(item.kept == 0 and item.reason for item in items.values() if item.dropped)


def test_a_key_database_goes_in_without_its_bytes(tmp_path: Path) -> None:
    path = ROOT / "samples" / "zvm" / "certificate-expired" / "Database.kdb"
    made = staged(path, tmp_path)
    data = made.snapshot.sources[0].read()
    database = public.read(data, "x")
    assert [entry.label for entry in database.entries] and all(
        entry.certificate is None or entry.certificate.der == b"" for entry in database.entries
    )
    original = path.read_bytes()
    assert not any(original[start : start + 16] in data for start in range(0, len(original) - 16, 7))


def test_a_limit_of_size_leaves_files_out_and_says_so(tmp_path: Path) -> None:
    made = staged(ROOT / "samples" / "zvm" / "clean", tmp_path, max_size=3_000)
    assert made.plan.size <= 3_000
    assert any("--max-size" in item.reason for item in made.plan.items if item.dropped)


def test_names_that_are_hostile(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    host = tmp_path / "host"
    host.mkdir()
    for name in ("<script>alert(1)<.txt", "a\x1b[31m.txt", "b\u202etxt.exe", "-----BEGIN PRIVATE KEY-----"):
        (host / name).write_text("LOGON TCPIP\n" + "x" * 200_000 + "\n")
    made = staged(host, tmp_path / "out")
    assert len(made.snapshot.sources) == 4
    assert len({source.path for source in made.snapshot.sources}) == 4
