"""The profile has more than one AUTOLOG statement.

## Why it matters

The first AUTOLOG of a file replaces the list that the stack had, each later one adds to it. A list in two
places is easily changed in one of them only.

## How it is decided

Two or more AUTOLOG blocks in the profile that the stack reads; machines that stand in more than one of them
are named.

## What to do

Put all machines into one AUTOLOG block, unless the second one is added on purpose.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from ssldiag.api import Facts, Finding, ProfileTcpip, StackProfile, check, finding


@check(
    "ZVM316",
    "autolog-twice",
    "info",
    "PROFILE TCPIP",
    needs=(StackProfile,),
    fix="merge the AUTOLOG blocks into one",
    sources=("https://ibm.com/docs/da/SSB27U_7.2.0/com.ibm.zvm.v720.kill0/autolog.htm",),
    facts=("PRF016",),
)
def autolog_twice(facts: Facts) -> Iterator[Finding]:
    for found in facts.all(StackProfile):
        blocks = found.profile.autologs
        if len(blocks) < 2:
            continue
        yield finding(
            "ZVM316",
            f"{found.profile.file} has {len(blocks)} AUTOLOG statements that add up{doubled(found.profile)}",
            (blocks[1].place, "adds to the list"),
            (blocks[0].place, "begins the list"),
            about=found.names,
        )


def doubled(profile: ProfileTcpip) -> str:
    """The machines that stand in more than one block, in words."""
    counts = Counter(name for block in profile.autologs for name in {u.value.upper() for u in block.users})
    twice = sorted(name for name, count in counts.items() if count > 1)
    return f"; in more than one: {', '.join(twice[:5])}" if twice else ""
