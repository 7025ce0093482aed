"""A running pool, as its users meet it."""

from __future__ import annotations

import ftplib
import io
import json
import os
import shutil
import signal
import smtplib
import socket
import ssl
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from tests.pool.test_contexts import native
from tests.pool.whole.running import Pool
from tests.waiting import PATIENCE, until

V12, V13 = ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3


@pytest.fixture(scope="module")
def pool(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pool]:
    """One pool for all tests that leave it as it was."""
    with Pool(tmp_path_factory.mktemp("whole") / "pool") as running:
        running.start()
        yield running


@pytest.fixture(scope="module")
def common(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pool]:
    """A small pool for tests that change what it does, but none of its files."""
    with Pool(tmp_path_factory.mktemp("common") / "pool", "--apps", "echo", "--servers", "3") as running:
        running.start()
        yield running


@pytest.fixture
def three(common: Pool) -> Pool:
    """That pool with all servers up, no sessions and the default limits."""
    common.netstat("OBEY", "SSLLIMITS", "MAXSESSIONS", "3000", "MAXPERSSLSERVER", "600")
    for userid, state in common.states().items():
        if state != "Active":
            common.admin("START", f"(SSL {userid}")
    until(lambda: set(common.states().values()) == {"Active"}, "all servers are up")
    until(lambda: common.sessions() == [0, 0, 0], "no sessions are left")
    return common


@pytest.fixture
def own(tmp_path: Path) -> Iterator[Pool]:
    """A pool that a test may break."""
    with Pool(tmp_path / "pool", "--apps", "echo", "--servers", "3") as running:
        yield running


def test_status_is_there_for_scripts(pool: Pool) -> None:
    found = Pool.run("pool", "status", str(pool.folder), "--format", "json")
    assert found.returncode == 0, found.stderr
    status = json.loads(found.stdout)
    assert status["schema"] == "ssldiag.pool/1"
    assert {"name", "port", "label", "security"} <= set(status["applications"][0])
    assert [(item["userid"], item["state"], item["max"]) for item in status["servers"]] == [
        (f"SSL{number:05}", "Active", 600) for number in range(1, 6)
    ]
    assert status["limits"] == {"max_sessions": 3000, "per_server": 600} or status["limits"]
    assert status["cache"]


@pytest.mark.parametrize("version", [V12, V13])
def test_echo(pool: Pool, version: ssl.TLSVersion) -> None:
    with pool.connect(pool.trust(version)) as sock:
        data = os.urandom(300_000)
        sock.sendall(data)
        found = b""
        while len(found) < len(data):
            found += sock.recv(65536)
        assert found == data


def test_ftp(pool: Pool) -> None:
    with ftplib.FTP_TLS(context=pool.trust(), timeout=PATIENCE) as client:
        client.connect("127.0.0.1", pool.port(21))
        client.host = "localhost"
        client.login("TCPMAINT", "x")
        client.prot_p()
        client.storbinary("STOR A.BIN", io.BytesIO(b"abc" * 100_000))
        found = io.BytesIO()
        client.retrbinary("RETR A.BIN", found.write)
        assert found.getvalue() == b"abc" * 100_000


def test_smtp(pool: Pool) -> None:
    with smtplib.SMTP("localhost", pool.port(25), timeout=PATIENCE) as client:
        client.starttls(context=pool.trust())
        assert client.sendmail("a@example.com", ["b@example.com"], "Subject: x\r\n\r\nhello\r\n") == {}
    with smtplib.SMTP_SSL("localhost", pool.port(465), context=pool.trust(), timeout=PATIENCE) as client:
        assert client.noop()[0] == 250


