"""``python -m ssldiag.pool.configure DIR [--server USERID=FD ...]``: the configuration of a pool, pickled.

A process of its own, so that the stack and its servers need none of the readers in memory. It writes one
:class:`StackStart` to standard output, or one :class:`ServerStart` to the descriptor of each server, and
ends; it changes nothing.
"""

from __future__ import annotations

import os
import pickle
import sys
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from ssldiag.facts.core import Facts
from ssldiag.facts.definitions import ServerDefinition
from ssldiag.facts.pools import DcssAgent, SslServerPool
from ssldiag.facts.stacks import Stack
from ssldiag.model import Snapshot
from ssldiag.pool import pool_toml, startup
from ssldiag.pool.local_tls import local_tls
from ssldiag.pool.plan import PoolPlan, SecurityPlan
from ssldiag.pool.read_plan import NoPlan, plan, profile_of, servers_of, stack_of
from ssldiag.pool.security import VmsslError, security
from ssldiag.pool.start import ServerStart, StackStart
from ssldiag.settings import Settings
from ssldiag.snapshot import SnapshotError, open_snapshot

OFF = SecurityPlan((), "TLSv1.2", "TLSv1.2", (), (), (), ())
"""Stands in the stack's plan: only the servers care for protocols and suites."""


def facts_of(folder: Path) -> Facts:
    """The facts of the configuration files: those that lie in the folder itself, not the logs below it.

    Raises SnapshotError.
    """
    taken = open_snapshot(folder)
    sources = tuple(source for source in taken.sources if "/" not in source.path)
    return Facts(Snapshot(taken.name, sources), Settings(), datetime.now(UTC))


def stack_start(folder: Path, now: datetime) -> StackStart:
    """What the stack needs to start. ``now`` is local time for the lines of the console."""
    try:
        toml = pool_toml.read(folder)
        facts = facts_of(folder)
        named = startup.data_stack(facts)
        stack = stack_of(facts, named)
    except (NoPlan, SnapshotError, pool_toml.PoolTomlError) as error:
        return StackStart(None, why=str(error))
    assert stack.definition is not None
    before = tuple(startup.opening(facts, stack.definition, storage_of(facts, stack.userid)))
    ours = stack_plan(facts, stack, toml, folder)
    if isinstance(ours, str):
        return StackStart(None, before, why=ours)
    if named != stack.userid:
        note = f"TCPIP DATA names {named}, for which DTCPARMS has no entry; this is {stack.userid}"
        ours = replace(ours, notes=(*ours.notes, note))
    messages = startup.started("TCPIP", "", now)
    secure = stack.wants_ssl is True and bool(ours.servers)
    if stack.wants_ssl is not True:
        messages.insert(0, "DTCRUN1038I Server is not configured to support secure connections")
    why = agent_why(facts, ours, stack) if secure else ""
    return StackStart(ours, before, tuple(messages), secure, why)


def stack_plan(facts: Facts, stack: Stack, toml: pool_toml.PoolToml, folder: Path) -> PoolPlan | str:
    """The plan, or why there is none. Without SSL servers it has no servers."""
    pool = servers_of(facts, stack)
    try:
        if pool is None:
            return without_servers(facts, stack, toml, folder)
        return plan(facts, stack, pool, toml, folder, OFF, toml.level)
    except NoPlan as error:
        return str(error)


def without_servers(facts: Facts, stack: Stack, toml: pool_toml.PoolToml, folder: Path) -> PoolPlan | str:
    """The plan of a stack to which no SSL server belongs, with a note that says why."""
    pools = facts.all(SslServerPool)
    if not pools:
        return "no DTCPARMS entry defines SSL servers"
    profile = profile_of(facts, stack)
    asked = profile.operand.value if profile and profile.operand else None
    named = ", ".join(f"{pool.name} (:Stack.{pool.stack.value if pool.stack else '?'})" for pool in pools)
    why = (
        f"SSLSERVERID asks for {asked}, and no entry of {stack.userid} is one: {named}"
        if asked
        else f"the profile of {stack.userid} has no SSLSERVERID"
    )
    whole = plan(facts, stack, pools[0], toml, folder, OFF, toml.level)
    return replace(whole, servers=(), agent="", notes=(why,))


def agent_why(facts: Facts, ours: PoolPlan, stack: Stack) -> str:
    """Why the session cache cannot be made, empty if it can."""
    if not ours.agent:
        return f"no DTCPARMS entry has :For.{ours.pool}: there is no DCSS Management Agent"
    agent = next(item for item in facts.all(DcssAgent) if item.userid == ours.agent)
    return startup.check_agent(agent, stack.segment) or startup.check_pages(stack)


def storage_of(facts: Facts, userid: str) -> str | None:
    """The storage of a machine as its directory entry gives it, in megabytes."""
    from ssldiag.facts.directory import DirectoryUser

    for user in facts.all(DirectoryUser):
        if user.name == userid and user.entry.storage is not None:
            return f"{user.entry.storage.value >> 20}M"
    return None


