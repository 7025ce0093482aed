"""The documentation holds every rule, command, option and sample; its links lead somewhere; what is generated
is fresh.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from ssldiag.bundled import folder
from ssldiag.cli import COMMANDS, load
from ssldiag.errors.load import Tables
from ssldiag.facts.table import TABLE
from ssldiag.registry import load as load_rules
from ssldiag.render.docs import STUDIES, coverage, rule_pages
from ssldiag.render.errordocs import pages as error_pages

ROOT = Path(__file__).resolve().parent.parent
PAGES = sorted(
    [
        *ROOT.glob("*.md"),
        *(ROOT / "docs").rglob("*.md"),
        *(ROOT / "samples").rglob("*.md"),
        *(ROOT / "errortables").glob("*.md"),
    ]
)
FENCE = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
CODE = re.compile(r"(`+)(?!`).+?(?<!`)\1(?!`)")
LINK = re.compile(r"\]\(([^)\s]+)\)")
HEADING = re.compile(r"^#+ +(.+?) *$", re.MULTILINE)
ANCHOR = re.compile(r'<a id="([^"]+)">')


def prose(path: Path) -> str:
    """A page without its code blocks."""
    return FENCE.sub("", path.read_text("utf-8"))


def anchors(path: Path) -> set[str]:
    """What ``#...`` can lead to in a page, as GitHub makes it of headings."""
    text = prose(path)
    slugs = (re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in HEADING.findall(text))
    return {*slugs, *ANCHOR.findall(text)}


def test_rule_pages_are_fresh() -> None:
    wanted = rule_pages(tuple(load_rules().values()))
    found = {path.name: path.read_text("utf-8") for path in (ROOT / "docs" / "rules").glob("*.md")}
    assert sorted(found) == sorted(wanted), "run make docs"
    stale = [name for name, page in wanted.items() if found[name] != page]
    assert stale == [], "run make docs"


@pytest.mark.parametrize("platform", STUDIES)
def test_the_coverage_page_is_fresh(platform: str) -> None:
    wanted = coverage(tuple(load_rules().values()), ROOT / "docs", platform)
    assert (ROOT / "docs" / platform / "coverage.md").read_text("utf-8") == wanted, "run make docs"


def test_the_pages_of_codes_are_fresh() -> None:
    wanted = error_pages(Tables(folder("errortables")))
    found = {f"errors/{path.name}" for path in (ROOT / "docs" / "errors").glob("*.md")}
    assert found == set(wanted) - {"causes.md"}, "run make docs"
    stale = [name for name, page in wanted.items() if (ROOT / "docs" / name).read_text("utf-8") != page]
    assert stale == [], "run make docs"


def options(command: Any) -> set[str]:
    """The long options of a command and its subcommands."""
    own = {name for param in command.params for name in param.opts if name.startswith("--")}
    return own.union(*(options(sub) for sub in getattr(command, "commands", {}).values()))


@pytest.mark.parametrize("name", COMMANDS)
def test_commands_and_their_options_are_described(name: str) -> None:
    found = [
        *(ROOT / "docs").glob("*.md"),
        *(ROOT / "docs" / "fleet").glob("*.md"),
        *(ROOT / "docs" / "pool").glob("*.md"),
        *(ROOT / "docs" / "ibmi").glob("*.md"),
        *(ROOT / "docs" / "lab").glob("*.md"),
        *(ROOT / "docs" / "linux").glob("*.md"),
        *(ROOT / "docs" / "zvm").glob("*.md"),
    ]
    pages = "\n".join(path.read_text("utf-8") for path in sorted(found))
    assert f"ssldiag {name}" in pages
    assert {option for option in options(load(name)) if option not in pages} == set()


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_links_lead_somewhere(page: Path) -> None:
    broken = []
    for target in LINK.findall(CODE.sub("", prose(page))):
        if re.match(r"[a-z]+:", target):
            continue
        name, _, anchor = target.partition("#")
        file = page.parent / name if name else page
        if not file.exists() or (anchor and anchor not in anchors(file)):
            broken.append(target)
    assert broken == []


def test_every_page_is_in_the_navigation() -> None:
    """Of the site; pages of rules, codes and changes are reached from their index."""
    site = (ROOT / "docs" / "mkdocs.yml").read_text("utf-8")
    listed = set(re.findall(r": (\S+\.md)$", site, re.MULTILINE))
    pages = {path.relative_to(ROOT / "docs").as_posix() for path in (ROOT / "docs").rglob("*.md")}
    assert listed <= pages
    apart = ("rules/", "errors/", "changes/")
    assert {page for page in pages - listed if not page.startswith(apart)} == set()


def test_every_fragment_is_listed() -> None:
    listed = set(LINK.findall((ROOT / "docs" / "changes" / "README.md").read_text("utf-8")))
    assert listed == {path.name for path in (ROOT / "docs" / "changes").glob("*.md")} - {"README.md"}


FAMILIES = {"zvm": ("ZVM", "CERT", "TLS"), "ibmi": ("IBMI",), "linux": ("LNX",)}
"""Folders of the documentation with a page on what to collect, and the rules that it is held to."""


@pytest.mark.parametrize("platform", FAMILIES)
def test_what_reports_ask_for_is_described_with_the_checks_that_want_it(platform: str) -> None:
    """``collect.md`` has the words of the report, and the groups of checks that need such facts."""
    wanted: dict[str, set[str]] = {}
    for rule in load_rules().values():
        for fact in rule.needs if rule.code.startswith(FAMILIES[platform]) else ():
            wanted.setdefault(TABLE[fact].collect, set()).add(rule.code[:-2] + "xx")
        shared = platform == "ibmi" and not rule.code.startswith(("ZVM", "LNX"))
        for words in {TABLE[fact].collect_ibmi for fact in rule.needs} - {""} if shared else ():
            wanted.setdefault(words, set()).add(rule.code[:-2] + "xx")
    page = (ROOT / "docs" / platform / "collect.md").read_text("utf-8")
    rows = re.findall(r"^\| `(.+)` \| ((?:[A-Z]+\dxx(?:, )?)+) \|$", page, re.MULTILINE)
    assert dict(rows) == {words: ", ".join(sorted(groups)) for words, groups in wanted.items()}


def test_each_problem_names_checks_that_its_sample_shows() -> None:
    """A chapter of ``docs/zvm/problems.md`` names at least the root of what is found in its samples."""
    page = (ROOT / "docs" / "zvm" / "problems.md").read_text("utf-8")
    chapters = re.split(r"^## (?=\d)", page.partition("## Several")[0], flags=re.MULTILINE)[1:]
    assert len(chapters) == 9
    for chapter in chapters:
        checks = set(re.findall(r"\.\./rules/(\w+)\.md", chapter))
        samples = re.findall(r"`samples/zvm/([\w-]+)`", chapter)
        assert samples, chapter.partition("\n")[0]
        for sample in samples:
            golden = (ROOT / "tests" / "samples" / f"{sample}.txt").read_text("utf-8")
            found = {line.partition("  ")[0].split(" <- ")[-1] for line in golden.splitlines()}
            assert found & checks, f"{chapter.partition(chr(10))[0]}: {sample}"
