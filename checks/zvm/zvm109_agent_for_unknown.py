"""The :for. tag of a DCSS Management Agent names no SSL server.

## Why it matters

An agent whose ``:for.`` leads nowhere leaves the pool without a session cache. Everything starts, but
clients that come back fail, and SSLADMIN times out (DTCSSL2421E).

## How it is decided

The value of ``:for.`` must be the ``:nick.`` of an SSL entry: the prefix with its asterisk for a pool
(``SSL*``, neither ``SSL`` nor ``SSL00001``), the user ID for a single server. Comment lines do not count.
Unless all DTCPARMS files were collected only a name that clearly means an entry at hand is reported.

## What to do

Correct ``:for.``, or add the SSL server's entry that it names. The shipped entry for SSLSERV is a comment:
copy it to SYSTEM DTCPARMS without the comment marks.
"""

from __future__ import annotations

from collections.abc import Iterator

from ssldiag.api import (
    DcssAgent,
    Facts,
    Finding,
    SslServerPool,
    Undecided,
    agents_in_use,
    check,
    finding,
    missing_files,
)
from zvm._entries import commented, nearest, settled


@check(
    "ZVM109",
    "agent-for-unknown",
    "error",
    "DTCPARMS",
    needs=(DcssAgent,),
    messages=("DTCSSL2421E",),
    releases="540+",
    caused_by=("ZVM127", "ZVM131"),
    fix="make :for. the :nick. of the SSL server's entry",
    sources=("IBM deck on multiple SSL servers, 2010", "http://www.vm.ibm.com/related/tcpip/tcspedtp.html"),
    facts=("DTC009",),
)
def agent_for_unknown(facts: Facts) -> Iterator[Finding]:
    yield from settled(judge(facts))


def judge(facts: Facts) -> Iterator[Finding | Undecided]:
    pools = [pool for pool in facts.all(SslServerPool) if pool.definition]
    names = [pool.name for pool in pools]
    for agent in agents_in_use(facts):
        if agent.serves is None or agent.serves.value in names:
            continue
        said = agent.serves.value
        clear = next((pool for pool in pools if means(said, pool)), None)
        if clear is None and missing_files(facts):
            yield Undecided(
                f":for.{said} of {agent.userid} names no entry of the files collected, "
                f"and {missing_files(facts)} is not among them",
                missing_files(facts),
            )
            continue
        meant = clear.name if clear else nearest(said, names)
        yield finding(
            "ZVM109",
            f"the agent {agent.userid} is for {said}, but no SSL server has that entry"
            + (f"; {meant} has one" if meant else ""),
            (agent.serves, "names no entry"),
            *((place, "a comment, not an entry") for place in commented(facts, said)),
            *((pool.place, "probably meant") for pool in pools if pool.name == meant),
            about=(
                agent.userid,
                said,
                *([meant] if meant else []),
                *([agent.stack.value] if agent.stack else []),
            ),
            fix=f"correct it to :for.{meant}" if meant else "",
        )


def means(word: str, pool: SslServerPool) -> bool:
    """Whether a word is another way to name a pool: its prefix alone, or one of its members."""
    return pool.is_pool and (word == pool.prefix or pool.member(word))
