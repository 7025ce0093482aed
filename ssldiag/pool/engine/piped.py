"""TLS whose bytes pass through our hands: libssl reads and writes memory, we read and write the socket.

It behaves like the object under ``ssl.SSLSocket``, so that connections need not know, and tells a watcher
what went over the wire and what was inside. It reads no further than the current record, as libssl does
by itself: then ``epoll`` always knows whether there is more.
"""

from __future__ import annotations

import socket
import ssl
from contextlib import suppress
from typing import Any, Protocol

from ssldiag.pool.engine.engines import Ends, forgetting
from ssldiag.pool.sharing import Native

HEADER = 5
"""Bytes in front of a TLS record; its length is the last two (RFC 8446 5.1)."""


class Watcher(Protocol):
    """Told of all bytes of one connection. ``direction`` is recv (from the client) or send."""

    def raw(self, direction: str, data: bytes) -> None:
        """Bytes on the wire, in order."""

    def plain(self, direction: str, data: memoryview | bytes) -> None:
        """Application data."""

    def ended(self, direction: str) -> None:
        """A FIN."""


class Piped:
    """A TLS connection over a socket."""

    def __init__(
        self, context: ssl.SSLContext, client: socket.socket, server: bool, watcher: Watcher
    ) -> None:
        self.context = context
        self._in, self._out = ssl.MemoryBIO(), ssl.MemoryBIO()
        self._tls: Any = context.wrap_bio(self._in, self._out, server_side=server)
        self._client, self._watcher = client, watcher
        self._head = bytearray()
        self._missing = 0
        self._unsent = self._held = b""
        self._written = 0

    @property
    def _sslobj(self) -> Any:
        """The object beneath: where libssl's own is found."""
        return self._tls._sslobj

    @property
    def session_reused(self) -> bool:
        """Whether the session was resumed."""
        return bool(self._tls.session_reused)

    def version(self) -> str | None:
        """The protocol."""
        return str(self._tls.version())

    def cipher(self) -> Any:
        """The suite."""
        return self._tls.cipher()

    def getpeercert(self, binary: bool) -> Any:
        """The client's certificate."""
        return self._tls.getpeercert(binary)

    def pending(self) -> int:
        """Bytes decrypted and not read yet."""
        return int(self._tls.pending())

    def do_handshake(self) -> None:
        """Go on with the handshake. Raises what the object under SSLSocket does."""
        while True:
            try:
                self._tls.do_handshake()
            except ssl.SSLWantReadError:
                self._flush()
                self._fetch()
                continue
            except ssl.SSLError:
                with suppress(OSError):
                    self._flush()
                raise
            self._flush()
            return

    def read(self, size: int, buffer: memoryview) -> int:
        """Read application data of one record."""
        while True:
            try:
                count = self._tls.read(size, buffer)
            except ssl.SSLWantReadError:
                self._flush()
                self._fetch()
                continue
            except ssl.SSLZeroReturnError:
                self._watcher.ended("recv")
                raise
            if count:
                self._watcher.plain("recv", buffer[:count])
            return int(count)

    def write(self, data: memoryview | bytes) -> int:
        """Write all; if the socket does not take it, SSLWantWriteError: call again with the same data."""
        if not self._written:
            self._written = int(self._tls.write(data))
            self._watcher.plain("send", data[: self._written])
        self._flush()
        written, self._written = self._written, 0
        return written

    def shutdown(self) -> None:
        """Send close_notify when the client's has come."""
        with suppress(ssl.SSLWantReadError):
            self._tls.unwrap()
        self._flush()
        self._watcher.ended("send")

    def half_end(self, native: Native | str) -> None:
        """Send close_notify, and go on reading."""
        if isinstance(native, str):
            self.shutdown()
            return
        native.say_goodbye(native.connection(self, self.context))
        self._flush()
        self._watcher.ended("send")

    def _flush(self) -> None:
        """Send what libssl wrote. Raises SSLWantWriteError if the socket takes no more."""
        if self._out.pending:
            self._unsent += self._out.read()
        while self._unsent:
            try:
                sent = self._client.send(self._unsent)
            except BlockingIOError:
                raise ssl.SSLWantWriteError from None
            self._watcher.raw("send", self._unsent[:sent])
            self._unsent = self._unsent[sent:]

    def _fetch(self) -> None:
        """Read as far as the end of the current record. Raises SSLWantReadError if there is nothing."""
        wanted = self._missing or HEADER - len(self._head)
        try:
            data = self._client.recv(wanted)
        except BlockingIOError:
            raise ssl.SSLWantReadError from None
        self._held += data
        if not data:
            self._show()
            self._in.write_eof()
            return
        self._in.write(data)
        if self._missing:
            self._missing -= len(data)
            self._show()
            return
        self._head += data
        if len(self._head) == HEADER:
            self._missing = self._head[3] << 8 | self._head[4]
            self._head.clear()

    def _show(self) -> None:
        """A header is shown with what follows it, as the client sent it."""
        if self._held:
            self._watcher.raw("recv", self._held)
            self._held = b""


def piped_ends(native: Native | str) -> Ends:
    """How such connections end."""
    return Ends(Piped.shutdown, lambda tls: tls.half_end(native), forgetting(native))
