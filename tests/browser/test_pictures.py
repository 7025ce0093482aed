"""The pictures of docs/bundle.md, made of real bundles; SSLDIAG_SCREENSHOTS=docs/pictures keeps them there.

``make pictures`` makes them again; each is looked at here for its size and for not being blank.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

from ssldiag.cli import app
from tests.browser.chromium import Chromium, Tab
from tests.browser.png import kinds_of_rows, smaller

NOW = ["--now", "2026-11-22T12:00:00Z"]

LARGEST, TOGETHER = 120_000, 600_000
"""Bytes of a picture and of all: a page of documentation that opens at once."""

A4 = 794
"""Pixels of a sheet's width at 96 to the inch."""

Shoot = Callable[[Tab, Path], None]


def of(selector: str, width: int = 1200, height: int = 0, first: str = "") -> Shoot:
    """A picture of one part; ``first`` is what is done before."""

    def shoot(tab: Tab, path: Path) -> None:
        tab.resize(width)
        if first:
            tab.value(first)
        tab.screenshot(path, selector, height)

    return shoot


def dark(tab: Tab, path: Path) -> None:
    tab.dark()
    of("body", height=900)(tab, path)


def paper(tab: Tab, path: Path) -> None:
    tab.paper()
    of("html", A4, 1_123, "document.body.style.padding = '1.2cm'")(tab, path)


PICTURES: dict[str, tuple[str, Shoot]] = {
    "bundle-verdict": ("case", of("body", height=1_000)),
    "bundle-drawing": ("case", of("#picture")),
    "bundle-finding": ("case", of("#f1", height=800)),
    "bundle-certificates": ("case", of("#certificates")),
    "bundle-console": ("case", of("#console", height=560)),
    "bundle-handshake": ("case", of("#handshakes", height=900)),
    "bundle-360": ("case", of("body", 360, 1_300)),
    "bundle-drawing-360": ("case", of("#picture", 360)),
    "bundle-dark": ("case", dark),
    "bundle-paper": ("case", paper),
    "bundle-diff": ("diff", of("body", height=1_000)),
}
"""Name of a picture -> page and how it is taken."""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, root: Path) -> Path:
    """A folder with ``case.html``, a bundle of a broken host with a capture, and ``diff.html``."""
    place = tmp_path_factory.mktemp("made")
    host = place / "zvmprod"
    shutil.copytree(root / "samples" / "zvm" / "broken-several", host)
    shutil.copy(root / "samples" / "captures" / "refused.pcap", host)
    mapping = place / "m.json"
    for path, name in ((host, "case.html"), (root / "samples" / "zvm" / "clean", "after.zip")):
        order = ["bundle", str(path), "-o", str(place / name), "--mapping", str(mapping), "-q", *NOW]
        assert CliRunner().invoke(app, order).exit_code == 0
    pair = [str(place / "case.html"), str(place / "after.zip")]
    order = ["bundle", "diff", *pair, "--format", "html", "-o", str(place / "diff.html")]
    assert CliRunner().invoke(app, order).exit_code == 1
    return place


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory, browser: Chromium, made: Path) -> Path:
    """All pictures, made small."""
    asked = os.environ.get("SSLDIAG_SCREENSHOTS")
    place = Path(asked) if asked else tmp_path_factory.mktemp("pictures")
    place.mkdir(parents=True, exist_ok=True)
    for name, (page, shoot) in PICTURES.items():
        tab = Tab(browser)
        try:
            tab.open(made / f"{page}.html")
            shoot(tab, place / f"{name}.png")
        finally:
            tab.close()
        if asked:
            file = place / f"{name}.png"
            file.write_bytes(smaller(file.read_bytes()))
    return place


@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_shows_something(folder: Path, name: str) -> None:
    file = folder / f"{name}.png"
    if os.environ.get("SSLDIAG_SCREENSHOTS"):
        assert file.stat().st_size < LARGEST
    else:
        assert kinds_of_rows(file.read_bytes()) > 20


def test_the_pictures_of_the_docs_are_these_and_small(root: Path) -> None:
    kept = sorted((root / "docs" / "pictures").glob("bundle-*.png"))
    assert {path.stem for path in kept} == set(PICTURES)
    assert all(path.stat().st_size < LARGEST for path in kept)
    assert sum(path.stat().st_size for path in kept) < TOGETHER
    shown = re.findall(r"\]\(pictures/(.+?)\.png\)", (root / "docs" / "bundle.md").read_text("utf-8"))
    assert set(shown) == set(PICTURES)
