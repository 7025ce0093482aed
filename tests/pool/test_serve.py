"""``ssldiag serve`` as a user runs it, with openssl, curl and Python as its clients."""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import ssl
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from ssldiag.pool.material import MaterialError
from ssldiag.pool.plan import ClientCheck
from ssldiag.pool.serve import Wishes, material, plan, security
from tests.pool.rig import Echo, connect, identity
from tests.waiting import PATIENCE


class Running:
    """The program, and what it wrote."""

    def __init__(self, process: subprocess.Popen[str], port: int) -> None:
        self.process, self.port = process, port
        self.output = ""
        self.errors = ""

    def end(self, number: int = signal.SIGINT) -> int:
        """Ctrl-C; its exit code."""
        self.process.send_signal(number)
        out, err = self.process.communicate(timeout=PATIENCE)
        self.output += out
        self.errors += err
        return self.process.returncode


@contextmanager
def serving(*options: str) -> Iterator[Running]:
    """Run it on a free port until the block ends."""
    words = [sys.executable, "-m", "ssldiag", "serve", "--port", "0", *options]
    process = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        assert process.stderr is not None
        line = process.stderr.readline()
        found = re.search(r"listening on \S+:(\d+) ", line)
        assert found, line + process.stderr.read()
        yield Running(process, int(found[1]))
    finally:
        if process.poll() is None:
            process.kill()
            process.communicate()


def careless() -> ssl.SSLContext:
    """A client that takes any certificate."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    return context


def test_it_echoes_at_once_and_ends_with_ctrl_c() -> None:
    with serving() as server:
        with connect(server.port, careless()) as client:
            client.sendall(b"hello")
            assert client.recv(10) == b"hello"
            assert client.version() == "TLSv1.3"
        assert server.end() == 0
    assert re.search(r"DTCSSLT02I SSLSERV conn 1 handshake ok TLS\S+ \S+ label SSLDIAG", server.output)
    assert "ended; 1 connections, 0 handshakes failed" in server.errors


def test_openssl_and_curl_are_content(tmp_path: Path) -> None:
    openssl, curl = shutil.which("openssl"), shutil.which("curl")
    if openssl is None or curl is None:
        pytest.skip("openssl or curl is not installed")
    certificate, key = identity("localhost", "TESTCA").files(tmp_path, "own")
    trusted, _ = identity("TESTCA").files(tmp_path, "ca")

    def answer(end: socket.socket) -> None:
        end.recv(10_000)
        end.sendall(b"HTTP/1.0 200 OK\r\nContent-Length: 5\r\n\r\nplain")

    web = Echo(answer)
    try:
        with serving("--to", web.backend, "--cert", certificate, "--key", key, "--trace", "none") as server:
            url = f"https://localhost:{server.port}/"
            words = [curl, "-sS", "--max-time", "60", "--cacert", trusted, "--resolve"]
            done = subprocess.run(
                [*words, f"localhost:{server.port}:127.0.0.1", url], capture_output=True, check=False
            )
            assert (done.stdout, done.stderr) == (b"plain", b"")
            words = [openssl, "s_client", "-connect", f"127.0.0.1:{server.port}", "-CAfile", trusted]
            words += ["-verify_return_error", "-tls1_2", "-quiet", "-ign_eof"]
            done = subprocess.run(
                words, input=b"GET /\r\n", capture_output=True, check=False, timeout=PATIENCE
            )
            assert done.stdout.endswith(b"plain")
            assert server.end(signal.SIGTERM) == 0
        assert server.output == ""
    finally:
        web.close()


def test_clients_need_certificates_where_that_is_asked_for(tmp_path: Path) -> None:
    trusted, _ = identity("TESTCA").files(tmp_path, "ca")
    files = identity("CLIENT", "TESTCA").files(tmp_path, "client")
    with serving("--client-check", "required", "--ca", trusted) as server:
        context = careless()
        context.load_cert_chain(*files)
        with connect(server.port, context) as client:
            client.sendall(b"hello")
            assert client.recv(10) == b"hello"
        with pytest.raises(OSError), connect(server.port, careless()) as client:
            client.sendall(b"hello")
            client.recv(10)
            raise ConnectionError
        assert server.end() == 0
    assert "DTCSSL022E Handshake failed rc: 403 reason: Partner sent no certificate" in server.output


def test_old_protocols_and_single_suites_can_be_asked_for() -> None:
    with serving("--protocol", "TLSv1.0", "--ciphers", "ECDHE-ECDSA-AES256-SHA") as server:
        import warnings

        context = careless()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            context.minimum_version = context.maximum_version = ssl.TLSVersion.TLSv1
        context.set_ciphers("ALL:@SECLEVEL=0")
        with connect(server.port, context) as client:
            cipher = client.cipher()
            assert cipher is not None
            assert (client.version(), cipher[0]) == ("TLSv1", "ECDHE-ECDSA-AES256-SHA")
        assert server.end() == 0


@pytest.mark.parametrize(
    ("options", "words", "code"),
    [
        (("--to", "nowhere"), "neither host:port nor", 2),
        (("--echo", "--to", "127.0.0.1:1"), "exclude each other", 2),
        (("--protocol", "SSLv9"), "SSLv9", 2),
        (("--trace", "everything"), "EVERYTHING", 2),
        (("--trace", "flow 1.2.3.4.5"), "1.2.3.4.5", 2),
        (("--cert", "/nonexistent.pem"), "/nonexistent.pem: No such file", 3),
        (("--client-check", "REQUIRED"), "name a file of them", 3),
        (("--ciphers", "NOSUCHSUITE"), "cannot be used", 3),
        (("--listen", "192.0.2.1"), "Cannot assign requested address", 3),
    ],
)
def test_what_cannot_be_is_said_in_a_sentence(options: tuple[str, ...], words: str, code: int) -> None:
    command = [sys.executable, "-m", "ssldiag", "serve", "--port", "0", *options]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=PATIENCE)
    assert done.returncode == code
    assert words in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""


def test_wishes_become_a_plan() -> None:
    ours = security(("TLSv1.0", "TLSv1.2", "TLSv1.3"), ("AES128-SHA", "TLS_AES_128_GCM_SHA256"))
    assert (ours.minimum, ours.maximum, ours.without) == ("TLSv1.0", "TLSv1.3", ("TLSv1.1",))
    assert (ours.ciphers, ours.suites) == (("AES128-SHA",), ("TLS_AES_128_GCM_SHA256",))
    with pytest.raises(ValueError, match="no protocol"):
        security((), ())
    with pytest.raises(MaterialError, match="CA certificates"):
        material(Wishes(check=ClientCheck.PREFERRED))
    made = material(Wishes())
    assert made.why_not("SSLDIAG") == ""
    from ssldiag.pool.plan import SecurePort

    port = SecurePort(4433, 4433, "ECHO", "SSLDIAG", ClientCheck.NONE, "@echo")
    assert plan(Wishes(sessions=7), port).limits.per_server == 7


def test_more_connections_than_allowed_wait_for_room() -> None:
    with serving("--max", "2") as server:
        held = [connect(server.port, careless()) for _ in range(2)]
        waiting: list[bytes] = []

        def late() -> None:
            with connect(server.port, careless()) as client:
                client.sendall(b"late")
                waiting.append(client.recv(10))

        thread = threading.Thread(target=late)
        thread.start()
        thread.join(0.3)
        assert thread.is_alive()
        held.pop().close()
        thread.join(PATIENCE)
        assert waiting == [b"late"]
        held.pop().close()
        assert os.path.exists(f"/proc/{server.process.pid}")
        assert server.end() == 0
