"""The benchmark of bundles measures what it says: logs of the size asked for, always the same."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from ssldiag.snapshot import open_snapshot
from tests.benchmarks.bundle.make import write_sources
from tests.benchmarks.bundle.run import opened, row
from tests.benchmarks.harness import MIB


def test_sources_are_of_the_size_promised_and_always_the_same(tmp_path: Path) -> None:
    first, again = (write_sources(tmp_path / name, 1) for name in "ab")
    files = {path.relative_to(first): path.read_bytes() for path in first.rglob("*") if path.is_file()}
    assert {
        path.relative_to(again): path.read_bytes() for path in again.rglob("*") if path.is_file()
    } == files
    assert MIB < sum(map(len, files.values())) < 1.4 * MIB


def test_sources_are_of_many_kinds(tmp_path: Path) -> None:
    kinds = {source.kind for source in open_snapshot(write_sources(tmp_path / "a", 1)).sources}
    assert {"transcript", "capture", "gskit_keydb", "dtcparms", "profile_tcpip", "user_direct"} <= kinds


def test_a_row_of_the_table(tmp_path: Path) -> None:
    size, processor, *_, page, _ = row(1, tmp_path, 1)
    assert size == "1 MiB" and processor.endswith("s")
    assert 0.1 < float(page.removesuffix(" MB")) < 5


@pytest.mark.skipif(not shutil.which("chromium"), reason="chromium is not installed")
def test_opening_a_page_is_measured(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text("<!doctype html><title>a page</title>")
    assert re.fullmatch(r"\d+ ms|\d+\.\d\d s", opened(tmp_path / "a.html", tmp_path))
