"""The page of a fleet in a browser: it asks for nothing, fits every width, and needs no scripts."""

from __future__ import annotations

from pathlib import Path

import pytest

from ssldiag.fleet.overview import overview
from ssldiag.fleet.query import opened
from ssldiag.render.html.fleet_page import page
from tests.browser.chromium import Tab
from tests.fleet import made
from tests.fleet.support import NOW


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("fleet")
    with opened(made.fleet(folder)) as questions:
        html = "".join(page(overview(questions, "Example", NOW, 3650)))
    (folder / "fleet.html").write_text(html, "utf-8")
    return folder / "fleet.html"


@pytest.mark.parametrize("width", [320, 360, 768, 1280])
def test_it_fits_and_asks_for_nothing(tab: Tab, report: Path, width: int) -> None:
    tab.resize(width)
    tab.without_scripts()
    tab.open(report)
    assert tab.complaints() == []
    assert len(tab.requests()) <= 1
    assert tab.value("document.documentElement.scrollWidth") <= width
