"""Sample databases and a small PKI for the tests of key databases."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from .makers import Authority


@pytest.fixture(scope="session")
def data() -> Path:
    """The folder of sample databases."""
    return Path(__file__).parent / "data"


@pytest.fixture(scope="session")
def authority() -> Authority:
    """A root CA."""
    return Authority()


@pytest.fixture(scope="session")
def openssl() -> str:
    """The ``openssl`` program; tests that compare with it skip where it is not installed."""
    found = shutil.which("openssl")
    if found is None:
        pytest.skip("openssl is not installed, so there is nothing to compare with")
    return found
