"""One secure connection: TLS with a client on one side, plaintext with an application on the other.

What comes from one side is sent to the other at once; what that side does not take is kept (64 KiB at most),
and nothing more is read until it is gone. The end of one direction is passed on when all before it is
delivered: close_notify becomes a FIN for the application, a FIN of the application becomes close_notify.
Reading and writing are written out, not shared: they are nearly all the work that is done here.
"""

from __future__ import annotations

import _socket
import socket
import ssl
import time
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from ssldiag.pool.engine.engines import Ends
from ssldiag.pool.engine.host import Host
from ssldiag.pool.engine.loop import IN, OUT, SIZE, Loop
from ssldiag.pool.failures import Failure, failure
from ssldiag.pool.plan import ClientCheck

if TYPE_CHECKING:
    from ssldiag.pool.engine.target import Target
    from ssldiag.pool.engine.watching import Watch

RECORD = 16_384
"""Bytes of a full TLS record (RFC 8446 5.1)."""

RETRY = 0.02
"""Seconds until a Unix socket whose queue is full is asked again."""

Address = tuple[str, int]


class Connection:
    """Made when a client's connection has arrived; lives in the loop's table until it is over."""

    # fmt: off
    __slots__ = (
        "app", "app_done", "app_mask", "asked", "began", "check", "client", "client_done", "client_mask",
        "closed", "deaf", "dynamic", "ends", "foreign", "goodbye", "host", "label", "local", "number",
        "received", "secure", "sent", "shut", "target", "tls", "to_app", "to_client", "userid", "watch",
    )
    # fmt: on

    def __init__(
        self,
        host: Host,
        client: socket.socket,
        tls: Any,
        number: int,
        label: str,
        check: ClientCheck,
        userid: str,
        local: Address,
        foreign: Address,
        target: Target | None = None,
        app: _socket.socket | None = None,
        ends: Ends | None = None,
        watch: Watch | None = None,
    ) -> None:
        self.host, self.client, self.tls = host, client, tls
        self.number, self.label, self.check, self.userid = number, label, check, userid
        self.local, self.foreign, self.target, self.app = local, foreign, target, app
        self.ends, self.watch = ends or host.engine.ends, watch
        self.dynamic = app is not None
        self.began = time.time()
        self.received = self.sent = self.client_mask = self.app_mask = 0
        self.to_app = self.to_client = b""
        self.secure = self.client_done = self.app_done = self.goodbye = self.shut = False
        self.deaf = self.closed = self.asked = False

    def start(self) -> None:
        """Wait for the client's first message."""
        host = self.host
        host.shaking.start(self, host.loop.now)
        self.client_mask = IN
        host.loop.add(self.client.fileno(), self.on_handshake)

    # The handshake

    def on_handshake(self, events: int) -> None:
        """A step of the handshake."""
        host = self.host
        host.complaints.clear()
        try:
            self.tls.do_handshake()
        except ssl.SSLWantReadError:
            if self.client_mask != IN:
                self._arm_client(IN)
            return
        except ssl.SSLWantWriteError:
            self._arm_client(OUT)
            return
        except OSError as error:
            self._give_up(failure(error, host.complaints[0][1] if host.complaints else 0))
            return
        host.shaking.stop(self)
        self.secure = True
        host.secured(self)
        if not self.closed:
            self._begin()

    def too_slow(self) -> None:
        """The time for the handshake is over."""
        self._give_up(failure(None))

    def _give_up(self, why: Failure) -> None:
        self.ends.forget()
        self.host.shaking.stop(self)
        self.host.failed(self, why)
        with suppress(OSError):
            socket.socket.recv(self.client, SIZE)  # unread bytes would make a RST, which overtakes our alert
        self.close()

    def _begin(self) -> None:
        """Reach the application, and read from both sides."""
        if self.app is None:
            assert self.target is not None
            try:
                self.app = self.target.open()
            except BlockingIOError:
                self._arm_client(0)
                self.host.loop.after(RETRY, self._again)
                return
            except OSError as error:
                self._refused(error)
                return
        loop = self.host.loop
        loop.handlers[self.client.fileno()] = self.on_client
        self.app_mask = IN
        loop.add(self.app.fileno(), self.on_app)
        if self.client_mask != IN:
            self._arm_client(IN)
        if self.host.idle.seconds:
            self.host.idle.start(self, loop.now)

    def _again(self) -> None:
        if not self.closed:
            self._begin()

    def _refused(self, error: OSError) -> None:
        self.host.refused(self, error.strerror or str(error))
        with suppress(OSError):
            self.ends.half(self.tls)
        self.close()

    # From the client to the application

    def on_client(self, events: int) -> None:
        """The client sent something, or takes data again."""
        if events & OUT and not self._client_writable():
            return
        if not self.client_mask & IN:
            return
        host = self.host
        view, read = host.loop.view, self.tls.read
        size, over = 0, False
        try:
            size = got = read(SIZE, view)
            while got == RECORD and size < SIZE:
                got = read(SIZE - size, view[size:])
                size += got
            over = not got
        except ssl.SSLWantReadError:
            pass
        except ssl.SSLWantWriteError:
            self.asked = True
            self._arm()
        except ssl.SSLZeroReturnError:
            over = True
        except OSError as error:
            over = True
            self._client_lost(error)
        if size:
            self.received += size
            if host.idle.seconds or self.goodbye:
                self._alive()
            if not self.deaf:
                self._give_app(view[:size])
        if over:
            self.client_done = True
            self._settle()

    def _give_app(self, data: memoryview) -> None:
        assert self.app is not None
        try:
            taken = self.app.send(data)
        except BlockingIOError:
            taken = 0
        except OSError as error:
            self._app_deaf(error)
            return
        if taken < len(data):
            self.to_app = bytes(data[taken:])
            self._arm()

    def _app_writable(self) -> bool:
        """Send the application what is kept for it; False if nothing more is to be done now."""
        if not self.to_app:
            return True
        assert self.app is not None
        try:
            taken = self.app.send(self.to_app)
        except BlockingIOError:
            return bool(self.app_mask & IN)
        except OSError as error:
            self._app_deaf(error)
            return not self.closed
        self.to_app = self.to_app[taken:]
        self._settle()
        return not self.closed

    def _app_deaf(self, error: OSError) -> None:
        """The application takes no more: what it sent before is still delivered, the client's is dropped."""
        if isinstance(error, ConnectionRefusedError):
            self._refused(error)
            return
        self.deaf, self.to_app = True, b""
        self._settle()

    # From the application to the client

    def on_app(self, events: int) -> None:
        """The application sent something, or takes data again."""
        if events & OUT and not self._app_writable():
            return
        if not self.app_mask & IN:
            return
        host, view = self.host, self.host.loop.view
        assert self.app is not None
        try:
            size = self.app.recv_into(view)
        except BlockingIOError:
            return
        except OSError as error:
            self.app_done = True
            self._app_deaf(error)
            return
        if not size:
            self.app_done = True
            self._settle()
            return
        try:
            written = self.tls.write(view[:size])
        except (ssl.SSLWantWriteError, ssl.SSLWantReadError):
            written = 0
        except OSError as error:
            self._client_lost(error)
            self._settle()
            return
        self.sent += written
        if host.idle.seconds or self.shut:
            self._alive()
        if written < size:
            self.to_client = bytes(view[written:size])
            self._arm()

    def _client_writable(self) -> bool:
        """Send the client what is kept for it; False if nothing more is to be done now."""
        if self.asked:
            self.asked = False
            self._arm()
        if not self.to_client:
            return True
        try:
            written = self.tls.write(self.to_client)
        except (ssl.SSLWantWriteError, ssl.SSLWantReadError):
            return bool(self.client_mask & IN)
        except OSError as error:
            self._client_lost(error)
            written = 0
        self.sent += written
        self.to_client = self.to_client[written:]
        self._settle()
        return not self.closed

    def _client_lost(self, error: OSError) -> None:
        """The client takes no more: what it sent before is still delivered, the application's is dropped."""
        self.ends.forget()
        self.host.broken(self, str(error))
        self.to_client, self.app_done, self.goodbye = b"", True, True
        self.host.draining.start(self, self.host.loop.now)

    # The ends of both directions

    def _settle(self) -> None:
        """Pass on the end of a direction when all before it is delivered; close when both are over."""
        if self.closed:
            return
        up = self.client_done and (self.deaf or not self.to_app)
        down = self.app_done and not self.to_client
        if down and not self.goodbye:
            self._say_goodbye(up)
            up = up or (self.client_done and self.deaf)  # the client has gone: nothing more will come
        if up and down:
            self.close()
        elif up and not self.shut:
            self._shut_app()
        if not self.closed:
            self._arm()

    def _say_goodbye(self, last: bool) -> None:
        """All is delivered to the client: close_notify, and a FIN if it may still send."""
        self.goodbye = True
        ends, host = self.ends, self.host
        try:
            if last:
                ends.whole(self.tls)
                return
            ends.half(self.tls)
            socket.socket.shutdown(self.client, socket.SHUT_WR)  # that of SSLSocket would end TLS
        except OSError:
            ends.forget()
            self.client_done = self.deaf = True
            return
        (host.draining if self.deaf else host.half).start(self, host.loop.now)

    def _shut_app(self) -> None:
        """All of the client's data are delivered, and it sends no more: a FIN for the application."""
        self.shut = True
        host = self.host
        if self.app is not None:
            with suppress(OSError):
                self.app.shutdown(socket.SHUT_WR)
        host.half.start(self, host.loop.now)

    def _alive(self) -> None:
        """There was traffic."""
        host = self.host
        host.idle.start(self, host.loop.now)
        if self.shut or (self.goodbye and not self.deaf):
            host.half.start(self, host.loop.now)

    # What is waited for, and the end

    def _arm(self) -> None:
        """Wait for what can be done now. Nothing is waited for on a side that is paused or over."""
        reading = 0 if self.client_done or self.to_app else IN
        self._arm_client(reading | (OUT if self.to_client or self.asked else 0))
        app = self.app
        if app is None:
            return
        mask = (0 if self.app_done or self.to_client else IN) | (OUT if self.to_app else 0)
        if mask != self.app_mask:
            self._change(app.fileno(), self.app_mask, mask)
            self.app_mask = mask

    def _arm_client(self, mask: int) -> None:
        if mask != self.client_mask:
            self._change(self.client.fileno(), self.client_mask, mask)
            self.client_mask = mask

    def _change(self, descriptor: int, before: int, after: int) -> None:
        """A mask of 0 is no registration at all: errors would be reported again and again."""
        epoll = self.host.loop.epoll
        if not after:
            epoll.unregister(descriptor)
        elif not before:
            epoll.register(descriptor, after)
        else:
            epoll.modify(descriptor, after)

    def close(self) -> None:
        """End it now; what is kept for either side is lost. Calling it again does nothing."""
        if self.closed:
            return
        self.closed = True
        host = self.host
        loop = host.loop
        if self.shut or self.goodbye:
            host.half.stop(self)
            host.draining.stop(self)
        if host.idle.seconds:
            host.idle.stop(self)
        if not self.secure:
            host.shaking.stop(self)
        self._close_end(loop, self.client, self.client_mask)
        if self.app is not None:
            self._close_end(loop, self.app, self.app_mask)
        if self.watch is not None:
            self.watch.close()
        host.ended(self)

    def _close_end(self, loop: Loop, end: _socket.socket, mask: int) -> None:
        descriptor = end.fileno()
        loop.handlers.pop(descriptor, None)
        if mask and self.dynamic:
            loop.epoll.unregister(descriptor)  # another process may still hold the socket
        end.close()

    def leave(self) -> None:
        """End it in order, as far as that is possible at once."""
        if not self.closed:
            if self.secure and not self.goodbye:
                with suppress(OSError):
                    self.ends.half(self.tls)
            self.close()
