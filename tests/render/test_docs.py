"""The generator of ``docs/rules``."""

from __future__ import annotations

from pathlib import Path

from ssldiag.render.docs import MARK, STUDIES, main, rule_pages, write
from tests.render.reports import RULES


def test_a_page_for_each_rule_and_an_index_of_all() -> None:
    pages = rule_pages(RULES)
    assert set(pages) == {"index.md", *(f"{rule.code}.md" for rule in RULES)}
    assert all(page.startswith(MARK) for page in pages.values())
    assert all(f"[{rule.code}]({rule.code}.md)" in pages["index.md"] for rule in RULES)
    assert "## CERT: 1 check\n" in pages["index.md"]


def test_write_leaves_no_stale_page(tmp_path: Path) -> None:
    folder = tmp_path / "rules"
    write(RULES, folder)
    (folder / "ZVM999.md").write_text("gone")
    (folder / "keep.txt").write_text("not ours")
    write(RULES[:1], folder)
    assert {path.name for path in folder.iterdir()} == {"index.md", "CERT101.md", "keep.txt"}
    assert (folder / "CERT101.md").read_text("utf-8") == rule_pages(RULES)["CERT101.md"]


def test_all_of_it(root: Path, tmp_path: Path) -> None:
    for platform in STUDIES:
        table = root / "docs" / platform / "undecided.csv"
        (tmp_path / platform).mkdir()
        (tmp_path / platform / table.name).write_bytes(table.read_bytes())
    main(tmp_path)
    assert (tmp_path / "rules" / "ZVM101.md").is_file()
    assert (tmp_path / "rules" / "IBMI101.md").is_file()
    assert (tmp_path / "errors" / "zvm.md").is_file()
    for platform in STUDIES:
        assert (tmp_path / platform / "coverage.md").read_text("utf-8").startswith(MARK)
