from __future__ import annotations

import os
import signal
import smtplib
import socket
import ssl
import time
from dataclasses import replace
from pathlib import Path

import pytest

from ssldiag.pool.gather import Found
from ssldiag.pool.tickets import verdict
from tests.pool.handmade import QUICK, Handmade
from tests.pool.playbook import application
from tests.pool.rig import client_context
from tests.ports import free_ports
from tests.waiting import PATIENCE


def test_an_application_is_started_when_a_server_is_there(tmp_path: Path) -> None:
    (port,) = free_ports(1)
    app = application("ECHOSRV", kind="echo", label=None, control="NEVER", ports=((7, port),))
    with Handmade(tmp_path, servers=1, applications=(app,)) as pool:
        with socket.create_connection(("127.0.0.1", port), PATIENCE) as client:
            client.sendall(b"in the clear\n")
            assert client.recv(100) == b"in the clear\n"
        row = next(row for row in pool.status()["applications"] if row["name"] == "ECHOSRV-7")
        assert row["state"] == "listening"
        assert any(line.startswith("ECHOSRV") and "..7 " in line for line in pool.netstat("CONN"))


def test_a_label_that_no_server_has_ends_the_application(tmp_path: Path) -> None:
    app = application("FTPSERVE", label="NOLABEL", ports=((21, 0),))
    with Handmade(tmp_path, servers=1, applications=(app,)) as pool:
        pool.until(lambda: "DTCFTS8467E Error verifying TLS label NOLABEL" in pool.console("FTPSERVE"))
        row = next(row for row in pool.status()["applications"] if row["name"] == "FTPSERVE-21")
        assert row["state"] == "ended"
        assert "the key database has no label NOLABEL" in row["what"]


def test_a_connection_turns_to_tls_and_cannot_when_no_server_is_there(tmp_path: Path) -> None:
    (port,) = free_ports(1)
    app = application("SMTP", kind="smtp", label="SERVER", ports=((25, port),))
    with Handmade(tmp_path, servers=1, applications=(app,)) as pool:
        with smtplib.SMTP("127.0.0.1", port, timeout=PATIENCE) as client:
            client.starttls(context=client_context_for_names())
            assert client.noop()[0] == 250
            pool.until(lambda: pool.sessions() == [1])
            with pool.connect() as echo:
                own = f"127.0.0.1..{echo.getsockname()[1]}"
                assert any("127.0.0.1..25 " in line for line in pool.admin("QUERY SESSIONS"))
                there = [line.split() for line in pool.netstat("CONN") if line.endswith("Established")]
            assert sorted((row[0], row[2], row[3] == own) for row in there) == [
                ("ECHOSRV", "127.0.0.1..1000", True),
                ("SMTP", "127.0.0.1..SMTP", False),
            ]
        pool.until(lambda: pool.sessions() == [0])
        pool.admin("STOP (SSL SSL00001")
        with (
            smtplib.SMTP("127.0.0.1", port, timeout=PATIENCE) as client,
            pytest.raises(smtplib.SMTPResponseException, match="454"),
        ):
            client.starttls(context=client_context_for_names())
        assert "DTCTCPT99E" not in pool.console()


def client_context_for_names() -> ssl.SSLContext:
    """A client that is told an address instead of a name."""
    context = client_context()
    context.check_hostname = False
    return context


def test_a_member_that_goes_takes_dynamic_connections_along(tmp_path: Path) -> None:
    (port,) = free_ports(1)
    app = application("SMTP", kind="smtp", label="SERVER", ports=((25, port),))
    with Handmade(tmp_path, applications=(app,)) as pool:
        with smtplib.SMTP("127.0.0.1", port, timeout=PATIENCE) as client:
            client.starttls(context=client_context_for_names())
            pool.until(lambda: pool.sessions() == [1, 0])
            os.kill(pool.pid(0), signal.SIGKILL)
            pool.until(lambda: pool.sessions() == [0, 0])
            with pytest.raises((OSError, smtplib.SMTPException)):
                client.noop()
        with smtplib.SMTP("127.0.0.1", port, timeout=PATIENCE) as client:
            client.starttls(context=client_context_for_names())
            assert client.noop()[0] == 250


def test_an_application_that_goes_takes_what_it_wanted_along(tmp_path: Path) -> None:
    (port,) = free_ports(1)
    app = application("SMTP", kind="smtp", label="SERVER", ports=((25, port),))
    timings = replace(QUICK, wait=PATIENCE)
    with Handmade(tmp_path, servers=1, per_server=1, applications=(app,), timings=timings) as pool:
        with pool.connect(), socket.create_connection(("127.0.0.1", port), PATIENCE) as client:
            client.recv(1000)
            client.sendall(b"EHLO x\r\n")
            client.recv(1000)
            client.sendall(b"STARTTLS\r\n")
            assert client.recv(1000).startswith(b"220")
            time.sleep(0.1)
            (pid,) = applications_of(pool.process.pid)
            os.kill(pid, signal.SIGKILL)
            assert client.recv(1000) == b""
        pool.until(lambda: "application server SMTP ended" in pool.console())
        pool.until(lambda: applications_of(pool.process.pid) not in ([], [pid]))
        pool.until(lambda: pool.sessions() == [0])
        assert "DTCTCPT99E" not in pool.console()


def applications_of(pid: int) -> list[int]:
    """The application processes of a stack."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [int(one) for one in children if b"ssldiag.pool.apps" in Path(f"/proc/{one}/cmdline").read_bytes()]


def found(*rows: tuple[str, bool], silent: tuple[str, ...] = ()) -> Found:
    """What SSL00001 answers about its certificates."""
    certificates = [{"label": label, "has_private_key": key} for label, key in rows]
    return Found({("certificates", "SSL00001"): certificates}, silent)


@pytest.mark.parametrize(
    ("label", "answers", "active", "why"),
    [
        ("A", found(("A", True)), ["SSL00001"], ""),
        ("A", found(("A", False)), ["SSL00001"], "label A has no private key"),
        ("A", found(("B", True)), ["SSL00001"], "the key database has no label A"),
        ("A", found(silent=("SSL00001",)), ["SSL00001"], "no SSL server answered"),
        ("A", found(("A", True), silent=("SSL00002",)), ["SSL00001", "SSL00002"], ""),
        ("A", Found(), [], "no SSL server is active"),
    ],
)
def test_labels(label: str, answers: Found, active: list[str], why: str) -> None:
    assert verdict(label, active, answers) == why
