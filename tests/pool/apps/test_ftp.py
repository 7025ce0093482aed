"""The FTP server, with ftplib and by hand."""

from __future__ import annotations

import io
import shutil
import socket
import ssl
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from ftplib import FTP, FTP_TLS, all_errors, error_perm

import pytest

from tests.pool.apps.fake_stack import FakeStack, application
from tests.waiting import PATIENCE


@contextmanager
def stack(context: ssl.SSLContext, **more: str) -> Iterator[FakeStack]:
    """A running FTP server."""
    with FakeStack(application("ftp", **more), context) as running:
        yield running


def talk(port: int, *lines: str) -> str:
    """What a server says to these lines, sent one after the other's reply; to the end of the connection."""
    with socket.create_connection(("127.0.0.1", port), timeout=PATIENCE) as sock:
        said = sock.recv(4096)
        for line in lines:
            sock.sendall(line.encode() + b"\r\n")
            said += sock.recv(4096)
        return said.decode()


def test_explicit_tls_stores_and_fetches(
    server_context: ssl.SSLContext, client_context: ssl.SSLContext
) -> None:
    with stack(server_context) as running, FTP_TLS(context=client_context, timeout=PATIENCE) as client:
        client.connect("127.0.0.1", running.port)
        client.host = "localhost"
        client.login("TCPMAINT", "anything")
        client.prot_p()
        data = bytes(range(256)) * 4000
        client.storbinary("STOR BIG.BIN", io.BytesIO(data))
        found = io.BytesIO()
        client.retrbinary("RETR BIG.BIN", found.write)
        assert found.getvalue() == data
        assert client.size("BIG.BIN") == len(data)
        assert sorted(client.nlst()) == ["BIG.BIN", "README.TXT"]
        client.delete("BIG.BIN")
        assert client.nlst() == ["README.TXT"]


def test_active_mode(server_context: ssl.SSLContext, client_context: ssl.SSLContext) -> None:
    with stack(server_context) as running, FTP_TLS(context=client_context, timeout=PATIENCE) as client:
        client.connect("127.0.0.1", running.port)
        client.host = "localhost"
        client.login("A", "B")
        client.prot_p()
        client.set_pasv(False)
        assert client.nlst() == ["README.TXT"]


def test_required_refuses_a_logon_in_the_clear(server_context: ssl.SSLContext) -> None:
    with stack(server_context) as running, FTP(timeout=PATIENCE) as client:
        client.connect("127.0.0.1", running.port)
        with pytest.raises(error_perm, match="530 AUTH TLS is required first"):
            client.login("A", "B")


def test_required_data_refuses_a_listing_in_the_clear(
    server_context: ssl.SSLContext, client_context: ssl.SSLContext
) -> None:
    with stack(server_context) as running, FTP_TLS(context=client_context, timeout=PATIENCE) as client:
        client.connect("127.0.0.1", running.port)
        client.host = "localhost"
        client.login("A", "B")
        with pytest.raises(all_errors, match="521"):
            client.nlst()


def test_allowed_takes_both(server_context: ssl.SSLContext) -> None:
    with (
        stack(server_context, control="ALLOWED", data="ALLOWED") as running,
        FTP(timeout=PATIENCE) as client,
    ):
        client.connect("127.0.0.1", running.port)
        client.login("A", "B")
        assert client.nlst() == ["README.TXT"]


def test_prot_needs_pbsz(server_context: ssl.SSLContext, client_context: ssl.SSLContext) -> None:
    with stack(server_context) as running, FTP_TLS(context=client_context, timeout=PATIENCE) as client:
        client.connect("127.0.0.1", running.port)
        client.host = "localhost"
        client.auth()
        with pytest.raises(error_perm, match="503"):
            client.sendcmd("PROT P")


def test_no_ssl_server_is_the_documented_421(server_context: ssl.SSLContext) -> None:
    with stack(server_context) as running:
        running.usable = False
        said = talk(running.port, "AUTH TLS")
    assert said.splitlines()[-1] == "421 Temporarily unable to process security"


def test_nothing_may_follow_auth_in_the_clear(server_context: ssl.SSLContext) -> None:
    with (
        stack(server_context) as running,
        socket.create_connection(("127.0.0.1", running.port), timeout=PATIENCE) as sock,
    ):
        sock.recv(4096)
        sock.sendall(b"AUTH TLS\r\nUSER EVE\r\n")
        assert sock.recv(4096).startswith(b"421 nothing may follow")
        assert sock.recv(1) == b""


def test_bounces_are_refused(server_context: ssl.SSLContext) -> None:
    with stack(server_context, control="ALLOWED", data="ALLOWED") as running:
        said = talk(running.port, "USER A", "PASS B", "PORT 192,0,2,1,20,1", "PORT 127,0,0,1,0,25", "EPRT x")
    replies = [line[:3] for line in said.splitlines()]
    assert replies == ["220", "331", "230", "500", "500", "501"]


def test_a_bad_label_ends_it_with_the_documented_message(server_context: ssl.SSLContext) -> None:
    with FakeStack(application("ftp"), server_context, usable=False) as running:
        running.process.wait(10)
        assert running.process.returncode == 1
    assert running.said == ["DTCFTS8467E Error verifying TLS label TLSCERT1: Label is not recognized"]


@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed")
def test_curl_fetches_over_explicit_tls(server_context: ssl.SSLContext) -> None:
    with stack(server_context) as running:
        found = subprocess.run(
            (
                "curl",
                "-s",
                "--ssl-reqd",
                "--insecure",
                "--user",
                "a:b",
                "--max-time",
                "10",
                f"ftp://127.0.0.1:{running.port}/README.TXT",
            ),
            capture_output=True,
            check=False,
        )
    assert found.returncode == 0, found.stderr
    assert found.stdout.startswith(b"This is the reference FTP server")
