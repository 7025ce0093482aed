"""The part of libssl that ``ssl`` does not show: session callbacks, suites of TLS 1.3, a half close.

``ctypes`` calls the libssl that this interpreter's ``ssl`` uses. The pointers are read from ``ssl``'s own
objects; ``Native.load`` compares what they lead to with what ``ssl`` says, and gives a sentence instead if
anything differs. Nothing is called on a pointer that was not compared.
"""

from __future__ import annotations

import ctypes as c
import ssl
from collections.abc import Callable
from typing import Any

from ssldiag.pool.inherit import Sessions

_P, _I = c.c_void_p, c.c_int
_NEW = c.CFUNCTYPE(_I, _P, _P)
_GET = c.CFUNCTYPE(_P, _P, _P, _I, c.POINTER(_I))
_VERIFY = c.CFUNCTYPE(_I, _I, _P)

# From openssl/ssl.h and openssl/tls1.h, unchanged since OpenSSL 1.0.
_SET_CACHE_MODE, _SET_DH_AUTO = 44, 118
_CACHE_OFF, _CACHE_SERVER, _NO_AUTO_CLEAR, _NO_INTERNAL = 0x0, 0x2, 0x80, 0x300
_VERIFY_PEER = 1

_ADDRESS = object.__basicsize__
"""Where the first field of an object lies behind its ``id``."""

Complaint = Callable[[str, int, int], None]
"""Told of each certificate of a client that fails: why, the number of the reason, its place in the chain."""


