"""Bars where the dates say, states in words, chains as trees whatever the issuers claim."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from ssldiag.bundle.model import CertificateRow
from ssldiag.render.html.certificates import certificates
from ssldiag.render.html.chains import Link, trees
from ssldiag.render.html.links import Links
from ssldiag.render.html.room import Room
from ssldiag.render.html.validity import scale, state
from tests.render.html.reading import Read

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


def row(name: str, start: int, end: int, issuer: str | None = None) -> CertificateRow:
    """A certificate valid from ``start`` to ``end`` days from now."""
    first, last = NOW + timedelta(days=start), NOW + timedelta(days=end)
    return CertificateRow(
        name, name.upper(), f"CN={name}", f"CN={issuer}", "1", first, last, "RSA 2048", "sha256", None, True,
        False, True, issuer, "Database.kdb",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("start", "end", "said"),
    [
        (-400, -70, ("bad", "expired 70 days ago")),
        (-400, 1, ("soon", "1 day left")),
        (-400, 31, ("good", "31 days left")),
        (3, 400, ("bad", "not valid for another 3 days")),
        (-10, 3_653, ("good", "10.0 years left")),
    ],
)
def test_states(start: int, end: int, said: tuple[str, str]) -> None:
    assert state(row("a", start, end), NOW) == said


def test_a_date_that_cannot_be_read() -> None:
    unread = replace(row("a", 0, 1), not_after=None)
    assert state(unread, NOW)[0] == "unknown"
    assert scale([unread], NOW, 340).bars == ()


@pytest.mark.parametrize("width", [340, 860])
def test_bars_stand_in_order_of_their_ends(width: int) -> None:
    drawn = scale([row("b", -30, 400), row("a", -900, -70), row("root", -4_000, 8_000)], NOW, width)
    assert [bar.row.id for bar in drawn.bars] == ["a", "b", "root"]
    first, second, third = drawn.bars
    assert first.x + first.width < drawn.now < second.x + second.width
    assert first.cut_left and third.cut_left and third.cut_right and not second.cut_right
    assert all(bar.x >= 0 and bar.x + bar.width <= width and bar.y < drawn.height for bar in drawn.bars)
    assert all(0 <= x <= width for x, _ in drawn.years)


def test_dates_without_a_zone_and_far_away() -> None:
    odd = replace(row("a", 0, 0), not_before=datetime(1, 1, 1), not_after=datetime(9999, 12, 31))
    assert scale([odd], NOW, 340).bars[0].state == "good"


def names(links: tuple[Link, ...]) -> list[object]:
    return [(link.row.id, names(link.issued)) if link.issued else link.row.id for link in links]


def test_chains() -> None:
    rows = [row("leaf", 0, 9, "mid"), row("mid", 0, 9, "root"), row("root", 0, 9, "root"), row("lone", 0, 9)]
    assert names(trees(rows)) == [("root", [("mid", ["leaf"])]), "lone"]
    assert [link.note for link in trees(rows)] == ["self-signed", "its issuer was not collected"]


def test_rings_and_ladders_without_end() -> None:
    assert names(trees([row("a", 0, 9, "b"), row("b", 0, 9, "a")])) == ["a", "b"]
    long = [row(f"{number}", 0, 9, f"{number + 1}") for number in range(3_000)]
    found = trees(long)
    assert len(found) > 1


def test_the_section() -> None:
    rows = [row("leaf", -400, -70, "root"), row("root", -400, 900, "root")]
    read = Read(certificates(rows, NOW, Links(), Room(10**6)))
    assert "✕ expired 70 days ago" in read.text and "self-signed" in read.text
    assert len(read.named("svg")) == 2
