"""Runs an application: checks its label, takes connections, and serves each until the stack says stop."""

from __future__ import annotations

import asyncio
import signal
import socket
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass

from ssldiag.pool.apps.echo import echo
from ssldiag.pool.apps.ftp import ftp
from ssldiag.pool.apps.ftp_files import Files
from ssldiag.pool.apps.link import Conn, Link
from ssldiag.pool.apps.smtp import smtp
from ssldiag.pool.apps.stream import Ended, Misused, Stream
from ssldiag.pool.apps.telnet import telnet

IDLE = 300.0
"""Seconds that a client may be silent: five minutes, the least that RFC 5321 4.5.3.2.7 asks of an SMTP
server.
"""

MOST_CONNECTIONS = 4000
"""More than a pool's greatest default, 3,000."""

Serve = Callable[[Link, Stream, bool], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Listener:
    """A listening socket. ``port`` is that of the profile; ``secured``: what comes is plaintext of TLS."""

    sock: socket.socket
    port: int
    secured: bool


async def run(link: Link, listeners: list[Listener]) -> int:
    """Serve until the end. 1 if the label is refused: then the application ends at once."""
    link.begin()
    application = link.application
    if application.label is not None and application.control != "NEVER":
        usable, reason = await link.label_usable(application.label)
        if not usable:
            link.say(refusal(application.kind, application.label, reason))
            link.channel.send({"do": "ending", "why": f"TLS label {application.label}: {reason}"})
            return 1
    serve = servers()[application.kind]
    tasks: set[asyncio.Task[None]] = set()
    for listener in listeners:
        listener.sock.setblocking(False)
        keep(tasks, asyncio.create_task(accept(link, listener, serve, tasks)))
    link.channel.send({"do": "ready"})
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, link.over.set)
    await link.over.wait()
    for task in tuple(tasks):
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    return 0


def servers() -> dict[str, Serve]:
    """Kind -> what serves a connection of it."""
    files = Files.sample()

    async def with_files(link: Link, stream: Stream, secured: bool) -> None:
        await ftp(link, stream, secured, files)

    return {"echo": echo, "ftp": with_files, "smtp": smtp, "telnet": telnet}


def refusal(kind: str, label: str, reason: str) -> str:
    """What the console shows of an unusable label: the FTP server's message is IBM's, others are ours."""
    if kind == "ftp":
        return f"DTCFTS8467E Error verifying TLS label {label}: Label is not recognized"
    return f"DTCSSLT60E TLS label {label} cannot be used: {reason}"


def keep(tasks: set[asyncio.Task[None]], task: asyncio.Task[None]) -> None:
    """Hold on to a task until it is done."""
    tasks.add(task)
    task.add_done_callback(tasks.discard)


async def accept(link: Link, listener: Listener, serve: Serve, tasks: set[asyncio.Task[None]]) -> None:
    """Take connections from one listener."""
    loop = asyncio.get_running_loop()
    number = 0
    while True:
        try:
            sock, _ = await loop.sock_accept(listener.sock)
        except OSError:  # out of descriptors, or the client was gone again: others may come
            await asyncio.sleep(0.05)
            continue
        if len(link.open) >= MOST_CONNECTIONS:
            sock.close()
            continue
        number += 1
        keep(tasks, asyncio.create_task(one(link, listener, serve, sock, listener.port * 100_000 + number)))


async def one(link: Link, listener: Listener, serve: Serve, sock: socket.socket, number: int) -> None:
    """Serve one connection; whatever a client does ends no more than that."""
    stream = Stream(sock, IDLE, listener.port)
    link.open[number] = Conn(stream.local, stream.foreign)
    try:
        with suppress(Ended, Misused):
            await serve(link, stream, listener.secured)
    finally:
        del link.open[number]
        stream.close()
