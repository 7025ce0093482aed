"""Live captures: packets come from a file in place of an interface, and from loopback where it is allowed."""

from __future__ import annotations

import errno
import socket
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from ssldiag.capture import flows, streams
from ssldiag.capture.engines import EngineFailed, live
from ssldiag.capture.engines.live import LiveCapture
from ssldiag.capture.engines.scapy import load
from ssldiag.capture.filters import Filters, ports
from tests.capture.engines.captures import MADE, brief, native
from tests.pcaps import alert, hello
from tests.waiting import PATIENCE


@pytest.fixture
def captured(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., LiveCapture]:
    """Makes live captures whose interface gives the packets of a made capture."""

    def make(name: str, **words: Any) -> LiveCapture:
        path = tmp_path / "wire.pcap"
        path.write_bytes(MADE[name])
        monkeypatch.setattr(LiveCapture, "_socket", lambda self, scapy: scapy.PcapReader(str(path)))
        monkeypatch.setattr(live, "PAUSE", 0.05)
        monkeypatch.setattr(live, "time", SimpleNamespace(time=lambda: 0.0))  # they are years old
        return LiveCapture("made0", **words)

    return make


def test_the_same_as_from_a_file(captured: Callable[..., LiveCapture], tmp_path: Path) -> None:
    capture = captured("two")
    found = list(capture.handshakes())
    assert brief(found) == brief(native(tmp_path / "wire.pcap"))
    assert {one.file for one in found} == {"made0"}
    assert (capture.packets, capture.dropped) == (19, 0)


def test_filters(captured: Callable[..., LiveCapture]) -> None:
    wanted = Filters(ports=tuple(ports("50002"))).connection
    (found,) = captured("two", wanted=wanted).handshakes()
    assert found.client.port == 50002


def test_the_interface_goes_away(captured: Callable[..., LiveCapture]) -> None:
    """The file comes to its end: so does the capture, though nobody ends it."""
    capture = captured("refused")
    assert len(list(capture.handshakes())) == 1
    assert capture.lost


def test_it_is_stopped(captured: Callable[..., LiveCapture]) -> None:
    capture = captured("refused")
    capture.stop = True
    assert list(capture.handshakes()) == []


def test_packets_that_come_too_fast_are_counted(
    captured: Callable[..., LiveCapture], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live, "WAITING", 4)
    capture = captured("two")
    for packet in load().rdpcap(str(_path(captured, "two"))):
        capture._put(packet)
    assert capture.dropped == 15


def _path(captured: Callable[..., LiveCapture], name: str) -> Path:
    reader = captured(name)._socket(load())
    with reader:
        return Path(reader.filename)


def test_loopback_shows_packets_twice(captured: Callable[..., LiveCapture]) -> None:
    capture = captured("two")
    capture._loopback = True
    for packet in load().rdpcap(str(_path(captured, "two"))):
        capture._put(packet)
        capture._put(packet)
    assert capture._queue.qsize() == 19


def test_no_such_interface() -> None:
    with pytest.raises(EngineFailed, match=r"--live nowhere9: there is no such interface \(there are .*lo"):
        list(LiveCapture("nowhere9", seconds=0.1).handshakes())


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (errno.EPERM, "needs the right to capture"),
        (errno.EACCES, "run it as root"),
        (errno.ENODEV, "No such device"),
    ],
)
def test_no_right(number: int, said: str, monkeypatch: pytest.MonkeyPatch) -> None:
    scapy = load()

    def refuse(**words: Any) -> Any:
        raise OSError(number, "No such device")

    monkeypatch.setattr(scapy.conf, "L2listen", refuse)
    with pytest.raises(EngineFailed, match=f"--live {scapy.conf.loopback_name}: .*{said}"):
        list(LiveCapture(scapy.conf.loopback_name, seconds=0.1).handshakes())


@pytest.fixture
def server() -> Iterator[socket.socket]:
    """A port on loopback, for those who may capture what goes there."""
    try:
        socket.socket(socket.AF_PACKET, socket.SOCK_RAW).close()
    except (OSError, AttributeError):
        pytest.skip("this user has no right to capture")
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server


def on_loopback(server: socket.socket, seconds: float) -> LiveCapture:
    """A capture of what is said to the server."""
    port = server.getsockname()[1]
    return LiveCapture("lo", wanted=Filters(ports=tuple(ports(str(port)))).connection, seconds=seconds)


def test_it_ends_after_its_seconds(server: socket.socket) -> None:
    capture = on_loopback(server, 0.3)
    assert list(capture.handshakes()) == []
    assert not capture.lost


def test_loopback_itself(server: socket.socket, monkeypatch: pytest.MonkeyPatch) -> None:
    """The capture begins some time after it was asked for: connections are made until one was seen whole."""
    port = server.getsockname()[1]
    seen = threading.Event()
    for module in (streams, flows):
        monkeypatch.setattr(module, "LINGER_SECONDS", 0.2)

    def talk() -> None:
        while not seen.wait(0.2):
            refuse_once(server)

    thread = threading.Thread(target=talk)
    thread.start()
    try:
        capture, whole = on_loopback(server, PATIENCE), []
        for each in capture.handshakes():
            if each.client_hello is not None and each.alerts:
                whole.append(each)
                capture.stop = True
    finally:
        seen.set()
        thread.join(PATIENCE)
    one = whole[0]
    assert (one.server.port, one.file) == (port, "lo")
    assert one.client_hello is not None
    assert one.client_hello.sni == "telnet.example.test"
    assert [(item.side, item.code) for item in one.alerts] == [("server", 40)]
    assert one.quality.retransmitted == 0


def refuse_once(server: socket.socket) -> None:
    """A client says hello, the server refuses it."""
    with socket.create_connection(server.getsockname(), PATIENCE) as client:
        other, _ = server.accept()
        with other:
            client.sendall(hello())
            other.recv(4096)
            other.sendall(alert(40))
            client.recv(4096)
