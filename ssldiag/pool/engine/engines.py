"""Ways to put TLS on a connected socket, and which of them this interpreter can do.

``fast`` uses the object beneath ``ssl.SSLSocket`` (private, and the same since Python 3.6), ``public`` the
SSLSocket itself. Both then have ``do_handshake``, ``read``, ``write``, ``version`` and ``cipher``.
"""

from __future__ import annotations

import socket
import ssl
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from ssldiag.pool.sharing import Native

_NEEDED = ("do_handshake", "read", "write", "shutdown", "pending", "version", "cipher", "session_reused")


@dataclass(frozen=True, slots=True)
class Ends:
    """How the TLS side is ended: ``whole`` sends close_notify when the client's has come; ``half`` sends it
    and leaves reading alone. ``forget`` comes after a failure, so that no other connection is taken for it.
    """

    whole: Callable[[Any], Any]
    half: Callable[[Any], None]
    forget: Callable[[], None]


@dataclass(frozen=True, slots=True)
class Engine:
    """``wrap`` makes the TLS side of a socket and gives the socket to use from then on."""

    name: str
    wrap: Callable[[ssl.SSLContext, socket.socket, bool], tuple[Any, socket.socket]]
    ends: Ends


def _wrap_fast(context: Any, client: socket.socket, server: bool) -> tuple[Any, socket.socket]:
    return context._wrap_socket(client, server), client


def _end_fast(tls: Any) -> Any:
    return tls.shutdown()


def _wrap_public(context: ssl.SSLContext, client: socket.socket, server: bool) -> tuple[Any, socket.socket]:
    wrapped = context.wrap_socket(
        client, server_side=server, do_handshake_on_connect=False, suppress_ragged_eofs=False
    )
    return wrapped, wrapped


def _end_public(tls: Any) -> Any:
    return tls._sslobj.shutdown()


def half_ending(native: Native | str, end: Callable[[Any], Any]) -> Callable[[Any], None]:
    """Send close_notify, and nothing else. Without libssl's own interface ``ssl`` also looks for the
    client's: what it sends between is then lost.
    """
    if isinstance(native, str):

        def looking(tls: Any) -> None:
            with suppress(ssl.SSLWantReadError, ssl.SSLWantWriteError):
                end(tls)

        return looking

    def once(tls: Any) -> None:
        native.say_goodbye(native.connection(tls, tls.context))

    return once


def forgetting(native: Native | str) -> Callable[[], None]:
    """Drop what libssl keeps of a failure (``Native.forget``); nothing where it is out of reach."""
    return (lambda: None) if isinstance(native, str) else native.forget


def choose(wanted: str, native: Native | str) -> tuple[Engine, str]:
    """The engine for the plan's word (auto, fast or public), and why it is not the fast one if it isn't."""
    forget = forgetting(native)
    public = Engine("public", _wrap_public, Ends(_end_public, half_ending(native, _end_public), forget))
    if wanted == "public":
        return public, ""
    why = fast_fails()
    if why:
        return public, why
    return Engine("fast", _wrap_fast, Ends(_end_fast, half_ending(native, _end_fast), forget)), ""


def fast_fails() -> str:
    """Why the fast engine can't be used; empty if a handshake with it begins as it should."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    one, other = socket.socketpair()
    with one, other:
        one.setblocking(False)
        try:
            tls, _ = _wrap_fast(context, one, True)
            missing = [name for name in _NEEDED if not hasattr(tls, name)]
            if missing:
                return f"this Python's connections have no {', '.join(missing)}"
            other.sendall(b"GET / HTTP/1.0\r\n\r\n")  # which libssl knows, and calls by a name of its own
            tls.do_handshake()
        except ssl.SSLError as error:
            return "" if error.reason == "HTTP_REQUEST" else f"an unexpected end: {error}"
        except (AttributeError, TypeError, OSError) as error:
            return f"this Python has no _wrap_socket as it is known: {error}"
    return "a handshake ended without a word"
