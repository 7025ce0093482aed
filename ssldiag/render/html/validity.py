"""Certificates in, bars on a scale of time out: where each one begins and ends against the moment judged at.

A period that no drawing can hold (roots of 30 years) is cut at the edge, and an arrow's head says so.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from ssldiag.bundle.model import CertificateRow

PAST, FUTURE = timedelta(days=730), timedelta(days=1461)
"""Two years back and four ahead: what was renewed last, and what has to be planned for."""

SOON = timedelta(days=30)
"""Nearly over: the days that ssldiag warns before the end unless told otherwise."""

ROW, TOP, BAR = 44, 40, 12
"""Units of a row, above the first one, and of a bar."""

MOST = 60
"""Bars drawn, the most urgent first; the table has all."""


@dataclass(frozen=True, slots=True)
class Bar:
    """A certificate's period. ``cut_left`` and ``cut_right`` say that it goes on beyond the drawing."""

    row: CertificateRow
    state: str
    said: str
    x: int
    y: int
    width: int
    cut_left: bool
    cut_right: bool


@dataclass(frozen=True, slots=True)
class Scale:
    """All bars, the years below which they stand, and where now is."""

    width: int
    height: int
    now: int
    years: tuple[tuple[int, str], ...]
    bars: tuple[Bar, ...]


def state(row: CertificateRow, now: datetime) -> tuple[str, str]:
    """One word for the class and some for the reader: ``bad``, ``expired 70 days ago``."""
    if row.not_before is None or row.not_after is None:
        return "unknown", "a date that cannot be read"
    if now > _utc(row.not_after):
        return "bad", f"expired {_days(now - _utc(row.not_after))} ago"
    if now < _utc(row.not_before):
        return "bad", f"not valid for another {_days(_utc(row.not_before) - now)}"
    left = _utc(row.not_after) - now
    return ("soon" if left <= SOON else "good"), f"{_days(left)} left"


def scale(rows: Sequence[CertificateRow], now: datetime, width: int) -> Scale:
    """The drawing for certificates whose dates could be read."""
    now = _utc(now)
    dated = [row for row in rows if row.not_before and row.not_after]
    dated.sort(key=lambda row: (_utc(row.not_after or now), row.label, row.id))
    starts = [_utc(row.not_before or now) for row in dated]
    ends = [_utc(row.not_after or now) for row in dated]
    first = max(min([*starts, now - timedelta(days=120)]), now - PAST)
    last = min(max([*ends, now + timedelta(days=240)]), now + FUTURE)
    inner = width - 24

    def at(when: datetime) -> int:
        share = (when - first) / (last - first)
        return 12 + round(inner * min(max(share, 0.0), 1.0))

    bars = []
    for index, row in enumerate(dated[:MOST]):
        start, end = _utc(row.not_before or now), _utc(row.not_after or now)
        x, stop = at(start), at(end)
        y = TOP + index * ROW + 18
        bars.append(Bar(row, *state(row, now), x, y, max(stop - x, 3), start < first, end > last))
    years = [
        (at(datetime(year, 1, 1, tzinfo=UTC)), str(year))
        for year in range(first.year + 1, last.year + 1)
        if first < datetime(year, 1, 1, tzinfo=UTC) < last
    ]
    return Scale(width, TOP + len(bars) * ROW + 8, at(now), tuple(years), tuple(bars))


def _utc(when: datetime) -> datetime:
    return when.replace(tzinfo=UTC) if when.tzinfo is None else when.astimezone(UTC)


def _days(span: timedelta) -> str:
    days = span.days
    if days < 1:
        return "less than a day"
    if days >= 730:
        return f"{days / 365.25:,.1f} years"
    return f"{days:,} day" + ("" if days == 1 else "s")
