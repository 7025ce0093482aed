"""Dates as gskkyman prints them; its format is not documented publicly, so other forms give None."""

from __future__ import annotations

import re
from datetime import UTC, datetime

DATE = re.compile(r"(\d{4})[/-](\d{1,2})[/-](\d{1,2})")


def gskkyman_date(text: str) -> datetime | None:
    """A date with the year first, at midnight UTC; None for ``None`` and anything else."""
    match = DATE.search(text)
    if match is None:
        return None
    try:
        return datetime(int(match[1]), int(match[2]), int(match[3]), tzinfo=UTC)
    except ValueError:
        return None
