"""Starts the processes of a pool: reads the configuration, and runs a forked SSL server with what it
inherits.

The configuration is read by a process of its own (``ssldiag.pool.configure``), whose answer comes through a
pipe: that of a server is read by the server alone, so that no key passes through the stack.
"""

from __future__ import annotations

import os
import pickle
import select
import signal
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from ssldiag.pool.channel import Channel, ChannelClosed
from ssldiag.pool.children import Children
from ssldiag.pool.consoles import Console
from ssldiag.pool.control import Control
from ssldiag.pool.engine.engines import Engine
from ssldiag.pool.inherit import Inheritance, Shared
from ssldiag.pool.material import Material, MaterialError
from ssldiag.pool.plan import ClientCheck, PoolPlan, Recording
from ssldiag.pool.ports import SecureListener
from ssldiag.pool.sharing import Native
from ssldiag.pool.start import ServerStart, StackStart, dated
from ssldiag.pool.trace.tracer import Tracer

CONFIGURE = "ssldiag.pool.configure"

PATIENCE = 60.0
"""Seconds that reading the configuration may take: it takes half of one."""

LARGEST = 64 * 1024 * 1024
"""Bytes of an answer: a database of 10,000 certificates is a tenth of that."""

FLUSH = 0.25
"""Seconds that a line of a server's console waits for others."""


class NoAnswer(Exception):
    """The configuration could not be read; the text says why."""


def read_all(descriptor: int) -> Any:
    """What a process of ``configure`` wrote. Raises NoAnswer. The descriptor is closed."""
    parts: list[bytes] = []
    until = time.monotonic() + PATIENCE
    waiter = select.poll()
    waiter.register(descriptor, select.POLLIN)
    try:
        while True:
            left = until - time.monotonic()
            if left <= 0 or sum(map(len, parts)) > LARGEST or not waiter.poll(left * 1000):
                raise NoAnswer("reading the configuration took too long")
            part = os.read(descriptor, 1 << 16)
            if not part:
                break
            parts.append(part)
    finally:
        os.close(descriptor)
    if not parts:
        raise NoAnswer("the program that reads the configuration failed")
    return pickle.loads(b"".join(parts))


def begin(directory: Path, userids: Sequence[str] = ()) -> tuple[int, list[int]]:
    """Start reading the configuration of the stack, or of some servers: process id, a descriptor to read for
    each. The files are read once for all of them.
    """
    pipes = [os.pipe2(os.O_CLOEXEC) for _ in userids or ("",)]
    arguments = [sys.executable, "-m", CONFIGURE, str(directory)]
    if userids:
        arguments.append("--server")
        arguments += [f"{userid}={there}" for userid, (_, there) in zip(userids, pipes, strict=True)]
    # a descriptor that is copied onto itself loses its mark to be closed (posix_spawn_file_actions_adddup2)
    actions = [(os.POSIX_SPAWN_DUP2, there, there if userids else 1) for _, there in pipes]
    try:
        pid = os.posix_spawn(sys.executable, arguments, os.environ, file_actions=actions)
    finally:
        for _, there in pipes:
            os.close(there)
    return pid, [here for here, _ in pipes]


def configured(directory: Path, userid: str | None) -> Any:
    """Read the configuration and wait for it. Raises NoAnswer."""
    pid, (reading,) = begin(directory, () if userid is None else (userid,))
    try:
        return read_all(reading)
    finally:
        with suppress(ChildProcessError):
            os.waitpid(pid, 0)


def stack_start(directory: Path) -> StackStart:
    """The stack's configuration. Raises NoAnswer."""
    found = configured(directory, None)
    if not isinstance(found, StackStart):
        raise NoAnswer("the program that reads the configuration gave something else")
    return found


@dataclass(frozen=True, slots=True)
class Kit:
    """What all servers of a pool get. ``run`` is ``ssldiag.pool.server.main``; ``starter`` gives the start of
    a server where no files are to be read (None: ``configure`` does).
    """

    directory: Path
    plan: PoolPlan
    control: Control
    shared: Shared | None
    keep: tuple[int, ...]
    wake: tuple[int, ...]
    recording: Recording
    run: Callable[[Inheritance], int]
    starter: Callable[[str], ServerStart] | None = None
    blanks: Mapping[tuple[str, ClientCheck, str], Any] = field(default_factory=dict)
    native: Native | str | None = None
    engine: tuple[Engine, str] | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """What one server gets: its number, its end of the channel, and the listeners."""

    userid: str
    index: int
    channel: Channel
    listeners: tuple[SecureListener, ...]


