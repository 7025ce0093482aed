"""What the checks of VMSSL operands share: level, protocol versions, FIPS mode, and values that are none."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from difflib import get_close_matches

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

VERSIONS = ("SSLV2", "SSLV3", "TLSV1_0", "TLSV1_1", "TLSV1_2", "TLSV1_3")
"""Protocol versions (VMSSL command); that TLSV1_3 is one is not confirmed, so it is let pass."""

MODES = ("FIPS-140-2", "NIST-800-131A")
"""Values of MODE (VMSSL command, PM93363)."""

MODE = re.compile(r"FIPS-140-[0-9]|NIST-[0-9]{3}-[0-9A-Z]{2,8}", re.IGNORECASE)
"""What a mode looks like: later levels have further ones, and their names are let pass."""

MASK = re.compile(r"(0X)?[0-9A-F]{1,8}|X'[0-9A-F]{1,8}'", re.IGNORECASE)
"""A trace mask, decimal or hexadecimal: 32 bits in System SSL."""


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


def wrong_values(operands: VmsslOperands) -> Iterator[Located[str]]:
    """What is wrong with values of PROTOCOL, MODE and GSKTRACE, as sentences placed at the value."""
    for item in operands.protocols:
        name = item.value[1]
        if name not in VERSIONS:
            yield Located(f"PROTOCOL does not know {name}{hint(name, VERSIONS)}", item.place)
    mode = operands.mode
    if mode is not None and not MODE.fullmatch(mode.value):
        yield Located(f"MODE does not know {mode.value}{hint(mode.value, MODES)}", mode.place)
    mask = operands.gsktrace
    if mask is not None and not MASK.fullmatch(mask.value):
        yield Located(f"GSKTRACE needs a number, and {mask.value} is none", mask.place)


def hint(word: str, words: Iterable[str]) -> str:
    """``, did you mean TLSV1_2?`` for TLS1.2; dots and dashes do not count; empty if nothing is near."""
    bare = {re.sub(r"[^A-Z0-9]", "", item.upper()): item for item in words}
    near = get_close_matches(re.sub(r"[^A-Z0-9]", "", word.upper()), list(bare), n=1, cutoff=0.6)
    return f", did you mean {bare[near[0]]}?" if near else ""
