"""Connections through a server: what one side sends reaches the other, to the last byte, however it ends."""

from __future__ import annotations

import hashlib
import os
import socket
import ssl
import struct
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from ssldiag.pool.plan import Timings, TraceSetting
from tests.pool.rig import Echo, Rig, client_context, connect, running
from tests.waiting import PATIENCE, until

ENGINES: dict[str, dict[str, Any]] = {
    "fast": {"engine": "fast"},
    "public": {"engine": "public"},
    "observed": {"trace": TraceSetting("FLOW")},
}
VERSIONS = (ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3)


@pytest.fixture(params=ENGINES)
def engine(request: pytest.FixtureRequest) -> dict[str, Any]:
    """The plan's fields for each kind of connection."""
    return ENGINES[request.param]


@contextmanager
def served(folder: Path, answer: Callable[[socket.socket], None] | None = None, **more: Any) -> Iterator[Rig]:
    """One server in front of an application that does ``answer``."""
    echo = Echo(answer)
    try:
        with running(folder, backend=echo.backend, **more) as rig:
            yield rig
            rig.settle([0])
    finally:
        echo.close()


def everything(end: socket.socket) -> bytes:
    """All that comes until the end."""
    parts = []
    while part := end.recv(65536):
        parts.append(part)
    return b"".join(parts)


@pytest.mark.parametrize("version", VERSIONS, ids=lambda version: str(version.name))
def test_small_and_large_data_come_back(tmp_path: Path, engine: dict[str, Any], version: Any) -> None:
    with served(tmp_path, **engine) as rig, rig.client(version=version) as client:
        for size in (1, 100, 16384, 16385, 70000):
            data = os.urandom(size)
            client.sendall(data)
            got = b""
            while len(got) < size:
                got += client.recv(65536)
            assert got == data


def test_the_end_of_the_client_is_told_and_the_answer_still_comes(
    tmp_path: Path, engine: dict[str, Any]
) -> None:
    def answer(end: socket.socket) -> None:
        data = everything(end)
        time.sleep(0.05)
        end.sendall(hashlib.sha256(data).hexdigest().encode())

    with served(tmp_path, answer, **engine) as rig:
        data = os.urandom(3_000_000)
        said = half_closing_client(rig.port, data)
        assert said == hashlib.sha256(data).hexdigest().encode()


def half_closing_client(port: int, data: bytes) -> bytes:
    """Send data and close_notify; what is answered after that. ``ssl`` itself can't read on after its end."""
    incoming, outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
    tls = client_context().wrap_bio(incoming, outgoing, server_hostname="localhost")
    raw = socket.create_connection(("127.0.0.1", port), PATIENCE)

    def step(call: Callable[[], Any]) -> Any:
        while True:
            try:
                result = call()
                raw.sendall(outgoing.read())
                return result
            except ssl.SSLWantReadError:
                raw.sendall(outgoing.read())
                got = raw.recv(65536)
                if got:
                    incoming.write(got)
                else:
                    incoming.write_eof()

    with raw:
        step(tls.do_handshake)
        for at in range(0, len(data), 16384):
            step(partial(tls.write, data[at : at + 16384]))
        from ssldiag.pool.sharing import Native

        native = Native.load()
        assert isinstance(native, Native)
        native.say_goodbye(native.connection(tls, tls.context))
        raw.sendall(outgoing.read())
        parts = b""
        try:
            while part := step(lambda: tls.read(65536)):
                parts += part
        except ssl.SSLZeroReturnError:
            pass
        return parts


def test_a_bare_fin_of_the_client_ends_its_direction_too(tmp_path: Path, engine: dict[str, Any]) -> None:
    def answer(end: socket.socket) -> None:
        end.sendall(b"you said " + everything(end))

    with served(tmp_path, answer, **engine) as rig, rig.client() as client:
        client.sendall(b"hello")
        socket.socket.shutdown(client, socket.SHUT_WR)
        assert everything(client) == b"you said hello"


def test_the_end_of_the_application_comes_after_all_its_data(tmp_path: Path, engine: dict[str, Any]) -> None:
    data = os.urandom(5_000_000)

    def answer(end: socket.socket) -> None:
        end.sendall(data)

    with served(tmp_path, answer, **engine) as rig, rig.client() as client:
        time.sleep(0.2)
        assert everything(client) == data
        assert client.recv(10) == b""


