"""An order in; planning information as parts, as a page of text, and as a document, out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from ssldiag.pool.sslpool import filepool, files
from ssldiag.pool.sslpool.grammar import OF_POOL, Order
from ssldiag.pool.sslpool.sizing import Sizing, sized


@dataclass(frozen=True, slots=True)
class Part:
    """``lines`` for a file (or commands to type), ``notes`` about them."""

    title: str
    file: str
    lines: tuple[str, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """What an order comes to."""

    order: Order
    sizing: Sizing
    members: tuple[str, ...]
    parts: tuple[Part, ...]


UNKNOWN = "these commands are ours: what SSLPOOL itself does is not documented; nothing has been run"


def plan(order: Order, sessions: int | None = None) -> Plan:
    """The parts that an order asks for."""
    sizing = sized(sessions, order.count, order.single)
    members = order.members(sizing.servers)
    parts = [*_files(order, sizing)] if order.command == "PLAN" else []
    commands = filepool.commands(order, members)
    if commands:
        parts.append(Part("Commands for the file pool", "", tuple(commands), (UNKNOWN,)))
    return Plan(order, sizing, members, tuple(parts))


def _files(order: Order, sizing: Sizing) -> Iterator[Part]:
    own_profile = () if order.single else ("each pool has a profile of its own",)
    yield Part(
        "CP directory",
        "USER DIRECT",
        tuple(files.directory(order, sizing)),
        (
            "fill in the place of the 191 minidisk; add the links that your service disks want",
            "TCPCMSU is the profile that all TCP/IP machines include",
            *own_profile,
        ),
    )
    yield Part(
        "Server parameters",
        "SYSTEM DTCPARMS",
        tuple(files.dtcparms(order)),
        (
            f"give the entry of {order.stack} that you have the tag :DCSS_Parms., rather than a second entry",
            "all servers share this configuration; the addresses of the stack's devices are not here",
        ),
    )
    yield Part(
        "TCP/IP profile",
        "PROFILE TCPIP",
        tuple(files.profile(order, sizing)),
        ("name no SSL server in AUTOLOG: the stack starts them",),
    )
    yield Part(
        "TCPIP DATA",
        "TCPIP DATA",
        tuple(files.tcpip_data(order)),
        () if order.stack == "TCPIP" else (f"the servers of {order.stack} need a copy of their own",),
    )


def text(made: Plan) -> Iterator[str]:
    """The page, with comments that say what goes where."""
    order, sizing = made.order, made.sizing
    of = f"of the stack {order.stack}" if order.command in OF_POOL else f"and the user {order.user}"
    yield f"SSLPOOL {order.command} for {order.pool} {of}"
    yield ""
    yield f"  Servers      {_listed(made.members)}"
    if order.command == "PLAN":
        yield f"  Sessions     at most {sizing.max_sessions}, {sizing.per_server} a server"
        yield f"  Agent        {order.agent} (needed for a pool and for a single server)"
    if not order.single:
        yield f"  File pool    {order.directory}"
    if order.test:
        yield "  TEST         nothing is changed (nor is it without TEST: this is always a plan)"
    if order.command == "PLAN":
        yield from (f"  Note         {note}" for note in sizing.notes)
    if not made.parts:
        yield ""
        yield f"A single server has a minidisk: {order.command} has nothing to do in the file pool."
    for part in made.parts:
        yield ""
        yield f"--- {part.title}{f' ({part.file})' if part.file else ''}"
        yield from (f"    {note}" for note in part.notes)
        yield ""
        yield from part.lines


def _listed(members: Sequence[str]) -> str:
    if len(members) < 4:
        return " ".join(members)
    return f"{members[0]} to {members[-1]} ({len(members)})"


def document(made: Plan) -> dict[str, Any]:
    """The same for programs: ``ssldiag.sslpool/1``."""
    order = made.order
    return {
        "schema": "ssldiag.sslpool/1",
        "command": order.command,
        "filepool": order.filepool,
        "owner": order.owner,
        "prefix": order.prefix,
        "stack": order.stack,
        "user": order.user,
        "pool": order.pool,
        "agent": order.agent,
        "directory": None if order.single else order.directory,
        "nopool": order.single,
        "test": order.test,
        "servers": list(made.members),
        "sizing": asdict(made.sizing),
        "parts": [asdict(part) for part in made.parts],
    }