class Native:
    """libssl's functions. ``load`` makes one, or says why it can't."""

    def __init__(self, library: str) -> None:
        free, held = c.CDLL(library), c.PyDLL(library)  # without and with the interpreter's lock
        self._ctrl = _function(free, "SSL_CTX_ctrl", c.c_long, _P, _I, c.c_long, _P)
        self._options = _function(free, "SSL_CTX_get_options", c.c_uint64, _P)
        self._set_timeout = _function(free, "SSL_CTX_set_timeout", c.c_long, _P, c.c_long)
        self._set_new = _function(free, "SSL_CTX_sess_set_new_cb", None, _P, _NEW)
        self._set_get = _function(free, "SSL_CTX_sess_set_get_cb", None, _P, _GET)
        self._set_suites = _function(free, "SSL_CTX_set_ciphersuites", _I, _P, c.c_char_p)
        self._mark_asked = _function(held, "SSL_set_session_id_context", _I, _P, c.c_char_p, c.c_uint)
        self._mark_kept = _function(held, "SSL_SESSION_set1_id_context", _I, _P, c.c_char_p, c.c_uint)
        self._set_verify = _function(free, "SSL_CTX_set_verify", None, _P, _I, _VERIFY)
        self._shutdown = _function(free, "SSL_shutdown", _I, _P)
        self._encode = _function(held, "i2d_SSL_SESSION", _I, _P, c.POINTER(_P))
        self._decode = _function(held, "d2i_SSL_SESSION", _P, _P, c.POINTER(c.c_char_p), c.c_long)
        self._id = _function(held, "SSL_SESSION_get_id", _P, _P, c.POINTER(c.c_uint))
        self._clear = _function(held, "ERR_clear_error", None)
        self._error = _function(held, "X509_STORE_CTX_get_error", _I, _P)
        self._depth = _function(held, "X509_STORE_CTX_get_error_depth", _I, _P)
        self._why = _function(held, "X509_verify_cert_error_string", c.c_char_p, c.c_long)

    @classmethod
    def load(cls) -> Native | str:
        """The functions, checked on a context and a connection of their own; or why they are not used."""
        try:
            import _ssl

            native = cls(_ssl.__file__)
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            native.context(context)
            connection = context.wrap_bio(ssl.MemoryBIO(), ssl.MemoryBIO(), server_side=True)
            native.connection(connection, context)
        except (AttributeError, OSError, ImportError, LookupError) as error:
            return f"libssl's session callbacks are out of reach: {error}"
        return native

    def context(self, context: ssl.SSLContext) -> int:
        """The SSL_CTX of a context. Raises LookupError if it isn't where it should be."""
        pointer = _P.from_address(id(context) + _ADDRESS).value
        wanted = int(context.options) & (2**64 - 1)
        if not pointer or pointer % 8 or self._options(pointer) != wanted:
            raise LookupError("a context of this Python is built differently")
        return pointer

    def connection(self, connection: Any, context: ssl.SSLContext) -> int:
        """The SSL of ``_ssl._SSLSocket``, or of an SSLObject or SSLSocket around it. Raises LookupError.

        The field behind it holds the context: this is compared, and nothing is followed.
        """
        inner = getattr(connection, "_sslobj", connection)
        pointer, owner = (
            _P.from_address(id(inner) + _ADDRESS + 8).value,
            _P.from_address(id(inner) + _ADDRESS + 16).value,
        )
        if not pointer or pointer % 8 or owner != id(context):
            raise LookupError("a connection of this Python is built differently")
        return pointer

    def say_goodbye(self, connection: int) -> None:
        """Send close_notify once and go on reading: ``ssl`` would read and drop what the client sends."""
        self._shutdown(connection)
        self.forget()

    def forget(self) -> None:
        """Drop the reasons that libssl keeps of a failure in this thread.

        SSL_get_error(3) wants none before a call. Python 3.14.10 with OpenSSL 3.6.5 leaves that of a broken
        pipe, and then takes every other connection that merely has to wait for broken.
        """
        self._clear()

    def set_suites(self, context: ssl.SSLContext, suites: tuple[str, ...]) -> bool:
        """Offer these suites of TLS 1.3 (before 3.15, ``ssl`` cannot set them)."""
        return bool(self._set_suites(self.context(context), ":".join(suites).encode()) == 1)

    def set_dh(self, context: ssl.SSLContext) -> None:
        """Let DHE suites have parameters that fit the key."""
        self._ctrl(self.context(context), _SET_DH_AUTO, 1, None)

    def accept_any(self, context: ssl.SSLContext, complain: Complaint) -> object:
        """Ask for a client certificate, tell of one that fails, and go on all the same (PREFERRED).

        The result must live as long as the context.
        """

        def verify(good: int, store: int) -> int:
            if not good:
                number = self._error(store)
                complain(str(self._why(number).decode()), number, self._depth(store))
            return 1

        kept = _VERIFY(verify)
        self._set_verify(self.context(context), _VERIFY_PEER, kept)
        return kept

    def no_sessions(self, context: ssl.SSLContext) -> None:
        """Keep no session and send no ticket: every handshake is full."""
        context.options |= ssl.OP_NO_TICKET
        context.num_tickets = 0
        self._ctrl(self.context(context), _SET_CACHE_MODE, _CACHE_OFF, None)

    def share(
        self,
        context: ssl.SSLContext,
        sessions: Sessions,
        tag: bytes,
        life: int,
        on: Callable[[], bool],
        tell: Callable[[str], None],
    ) -> object:
        """Keep the context's sessions in ``sessions``; the result must live as long as the context.

        There is no remove callback: libssl would take a session from all servers when a connection ends
        without close_notify. Buffers belong to one call: callbacks may interleave. The tag is put on each
        session and on each connection that asks for one, where libssl compares them; that of a context would
        not do, for ``ssl`` since 3.13 puts one word of its own on every connection.
        """
        encode, decode, identify, clear = self._encode, self._decode, self._id, self._clear
        mark_asked, mark_kept = self._mark_asked, self._mark_kept
        byref, string, text, mark = c.byref, c.string_at, c.c_char_p, tag[:8]

        def new(_: int, session: int) -> int:
            try:
                if on():
                    mark_kept(session, tag, len(tag))
                    size = encode(session, None)
                    buffer = (c.c_ubyte * size)()
                    end, length = _P(c.addressof(buffer)), c.c_uint()
                    encode(session, byref(end))
                    number = string(identify(session, byref(length)), length.value)
                    sessions.put(number, mark, bytes(buffer))
            except Exception as error:
                tell(f"a session was not stored: {error}")
            return 0  # libssl keeps its reference, we keep none

        def get(connection: int, data: int, size: int, copy: Any) -> int | None:
            copy[0] = 0  # what is returned belongs to libssl
            try:
                mark_asked(connection, tag, len(tag))
                found = sessions.get(string(data, size), mark) if on() else None
                if found is None:
                    return None
                session: int = decode(None, byref(text(found)), len(found))
                if not session:
                    clear()  # else the next call would see the reasons of this one
                return session
            except Exception as error:
                tell(f"a session was not looked up: {error}")
                return None

        pointer, kept = self.context(context), (_NEW(new), _GET(get))
        context.options |= ssl.OP_NO_TICKET  # session ids in TLS 1.2, tickets that are ids in TLS 1.3
        context.num_tickets = 1
        self._ctrl(pointer, _SET_CACHE_MODE, _CACHE_SERVER | _NO_AUTO_CLEAR | _NO_INTERNAL, None)
        self._set_timeout(pointer, life)
        self._set_new(pointer, kept[0])
        self._set_get(pointer, kept[1])
        return kept


def _function(library: c.CDLL, name: str, result: Any, *arguments: Any) -> Any:
    function = getattr(library, name)
    function.restype, function.argtypes = result, arguments
    return function
