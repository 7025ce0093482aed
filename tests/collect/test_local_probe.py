"""Listening ports that are asked for their certificate: real TLS on loopback, plain text, and nobody."""

from __future__ import annotations

import hashlib
import socket
import ssl
from pathlib import Path

import pytest

from ssldiag.collect.local_probe import asked
from ssldiag.collect.local_tree import Tree
from tests.probe.rig import hosting, tls
from tests.wire.peers import Pki


@pytest.fixture(scope="module")
def pki(tmp_path_factory: pytest.TempPathFactory) -> Pki:
    return Pki(tmp_path_factory.mktemp("pki"))


def greet(connection: socket.socket) -> None:
    """A server that speaks first, and no TLS."""
    connection.sendall(b"220 linux1 ESMTP\r\n")
    connection.recv(1000)


@pytest.mark.parametrize("version", [ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3])
def test_what_is_shown(pki: Pki, version: ssl.TLSVersion, tmp_path: Path) -> None:
    with hosting(tls(pki.server(version))) as secure, hosting(greet) as plain:
        ports = (secure, plain, 1)
        rows: list[dict[str, object]] = [{"address": "127.0.0.1", "port": port} for port in ports]
        shown, greeted, nobody = asked(rows, Tree(tmp_path))
    assert shown["tls"] == version.name.replace("_", ".")
    assert shown["sha256"] == hashlib.sha256(pki.der).hexdigest()
    assert "not_after" in shown and "subject" in shown
    assert "tls" not in greeted and "tls" not in nobody
