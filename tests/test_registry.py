"""Check files: each holds one rule with a page; what breaks the form is refused by name."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from ssldiag.api import check
from ssldiag.model import Rule, Severity
from ssldiag.registry import RegistryError, bundled_rules, without_rings
from ssldiag.releases import applies
from tests.support import rules

HEADINGS = ("## Why it matters", "## How it is decided", "## What to do")
CHECK = '''"""A title.

## Why it matters

x
"""
from ssldiag.api import check


@check("{code}", "name", "error", "subject")
def rule(facts):
    yield from ()
'''
TWO = CHECK.format(code="Z1") + "\nfrom dataclasses import replace\nsecond = replace(rule, code='Z2')\n"


def write(folder: Path, name: str, text: str) -> None:
    path = folder / "zz" / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(text)


def test_a_check_file_becomes_a_rule(tmp_path: Path) -> None:
    write(tmp_path, "one.py", CHECK.format(code="Z1"))
    write(tmp_path, "_shared.py", "raise RuntimeError('not a check')")
    (rule,) = bundled_rules(tmp_path)
    assert (rule.code, rule.title, rule.file) == ("Z1", "A title.", "zz/one.py")


@pytest.mark.parametrize("text", ["", TWO])
def test_a_check_file_holds_one_rule(tmp_path: Path, text: str) -> None:
    write(tmp_path, "bad.py", text)
    with pytest.raises(RegistryError, match=r"zz/bad\.py"):
        list(bundled_rules(tmp_path))


def test_rules_that_cause_each_other_are_refused() -> None:
    some = rules()
    ring = {"ZVM101": replace(some["ZVM101"], caused_by=("ZVM102",)), "ZVM102": some["ZVM102"]}
    without_rings(ring)
    ring["ZVM102"] = replace(some["ZVM102"], caused_by=("ZVM101",))
    with pytest.raises(RegistryError, match=r"each other: ZVM10[12] <- ZVM10[12] <- ZVM10[12]"):
        without_rings(ring)


def test_only_a_documented_rule_may_be_an_error() -> None:
    with pytest.raises(ValueError, match="documented"):
        check("Z1", "name", "error", "subject", certainty="inferred")
    with pytest.raises(ValueError, match="certainty"):
        check("Z1", "name", "info", "subject", certainty="sure")


@pytest.fixture(params=sorted(rules()))
def rule(request: pytest.FixtureRequest) -> Rule:
    """Every rule in turn."""
    return rules()[request.param]


def test_form(rule: Rule) -> None:
    """What every rule owes its reader."""
    places = [rule.doc.find(heading) for heading in HEADINGS]
    assert -1 not in places, f"{rule.file}: the page lacks a heading"
    assert places == sorted(places), f"{rule.file}: headings out of order"
    assert rule.title.endswith("."), f"{rule.file}: the title is a sentence"
    assert len(rule.title) <= 120, f"{rule.file}: the title is too long for a list"
    assert rule.fix, f"{rule.file}: says nothing to type"
    assert rule.sources, f"{rule.file}: names no source"
    assert Path(rule.file).stem.startswith(rule.code.lower()), f"{rule.file}: is not named after {rule.code}"
    assert rule.name == rule.name.lower().replace(" ", "-"), f"{rule.file}: name is not kebab-case"
    applies(rule.releases, "720")


def test_causes_exist_and_documented_rules_alone_are_errors(rule: Rule) -> None:
    unknown = set(rule.caused_by) - set(rules())
    assert not unknown, f"{rule.file}: caused_by names {unknown}"
    assert rule.severity is not Severity.ERROR or rule.certainty == "documented"


def test_names_are_unique() -> None:
    names = [rule.name for rule in rules().values()]
    assert sorted({name for name in names if names.count(name) > 1}) == []
