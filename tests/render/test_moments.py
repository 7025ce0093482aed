from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

from ssldiag.render.moments import moment


def test_moments_are_in_utc_to_the_second() -> None:
    assert moment(datetime(2026, 11, 22, 9, 30, 1, 999_999, tzinfo=UTC)) == "2026-11-22T09:30:01Z"
    assert (
        moment(datetime(2026, 11, 22, 9, 30, tzinfo=timezone(timedelta(hours=2)))) == "2026-11-22T07:30:00Z"
    )
    assert moment(datetime(999, 1, 2, tzinfo=UTC)) == "0999-01-02T00:00:00Z"
    assert moment(None) is None