def test_a_client_may_go_on_after_the_application_has_ended_its_side(
    tmp_path: Path, engine: dict[str, Any]
) -> None:
    got: list[bytes] = []

    def answer(end: socket.socket) -> None:
        end.sendall(b"done")
        end.shutdown(socket.SHUT_WR)
        got.append(everything(end))

    with served(tmp_path, answer, **engine) as rig, rig.client() as client:
        assert everything(client) == b"done"
        data = os.urandom(200_000)
        client.sendall(data)
        client.close()
        until(lambda: got == [data])


def test_slow_readers_hold_the_other_side_up_without_loss(tmp_path: Path, engine: dict[str, Any]) -> None:
    size, halted = 30_000_000, threading.Event()
    sent = [0]

    def answer(end: socket.socket) -> None:
        block = bytes(1000)
        end.settimeout(PATIENCE)
        for _ in range(size // 1000):
            end.sendall(block)
            sent[0] += 1000
        halted.set()

    with served(tmp_path, answer, **engine) as rig, rig.client() as client:
        until(lambda: sent[0] > 100_000)
        time.sleep(0.3)
        assert not halted.is_set()
        assert sent[0] < size
        assert len(everything(client)) == size


def test_a_slow_application_holds_the_client_up_without_loss(tmp_path: Path, engine: dict[str, Any]) -> None:
    result: list[int] = []
    go = threading.Event()

    def answer(end: socket.socket) -> None:
        go.wait(PATIENCE)
        result.append(len(everything(end)))

    with served(tmp_path, answer, **engine) as rig:
        client = rig.client()

        def send() -> None:
            client.sendall(bytes(30_000_000))
            client.unwrap()

        sender = threading.Thread(target=send)
        sender.start()
        time.sleep(0.3)
        assert sender.is_alive()
        go.set()
        sender.join(PATIENCE)
        client.close()
        until(lambda: result == [30_000_000])


def test_an_application_that_is_not_there_ends_the_connection(tmp_path: Path, engine: dict[str, Any]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as nobody:
        number = nobody.getsockname()[1]
    with running(tmp_path, backend=f"127.0.0.1:{number}", **engine) as rig:
        with rig.client() as client:
            client.sendall(b"hello")
            assert client.recv(10) == b""
        rig.settle([0])
        assert "does not answer" in rig.log()
    with running(tmp_path, backend=str(tmp_path / "none.sock"), **engine) as rig:
        with rig.client() as client:
            assert client.recv(10) == b""
        rig.settle([0])


def test_a_unix_socket_is_as_good(tmp_path: Path, engine: dict[str, Any]) -> None:
    echo = Echo(unix=str(tmp_path / "app.sock"))
    try:
        with running(tmp_path, backend=echo.backend, **engine) as rig:
            with rig.client() as client:
                client.sendall(b"hello")
                assert client.recv(10) == b"hello"
            rig.settle([0])
    finally:
        echo.close()


@pytest.mark.parametrize("who", ["client", "application"])
def test_a_reset_closes_both_sides_and_is_counted(tmp_path: Path, engine: dict[str, Any], who: str) -> None:
    def answer(end: socket.socket) -> None:
        end.recv(100)
        if who == "application":
            reset(end)
        else:
            everything(end)

    with served(tmp_path, answer, **engine) as rig, rig.client() as client:
        client.sendall(b"hello")
        if who == "client":
            until(lambda: rig.current() == [1])
            reset(client)
        else:
            assert client.recv(10) == b""


def reset(end: socket.socket) -> None:
    """Close with RST."""
    end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    socket.socket.close(end)


def test_a_reset_of_the_application_is_an_end(tmp_path: Path, engine: dict[str, Any]) -> None:
    def answer(end: socket.socket) -> None:
        end.sendall(b"last words")
        end.recv(1)
        heard.wait(PATIENCE)
        end.close()  # with unread data: the kernel sends RST

    heard = threading.Event()
    with served(tmp_path, answer, **engine) as rig, rig.client() as client:
        client.sendall(b"much more than it reads" * 10)
        assert client.recv(10) == b"last words"
        heard.set()
        assert everything(client) == b""


@pytest.mark.parametrize(
    ("bytes_sent", "rc"),
    [
        (b"", 420),
        (b"GET / HTTP/1.0\r\n\r\n", 410),
        (b"\x16\x03\x01\x00\x05\x01\x00\x00\x01\x00", None),
        (b"\x80\x2e\x01\x00\x02" + bytes(44), None),
        (os.urandom(600), None),
        (b"\x16\x03\x01\xff\xff" + bytes(70000), None),
        (b"\x15\x03\x01\x00\x02\x02\x28", None),
    ],
)
def test_what_is_no_handshake_fails_and_the_next_one_is_served(
    tmp_path: Path, engine: dict[str, Any], bytes_sent: bytes, rc: int | None
) -> None:
    with served(tmp_path, **engine) as rig:
        with socket.create_connection(("127.0.0.1", rig.port), PATIENCE) as raw:
            raw.settimeout(PATIENCE)
            try:
                raw.sendall(bytes_sent)
                raw.shutdown(socket.SHUT_WR)
                while raw.recv(1000):
                    pass
            except ConnectionError:
                pass
        with rig.client() as client:
            client.sendall(b"hello")
            assert client.recv(10) == b"hello"
        rig.settle([0])
        assert rig.control.failed[0] == 1
        assert rig.control.total[0] == 2
        assert "DTCSSL022E Handshake failed rc: " + (str(rc) if rc else "") in rig.log()


def test_a_silent_client_has_limited_time(tmp_path: Path, engine: dict[str, Any]) -> None:
    with served(tmp_path, timings=Timings(handshake=0.5), **engine) as rig:
        with socket.create_connection(("127.0.0.1", rig.port), PATIENCE) as raw:
            raw.sendall(b"\x16\x03\x01")
            raw.settimeout(PATIENCE)
            assert raw.recv(10) == b""
        rig.settle([0])
        assert rig.control.total[0] == 1
        assert "rc: 406" in rig.log()


def test_an_idle_connection_is_closed_if_that_is_asked_for(tmp_path: Path, engine: dict[str, Any]) -> None:
    with served(tmp_path, timings=Timings(idle=1.0), **engine) as rig:
        until(lambda: kept_alive(rig), "a connection that is never silent for long")


def kept_alive(rig: Rig) -> bool:
    """Speak for longer than a connection may be silent; then be silent. False if we were held up."""
    gaps = []
    with rig.client() as client:
        for _ in range(6):
            began = time.monotonic()
            time.sleep(0.2)
            try:
                client.sendall(b"hello")
                answer = client.recv(10)
            except OSError:
                answer = b""
            gaps.append(time.monotonic() - began)
            if answer != b"hello":
                assert max(gaps) > 0.5, gaps
                return False
        assert client.recv(10) == b""
    return True


def test_renegotiation_is_refused_and_the_connection_lives(tmp_path: Path, engine: dict[str, Any]) -> None:
    import subprocess

    with served(tmp_path, **engine) as rig:
        command = ["openssl", "s_client", "-connect", f"127.0.0.1:{rig.port}", "-tls1_2"]
        done = subprocess.run(command, input=b"R\n", capture_output=True, timeout=PATIENCE, check=False)
        assert b"no renegotiation" in done.stderr.lower() + done.stdout.lower()
        with rig.client() as client:
            client.sendall(b"hello")
            assert client.recv(10) == b"hello"


def test_many_at_once_with_every_kind_of_end(tmp_path: Path, engine: dict[str, Any]) -> None:
    def life(rig: Rig, number: int, wrong: list[int]) -> None:
        context = client_context()
        for turn in range(10):
            try:
                with connect(rig.port, context) as client:
                    data = os.urandom(1000 + number)
                    client.sendall(data)
                    if client.recv(65536) != data:
                        wrong.append(number)
                    if turn % 3 == 0:
                        client.unwrap()
                    elif turn % 3 == 1:
                        reset(client)
            except OSError:
                wrong.append(number)

    with served(tmp_path, **engine) as rig:
        wrong: list[int] = []
        threads = [threading.Thread(target=life, args=(rig, number, wrong)) for number in range(10)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(PATIENCE)
        assert wrong == []
        rig.settle([0])
        assert rig.control.total[0] == 100
        assert rig.control.failed[0] == 0
