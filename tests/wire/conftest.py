"""A small PKI for handshakes in memory."""

from __future__ import annotations

import pytest

from .peers import Pki


@pytest.fixture(scope="session")
def pki(tmp_path_factory: pytest.TempPathFactory) -> Pki:
    """A CA and an end certificate."""
    return Pki(tmp_path_factory.mktemp("pki"))
