"""The SSL servers have a share below RELATIVE 3000.

## Why it matters

A handshake costs processor time, and all secure connections wait for the SSL servers. The samples give them a
share of 3000, thirty times that of a user; with less they may be slow on a loaded system.

## How it is decided

SHARE RELATIVE of the pool's PROFILE (or of the single server) is below 3000 or missing. An absolute share,
or one set by a COMMAND statement, is left alone. 3000 is a sample value, not a requirement.

## What to do

Write ``SHARE RELATIVE 3000``, or ``CP SET SHARE SSL00001 RELATIVE 3000`` for a machine that runs.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from ssldiag.api import Facts, Finding, Located, SslMachine, check, finding, number
from zvm._directory import known, names_of

SAMPLE = 3000
"""Relative share of the sample PROFILE (IBM deck of 2010)."""


@check(
    "ZVM421",
    "share-low",
    "info",
    "USER DIRECT",
    needs=(SslMachine,),
    releases="540+",
    fix="SHARE RELATIVE 3000",
    sources=("IBM deck on multiple SSL servers, 2010",),
    facts=("DIR021",),
)
def share_low(facts: Facts) -> Iterator[Finding]:
    for machine in known(facts, "pool", "single"):
        words = machine.words("SHARE")
        value = relative(words)
        set_later = any(word.value == "SHARE" for word in machine.words("COMMAND"))
        if set_later or any(word.value.startswith("ABS") for word in words) or (value or 0) >= SAMPLE:
            continue
        said = "has no SHARE" if value is None else f"has SHARE RELATIVE {value}"
        yield finding(
            "ZVM421",
            f"{machine.entry_in_words} {said}; IBM's samples give SSL servers {SAMPLE}",
            words[0] if words else machine.statements_in,
            about=names_of(facts, machine),
        )


def relative(words: tuple[Located[str], ...]) -> int | None:
    """The relative share; None where there is none."""
    values = (number(value) for word, value in pairwise(words) if word.value.startswith("REL"))
    return next((value.value for value in values if value), None)
