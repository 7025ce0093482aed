"""What the checks of VMSSL operands share: the level as a number, protocol versions, and FIPS mode."""

from __future__ import annotations

from collections.abc import Iterable

from ssldiag.api import (
    Facts,
    Located,
    Release,
    Service,
    SslServerPool,
    VmsslOperands,
    agents_in_use,
    servers_in_use,
)

POOL_SERVICE = frozenset(("UK59535", "UK59536", "PK97437", "PK97438", "PK75662"))
"""The service of 2010 that brought server pools to 5.4 and 6.1."""


def level(facts: Facts) -> int | None:
    """The z/VM level as a number, like 630; None where it is not known."""
    release = facts.first(Release)
    return int(release.level) if release is not None and release.level.isdecimal() else None


def switched(operands: VmsslOperands, version: str) -> tuple[bool, Located[tuple[str, str]]] | None:
    """Whether PROTOCOL switches a version on, and where; None where it does not name it. The last counts."""
    found = [item for item in operands.protocols if item.value[1] == version]
    return (found[-1].value[0] != "-", found[-1]) if found else None


def fips_mode(pool: SslServerPool) -> Located[str] | None:
    """The operand that puts a server into FIPS mode: FIPS or MODE FIPS-140-2; None where none does."""
    mode = pool.operands.mode
    if mode is not None and mode.value.upper().startswith("FIPS"):
        return Located(f"MODE {mode.value.upper()}", mode.place)
    fips = pool.operands.fips
    return Located("FIPS", fips.place) if fips is not None else None


def about(pool: SslServerPool, *names: str) -> tuple[str, ...]:
    """The names of a finding about a server's operands: the server, its stack, and others."""
    return (pool.name, *([pool.stack.value] if pool.stack else []), *names)


def maybe_before_pools(facts: Facts) -> bool:
    """Whether this may be a 5.4 or 6.1 without the service of 2010, on which the old operands were valid.

    A pool, an agent or one of the PTFs shows that the service is on.
    """
    if level(facts) not in (540, 610):
        return False
    shown = {item.apar for item in facts.all(Service)} & POOL_SERVICE
    pools = [pool for pool in servers_in_use(facts) if pool.is_pool]
    return not shown and not pools and not agents_in_use(facts)


def listed(words: Iterable[str]) -> str:
    """Words for a sentence: each once, at most five of them."""
    found = list(dict.fromkeys(words))
    more = f" and {len(found) - 5} more" if len(found) > 5 else ""
    return ", ".join(found[:5]) + more
