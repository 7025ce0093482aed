"""``python -m ssldiag.pool.apps CHANNEL``: one application server, as the stack starts it.

``CHANNEL`` is the number of an inherited descriptor. On it come, before anything else, ``{"do": "listener",
"port": n, "secured": bool}`` for each listening socket (which is its descriptor) and ``{"do": "start",
"application": {...}}`` with the fields of :class:`Application`.
"""

from __future__ import annotations

import asyncio
import select
import socket
import sys
from typing import Any

from ssldiag.pool.apps.link import Link
from ssldiag.pool.apps.run import Listener, run
from ssldiag.pool.channel import Channel, ChannelClosed, Message
from ssldiag.pool.plan import Application, ClientCheck


def application(values: dict[str, Any]) -> Application:
    """The application of a message."""
    ports = tuple((int(number), int(bound)) for number, bound in values["ports"])
    check = ClientCheck(values["client_check"])
    return Application(**{**values, "ports": ports, "client_check": check})


def next_message(channel: Channel) -> tuple[Message, list[int]]:
    """Wait for a message. Raises ChannelClosed."""
    while (found := channel.receive()) is None:
        select.select([channel], [], [])
    return found


def begin(channel: Channel) -> tuple[Application, list[Listener]]:
    """Take the listeners and the application from the stack. Raises ChannelClosed."""
    listeners: list[Listener] = []
    while True:
        message, descriptors = next_message(channel)
        if message["do"] == "start":
            return application(message["application"]), listeners
        sock = socket.socket(fileno=descriptors[0])
        listeners.append(Listener(sock, int(message["port"]), bool(message["secured"])))


def main(arguments: list[str]) -> int:
    """Run until the stack ends it or its label cannot be used."""
    channel = Channel(socket.socket(fileno=int(arguments[0])))
    try:
        wanted, listeners = begin(channel)
    except ChannelClosed:
        return 1

    async def whole() -> int:
        return await run(Link(channel, wanted), listeners)

    return asyncio.run(whole())


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
