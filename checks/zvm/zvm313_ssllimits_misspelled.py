"""SSLLIMITS is misspelled.

## Why it matters

The stack does not know the statement, so the limits in it have no effect: 3000 sessions in all and 600 a
server stay as they are. SLLIMITS and SSSLIMITS are spread by slides that have the name wrong.

## How it is decided

A statement SLLIMITS or SSSLIMITS, or another unknown one that differs from SSLLIMITS in a letter or two (then
a warning). It is a warning too where a correct SSLLIMITS stands in the same file.

## What to do

Correct the name to ``SSLLIMITS``. ``NETSTAT OBEY SSLLIMITS ...`` brings the limits in without a restart.
"""

from __future__ import annotations

from collections.abc import Iterator

from ssldiag.api import Facts, Finding, Located, Severity, StackProfile, check, finding
from zvm._profile import lookalikes

KNOWN_MISSPELLINGS = ("SLLIMITS", "SSSLIMITS")
"""As printed in the IBM deck of 2010."""


@check(
    "ZVM313",
    "ssllimits-misspelled",
    "error",
    "PROFILE TCPIP",
    needs=(StackProfile,),
    releases="540+",
    fix="write SSLLIMITS",
    sources=("IBM deck on multiple SSL servers, 2010 (which has both misspellings)",),
    facts=("PRF013",),
)
def ssllimits_misspelled(facts: Facts) -> Iterator[Finding]:
    for found in facts.all(StackProfile):
        names = [item.name for item in found.profile.ssl_limits]
        correct = any(name.value.upper() == "SSLLIMITS" for name in names)
        wrong = [name for name in names if name.value.upper() != "SSLLIMITS"]
        wrong += [name for name in lookalikes(found.profile, "SSLLIMITS") if name not in wrong]
        for name in wrong:
            certain = name.value.upper() in KNOWN_MISSPELLINGS and not correct
            yield misspelled(found, name, certain)


def misspelled(found: StackProfile, name: Located[str], certain: bool) -> Finding:
    """The finding about one statement."""
    return finding(
        "ZVM313",
        f"{name.value} is no statement of PROFILE TCPIP: SSLLIMITS is meant; its limits are not in effect",
        name,
        about=found.names,
        severity=None if certain else Severity.WARNING,
    )
