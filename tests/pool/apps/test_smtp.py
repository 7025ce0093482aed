"""The mail server, with smtplib and by hand, and in front of a real one."""

from __future__ import annotations

import shutil
import smtplib
import socket
import ssl
import subprocess
import threading

import pytest

from tests.pool.apps.fake_stack import FakeStack, application
from tests.waiting import PATIENCE


def test_mail_over_starttls(server_context: ssl.SSLContext, client_context: ssl.SSLContext) -> None:
    with (
        FakeStack(application("smtp"), server_context) as running,
        smtplib.SMTP("127.0.0.1", running.port, timeout=PATIENCE) as client,
    ):
        client.starttls(context=client_context)
        assert client.sendmail("a@example.com", ["b@example.com"], "Subject: x\r\n\r\n.dots\r\n") == {}


def test_required_refuses_mail_in_the_clear(server_context: ssl.SSLContext) -> None:
    with (
        FakeStack(application("smtp"), server_context) as running,
        smtplib.SMTP("127.0.0.1", running.port, timeout=PATIENCE) as client,
    ):
        assert client.mail("a@example.com")[0] == 530


def test_allowed_takes_mail_in_the_clear(server_context: ssl.SSLContext) -> None:
    with (
        FakeStack(application("smtp", control="ALLOWED"), server_context) as running,
        smtplib.SMTP("127.0.0.1", running.port, timeout=PATIENCE) as client,
    ):
        assert client.sendmail("a@example.com", ["b@example.com"], "Subject: x\r\n\r\nx\r\n") == {}


def test_never_offers_nothing(server_context: ssl.SSLContext) -> None:
    with (
        FakeStack(application("smtp", control="NEVER"), server_context) as running,
        smtplib.SMTP("127.0.0.1", running.port, timeout=PATIENCE) as client,
    ):
        client.ehlo()
        assert not client.has_extn("starttls")
        assert client.docmd("STARTTLS")[0] == 503


def test_without_an_ssl_server_454(server_context: ssl.SSLContext) -> None:
    with FakeStack(application("smtp"), server_context) as running:
        running.usable = False
        with smtplib.SMTP("127.0.0.1", running.port, timeout=PATIENCE) as client:
            assert client.docmd("STARTTLS")[0] == 454


def test_commands_injected_behind_starttls_are_refused(server_context: ssl.SSLContext) -> None:
    with (
        FakeStack(application("smtp"), server_context) as running,
        socket.create_connection(("127.0.0.1", running.port), timeout=PATIENCE) as sock,
    ):
        sock.recv(4096)
        sock.sendall(b"STARTTLS\r\nRSET\r\n")
        assert sock.recv(4096).startswith(b"501")
        assert sock.recv(1) == b""


def test_endless_lines_end_the_connection(server_context: ssl.SSLContext) -> None:
    with (
        FakeStack(application("smtp"), server_context) as running,
        socket.create_connection(("127.0.0.1", running.port), timeout=PATIENCE) as sock,
    ):
        sock.recv(4096)
        sock.sendall(b"A" * 5000)
        assert sock.recv(4096).startswith(b"421 a line is longer")


def test_in_front_of_a_real_server(server_context: ssl.SSLContext, client_context: ssl.SSLContext) -> None:
    real = socket.create_server(("127.0.0.1", 0))
    heard: list[bytes] = []

    def serve() -> None:
        sock, _ = real.accept()
        with sock:
            sock.sendall(b"220-real\r\n220 ready\r\n")
            heard.append(sock.recv(4096))
            sock.sendall(b"250 real.example.com\r\n")
            heard.append(sock.recv(4096))
            sock.sendall(b"221 bye\r\n")

    thread = threading.Thread(target=serve)
    thread.start()
    front = f"127.0.0.1:{real.getsockname()[1]}"
    with (
        FakeStack(application("smtp", front=front), server_context) as running,
        smtplib.SMTP("127.0.0.1", running.port, timeout=PATIENCE) as client,
    ):
        client.starttls(context=client_context)
        assert client.ehlo("me")[1] == b"real.example.com"
    thread.join(PATIENCE)
    real.close()
    assert heard == [b"ehlo me\r\n", b"QUIT\r\n"] or heard == [b"ehlo me\r\n", b"quit\r\n"]


@pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl is not installed")
def test_openssl_starttls(server_context: ssl.SSLContext) -> None:
    with FakeStack(application("smtp"), server_context) as running:
        found = subprocess.run(
            ("openssl", "s_client", "-starttls", "smtp", "-connect", f"127.0.0.1:{running.port}", "-quiet"),
            input=b"QUIT\r\n",
            capture_output=True,
            timeout=PATIENCE,
            check=False,
        )
    assert b"250" in found.stdout + found.stderr or b"221" in found.stdout
