"""The dialogues before TLS, through the whole probe, with servers that speak the protocols."""

from __future__ import annotations

import asyncio
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from ssldiag.probe.model import Deadlines, Result, Target
from ssldiag.probe.scan import Wishes, probe
from ssldiag.probe.starttls import (
    ALIASES,
    PORTS,
    PRELUDES,
    UnknownProtocol,
    prelude,
    protocol,
    usual_port,
)
from tests.keydb.makers import NOW
from tests.pool.apps.fake_stack import FakeStack, application
from tests.probe.rig import context, hosting, tls
from tests.probe.test_client import V12, V13
from tests.probe.test_dialogue_binary import FOLLOWS, YES, greeting
from tests.wire.peers import Pki

NAME = "server.example.test"


def probed(port: int, starttls: str) -> Result:
    where = Target("127.0.0.1", port, starttls, NAME)
    wishes = Wishes("quick", Deadlines(starttls=10, answer=10), prelude=prelude(where), now=NOW)
    return asyncio.run(probe(where, wishes))


def test_one_table() -> None:
    assert set(PORTS) == set(PRELUDES)
    assert set(ALIASES.values()) <= set(PRELUDES)
    assert len({port for ports in PORTS.values() for port in ports}) == sum(map(len, PORTS.values()))


@pytest.mark.parametrize(
    ("word", "port", "name"),
    [
        ("auto", 21, "ftp"),
        ("auto", 587, "smtp"),
        ("AUTO", 23, "telnet"),
        ("auto", 992, None),
        ("TN3270", 2023, "telnet"),
        ("postgres", 1, "postgresql"),
        ("none", 21, None),
        (None, 21, None),
    ],
)
def test_words(word: str | None, port: int, name: str | None) -> None:
    assert protocol(word, port) == name


def test_usual_ports_and_unknown_words() -> None:
    assert [usual_port(word) for word in ("smtp", "tn3270", "auto", None)] == [25, 23, None, None]
    with pytest.raises(UnknownProtocol, match=r"gopher: is none of the protocols .*postgresql"):
        protocol("gopher", 70)


@pytest.mark.parametrize("kind", ["ftp", "smtp", "telnet"])
def test_servers_of_the_reference_pool(kind: str, pki: Pki) -> None:
    with FakeStack(application(kind), context(Path(pki.own), V12, V13)) as running:
        found = probed(running.port, kind)
        assert found.completed, found.verdict_line
        assert found.main.handshake is not None and found.main.handshake.starttls == kind
        assert found.chains[0].certificates[0] == pki.der


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("ftp", "TLS was refused: 421 Temporarily unable to process security"),
        ("smtp", "TLS was refused: 454 4.7.0 TLS not available due to temporary reason"),
        (
            "telnet",
            "TLS was refused: SSL Server is not available on local system: no SSL server is there to take "
            "the connection",
        ),
    ],
)
def test_without_an_ssl_server(kind: str, words: str, pki: Pki) -> None:
    with FakeStack(application(kind), context(Path(pki.own), V12, V13)) as running:
        running.usable = False  # the application checked its label when it started
        found = probed(running.port, kind)
    assert found.trouble is not None and (found.trouble.step, found.trouble.what) == ("starttls", words)
    assert (found.main.ended, found.completed) == ("refused", False)


def says(*lines: bytes, most: int = 4000) -> Callable[[socket.socket], None]:
    """A server that says these, each after something came; the first at once."""

    def answer(connection: socket.socket) -> None:
        for at, line in enumerate(lines):
            if at:
                connection.recv(most)
            connection.sendall(line)

    return answer


@pytest.mark.parametrize(
    ("protocol", "lines"),
    [
        ("imap", (b"* OK hello\r\n", b"a1 OK go\r\n")),
        ("pop3", (b"+OK hello\r\n", b"+OK go\r\n")),
        ("nntp", (b"200 hello\r\n", b"382 go\r\n")),
        ("lmtp", (b"220 hello\r\n", b"250 me\r\n", b"220 go\r\n")),
        ("ldap", (b"", YES)),
        ("postgresql", (b"", b"S")),
        ("telnet", (b"\xff\xfd\x2e", FOLLOWS)),
        ("mysql", (greeting(0xFFFF),)),
    ],
)
def test_made_up_servers(protocol: str, lines: tuple[bytes, ...], pki: Pki) -> None:
    secured = tls(context(Path(pki.own), V12, V13))
    last = {"mysql": 36, "telnet": len(FOLLOWS)}.get(protocol, 0)

    def answer(connection: socket.socket) -> None:
        # the client of telnet does not wait between WILL and FOLLOWS: the first is taken by itself
        says(*lines, most=len(lines[0]) if protocol == "telnet" else 4000)(connection)
        left = last
        while left:
            left -= len(connection.recv(left))
        secured(connection)

    with hosting(answer) as port:
        found = probed(port, protocol)
    assert found.completed, found.verdict_line
    assert found.main.handshake is not None
    assert found.main.handshake.starttls in (protocol, "smtp")  # LMTP looks like SMTP in a capture


def test_text_in_the_clear_is_not_taken_for_tls(pki: Pki) -> None:
    """What came behind the yes in the same packet was put there by somebody else (CVE-2011-0411)."""
    secured = tls(context(Path(pki.own), V13, V13))

    def answer(connection: socket.socket) -> None:
        connection.sendall(b"+OK\r\n")
        connection.recv(100)
        connection.sendall(b"+OK go\r\n+OK injected\r\n")
        secured(connection)

    with hosting(answer) as port:
        assert probed(port, "pop3").completed


POSTGRES = shutil.which("postgres")


@contextmanager
def postgres(folder: Path, own: Path, secured: bool) -> Iterator[int]:
    """A PostgreSQL server with a database of its own; where we are root it runs as ``nobody``, for it must
    not be root.
    """
    assert POSTGRES is not None
    bin = Path(POSTGRES).resolve().parent
    user = pwd.getpwnam("nobody").pw_uid if os.getuid() == 0 else os.getuid()
    data = folder / "data"
    shutil.copy(own, folder / "own.pem")
    for path in (folder, folder / "own.pem"):
        os.chown(path, user, -1)
    (folder / "own.pem").chmod(0o600)
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "user": user, "cwd": "/"}
    subprocess.run([bin / "initdb", "-D", data, "-A", "trust", "-N"], check=True, **quiet)  # type: ignore[call-overload]
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = int(listener.getsockname()[1])
    words = ["-D", data, "-p", port, "-k", folder, "-h", "127.0.0.1", "-F"]
    if secured:
        pem = folder / "own.pem"
        words += ["-c", "ssl=on", "-c", f"ssl_cert_file={pem}", "-c", f"ssl_key_file={pem}"]
    process = subprocess.Popen([bin / "postgres", *map(str, words)], **quiet)  # type: ignore[call-overload]
    try:
        for _ in range(200):
            with socket.socket() as trial:
                if trial.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.05)
        yield port
    finally:
        process.terminate()
        process.wait(20)


@pytest.mark.skipif(POSTGRES is None, reason="no PostgreSQL server is here")
@pytest.mark.parametrize("secured", [True, False])
def test_postgresql(secured: bool, rsa_own: Path) -> None:
    with tempfile.TemporaryDirectory() as folder, postgres(Path(folder), rsa_own, secured) as port:
        found = probed(port, "postgresql")
    if secured:
        assert found.completed, found.verdict_line
    else:
        assert found.verdict_line.startswith("TLS was refused: N: the server is not set up for TLS")
