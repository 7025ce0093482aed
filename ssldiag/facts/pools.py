"""SSL servers (a pool or a single one) and DCSS Management Agents: DTCPARMS entry, VMSSL operands and
directory joined.

Sources: z/VM TCP/IP Planning and Customization, "Configuring the SSL server" (DTCPARMS tags, VMSSL,
server pool).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ssldiag.facts.core import Facts
from ssldiag.facts.definitions import ClassDefinition, ServerDefinition
from ssldiag.facts.directory import DirectoryPool, DirectoryUser
from ssldiag.facts.stacks import DcssParms, Stack, dcss_parms
from ssldiag.model import Located, Place
from ssldiag.readers.dtcparms import Tag
from ssldiag.readers.vmssl import VmsslOperands, parse

DEFAULT_KEYFILE = "/etc/gskadm/Database.kdb"
"""What VMSSL uses when KEYFILE is omitted."""

SHIPPED_POOL = "SSL"
"""Prefix of the pool that IBM's DTCPARMS and SSLPOOL use by default."""


@dataclass(frozen=True, slots=True)
class Mount:
    """One pair of ``:mount.``: BFS source and mount point. ``target`` is None where the pair is
    incomplete.
    """

    source: Located[str]
    target: Located[str] | None


@dataclass(frozen=True, slots=True)
class SslServerPool:
    """A pool of SSL servers (``name`` ends with ``*``) or a single server.

    ``definition`` is None for a pool that only the directory shows. ``stack`` is its ``:stack.`` tag,
    in upper case.
    """

    name: str
    place: Place
    definition: ServerDefinition | None
    stack: Located[str] | None
    parms: Tag | None
    operands: VmsslOperands
    mounts: tuple[Mount, ...]
    admin_ids: tuple[Located[str], ...]
    pool: DirectoryPool | None
    user: DirectoryUser | None

    @property
    def is_pool(self) -> bool:
        return self.name.endswith("*")

    @property
    def prefix(self) -> str:
        return self.name.rstrip("*")

    @property
    def size(self) -> int | None:
        """Number of machines: the directory's range for a pool (None if not collected), 1 for a single
        server.
        """
        if not self.is_pool:
            return 1
        return self.pool.size if self.pool else None

    @property
    def keyfile(self) -> str:
        """The key database's path: KEYFILE, else the default."""
        return self.operands.keyfile.value if self.operands.keyfile else DEFAULT_KEYFILE

    @property
    def directory(self) -> DirectoryPool | DirectoryUser | None:
        """What the directory gives its machines: the pool's profile or the single server's entry."""
        return self.pool if self.is_pool else self.user

    def member(self, userid: str) -> bool:
        """Whether a user id is one of its machines."""
        if not self.is_pool:
            return userid == self.name
        rest = userid[len(self.prefix) :]
        return userid.startswith(self.prefix) and len(rest) == 5 and rest.isdigit()


@dataclass(frozen=True, slots=True)
class DcssAgent:
    """A DCSS Management Agent. ``serves`` is its ``:for.`` tag, in upper case."""

    userid: str
    place: Place
    definition: ServerDefinition | None
    serves: Located[str] | None
    stack: Located[str] | None
    dcss: DcssParms | None
    user: DirectoryUser | None


def build_pools(facts: Facts) -> Iterator[SslServerPool]:
    """Every SSL server entry, then directory pools of the shipped name that no entry names."""
    names = set()
    for definition in facts.all(ServerDefinition):
        if definition.role == "ssl":
            names.add(definition.nick)
            yield from_definition(facts, definition)
    for pool in facts.all(DirectoryPool):
        if pool.prefix == SHIPPED_POOL and f"{pool.prefix}*" not in names:
            yield SslServerPool(
                f"{pool.prefix}*", pool.place, None, None, None, parse(()), (), (), pool, pool.user
            )


def from_definition(facts: Facts, definition: ServerDefinition) -> SslServerPool:
    """An SSL server entry with what the directory says of its machines."""
    name = definition.nick
    prefix = name.rstrip("*")
    pool = next((p for p in facts.all(DirectoryPool) if name.endswith("*") and p.prefix == prefix), None)
    user = next((u for u in facts.all(DirectoryUser) if u.name == prefix), None)
    parms = tag(facts, definition, "parms")
    admin = tag(facts, definition, "admin_id_list")
    return SslServerPool(
        name,
        definition.entry.nick.place,
        definition,
        definition.value("stack"),
        parms,
        parse(parms.words if parms else ()),
        mounts(tag(facts, definition, "mount")),
        tuple(Located(word.value.upper(), word.place) for word in admin.words) if admin else (),
        pool,
        user,
    )


def tag(facts: Facts, definition: ServerDefinition, key: str) -> Tag | None:
    """A tag of the server's entry, else of the class that it names."""
    own = definition.get(key)
    if own is not None:
        return own
    class_name = definition.value("class")
    if class_name is None:
        return None
    for item in facts.all(ClassDefinition):
        if item.nick == class_name.value:
            return item.get(key)
    return None


def mounts(found: Tag | None) -> tuple[Mount, ...]:
    """The pairs of a ``:mount.`` tag; commas between pairs may stand alone or at the end of a word."""
    if found is None:
        return ()
    words = [Located(word.value.strip(","), word.place) for word in found.words]
    words = [word for word in words if word.value]
    pairs = []
    for index in range(0, len(words), 2):
        target = words[index + 1] if index + 1 < len(words) else None
        pairs.append(Mount(words[index], target))
    return tuple(pairs)


def build_agents(facts: Facts) -> Iterator[DcssAgent]:
    """Every agent entry, then SSLDCSSM of the directory where no entry names it."""
    users = {user.name: user for user in facts.all(DirectoryUser)}
    names = set()
    for definition in facts.all(ServerDefinition):
        if definition.role == "agent":
            names.add(definition.nick)
            yield DcssAgent(
                definition.nick,
                definition.entry.nick.place,
                definition,
                definition.value("for"),
                definition.value("stack"),
                dcss_parms(definition.get("dcss_parms")),
                users.get(definition.nick),
            )
    if "SSLDCSSM" in users and "SSLDCSSM" not in names:
        user = users["SSLDCSSM"]
        yield DcssAgent("SSLDCSSM", user.entry.name.place, None, None, None, None, user)


def stack_of(facts: Facts, pool: SslServerPool | DcssAgent) -> Stack | None:
    """The stack that a pool or agent belongs to: by its tag, else the only one there is."""
    stacks = facts.all(Stack)
    if pool.stack is not None:
        return next((item for item in stacks if item.userid == pool.stack.value), None)
    return stacks[0] if len(stacks) == 1 else None


def pools_of(facts: Facts, stack: Stack) -> tuple[SslServerPool, ...]:
    """The SSL servers of a stack."""
    return tuple(pool for pool in facts.all(SslServerPool) if stack_of(facts, pool) is stack)


def agents_of(facts: Facts, pool: SslServerPool) -> tuple[DcssAgent, ...]:
    """The agents that serve a pool: those whose ``:for.`` names it."""
    return tuple(agent for agent in facts.all(DcssAgent) if agent.serves and agent.serves.value == pool.name)
