"""Rules as a table and as pages."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace

import pytest

from ssldiag.render.rules import details, json_list, markdown_page, markdown_table, pages, table
from ssldiag.render.style import Style
from tests.render.reports import FTP, RULES, STACK


def lines(chunks: Iterator[str]) -> list[str]:
    return "".join(chunks).split("\n")


def test_table_has_a_line_for_each_rule() -> None:
    shown = lines(table(RULES, Style(columns=0)))
    assert shown[0].split() == ["code", "severity", "name", "releases", "title"]
    assert [line.split()[0] for line in shown[1:-1]] == [rule.code for rule in RULES]
    assert shown[3].endswith("The pool serves the stack that its TCPIP DATA names")


def test_narrow_table_leaves_titles_out() -> None:
    narrow = lines(table(RULES, Style(columns=60)))
    assert max(map(len, narrow)) <= 60
    assert not any("TCPIP DATA" in line for line in narrow)
    wide = lines(table(RULES, Style(columns=100)))
    assert max(map(len, wide)) <= 100
    assert any(line.endswith("...") for line in wide)


def test_page_holds_text_and_details() -> None:
    (shown,) = ("".join(pages([STACK], Style())),)
    assert shown.startswith("error[ZVM101] stack-mismatch\n\nThe pool serves the stack")
    assert "\nMessages            DTCRUN1028E; DTCRUN1099E\n" in shown
    assert "\nWhy it matters\n" in shown
    assert "Can follow from" not in shown
    assert max(map(len, shown.split("\n"))) <= 80


@pytest.mark.parametrize(
    ("code", "label"), [("ZVM101", "z/VM releases"), ("IBMI101", "IBM i releases"), ("LNX101", None)]
)
def test_releases_are_those_of_the_platform(code: str, label: str | None) -> None:
    """A rule of no platform with levels names none."""
    rule = replace(STACK, code=code)
    shown = [name for name in details(rule) if "releases" in name]
    assert shown == ([label] if label else [])
    assert ("releases" in markdown_page(rule)) == bool(label)


def test_json() -> None:
    whole = json.loads("".join(json_list(RULES)))
    assert whole["schema"] == "ssldiag.rules/1"
    by_code = {rule["code"]: rule for rule in whole["rules"]}
    assert by_code["ZVM301"]["caused_by"] == ["ZVM102"]
    assert by_code["ZVM101"]["page"] == STACK.doc
    assert by_code["ZVM120"]["releases"] == ">=540"


def test_markdown() -> None:
    assert (
        lines(markdown_table([FTP]))[2]
        == "| `ZVM301` | warning | ftp-without-ssl | `all` | What ftp-without-ssl checks |"
    )
    assert lines(markdown_table([FTP], "{code}.md"))[2].startswith("| [ZVM301](ZVM301.md) | ")
    page = markdown_page(FTP)
    assert page.startswith(
        "# ZVM301 ftp-without-ssl\n\n**Warning.** What ftp-without-ssl checks\n\n## Why it matters\n"
    )
    assert "- **Certainty:** inferred\n" in page
