"""Fixtures that the whole suite shares."""

from __future__ import annotations

import os
from collections.abc import Generator
from pathlib import Path
from typing import Any

import pytest

from tests.together import group, rank

ROOT = Path(__file__).resolve().parent.parent
REQUIRE_TOOLS = os.environ.get("SSLDIAG_REQUIRE_TOOLS") == "1"


@pytest.fixture(scope="session")
def root() -> Path:
    """The top of the repository."""
    return ROOT


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of reference material beside the repository; tests that want it skip where it is absent."""
    folder = ROOT.parent / "shared"
    if not (folder / "facts").is_dir():
        pytest.skip("the reference material (../shared) is not on this machine")
    return folder


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """With SSLDIAG_REQUIRE_TOOLS=1 (``make test-all``) a test may not skip because a program is not
    installed.
    """
    report = yield
    if REQUIRE_TOOLS and report.skipped and "is not installed" in str(report.longrepr):
        report.outcome = "failed"
    return report


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes longest comes first, so that no worker is left alone with it at the end."""
    items.sort(key=lambda item: rank(item.nodeid))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Workers take whole groups of tests, however pytest was told to share them out."""
    from xdist.scheduler import LoadScopeScheduling  # type: ignore[import-untyped]  # it tells no types

    scheduler = LoadScopeScheduling(config, log)
    scheduler._split_scope = group  # made to be overridden
    return scheduler
