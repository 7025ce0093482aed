"""A test in; the group that it runs in, and how early, where a run has several workers.

Tests of one group run on one worker, one after the other. A file is a group; some folders are one together,
because their tests start many processes, and those are kept from competing with each other.
"""

from __future__ import annotations

TOGETHER = ("tests/pool/", "tests/lab/", "tests/probe/", "tests/browser/", "tests/test_benchmarks")
"""Beginnings of their paths."""

FIRST = (
    *TOGETHER[:2],
    "tests/fleet/test_large.py",
    "tests/test_lint.py",
    *TOGETHER[2:],
    "tests/test_hostile.py",
)
"""What takes ten seconds or more, the longest first."""


def group(nodeid: str) -> str:
    """The group of a test."""
    path = nodeid.partition("::")[0]
    return next((start for start in TOGETHER if path.startswith(start)), path)


def rank(nodeid: str) -> int:
    """Where its group comes: smaller is earlier, all others stay as they were found behind these."""
    return next((at for at, start in enumerate(FIRST) if nodeid.startswith(start)), len(FIRST))
