"""The socket of SSLADMIN and NETSTAT: one line of JSON in, one out, from users whom the kernel names."""

from __future__ import annotations

import json
import os
import socket
import struct
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from ssldiag.pool.admin.answers import Answer
from ssldiag.pool.loop import WRITE, Loop
from ssldiag.pool.ports import bound_unix

LONGEST = 64 * 1024
"""Bytes of a request: a command line is at most 1,024 characters."""

MOST_CLIENTS = 64
"""Commands at work at a time; further ones wait in the backlog."""

PATIENCE = 60.0
"""Seconds that a client has for its line, and again for taking the answer."""

Ask = Callable[[str, str, Mapping[str, str], str, Callable[[Answer], None]], None]
"""Program, words, defaults, user, what takes the answer."""


def peer_uid(client: socket.socket) -> int:
    """The user id of the process at the other end, as the kernel knows it (SO_PEERCRED, unix(7))."""
    data = client.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, struct.calcsize("3i"))
    _, uid, _ = struct.unpack("3i", data)
    return int(uid)


def vm_user(uid: int, users: Mapping[str, str]) -> str:
    """The z/VM user id of a local user: as ``pool.toml`` says, else the name in capitals."""
    import pwd

    try:
        name = pwd.getpwuid(uid).pw_name
    except KeyError:
        name = str(uid)
    return users.get(name, name.upper())[:8]


class AdminSocket:
    """Takes requests from ``DIR/run/admin.sock``."""

    def __init__(self, loop: Loop, path: Path, users: Mapping[str, str], ask: Ask) -> None:
        self._loop, self._users, self._ask = loop, users, ask
        self._path = path
        self._socket = bound_unix(str(path))
        self._socket.listen(MOST_CLIENTS)
        self._clients: set[_Client] = set()
        loop.watch(self._socket.fileno(), self._accept)

    def _accept(self) -> None:
        with suppress(OSError):
            client, _ = self._socket.accept()
            self._clients.add(_Client(self, client))
        if len(self._clients) >= MOST_CLIENTS:
            self._loop.forget(self._socket.fileno())

    def left(self, client: _Client) -> None:
        """One is done."""
        self._clients.discard(client)
        if self._socket.fileno() >= 0:
            self._loop.watch(self._socket.fileno(), self._accept)

    def answer(self, client: _Client, data: bytes, uid: int) -> None:
        """Answer a request, sooner or later."""
        try:
            request = json.loads(data)
            program, words = str(request["program"]), str(request["words"])
            seen = {str(name): str(value) for name, value in dict(request.get("seen") or {}).items()}
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            client.send({"exit": 2, "lines": ["DTCTCPT30E the request cannot be read"], "document": {}})
            return
        self._ask(program, words, seen, vm_user(uid, self._users), lambda it: client.send(reply(it)))

    def close(self) -> None:
        """End it."""
        for client in list(self._clients):
            client.close()
        self._loop.forget(self._socket.fileno())
        self._socket.close()
        with suppress(OSError):
            os.unlink(self._path)


def reply(answer: Answer) -> dict[str, Any]:
    """An answer as JSON."""
    return {"exit": answer.exit, "lines": list(answer.lines), "document": answer.document}


class _Client:
    """One command."""

    def __init__(self, owner: AdminSocket, sock: socket.socket) -> None:
        self._owner, self._socket = owner, sock
        self._loop = owner._loop
        self._data = b""
        sock.setblocking(False)
        self._timer = self._loop.after(PATIENCE, self.close)
        self._loop.watch(sock.fileno(), self._readable)

    def _readable(self) -> None:
        try:
            part = self._socket.recv(LONGEST)
        except BlockingIOError:
            return
        except OSError:
            part = b""
        self._data += part
        line, end, _ = self._data.partition(b"\n")
        if end or len(self._data) > LONGEST:
            self._loop.forget(self._socket.fileno())
            self._owner.answer(self, line if end else b"", peer_uid(self._socket))
        elif not part:
            self.close()

    def send(self, message: dict[str, Any]) -> None:
        """Write the answer and close."""
        if self._socket.fileno() < 0:
            return
        self._data = json.dumps(message, separators=(",", ":")).encode() + b"\n"
        self._timer.cancel()
        self._timer = self._loop.after(PATIENCE, self.close)
        self._loop.watch(self._socket.fileno(), self._writable, WRITE)
        self._writable()

    def _writable(self) -> None:
        try:
            self._data = self._data[self._socket.send(self._data) :]
        except BlockingIOError:
            return
        except OSError:
            self._data = b""
        if not self._data:
            self.close()

    def close(self) -> None:
        """Done with it."""
        if self._socket.fileno() >= 0:
            self._timer.cancel()
            self._loop.forget(self._socket.fileno())
            self._socket.close()
            self._owner.left(self)
