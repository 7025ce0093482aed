"""Certificates for the applications' tests."""

from __future__ import annotations

import ssl
from pathlib import Path

import pytest

from tests.pool.apps.certificates import make


@pytest.fixture(scope="session")
def server_context(tmp_path_factory: pytest.TempPathFactory) -> ssl.SSLContext:
    """A server for ``localhost``."""
    folder = tmp_path_factory.mktemp("apps")
    make(folder)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "server.pem")
    context.trusted = folder / "server.pem"  # type: ignore[attr-defined]
    return context


@pytest.fixture
def client_context(server_context: ssl.SSLContext) -> ssl.SSLContext:
    """A client that trusts it."""
    trusted: Path = server_context.trusted  # type: ignore[attr-defined]
    return ssl.create_default_context(cafile=str(trusted))
