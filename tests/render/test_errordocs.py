"""The generated pages of error codes are fresh, and hold every code once."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from ssldiag.errors.load import Tables
from ssldiag.errors.model import CONFIDENCES
from ssldiag.render.errordocs import MARK, main, pages, write


@pytest.fixture(scope="module")
def made(root: Path) -> dict[str, str]:
    return pages(Tables(root / "errortables"))


def test_pages_are_fresh(made: dict[str, str], root: Path) -> None:
    docs = root / "docs"
    stale = [path for path, text in made.items() if (docs / path).read_text("utf-8") != text]
    assert stale == [], "run make docs"
    assert {f"errors/{path.name}" for path in (docs / "errors").glob("*.md")} == set(made) - {"causes.md"}


def test_anchors_are_unique_and_every_row_is_there(made: dict[str, str], root: Path) -> None:
    rows = 0
    for path, text in made.items():
        anchors = re.findall(r'<a id="([^"]*)">', text)
        assert len(anchors) == len(set(anchors)), path
        assert "" not in anchors
        rows += sum(line.endswith(tuple(f"| {word} |" for word in CONFIDENCES)) for line in text.splitlines())
    assert rows == len(list(Tables(root / "errortables").every()))


def test_the_index_leads_everywhere(made: dict[str, str]) -> None:
    index = made["errors/index.md"]
    for path in made:
        assert path == "errors/index.md" or f"({path.removeprefix('errors/')})" in index.replace("../", ""), (
            path
        )
    assert all(text.startswith(MARK) for text in made.values())


def test_stale_pages_go(root: Path, tmp_path: Path) -> None:
    (tmp_path / "errors").mkdir()
    (tmp_path / "errors" / "gone.md").write_text("x", "utf-8")
    write(Tables(root / "errortables"), tmp_path)
    assert not (tmp_path / "errors" / "gone.md").exists()
    main(tmp_path)
    assert (tmp_path / "causes.md").read_text("utf-8") == (root / "docs" / "causes.md").read_text("utf-8")
