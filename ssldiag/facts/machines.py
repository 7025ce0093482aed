"""SSL servers, pools and agents as the directory defines them: one fact for each, whatever its role.

Only machines that the directory shows, and none of the shipped entries that a collected profile does not use.
What their statements ought to be is for the checks.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ssldiag.facts.core import Facts
from ssldiag.facts.directory import DirectoryPool, DirectoryUser
from ssldiag.facts.pools import DcssAgent, SslServerPool
from ssldiag.facts.profiles import StackProfile
from ssldiag.facts.usage import agents_in_use, servers_in_use
from ssldiag.model import Located, Place
from ssldiag.readers.dtcparms import Tag
from ssldiag.readers.user_direct import DirectoryStatement


@dataclass(frozen=True, slots=True)
class SslMachine:
    """``role`` is ``pool``, ``single`` or ``agent``; ``server`` its DTCPARMS side, ``directory`` the other.

    ``complete``: all its statements were collected (the pool's PROFILE, every INCLUDE), so absence means
    something.
    """

    name: str
    role: str
    server: SslServerPool | DcssAgent
    directory: DirectoryPool | DirectoryUser
    complete: bool

    @property
    def user(self) -> DirectoryUser:
        """Its USER entry."""
        return self.directory.user if isinstance(self.directory, DirectoryPool) else self.directory

    @property
    def statements_in(self) -> Located[str]:
        """The entry where its statements belong: the pool's PROFILE, else the USER entry."""
        if isinstance(self.directory, DirectoryPool) and self.directory.profile is not None:
            return self.directory.profile.entry.name
        return self.user.entry.name

    @property
    def entry_in_words(self) -> str:
        """``PROFILE TCPSSLU of pool SSL*``, or ``USER SSLDCSSM``."""
        entry = self.statements_in
        if self.role == "pool" and self.directory is not self.user and entry is not self.user.entry.name:
            return f"PROFILE {entry.value} of pool {self.name}"
        return f"USER {entry.value}"

    @property
    def place(self) -> Place:
        return self.user.entry.name.place

    def all(self, key: str) -> tuple[DirectoryStatement, ...]:
        """All statements of this name that the machine gets."""
        return self.directory.all(key)

    def words(self, key: str) -> tuple[Located[str], ...]:
        """All their words in upper case."""
        return self.directory.words(key)

    def tag(self, key: str) -> Tag | None:
        """A tag of its DTCPARMS entry."""
        return self.server.definition.get(key) if self.server.definition else None


def build_machines(facts: Facts) -> Iterator[SslMachine]:
    """Every SSL server or pool that the directory shows, then every agent."""
    unused = unused_entries(facts)
    for server in facts.all(SslServerPool):
        if server.name in unused:
            continue
        if server.is_pool and server.pool is not None:
            yield SslMachine(server.name, "pool", server, server.pool, pool_is_complete(server.pool))
        elif not server.is_pool and server.user is not None:
            yield SslMachine(server.name, "single", server, server.user, not server.user.missing)
    for agent in facts.all(DcssAgent):
        if agent.user is not None and agent.userid not in unused:
            yield SslMachine(agent.userid, "agent", agent, agent.user, not agent.user.missing)


def unused_entries(facts: Facts) -> set[str]:
    """Servers and agents with an entry that nothing uses; none where no profile was collected to tell."""
    if not facts.all(StackProfile):
        return set()
    entries = {item.name for item in facts.all(SslServerPool) if item.definition}
    entries |= {item.userid for item in facts.all(DcssAgent) if item.definition}
    used = {item.name for item in servers_in_use(facts)} | {item.userid for item in agents_in_use(facts)}
    return entries - used


def pool_is_complete(pool: DirectoryPool) -> bool:
    """Whether the PROFILE of a pool was collected."""
    return pool.profile is not None and not pool.user.missing
