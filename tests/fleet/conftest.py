"""A cluster, and the dataset of a small fleet, for all tests that want them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.fleet import made
from tests.fleet.processes import cluster

SETTINGS = {"DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "0"}
"""So that what kills workers kills two, not eight."""


@pytest.fixture(scope="session")
def scheduler(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a scheduler with two workers."""
    with cluster(tmp_path_factory.mktemp("cluster"), 2, settings=SETTINGS) as address:
        yield address


@pytest.fixture(scope="session")
def fleet(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The dataset of a small fleet."""
    return made.fleet(tmp_path_factory.mktemp("fleet"))
