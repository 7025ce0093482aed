"""One actor as a process: orders in on standard input, a line of JSON each; what came of them out.

It listens on loopback (plain, TLS, or either, as level Any has it) or connects, and tells what went over the
wire. It knows nothing of scenarios. Run by :mod:`connect` as ``python -m ssldiag.scenarios.peer``.
"""

from __future__ import annotations

import json
import socket
import ssl
import sys
import threading
import warnings
from typing import Any

WAIT = 30.0
"""Seconds for anything: a handshake on loopback takes milliseconds; a machine may be very busy."""

CHUNK = 16 * 1024 + 512
HELLO, NOT_PLAIN = b"MC HELLO ", b"MC ?\n"
"""What plain servers and clients say: our own words, the protocol is not published."""

LONGEST_LINE = 4_096
CIPHERS = "AES256-SHA:AES128-SHA:DES-CBC3-SHA:@SECLEVEL=0"
"""Those of an IBM i that this library still knows: RSA key exchange, since before TLS 1.2 it has no other."""


def context(order: dict[str, Any], server: bool) -> ssl.SSLContext:
    """TLS as an order wants it. Old protocols need OpenSSL's lowest security level."""
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER if server else ssl.PROTOCOL_TLS_CLIENT)
    made.check_hostname = False
    made.set_ciphers(CIPHERS)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        made.minimum_version = getattr(ssl.TLSVersion, order["versions"][0])
        made.maximum_version = getattr(ssl.TLSVersion, order["versions"][1])
    made.verify_mode = ssl.CERT_REQUIRED if order["ask"] else ssl.CERT_NONE
    if order["trust"]:
        made.load_verify_locations(cadata=order["trust"])
    if order["own"]:
        made.load_cert_chain(order["own"])
    return made


class Wire:
    """One TLS connection over a socket, by hand, so that every byte is seen. ``seen`` holds the bytes in the
    order in which they went: (from the client, hexadecimal).
    """

    def __init__(self, stream: socket.socket, made: ssl.SSLContext, server: bool) -> None:
        self._stream = stream
        self._server = server
        self._in, self._out = ssl.MemoryBIO(), ssl.MemoryBIO()
        self.tls = made.wrap_bio(self._in, self._out, server_side=server)
        self.seen: list[tuple[bool, str]] = []
        self.ended = False

    def push(self) -> None:
        """Send what TLS wants to send."""
        data = self._out.read()
        if data:
            self.seen.append((not self._server, data.hex()))
            self._stream.sendall(data)

    def pull(self, data: bytes = b"") -> None:
        """Take what comes in, ``data`` if some was read before."""
        found = data or self._stream.recv(CHUNK)
        if found:
            self.seen.append((self._server, found.hex()))
            self._in.write(found)
        else:
            self.ended = True
            self._in.write_eof()

    def do(self, act: Any, *values: Any) -> Any:
        """An act of TLS, with all the sending and taking that it needs."""
        while True:
            try:
                found = act(*values)
            except ssl.SSLWantReadError:
                self.push()
                self.pull()
            except ssl.SSLError:
                self.push()
                raise
            else:
                self.push()
                return found

    def line(self) -> bytes:
        """A line that the other side says."""
        return bytes(self.do(self.tls.read, LONGEST_LINE))


def attempt(stream: socket.socket, order: dict[str, Any], server: bool, first: bytes = b"") -> dict[str, Any]:
    """A handshake and the lists; what came of it."""
    wire = Wire(stream, context(order, server), server)
    if first:
        wire.pull(first)
    found: dict[str, Any] = {"outcome": "tls", "error": ""}
    try:
        wire.do(wire.tls.do_handshake)
        cipher = wire.tls.cipher()
        found |= {"version": wire.tls.version(), "cipher": cipher[0] if cipher else ""}
        found["proved"] = bool(wire.tls.getpeercert(binary_form=True))
        found["list"] = compared(wire, order, server)
    except (ssl.SSLError, OSError) as error:
        reason = getattr(error, "reason", None) or type(error).__name__
        found |= {"outcome": "fails", "error": str(reason)}
    found["seen"], found["ended"] = wire.seen, wire.ended
    return found


