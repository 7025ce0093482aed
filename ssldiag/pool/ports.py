"""The listeners of a pool: statically secured ports, which the servers' gate opens, and the ports of
applications.

While no server has room nobody accepts on a secure port; then the stack does, after the time a connection may
wait, and refuses.
"""

from __future__ import annotations

import os
import select
import socket
import stat
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from ssldiag.pool.loop import Loop
from ssldiag.pool.names import short
from ssldiag.pool.plan import Application, PoolPlan, SecurePort

BACKLOG = 4096
"""Connections that wait to be accepted; the kernel cuts it to net.core.somaxconn (4096 by default)."""

NOT_AVAILABLE = b"SSL Server is not available on local system.\r\n"
"""What a Telnet client reads in the clear (z/VM, text of a real session)."""

TELNET = "INTCLIEN"


@dataclass(slots=True)
class SecureListener:
    """A statically secured port; ``why`` it is not listened on, if there is no socket."""

    port: SecurePort
    socket: socket.socket | None
    why: str = ""


@dataclass(slots=True)
class AppListener:
    """A port of an application (or its Unix socket): bound with the stack, listened on while it runs."""

    userid: str
    number: int
    listen: int
    path: str = ""
    socket: socket.socket | None = None
    why: str = ""
    listening: bool = False


def bound(address: str, port: int) -> socket.socket:
    """A TCP socket with an address. Raises OSError."""
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    made = socket.socket(family, socket.SOCK_STREAM | socket.SOCK_NONBLOCK)
    try:
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        made.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        made.bind((address, port))
    except OSError:
        made.close()
        raise
    return made


def bound_unix(path: str) -> socket.socket:
    """A Unix socket that only its owner may use, in place of one that was left behind. Raises OSError."""
    with suppress(FileNotFoundError):
        if stat.S_ISSOCK(os.lstat(path).st_mode):
            os.unlink(path)
    made = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM | socket.SOCK_NONBLOCK)
    before = os.umask(0o177)
    try:
        with short(path) as name:
            made.bind(name)
    except OSError:
        made.close()
        raise
    finally:
        os.umask(before)
    return made


def named(number: int, listen: int) -> str:
    """A port as messages name it."""
    return f"port {number}" if number == listen else f"port {number} (here {listen})"


class Ports:
    """All listeners. ``trouble`` are sentences about those that could not be had."""

    def __init__(self, plan: PoolPlan) -> None:
        self.address = plan.listen
        self.secure = [self._secure(port) for port in plan.secure_ports]
        self.applications = [item for app in plan.applications for item in self._application(app)]

    @property
    def trouble(self) -> list[str]:
        return [item.why for item in self._all() if item.why]

    def _all(self) -> list[SecureListener | AppListener]:
        return [*self.secure, *self.applications]

    def _secure(self, port: SecurePort) -> SecureListener:
        try:
            made = bound(self.address, port.listen)
            made.listen(BACKLOG)
        except OSError as error:
            what = named(port.number, port.listen)
            return SecureListener(port, None, f"{what} of {port.userid} cannot be had: {error.strerror}")
        return SecureListener(port, made)

    def _application(self, app: Application) -> Iterable[AppListener]:
        if app.kind == "other":
            return
        for number, listen in app.ports:
            yield self._bind(AppListener(app.userid, number, listen))
        if app.socket and any(item.port.backend == app.socket for item in self.secure):
            yield self._bind(AppListener(app.userid, 0, 0, app.socket))

    def _bind(self, item: AppListener) -> AppListener:
        try:
            item.socket = bound_unix(item.path) if item.path else bound(self.address, item.listen)
        except OSError as error:
            what = item.path or named(item.number, item.listen)
            item.why = f"{what} of {item.userid} cannot be had: {error.strerror}"
        return item

    def of(self, userid: str) -> list[AppListener]:
        """The listeners of an application that could be had."""
        return [item for item in self.applications if item.userid == userid and item.socket is not None]

    def open(self, userid: str) -> list[AppListener]:
        """Listen for an application that starts now."""
        found = self.of(userid)
        for item in found:
            assert item.socket is not None
            item.socket.listen(BACKLOG)
            item.listening = True
        return found

    def close(self, userid: str) -> None:
        """Its application has ended: connections are refused, the ports stay ours."""
        for item in self.of(userid):
            assert item.socket is not None
            item.socket.close()
            item.socket, item.listening = None, False
            self._bind(item)

    def descriptors(self) -> list[int]:
        """Those of the secure ports."""
        return [item.socket.fileno() for item in self.secure if item.socket is not None]

    def close_all(self) -> None:
        """Give all of them back."""
        for item in self._all():
            if item.socket is not None:
                item.socket.close()
                item.socket = None
        for app in self.applications:
            if app.path:
                with suppress(OSError):
                    os.unlink(app.path)


class Gate:
    """Refuses on secure ports while nobody has the turn. ``shut`` says whether that is so; ``wait`` is how
    long a connection waits for that to change.
    """

    def __init__(
        self, loop: Loop, listeners: Iterable[SecureListener], shut: Callable[[], bool], wait: float
    ) -> None:
        self._loop, self._shut, self.wait = loop, shut, wait
        self._listeners = [item for item in listeners if item.socket is not None]
        self.refused = 0

    def check(self) -> None:
        """The turn has changed: watch the ports if it is nobody's."""
        for item in self._listeners:
            assert item.socket is not None
            if self._shut():
                self._arm(item, item.socket)
            else:
                self._loop.forget(item.socket.fileno())

    def _arm(self, item: SecureListener, listener: socket.socket) -> None:
        self._loop.watch(
            listener.fileno(), lambda: self._came(item, listener), select.EPOLLIN | select.EPOLLONESHOT
        )

    def _came(self, item: SecureListener, listener: socket.socket) -> None:
        self._loop.after(self.wait, lambda: self._refuse(item, listener))

    def _refuse(self, item: SecureListener, listener: socket.socket) -> None:
        if not self._shut() or listener.fileno() < 0:
            return
        for _ in range(BACKLOG):
            try:
                client, _ = listener.accept()
            except OSError:
                break
            self.refused += 1
            with client, suppress(OSError):
                if item.port.userid == TELNET:
                    client.setblocking(False)
                    client.send(NOT_AVAILABLE)
                    client.shutdown(socket.SHUT_WR)
        self._arm(item, listener)


def make_private(folder: Path) -> None:
    """A folder for its owner alone. Raises OSError."""
    folder.mkdir(mode=0o700, exist_ok=True)
    folder.chmod(0o700)
