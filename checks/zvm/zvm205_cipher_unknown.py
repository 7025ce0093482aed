"""EXEMPT or ENABLE names a cipher suite that there is not.

## Why it matters

A misspelled name protects nothing: the suite that was meant stays on or off as before, or the server
refuses the operand and does not start.

## How it is decided

Each word is looked up in the table of suites. For 5.4 to 6.2 that table is documented as a whole, so an
unknown name is an error; the names of newer suites are not, so on later levels any spelling with the same
parts is taken, and the rest is a warning. A newer suite on an older level is a warning too. ENABLE takes no
strength set.

## What to do

Write the suite as the table has it, for example RC4_128_SHA, and restart the server or pool.
"""

from __future__ import annotations

from collections.abc import Iterator

from ssldiag.api import (
    Facts,
    Finding,
    Located,
    ServerInUse,
    Severity,
    SslServerPool,
    check,
    ciphers,
    finding,
    servers_in_use,
)
from zvm._entries import nearest
from zvm._operands import about, level

FIRST_WITH_NEWER_SUITES = 630
"""The level whose server has more than the 27 suites of 2010."""

FIRST_LEVEL = "540"
"""What the table gives those 27 as their first level."""


@check(
    "ZVM205",
    "cipher-unknown",
    "error",
    "DTCPARMS",
    needs=(ServerInUse,),
    releases="540+",
    fix="use a name of the cipher table",
    sources=("IBM deck on multiple SSL servers, 2010",),
    facts=("PRM005",),
)
def cipher_unknown(facts: Facts) -> Iterator[Finding]:
    for pool in servers_in_use(facts):
        for word in pool.operands.exempt:
            if ciphers.strength_set(word.value) is None:
                yield from judge(facts, pool, "EXEMPT", word)
        for word in pool.operands.enable:
            yield from judge(facts, pool, "ENABLE", word)


def judge(facts: Facts, pool: SslServerPool, operand: str, word: Located[str]) -> Iterator[Finding]:
    """One word of one operand."""
    at = level(facts)
    old = at is not None and at < FIRST_WITH_NEWER_SUITES
    cipher = ciphers.by_name(word.value)
    if cipher is None:
        yield finding(
            "ZVM205",
            f"{operand} of {pool.name} names {word.value}, {what(word.value)}",
            word,
            about=about(pool),
            severity=None if old else Severity.WARNING,
            fix=correction(word.value),
        )
    elif old and cipher.first_release != FIRST_LEVEL:
        yield finding(
            "ZVM205",
            f"{operand} of {pool.name} names {word.value}, which is not among the suites of level {at}",
            word,
            about=about(pool),
            severity=Severity.WARNING,
        )


def what(word: str) -> str:
    """What is wrong with a word that names no suite."""
    if ciphers.strength_set(word):
        return "a strength set, where it takes suites by name"
    known = ciphers.by_any_name(word)
    if known is not None:
        return f"which is called {known.name} here"
    return "a suite that is not in the table"


def correction(word: str) -> str:
    """The statement to type, where the name that was meant is clear."""
    if ciphers.strength_set(word):
        return "list the suites by name"
    known = ciphers.by_any_name(word)
    meant = known.name if known else nearest(word.upper(), [cipher.name for cipher in ciphers.table()])
    return f"write {meant}, if that is meant" if meant else ""
