"""What the checks of VMSSL operands share: the level as a number, protocol versions, and FIPS mode."""

from __future__ import annotations

from ssldiag.api import Facts, Located, Release, SslServerPool, VmsslOperands

ON_BY_DEFAULT_630 = frozenset(("SSLV3", "TLSV1_0"))
"""What a 6.3 server speaks without PROTOCOL. The defaults of 7.4 are known besides (TLSV1_2), no others."""


def level(facts: Facts) -> int | None:
    """The z/VM level as a number, like 630; None where it is not known."""
    release = facts.first(Release)
    return int(release.level) if release is not None and release.level.isdecimal() else None


def switched(operands: VmsslOperands, version: str) -> tuple[bool, Located[tuple[str, str]]] | None:
    """Whether PROTOCOL switches a version on or off, and where; None where it does not name it. The last counts."""
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
