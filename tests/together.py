"""A test in; the group that it runs in, and how early, where a run has several workers.

Tests of one group run on one worker, one after the other. A file is a group; some folders are one together,
because their tests start many processes, and those are kept from competing with each other.
"""

from __future__ import annotations

TOGETHER = (
    "tests/pool/whole/",
    "tests/pool/",
    "tests/browser/",
    "tests/test_benchmarks",
)
"""Beginnings of paths, the longer one first where one begins with another."""

FIRST = (
    "tests/pool/",
    "tests/test_lint.py",
    "tests/browser/",
    "tests/test_benchmarks",
    "tests/test_hostile.py",
)
"""What takes a quarter of a minute or more on one of two workers, the longest first."""


def group(nodeid: str) -> str:
    """The group of a test."""
    path = nodeid.partition("::")[0]
    return next((start for start in TOGETHER if path.startswith(start)), path)


def rank(nodeid: str) -> int:
    """Where its group comes: smaller is earlier, all others stay as they were found behind these."""
    return next((at for at, start in enumerate(FIRST) if nodeid.startswith(start)), len(FIRST))
