"""A program's profile may not read the certificate store.

## Why it matters

Programs that open ``DEFAULT.KDB`` themselves need read and execute authority to it, or \\*ALLOBJ. Without it
the store does not open: 6003 or 202 is likely.

## How it is decided

By the authorities that a settings form lists for DEFAULT.KDB. A profile with a part of ``*RX`` is reported;
``*EXCLUDE`` is a decision, and only reported where a job of that profile logged 6003 or 202.

## What to do

``CHGAUT OBJ('/QIBM/UserData/ICSS/Cert/Server/DEFAULT.KDB') USER(profile) DTAAUT(*RX)``, and *X to the folders
above it.
"""

from __future__ import annotations

from collections.abc import Iterator

from ibmi._systems import names, on
from ssldiag.api import Facts, Finding, JobMessage, StreamFile, check, finding

ENOUGH = ("*RX", "*RWX", "*ALL", "*ALLOBJ", "*USE", "*CHANGE")
REFUSED = (6003, 202)


@check(
    "IBMI310",
    "store-authority",
    "error",
    "certificate store",
    needs=(StreamFile,),
    fix="CHGAUT OBJ('/QIBM/UserData/ICSS/Cert/Server/DEFAULT.KDB') USER(profile) DTAAUT(*RX)",
    sources=(
        "https://docs.tibco.com/pub/emsi5os/8.6.0/doc/html/GUID-77DD4EBD-80FC-438A-9CFF-8576B3F120E3.html",
    ),
    facts=("IBMI-CRT-STORE-AUTH",),
)
def store_authority(facts: Facts) -> Iterator[Finding]:
    for file in facts.all(StreamFile):
        if not file.path.value.upper().endswith("/DEFAULT.KDB"):
            continue
        for profile, given in file.authority:
            word = given.value.upper()
            refused = refusal(facts, file.system, profile)
            if profile.upper() == "*PUBLIC" or word in ENOUGH or (word == "*EXCLUDE" and not refused):
                continue
            yield finding(
                "IBMI310",
                f"{profile} has {given} to {file.path}{on(file.system)}: a program needs *RX",
                (given, "its authority"),
                *([(refused.place, "the store did not open")] if refused else []),
                about=names(file.system, profile),
                fix=f"CHGAUT OBJ('{file.path}') USER({profile}) DTAAUT(*RX)",
            )


def refusal(facts: Facts, system: str, profile: str) -> JobMessage | None:
    """A message of a job of this profile that tells that the store did not open."""
    return next(
        (
            item
            for item in facts.all(JobMessage)
            if item.system == system
            and f"/{profile.upper()}/" in item.job.upper()
            and set(REFUSED) & set(item.codes)
        ),
        None,
    )