def server_start(folder: Path, userid: str, now: datetime) -> ServerStart:
    """What one SSL server needs to start: the checks that its console shows, then its plan and keys."""
    return next(server_starts(folder, (userid,), now))


def server_starts(folder: Path, userids: Sequence[str], now: datetime) -> Iterator[ServerStart]:
    """The same of several servers, from files that are read once."""
    try:
        toml = pool_toml.read(folder)
        facts = facts_of(folder)
    except (SnapshotError, pool_toml.PoolTomlError) as error:
        yield from (ServerStart(None, why=str(error)) for _ in userids)
        return
    for userid in userids:
        yield one_start(facts, toml, folder, userid, now)


def one_start(
    facts: Facts, toml: pool_toml.PoolToml, folder: Path, userid: str, now: datetime
) -> ServerStart:
    """The start of one of them."""
    definition = definition_of(facts, userid)
    if definition is None:
        line = f"DTCSSLT40E No DTCPARMS entry defines {userid}"
        return ServerStart(None, (line, startup.NOT_STARTED), why=f"no DTCPARMS entry defines {userid}")
    lines = startup.opening(facts, definition, storage_of(facts, userid.rstrip("0123456789")))
    try:
        return checked(facts, definition, toml, folder, lines, now)
    except startup.NotStarted as stop:
        return ServerStart(None, (*lines, *stop.lines), why=str(stop))


def definition_of(facts: Facts, userid: str) -> ServerDefinition | None:
    """The entry of a server: its own, else that of its pool (which of the two wins is not established)."""
    found = {item.nick: item for item in facts.all(ServerDefinition)}
    own = found.get(userid)
    if own is not None:
        return own
    prefix = userid[:-5] if userid[-5:].isdigit() else userid
    return found.get(f"{prefix}*")


def checked(
    facts: Facts,
    definition: ServerDefinition,
    toml: pool_toml.PoolToml,
    folder: Path,
    lines: list[str],
    now: datetime,
) -> ServerStart:
    """The rest of a start. Lines are added as they come; raises NotStarted where it stops."""
    from ssldiag.pool.database import DatabaseError, open_database  # the stack's start needs no key database

    pool = next(item for item in facts.all(SslServerPool) if item.definition is definition)
    startup.check_stack(facts, definition)
    startup.check_mounts(pool, folder)
    words = " ".join(word.value for word in pool.parms.words) if pool.parms else ""
    lines += startup.started("VMSSL", words, now)
    try:
        stack = stack_of(facts, startup.data_stack(facts))
        allowed = operands(pool)
        ours = plan(facts, stack, pool, toml, folder, allowed, toml.level)
        password, material = open_database(ours.database, ours.keyfile)
    except NoPlan as error:
        raise startup.NotStarted(str(error), f"DTCSSLT40E {error}") from error
    except VmsslError as error:
        raise startup.NotStarted(str(error), f"DTCSSLT41E {error}") from error
    except DatabaseError as error:
        raise startup.NotStarted(str(error), f"DTCSSLT42E {error}") from error
    lines += [f"DTCSSLT43W {text}" for text in allowed.refused]
    return ServerStart(
        replace(ours, password=password), tuple(lines), material, startup.check_namesave(pool, stack)
    )


def operands(pool: SslServerPool) -> SecurityPlan:
    """Protocols and suites of the VMSSL operands. Raises VmsslError for operands that it does not know."""
    found = pool.operands
    if found.unknown:
        raise VmsslError(f"{found.unknown[0].value} is not an operand of VMSSL")
    for obsolete in ("CACHESIZE", "MAXSESSIONS", "MAXUSERS"):
        if found.get(obsolete) is not None:
            raise VmsslError(f"{obsolete} is no operand of VMSSL since the server pool support")
    if found.unreadable:
        raise VmsslError(found.unreadable[0].reason)
    return security(found, local_tls())


def main(arguments: Sequence[str]) -> int:
    """Write the values; 2 for wrong arguments."""
    wanted = [word.partition("=") for word in arguments[2:]]
    known = len(arguments) == 1 or (len(arguments) > 2 and arguments[1] == "--server")
    if not known or not all(number.isdecimal() for _, _, number in wanted):
        print(f"usage: {os.path.basename(__file__)} DIR [--server USERID=FD ...]", file=sys.stderr)
        return 2
    folder = Path(arguments[0]).absolute()
    now = datetime.now().astimezone()
    if not wanted:
        write(1, stack_start(folder, now))
    starts = server_starts(folder, [userid for userid, _, _ in wanted], now)
    for start, (_, _, number) in zip(starts, wanted, strict=True):
        write(int(number), start)
    return 0


def write(descriptor: int, value: StackStart | ServerStart) -> None:
    """Hand a value over; who asked for it may have ended."""
    with suppress(BrokenPipeError), open(descriptor, "wb") as stream:
        stream.write(pickle.dumps(value))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
