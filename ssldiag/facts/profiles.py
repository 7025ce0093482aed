"""Profiles that a stack reads, each once, with what they say of SSL servers; stale copies are not here.

Which stack reads a profile that several could is told by names alone: its own, else TCPIP, else none.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ssldiag.facts.core import Facts
from ssldiag.facts.limits import Limits, limits_of
from ssldiag.facts.pools import SslServerPool, pools_of
from ssldiag.facts.stacks import Stack
from ssldiag.model import Located
from ssldiag.readers.profile_tcpip import ProfileTcpip, SslServerId

DEFAULT_STACK = "TCPIP"
"""The stack that reads PROFILE TCPIP where several could: the shipped one."""


@dataclass(frozen=True, slots=True)
class StackProfile:
    """A profile in use. ``stack`` is None where it cannot be told; ``servers`` are that stack's."""

    profile: ProfileTcpip
    stack: Stack | None
    servers: tuple[SslServerPool, ...]

    @property
    def server_id(self) -> SslServerId | None:
        """The SSLSERVERID statement; the last one where there are several."""
        return self.profile.ssl_server_ids[-1] if self.profile.ssl_server_ids else None

    @property
    def operand(self) -> Located[str] | None:
        """``*`` or the user id that SSLSERVERID names, in upper case."""
        found = self.server_id
        if found is None or found.userid is None:
            return None
        return Located(found.userid.value.upper(), found.userid.place)

    @property
    def limits(self) -> Limits:
        """The session limits in effect at the start."""
        return limits_of(self.profile)

    @property
    def pool(self) -> SslServerPool | None:
        """The pool that ``SSLSERVERID *`` starts: the only one of the stack that the directory defines."""
        if self.operand is None or self.operand.value != "*":
            return None
        found = [item for item in self.servers if item.is_pool and item.pool is not None]
        return found[0] if len(found) == 1 else None

    @property
    def single(self) -> bool:
        """Whether SSLSERVERID names a single server."""
        return self.operand is not None and "*" not in self.operand.value

    @property
    def names(self) -> tuple[str, ...]:
        """The stack's user id and its SSL servers, for the story of a finding."""
        own = (self.stack.userid,) if self.stack else ()
        return (*own, *(item.name for item in self.servers))


def build_profiles(facts: Facts) -> Iterator[StackProfile]:
    """Every profile in use, in the order of the stacks."""
    readers: dict[str, list[Stack]] = {}
    profiles: dict[str, ProfileTcpip] = {}
    for stack in facts.all(Stack):
        if stack.profile is not None:
            readers.setdefault(stack.profile.file, []).append(stack)
            profiles[stack.profile.file] = stack.profile
    for file, stacks in readers.items():
        owner = owner_of(profiles[file], stacks)
        yield StackProfile(profiles[file], owner, pools_of(facts, owner) if owner else ())


def owner_of(profile: ProfileTcpip, stacks: list[Stack]) -> Stack | None:
    """The stack that reads it."""
    if len(stacks) == 1:
        return stacks[0]
    named = next((item for item in stacks if item.userid == profile.filename), None)
    return named or next((item for item in stacks if item.userid == DEFAULT_STACK), None)