@pytest.mark.skipif(
    shutil.which("s3270") is None, reason="s3270, a 3270 terminal without a screen, is not installed"
)
def test_a_3270_terminal(pool: Pool) -> None:
    found = subprocess.run(
        ["s3270", "-verifycert", "-cafile", str(pool.folder / "client/ca.pem"), f"localhost:{pool.port(23)}"],
        input="Wait(5,3270Mode)\nString(HELLO)\nEnter\nWait(5,Output)\nAscii\nQuit\n",
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert "REFERENCE TELNET SERVER" in found.stdout


@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed")
def test_curl(pool: Pool) -> None:
    url = f"ftp://localhost:{pool.port(21)}/README.TXT"
    command = [
        "curl",
        "-s",
        "--ssl-reqd",
        "--cacert",
        str(pool.folder / "client/ca.pem"),
        "--user",
        "a:b",
        url,
    ]
    found = subprocess.run(command, capture_output=True, timeout=PATIENCE, check=False)
    assert found.stdout.startswith(b"This is the reference FTP server")


@pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl is not installed")
@pytest.mark.parametrize(
    ("port", "options"),
    [(1007, ()), (21, ("-starttls", "ftp")), (25, ("-starttls", "smtp")), (992, ()), (465, ())],
)
def test_openssl(pool: Pool, port: int, options: tuple[str, ...]) -> None:
    found = subprocess.run(
        [
            *("openssl", "s_client", "-connect", f"localhost:{pool.port(port)}", *options),
            *("-CAfile", str(pool.folder / "client/ca.pem"), "-verify_return_error", "-brief"),
        ],
        input=b"",
        capture_output=True,
        timeout=PATIENCE,
        check=False,
    )
    assert b"Verification: OK" in found.stderr


def test_the_doctor_finds_nothing_above_info(pool: Pool) -> None:
    found = Pool.run("doctor", str(pool.folder), "--fail-on", "warning", "--no-color")
    assert found.returncode == 0, found.stdout


def test_another_user_may_not_administer(own: Pool) -> None:
    own.change("pool.toml", '= "TCPMAINT"', '= "SOMEBODY"')
    own.start()
    found = Pool.run("ssladmin", str(own.folder), "STOP", "(SSL", "SSL00001")
    assert found.returncode == 1 and "SOMEBODY" in found.stdout + found.stderr
    assert own.states()["SSL00001"] == "Active"
    assert "SSL00001" in own.netstat("CONFIG", "SSL")


@pytest.mark.parametrize("version", [V12, V13])
def test_sessions_resume_on_another_server(three: Pool, version: ssl.TLSVersion) -> None:
    assert "600" not in three.netstat("OBEY", "SSLLIMITS", "MAXSESSIONS", "5", "MAXPERSSLSERVER", "1")
    context = three.trust(version)
    with three.connect(context) as first:
        assert three.echo(first) == b"hello"
        session = first.session
        with three.connect(context, session=session) as second:
            assert three.echo(second) == b"hello"
            assert second.session_reused
            assert three.sessions()[:2] == [1, 1]


def test_first_active_server_first_and_refusal_at_the_end(three: Pool) -> None:
    three.netstat("OBEY", "SSLLIMITS", "MAXSESSIONS", "6", "MAXPERSSLSERVER", "2")
    context = three.trust()
    held = [three.connect(context) for _ in range(6)]
    try:
        assert three.sessions() == [2, 2, 2]
        with pytest.raises(OSError), three.connect(context) as late:
            assert three.echo(late) == b"hello"
        for sock in held[:2]:
            sock.close()
        until(lambda: three.sessions()[0] == 0, "the first server is free")
        with three.connect(context) as late:
            assert three.echo(late) == b"hello"
            assert three.sessions() == [1, 2, 2]
    finally:
        for sock in held:
            sock.close()


def test_a_member_that_is_killed_loses_its_own_connections_only(three: Pool) -> None:
    three.netstat("OBEY", "SSLLIMITS", "MAXSESSIONS", "6", "MAXPERSSLSERVER", "2")
    context = three.trust()
    with three.connect(context) as first:  # Python 3.14 resumes no session of a connection that broke off
        assert three.echo(first) == b"hello"
        assert three.sessions() == [1, 0, 0]
        session = first.session
    until(lambda: three.sessions() == [0, 0, 0], "the first server is free")
    held = [three.connect(context) for _ in range(4)]
    try:
        for sock in held:
            assert three.echo(sock) == b"hello"
        os.kill(three.servers()["SSL00001"]["pid"], signal.SIGKILL)
        for sock in held[:2]:
            with suppress(OSError):
                assert three.echo(sock) == b""
        native().forget()  # else ``ssl`` may take the next for broken too: it is our own end that failed
        for sock in held[2:]:
            assert three.echo(sock) == b"hello"
        with three.connect(context, session=session) as again:
            assert three.echo(again) == b"hello"
            assert again.session_reused
        until(lambda: three.states()["SSL00001"] == "Active", "it is started again")
        until(lambda: three.sessions() == [0, 2, 0], "the books are right")
        until(lambda: "Restarting you because KillClient called" in three.console("SSL00001"), "it says so")
    finally:
        for sock in held:
            sock.close()


def test_without_the_agent_handshakes_are_full(three: Pool) -> None:
    context = three.trust(V12)
    with three.connect(context) as first:
        assert three.echo(first) == b"hello"
        session = first.session
    agent = three.status()["agent"]
    os.kill(agent["pid"], signal.SIGKILL)
    until(lambda: three.status()["agent"]["state"] == "down", "the agent is down")
    with three.connect(context, session=session) as second:
        assert three.echo(second) == b"hello"
    until(lambda: three.status()["agent"]["state"] == "running", "the agent is back")
    with three.connect(context) as third:
        assert three.echo(third) == b"hello"
        session = third.session
    with three.connect(context, session=session) as fourth:
        assert three.echo(fourth) == b"hello"
        assert fourth.session_reused


def test_refresh_takes_new_certificates_for_new_connections(own: Pool) -> None:
    own.start()
    context = own.trust()
    with own.connect(context) as old:
        before = old.getpeercert(True)
        database = own.folder / "bfs/VMSYS/GSKADMIN/Database.p12"
        other = Pool(own.folder.parent / "other", "--apps", "echo")
        for name in ("Database.p12", "Database.sth"):
            shutil.copy(other.folder / "bfs/VMSYS/GSKADMIN" / name, database.with_name(name))
        with own.connect(context) as same:
            assert same.getpeercert(True) == before
        assert "REFRESH" in own.admin("REFRESH").upper()
        trusting = other.trust()

        def refreshed() -> bool:
            try:
                with own.connect(trusting) as new:
                    return own.echo(new) == b"hello"
            except ssl.SSLError:
                return False

        until(refreshed, "the new certificate is used")
        assert own.echo(old) == b"hello"


def test_stop_is_sticky_and_start_brings_it_back(three: Pool) -> None:
    three.admin("STOP", "(SSL", "SSL00001")
    until(lambda: three.states()["SSL00001"] == "Stopped", "it is stopped")
    with three.connect(three.trust()) as sock:
        assert three.echo(sock) == b"hello"
        assert three.sessions()[1] == 1
    assert three.states()["SSL00001"] == "Stopped"
    three.admin("START", "(SSL", "SSL00001")
    until(lambda: three.states()["SSL00001"] == "Active", "it is back")


def test_restart_lets_sessions_end_first(three: Pool) -> None:
    with three.connect(three.trust()) as sock:
        assert three.echo(sock) == b"hello"
        three.admin("RESTART", "(SSL", "SSL00001")
        assert three.echo(sock) == b"hello"
    until(lambda: three.states()["SSL00001"] == "Active" and three.sessions()[0] == 0, "it is back")


def test_client_certificates(own: Pool) -> None:
    own.change("PROFILE.TCPIP", "ECHOSRV SECURE TLSCERT1", "ECHOSRV SECURE TLSCERT1 CLIENTCERTCHECK REQUIRED")
    own.start()
    context = own.trust(V12, client=True)
    with own.connect(context) as sock:
        assert own.echo(sock) == b"hello"
        session = sock.session
    with own.connect(context, session=session) as sock:
        assert own.echo(sock) == b"hello"
        assert sock.session_reused  # a session with a client's certificate fits into the cache
    with pytest.raises(OSError), own.connect(own.trust(V12)) as sock:
        assert own.echo(sock) == b"hello"
    until(
        lambda: "DTCSSL022E Handshake failed rc: 403" in own.console("SSL00001"), "z/VM's code is in the log"
    )


def test_a_recording_can_be_read(own: Pool, tmp_path: Path) -> None:
    pcap, keys = tmp_path / "a.pcap", tmp_path / "a.keys"
    own.start("--pcap", str(pcap), "--keylog", str(keys))
    with own.connect(own.trust(V13)) as sock:
        assert own.echo(sock) == b"hello"
    with pytest.raises(OSError), own.connect(ssl.create_default_context()) as sock:
        assert own.echo(sock) == b"hello"
    own.stop()
    found = Pool.run("pcap", str(pcap), "--keylog", str(keys), "--format", "jsonl")
    assert '"outcome": "completed"' in found.stdout or '"outcome":"completed"' in found.stdout
    assert "unknown_ca" in found.stdout
    assert keys.stat().st_mode & 0o77 == 0 and pcap.stat().st_mode & 0o77 == 0


def test_hostile_clients_leave_it_serving(own: Pool) -> None:
    own.change("pool.toml", "[kinds]", "[timings]\nhandshake = 1.0\n[kinds]")
    own.start()
    at = ("127.0.0.1", own.port(1007))
    held = []
    for data in (
        b"GET / HTTP/1.0\r\n\r\n",
        b"\x00" * 1000,
        os.urandom(5000),
        b"\x16\x03\x01\xff\xff" + b"\x01" * 70000,
        b"\x16\x03\x01\x00\x05\x01\x00\x00\x01\x00",
        b"\x80\x2e\x01\x03\x01" + b"\x00" * 60,
        b"",
    ):
        sock = socket.create_connection(at, timeout=PATIENCE)
        with suppress(OSError):
            sock.sendall(data)
        held.append(sock)
    for _ in range(50):
        socket.create_connection(at, timeout=PATIENCE).close()
    with own.connect(own.trust()) as good:
        assert own.echo(good) == b"hello"
        until(lambda: own.sessions() == [1, 0, 0], "half-open connections are given up")
        assert own.echo(good) == b"hello"
    for sock in held:
        sock.close()
    until(lambda: sum(own.sessions()) == 0, "nothing is left")
    assert own.states()["SSL00001"] == "Active"


def test_a_broken_configuration_is_found_by_the_doctor(own: Pool) -> None:
    own.change("TCPIP.DATA", "TCPIPUSERID  TCPIP", "TCPIPUSERID  TCPIPX")
    started = Pool.run("pool", "start", str(own.folder))
    assert started.returncode == 1
    assert started.stdout.startswith("ready: TCPIP, 0 of 3 servers active; ")
    why = ":Stack.TCPIP does not match TCPIPUSERID TCPIPX"
    assert f"SSL00001 SSL00002 SSL00003: Eligible; {why}\n" in started.stderr
    found = Pool.run("doctor", str(own.folder), "--no-color")
    assert found.returncode == 1 and "ZVM101" in found.stdout


def test_a_stack_without_ssl_servers_is_told_from_one_that_runs_them(own: Pool) -> None:
    own.change("SYSTEM.DTCPARMS", ":DCSS_Parms.<DEFAULT>", ":DCSS_Parms.<NONE>")
    started = Pool.run("pool", "start", str(own.folder))
    assert (started.returncode, started.stdout.count("\n")) == (1, 1)
    assert ":DCSS_Parms. of the stack asks for no SSL servers" in started.stderr


def test_a_single_server(tmp_path: Path) -> None:
    with Pool(tmp_path / "one", "--single", "--apps", "echo") as one:
        one.start()
        with one.connect(one.trust()) as sock:
            assert one.echo(sock) == b"hello"
            assert one.states() == {"SSLSERV": "Active"}
            assert one.sessions() == [1]
