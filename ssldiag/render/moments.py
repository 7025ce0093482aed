"""Points in time in, as machine formats write them out."""

from __future__ import annotations

from datetime import UTC, datetime


def moment(when: datetime | None) -> str | None:
    """ISO 8601 in UTC to the second."""
    if when is None:
        return None
    return when.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="seconds") + "Z"
