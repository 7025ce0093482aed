"""The Telnet server: START_TLS, a 3270 screen, lines."""

from __future__ import annotations

import socket
import ssl
from contextlib import suppress

from ssldiag.pool.apps import telnet_wire as wire
from tests.pool.apps.fake_stack import FakeStack, application
from tests.waiting import PATIENCE

DO_TLS = bytes((wire.IAC, wire.DO, wire.START_TLS))
WILL_TLS = bytes((wire.IAC, wire.WILL, wire.START_TLS))
WONT_TLS = bytes((wire.IAC, wire.WONT, wire.START_TLS))
FOLLOWS = bytes((wire.IAC, wire.SB, wire.START_TLS, wire.FOLLOWS, wire.IAC, wire.SE))


def connect(port: int) -> socket.socket:
    return socket.create_connection(("127.0.0.1", port), timeout=PATIENCE)


def exactly(sock: socket.socket, size: int) -> bytes:
    data = b""
    while len(data) < size:
        part = sock.recv(size - len(data))
        assert part, data
        data += part
    return data


def until(sock: socket.socket, end: bytes) -> bytes:
    data = b""
    while not data.endswith(end):
        part = sock.recv(4096)
        assert part, data
        data += part
    return data


def secured(port: int, context: ssl.SSLContext) -> ssl.SSLSocket:
    """A connection after START_TLS."""
    sock = connect(port)
    assert exactly(sock, 3) == DO_TLS
    sock.sendall(WILL_TLS)
    assert exactly(sock, 6) == FOLLOWS
    sock.sendall(FOLLOWS)
    return context.wrap_socket(sock, server_hostname="localhost")


def test_a_3270_client_gets_a_screen_after_start_tls(
    server_context: ssl.SSLContext, client_context: ssl.SSLContext
) -> None:
    with (
        FakeStack(application("telnet"), server_context) as running,
        secured(running.port, client_context) as client,
    ):
        assert exactly(client, 3) == wire.say(wire.DO, wire.TERMINAL_TYPE)
        client.sendall(wire.say(wire.WILL, wire.TERMINAL_TYPE))
        assert exactly(client, 6) == wire.sub(wire.TERMINAL_TYPE, b"\x01")
        client.sendall(wire.sub(wire.TERMINAL_TYPE, b"\x00IBM-3278-2-E"))
        asked = exactly(client, 12)
        for verb, option in ((asked[i + 1], asked[i + 2]) for i in range(0, 12, 3)):
            client.sendall(wire.say(wire.WILL if verb == wire.DO else wire.DO, option))
        screen = until(client, bytes((wire.IAC, wire.EOR)))
        assert screen[0] == 0xF5
        assert "REFERENCE TELNET SERVER" in screen.decode("cp037")
        client.sendall(b"\x7d\x5b\x60\x11\x5b\x5f" + "HELLO".encode("cp037") + bytes((wire.IAC, wire.EOR)))
        assert "You typed: HELLO" in until(client, bytes((wire.IAC, wire.EOR))).decode("cp037")
        client.sendall(b"\x6d" + bytes((wire.IAC, wire.EOR)))
        assert client.recv(10) == b""


def test_a_hello_in_the_same_packet_as_follows(
    server_context: ssl.SSLContext, client_context: ssl.SSLContext
) -> None:
    incoming, outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
    tls = client_context.wrap_bio(incoming, outgoing, server_hostname="localhost")
    with suppress(ssl.SSLWantReadError):
        tls.do_handshake()
    with FakeStack(application("telnet"), server_context) as running, connect(running.port) as sock:
        assert exactly(sock, 3) == DO_TLS
        sock.sendall(WILL_TLS)
        assert exactly(sock, 6) == FOLLOWS
        sock.sendall(FOLLOWS + outgoing.read())
        assert exactly(sock, 3)[:2] == b"\x16\x03"


def test_lines_for_a_client_that_does_not_negotiate(server_context: ssl.SSLContext) -> None:
    with (
        FakeStack(application("telnet"), server_context) as running,
        connect(running.plain_side) as client,
    ):
        until(client, b"Enter LOGOFF to end.\r\n")
        client.sendall(b"hello\r\nlogoff\r\n")
        assert until(client, b"LOGOFF\r\n").startswith(b"You typed: hello")


def test_without_an_ssl_server_the_documented_words(server_context: ssl.SSLContext) -> None:
    with FakeStack(application("telnet"), server_context) as running:
        running.usable = False
        with connect(running.port) as client:
            said = until(client, b"system.\r\n")
            assert client.recv(1) == b""
    assert said == b"VM TCP/IP Telnet Level 740\r\nSSL Server is not available on local system.\r\n"


def test_required_ends_a_client_that_refuses(server_context: ssl.SSLContext) -> None:
    with FakeStack(application("telnet"), server_context) as running, connect(running.port) as client:
        exactly(client, 3)
        client.sendall(WONT_TLS)
        assert until(client, b"\r\n") == b"A secure connection is required.\r\n"


def test_preferred_goes_on_in_the_clear(server_context: ssl.SSLContext) -> None:
    with (
        FakeStack(application("telnet", control="PREFERRED"), server_context) as running,
        connect(running.port) as client,
    ):
        exactly(client, 3)
        client.sendall(WONT_TLS)
        assert exactly(client, 3) == wire.say(wire.DO, wire.TERMINAL_TYPE)


def test_data_behind_follows_ends_it(server_context: ssl.SSLContext) -> None:
    with FakeStack(application("telnet"), server_context) as running, connect(running.port) as client:
        exactly(client, 3)
        client.sendall(WILL_TLS + FOLLOWS + b"injected")
        assert exactly(client, 6) == FOLLOWS
        assert client.recv(1) == b""