def start_server(children: Children, kit: Kit, place: Place, on_end: Callable[[str], None]) -> int:
    """Fork it; its process id. It does nothing before it is told to go: processes that are forked one behind
    the other have more memory in common than those of which each begins its work at once.
    """
    keep = [*kit.keep, *kit.wake, place.channel.fileno()]
    keep += [listener.socket.fileno() for listener in place.listeners if listener.socket is not None]
    return children.fork(lambda: serve(kit, place), place.userid, keep, on_end)


def serve(kit: Kit, place: Place) -> int:
    """The life of a server's process."""
    try:
        configuration = told_to_go(place.channel)
    except ChannelClosed:
        return 0
    console = server_console(kit, place)
    try:
        console.logon()
        start = server_start(kit, place, configuration)
        for line in start.messages:
            console.line(dated(line, datetime.now()))
        if start.plan is None or start.material is None:
            if not start.messages:
                console.line(f"DTCSSLT44E {start.why}")
            _send(place.channel, {"do": "refused", "why": start.why or "there is no key database"})
            return 1
        return kit.run(inheritance(kit, place, start, start.plan, console))
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        console.close()


def told_to_go(channel: Channel) -> int:
    """Wait for the word; the descriptor from which the configuration is read, -1 without one. Raises
    ChannelClosed.
    """
    waiter = select.poll()
    waiter.register(channel.fileno(), select.POLLIN)
    while True:
        waiter.poll()
        found = channel.receive()
        if found is not None and found[0].get("do") == "go":
            return found[1][0] if found[1] else -1


def server_start(kit: Kit, place: Place, configuration: int) -> ServerStart:
    """Its configuration; one without a plan if there is none to be had."""
    try:
        found = kit.starter(place.userid) if kit.starter else read_all(configuration)
    except NoAnswer as error:
        return ServerStart(None, why=str(error))
    if not isinstance(found, ServerStart):
        return ServerStart(None, why="the program that reads the configuration gave something else")
    return found


def server_console(kit: Kit, place: Place) -> Console:
    """Its console. Lines wait a quarter of a second for others, then a signal has them written: the server's
    own loop knows nothing of it.
    """

    def trouble(why: str) -> None:
        _send(place.channel, {"do": "trouble", "why": why})

    console = Console(kit.directory, place.userid, stamped=kit.plan.timestamps, on_trouble=trouble)
    signal.signal(signal.SIGALRM, lambda *_: console.flush())
    return console


def inheritance(kit: Kit, place: Place, start: ServerStart, plan: PoolPlan, console: Console) -> Inheritance:
    """What ``server.main`` gets."""
    first = [start.material]

    def load() -> Material:
        if first:
            found = first.pop()
            assert found is not None
            return found
        return reload(kit, place)

    def say(text: str) -> None:
        if not console.waiting:
            signal.setitimer(signal.ITIMER_REAL, FLUSH)
        console.say(text)

    if start.cache_why:
        console.line(f"DTCSSLT45W No session cache: {start.cache_why}")
    console.flush()
    secure = tuple((each.port, each.socket) for each in place.listeners if each.socket is not None)
    return Inheritance(
        plan=replace(plan, directory=str(kit.directory), recording=kit.recording),
        userid=place.userid,
        index=place.index,
        control=kit.control,
        channel=place.channel,
        segment=None if start.cache_why else kit.shared,
        listeners=secure,
        wake=kit.wake,
        load=load,
        say=say,
        tracer=Tracer,
        blanks=kit.blanks,
        native=kit.native,
        engine=kit.engine,
    )


def reload(kit: Kit, place: Place) -> Material:
    """The key database once more (REFRESH). Raises MaterialError."""
    try:
        found = kit.starter(place.userid) if kit.starter else configured(kit.directory, place.userid)
    except (NoAnswer, OSError) as error:
        raise MaterialError(str(error)) from error
    if not isinstance(found, ServerStart) or found.material is None:
        raise MaterialError(found.why if isinstance(found, ServerStart) else "no key database")
    return found.material


def close(descriptor: int) -> None:
    """Close a descriptor that may be closed already."""
    with suppress(OSError):
        os.close(descriptor)


def _send(channel: Channel, message: dict[str, Any]) -> None:
    with suppress(ChannelClosed):
        channel.send(message)
