"""The page of a fleet: all of it, without scripts, nothing unescaped, links that lead somewhere."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from ssldiag.fleet.overview import overview
from ssldiag.fleet.query import opened
from ssldiag.render.html.fleet_page import page
from ssldiag.render.html.fleet_values import CauseSeen, Day, Numbers, Overview, RuleSeen, Unread
from tests.fleet.support import NOW

EVIL = "<script>alert(1)</script>&\"'\x1b[31m\u202e"


@pytest.fixture(scope="module")
def found(request: pytest.FixtureRequest) -> Overview:
    fleet: Path = request.getfixturevalue("fleet")
    with opened(fleet) as questions:
        return overview(questions, "Example & Co", NOW, 3650)


def test_numbers(found: Overview) -> None:
    numbers = found.numbers
    assert (numbers.hosts, numbers.hosts_with_errors, numbers.hosts_unread) == (8, 1, 2)
    assert (numbers.handshakes, numbers.failed, numbers.files, numbers.files_damaged) == (10, 5, 3, 1)
    assert [(str(day.day), day.total, day.bad) for day in found.host_days] == [
        ("2026-11-21", 8, 1),
        ("2026-11-22", 8, 1),
    ]
    assert [item.old for item in found.clients] == [False, True]
    assert found.months[0].label == "expired"
    assert sum(month.number for month in found.months) == numbers.certificates


def test_the_page(found: Overview) -> None:
    html = "".join(page(found))
    for heading in (
        "What needs attention",
        "Trend",
        "Hosts and rules",
        "Why handshakes failed",
        "Clients and suites",
    ):
        assert f">{heading}</h2>" in html
    assert "Example &amp; Co" in html
    assert "<script" not in html
    assert " style=" not in html
    assert re.search(
        r"default-src 'none'; style-src 'sha256-[^']+'; base-uri 'none'", html.replace("&#x27;", "'")
    )
    assert not re.search(r"(?:src|href)=\"(?!#)", html)
    targets = set(re.findall(r'href="#([^"]+)"', html))
    assert targets <= set(re.findall(r' id="([^"]+)"', html))


def test_an_empty_dataset(tmp_path: Path) -> None:
    (tmp_path / "manifest.jsonl").touch()
    with opened(tmp_path) as questions:
        html = "".join(page(overview(questions, "nothing", NOW, 30)))
    assert "Nothing: no error" in html
    assert html.count("<section") == 1


def test_whatever_names_hold_is_text(found: Overview) -> None:
    html = "".join(
        page(
            replace(
                found,
                title=EVIL,
                rules=(RuleSeen("ZVM101", EVIL, "error", 3, EVIL, EVIL),),
                causes=(CauseSeen(EVIL, EVIL, 3, 1, 1, EVIL, EVIL),),
                unread=(Unread(EVIL, EVIL, EVIL, EVIL),),
                weak=((EVIL, EVIL, EVIL, 1),),
                drift=((EVIL, 2, 2, EVIL),),
                skipped=((EVIL, 1),),
            )
        )
    )
    assert "<script" not in html
    assert "\x1b" not in html
    assert "\u202e" not in html


def test_many_days_and_no_numbers() -> None:
    days = tuple(Day(date(2026, 1, 1 + number), 0, 0) for number in range(28))
    html = "".join(page(Overview("x", NOW, 30, "0", "s", Numbers(), host_days=days)))
    assert html.endswith("</html>\n")
