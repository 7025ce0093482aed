"""A few seconds of what ``python -m tests.pool.soak`` does for ten minutes."""

from __future__ import annotations

from pathlib import Path

from tests.pool.soak import soak


def test_churn_leaves_right_books_and_no_wrong_session(tmp_path: Path) -> None:
    assert soak(tmp_path, 5, 1) == []
