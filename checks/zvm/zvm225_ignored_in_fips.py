"""Protocols or cipher suites are enabled that FIPS mode leaves out.

## Why it matters

In FIPS mode System SSL ignores SSL 2.0 and 3.0 and every suite that is not approved. What is enabled here
has no effect: whoever relies on it cannot connect.

## How it is decided

FIPS or MODE FIPS-140-2 together with SSLV2 or SSLV3 switched on by PROTOCOL, or with a suite in ENABLE that
System SSL does not list for FIPS mode (RC4, RC2, single DES, export and NULL suites).

## What to do

Remove them from ``:parms.``, or give up FIPS mode.
"""

from __future__ import annotations

from collections.abc import Iterator

from ssldiag.api import (
    Evidence,
    Facts,
    Finding,
    ServerInUse,
    SslServerPool,
    check,
    ciphers,
    finding,
    servers_in_use,
)
from zvm._operands import about, fips_mode, listed, switched


@check(
    "ZVM225",
    "ignored-in-fips",
    "warning",
    "DTCPARMS",
    needs=(ServerInUse,),
    releases="540+",
    fix="remove what FIPS mode ignores from PROTOCOL and ENABLE",
    sources=(
        "https://www-01.ibm.com/docs/SSLTBW_2.1.0/com.ibm.zos.v2r1.gska100/gsk2aa00_SSL_TLS_protocol.htm",
    ),
    facts=("PRM025",),
)
def ignored_in_fips(facts: Facts) -> Iterator[Finding]:
    for pool in servers_in_use(facts):
        mode = fips_mode(pool)
        ignored = list(without_effect(pool)) if mode is not None else []
        if mode is not None and ignored:
            yield finding(
                "ZVM225",
                f"{pool.name} runs with {mode.value}, which ignores {listed(item.note for item in ignored)}",
                *ignored,
                (mode, "FIPS mode"),
                about=about(pool),
            )


def without_effect(pool: SslServerPool) -> Iterator[Evidence]:
    """What is switched on and has no effect in FIPS mode; the note names it."""
    for version in ("SSLV2", "SSLV3"):
        said = switched(pool.operands, version)
        if said is not None and said[0]:
            yield Evidence(said[1].place, version)
    for word in pool.operands.enable:
        cipher = ciphers.by_name(word.value)
        if cipher is not None and (cipher.fips is False or cipher.strength == "None"):
            yield Evidence(word.place, cipher.name)
