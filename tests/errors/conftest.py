"""The tables, read once for all tests of this folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from ssldiag.errors.load import Tables


@pytest.fixture(scope="session")
def folder(root: Path) -> Path:
    """The folder of the tables."""
    return root / "errortables"


@pytest.fixture(scope="session")
def tables(folder: Path) -> Tables:
    """The tables of this repository."""
    return Tables(folder)