def compared(wire: Wire, order: dict[str, Any], server: bool) -> str:
    """Both sides name the state of their lists. The server says ``yes``, ``no`` for another state than its
    own, ``unasked`` for one that it does not ask for.
    """
    if not server:
        wire.do(wire.tls.write, (order["list"] or "-").encode() + b"\n")
        return wire.line().decode("ascii", "replace").strip()
    theirs = wire.line().decode("ascii", "replace").strip()
    if order["list"]:
        said = "yes" if theirs == order["list"] else "no"
    else:
        said = "yes" if theirs == "-" else "unasked"
    wire.do(wire.tls.write, said.encode() + b"\n")
    return said


def serve(listener: socket.socket, order: dict[str, Any], told: dict[str, Any]) -> None:
    """Answer one client."""
    try:
        stream, _ = listener.accept()
    except OSError:
        return
    with stream:
        stream.settimeout(WAIT)
        try:
            told |= answer(stream, order)
        except OSError as error:
            told |= {"outcome": "fails", "error": type(error).__name__}


def answer(stream: socket.socket, order: dict[str, Any]) -> dict[str, Any]:
    """What a server does with a connection, by its first bytes if it takes both kinds."""
    if order["mode"] == "tls":
        return attempt(stream, order, True)
    first = stream.recv(CHUNK)
    if first.startswith(HELLO):
        stream.sendall(b"MC OK\n")
        return {"outcome": "plain", "error": ""}
    if order["mode"] == "any":
        return attempt(stream, order, True, first)
    stream.sendall(NOT_PLAIN)
    return {"outcome": "fails", "error": "not plain"}


def connect(order: dict[str, Any]) -> dict[str, Any]:
    """Connect as a client."""
    try:
        stream = socket.create_connection(("127.0.0.1", order["port"]), WAIT)
    except ConnectionRefusedError:
        return {"outcome": "fails", "error": "refused", "seen": [], "ended": True}
    with stream:
        if order["mode"] == "tls":
            return attempt(stream, order, False)
        return plain(stream)


def plain(stream: socket.socket) -> dict[str, Any]:
    """Say hello without TLS."""
    hello = HELLO + b"1\n"
    seen = [(True, hello.hex())]
    try:
        stream.sendall(hello)
        found = stream.recv(CHUNK)
    except OSError:
        found = b""
    if found:
        seen.append((False, found.hex()))
    fine = found == b"MC OK\n"
    return {
        "outcome": "plain" if fine else "fails",
        "error": "" if fine else "no plain answer",
        "seen": seen,
        "ended": not found,
    }


class Actor:
    """The process: its listeners by service."""

    def __init__(self) -> None:
        self._open: dict[str, tuple[socket.socket, threading.Thread, dict[str, Any]]] = {}

    def do(self, order: dict[str, Any]) -> dict[str, Any]:
        """One order."""
        if order["do"] == "listen":
            return self._listen(order)
        if order["do"] == "told":
            return self._told(order["service"])
        return connect(order)

    def _listen(self, order: dict[str, Any]) -> dict[str, Any]:
        listener = socket.create_server(("127.0.0.1", 0))
        listener.settimeout(WAIT)
        told: dict[str, Any] = {}
        thread = threading.Thread(target=serve, args=(listener, order, told), daemon=True)
        thread.start()
        self._open[order["service"]] = (listener, thread, told)
        return {"port": listener.getsockname()[1]}

    def _told(self, service: str) -> dict[str, Any]:
        """What the server saw of the connection that is over."""
        listener, thread, told = self._open.pop(service)
        thread.join(WAIT)
        listener.close()
        return told


def main() -> None:
    """Orders until standard input ends."""
    actor = Actor()
    for line in sys.stdin:
        print(json.dumps(actor.do(json.loads(line))), flush=True)


if __name__ == "__main__":
    main()
