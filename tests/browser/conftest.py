"""One browser for all tests here, and the pages that they open."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from ssldiag.bundle import carried
from ssldiag.bundle.diff import compare
from ssldiag.render.html import diff_page
from ssldiag.render.html.bundle_page import page
from tests.browser.chromium import Chromium, Tab, installed
from tests.bundle import diffs
from tests.render.html.hostile import hostile
from tests.render.html.inputs import of_sample


@pytest.fixture(scope="session")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chromium]:
    """A headless Chromium."""
    program = installed()
    if program is None:
        pytest.skip("chromium is not installed")
    with Chromium(program, tmp_path_factory.mktemp("profile")) as running:
        yield running


@pytest.fixture
def tab(browser: Chromium) -> Iterator[Tab]:
    """An empty tab of a desk's width."""
    opened = Tab(browser)
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def pages(tmp_path_factory: pytest.TempPathFactory, root: Path) -> Path:
    """A folder with ``broken.html``, ``hostile.html``, ``large.html``, ``carrying.html``, ``diff.html``."""
    folder = tmp_path_factory.mktemp("pages")
    given = of_sample(root / "samples" / "zvm" / "broken-several", (root / "samples/captures/refused.pcap",))
    for name, made in (
        ("broken", given),
        ("hostile", hostile(findings=60, many=20)),
        ("large", hostile(findings=10_000, many=3_000, line=2_000)),
    ):
        (folder / f"{name}.html").write_text("".join(page(made)), "utf-8")
    block = "".join(carried.block(bytes(range(256)) * 2_000))
    (folder / "carrying.html").write_text("".join(page(given, block)), "utf-8")
    samples = root / "samples" / "zvm"
    changes = compare(diffs.of(samples / "broken-several"), diffs.of(samples / "clean"))
    (folder / "diff.html").write_text("".join(diff_page.page(changes)), "utf-8")
    return folder
