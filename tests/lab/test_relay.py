"""The relay: what devices do to connections, and that its captures read as what happened."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import pytest

from ssldiag.capture.decode import decode
from ssldiag.capture.filters import Filters
from ssldiag.capture.judged import Judged, judged
from ssldiag.lab.certs import NAMES, Wanted, authority, made
from ssldiag.lab.live import segment
from ssldiag.lab.play import now
from ssldiag.lab.relay import PACKET, Device, Relay
from ssldiag.lab.witness import Refused
from ssldiag.pool.engine.recorder import PcapFile
from tests.waiting import until

pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
"""The server below: ssl.wrap_socket leaves a socket open that was reset before its handshake."""


@pytest.fixture(scope="module")
def ca(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a CA (ca.pem) and a server's certificate (server.pem)."""
    folder = tmp_path_factory.mktemp("certs")
    issuer = authority("Test CA", now())
    (folder / "ca.pem").write_bytes(issuer.pem)
    (folder / "server.pem").write_bytes(made(Wanted(key="rsa2048"), issuer, now()).both)
    names = (*NAMES, *(f"host-{number:02}.with-a-long-name.example.com" for number in range(70)))
    (folder / "large.pem").write_bytes(made(Wanted(names=names), issuer, now()).both)
    return folder


@pytest.fixture(scope="module")
def server(ca: Path) -> Iterator[int]:
    """A TLS server that echoes; its port."""
    with served(ca / "server.pem") as port:
        yield port


@contextmanager
def served(pem: Path) -> Iterator[int]:
    """A TLS server that echoes, with this certificate; its port."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem)
    listener = socket.create_server(("127.0.0.1", 0))

    def serve(plain: socket.socket) -> None:
        try:
            with context.wrap_socket(plain, server_side=True) as end:
                while data := end.recv(1000):
                    end.sendall(data)
        except OSError:
            plain.close()

    def accept() -> None:
        while True:
            try:
                plain = listener.accept()[0]
            except OSError:
                return
            plain.settimeout(3)
            threads.append(threading.Thread(target=serve, args=(plain,), daemon=True))
            threads[-1].start()

    threads = [threading.Thread(target=accept, daemon=True)]
    threads[0].start()
    yield listener.getsockname()[1]
    listener.shutdown(socket.SHUT_RDWR)
    listener.close()
    for thread in threads:
        thread.join(10)


def visit(port: int, ca: Path, pause: float = 0, patience: float = 1.2) -> str:
    """A TLS client; what became of it."""
    context = ssl.create_default_context(cafile=str(ca / "ca.pem"))
    context.maximum_version = ssl.TLSVersion.TLSv1_2
    try:
        with (
            socket.create_connection(("127.0.0.1", port), patience) as plain,
            context.wrap_socket(plain, server_hostname="localhost") as end,
        ):
            end.sendall(b"x")
            if pause:
                assert end.recv(10) == b"x"
                threading.Event().wait(pause)
                end.sendall(b"x")
            return end.recv(10).decode()
    except OSError as error:
        return type(error).__name__


def verdicts(capture: Path, server: int) -> list[Judged]:
    return list(judged(decode([str(capture)], filters=Filters(ports=(range(server, server + 1),)))))


@pytest.mark.parametrize(
    ("device", "sees", "cause", "by"),
    [
        (Device(), "x", "completed", None),
        (Device("drop-hello", over=5000), "x", "completed", None),
        (Device("drop-hello", over=100), "TimeoutError", "segment_lost", "network"),
        (Device("swallow-all"), "TimeoutError", "segment_lost", "network"),
        (Device("no-answer"), "TimeoutError", "no_answer", "network"),
        (Device("reset-after-hello"), "ConnectionResetError", "reset", "server"),
        (Device("reset-after-answer"), "ConnectionResetError", "reset", "server"),
    ],
    ids=lambda value: f"{value.fault}-{value.over}" if isinstance(value, Device) else None,
)
def test_devices(
    device: Device, sees: str, cause: str, by: str | None, server: int, ca: Path, tmp_path: Path
) -> None:
    with Relay(("127.0.0.1", server), device, tmp_path / "a.pcap") as relay:
        patience = 0.6 if sees == "TimeoutError" else 5.0
        assert visit(relay.port, ca, patience=patience) == sees
    (found,) = verdicts(tmp_path / "a.pcap", server)
    assert found.verdict.cause == cause
    assert by is None or found.verdict.by == by


def test_a_lost_certificate_leaves_a_hole(ca: Path, tmp_path: Path) -> None:
    """The certificate has names for more than two packets: what gets lost is part of it."""
    certificate = ssl.PEM_cert_to_DER_cert((ca / "large.pem").read_text().partition("-----BEGIN PRIVATE")[0])
    assert len(certificate) > 2 * PACKET
    with (
        served(ca / "large.pem") as port,
        Relay(("127.0.0.1", port), Device("lose-certificate"), tmp_path / "a.pcap") as relay,
    ):
        seen = visit(relay.port, ca)
    (found,) = verdicts(tmp_path / "a.pcap", port)
    assert seen == "TimeoutError"
    assert found.handshake.quality.lost == found.handshake.quality.gaps == 1
    assert (found.verdict.cause, found.verdict.by) == ("segment_lost", "network")


def written(file: Path, what: bytes) -> bool:
    """Whether the capture has these bytes by now."""
    return what in file.read_bytes()


def test_nothing_comes_through_behind_a_hole(tmp_path: Path) -> None:
    """An answer that the server writes in two pieces: the client gets neither."""
    with (
        socket.create_server(("127.0.0.1", 0)) as listener,
        Relay(listener.getsockname(), Device("lose-certificate"), tmp_path / "a.pcap") as relay,
        socket.create_connection(("127.0.0.1", relay.port), 0.3) as client,
        listener.accept()[0] as end,
    ):
        for sent in (b"1" * (PACKET + 10), b"2" * (PACKET + 10)):
            end.sendall(sent)
            until(partial(written, tmp_path / "a.pcap", sent[:10]), "it is written down")
        with pytest.raises(TimeoutError):
            client.recv(10)


def test_a_silent_connection_is_forgotten(server: int, ca: Path, tmp_path: Path) -> None:
    with Relay(("127.0.0.1", server), Device("cut-when-idle", seconds=0.2), tmp_path / "a.pcap") as relay:
        seen = visit(relay.port, ca, pause=0.4)
    assert seen in ("ConnectionResetError", ""), "OpenSSL takes a reset for an end now and then"
    (found,) = verdicts(tmp_path / "a.pcap", server)
    assert found.verdict.outcome == "completed"


def test_a_refused_connection_reads_as_one(tmp_path: Path) -> None:
    file = PcapFile(str(tmp_path / "a.pcap"), lambda _: None)
    Refused(file, ("127.0.0.1", 50_000), ("127.0.0.1", 992))
    file.close()
    (found,) = verdicts(tmp_path / "a.pcap", 992)
    assert found.verdict.cause == "connection_refused"


def test_segments_of_both_families(tmp_path: Path) -> None:
    for address in ("127.0.0.1", "::1"):
        path = tmp_path / f"{len(address)}.pcap"
        file = PcapFile(str(path), lambda _: None)
        Refused(file, (address, 50_000), (address, 992))
        file.close()
        packet = path.read_bytes()[24 + 16 :]
        found = segment(packet)
        assert found is not None
        assert found.ports == {50_000, 992}
        assert found.opens
    assert segment(b"") is None
    assert segment(packet[:40]) is None
    assert segment(b"\0" * 12 + b"\x08\x06" + b"\0" * 50) is None
