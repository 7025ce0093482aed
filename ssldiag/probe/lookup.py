"""A host's name in, the addresses to connect to out, within a deadline."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import threading
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from ssldiag.probe.model import Target, Trouble
from ssldiag.wire.model import Endpoint

MAX_ADDRESSES = 8
"""Addresses of a name that are tried."""


class Address(NamedTuple):
    """One address to connect to, as :func:`socket.getaddrinfo` gives it."""

    family: int
    sockaddr: tuple[Any, ...]

    @property
    def endpoint(self) -> Endpoint:
        """As the rest of the program has it."""
        return Endpoint(str(self.sockaddr[0]), int(self.sockaddr[1]))


async def resolve(target: Target, deadline: float) -> Sequence[Address] | Trouble:
    """The addresses of a host, in the system's order (RFC 6724), each once."""
    literal = _literal(target)
    if literal is not None:
        return [literal]
    try:
        async with asyncio.timeout(deadline):
            found = await _looked_up(target)
    except TimeoutError:
        return Trouble("resolve", f"{target.host} could not be resolved within {deadline:g} s")
    except (OSError, UnicodeError, ValueError) as error:
        what = error.strerror if isinstance(error, OSError) else str(error)
        return Trouble("resolve", f"{target.host} could not be resolved: {what or error}")
    addresses = {Address(family, sockaddr): None for family, _, _, _, sockaddr in found}
    return list(addresses)[:MAX_ADDRESSES]


async def _looked_up(target: Target) -> list[Any]:
    """What :func:`socket.getaddrinfo` says, in a thread that nobody waits for: the loop's own threads are
    waited for when it ends, and a name server that does not answer would hold up everything.
    """
    loop = asyncio.get_running_loop()
    answer: asyncio.Future[list[Any]] = loop.create_future()

    def tell(say: Callable[[Any], None], value: object) -> None:
        with contextlib.suppress(RuntimeError):  # the loop is closed, and nobody wants to know any more
            loop.call_soon_threadsafe(lambda: None if answer.done() else say(value))

    def ask() -> None:
        try:
            found = socket.getaddrinfo(target.host, target.port, type=socket.SOCK_STREAM)
        except Exception as error:
            tell(answer.set_exception, error)
        else:
            tell(answer.set_result, found)

    threading.Thread(target=ask, daemon=True).start()
    return await answer


def _literal(target: Target) -> Address | None:
    """The address that a host itself is: then nobody need be asked, which takes a thread."""
    for family in (socket.AF_INET, socket.AF_INET6):
        with contextlib.suppress(OSError, UnicodeError, ValueError):
            socket.inet_pton(family, target.host)
            rest = (0, 0) if family == socket.AF_INET6 else ()
            return Address(family, (target.host, target.port, *rest))
    return None
