"""Left-over files stand in the way of a new local CA.

## Why it matters

DCM never overwrites files of a certificate store. Where ``CertAuth`` holds DEFAULT files of an earlier local
CA, but no key database, creating the CA fails.

## How it is decided

By the files that a settings form lists: DEFAULT files in CertAuth without a DEFAULT.KDB or TEMP files beside
it.

## What to do

Move the files to another folder (``MOV OBJ('...DEFAULT.STH') TODIR('/tmp/old')``), create the CA, and keep
them until nothing needs the old CA any more.
"""

from __future__ import annotations

from collections.abc import Iterator

from ibmi._systems import few, names, on
from ssldiag.api import Facts, Finding, StreamFile, check, finding

FOLDER = "/QIBM/USERDATA/ICSS/CERT/CERTAUTH/"


@check(
    "IBMI312",
    "leftover-store",
    "warning",
    "certificate store",
    needs=(StreamFile,),
    fix="move the DEFAULT files of CertAuth to another folder, then create the local CA",
    sources=(
        "https://www.ibm.com/docs/en/i/7.4?topic=dcm-troubleshooting-certificate-store-key-database-problems",
    ),
    facts=("IBMI-CRT-CERTAUTH-LEFTOVER",),
)
def leftover_store(facts: Facts) -> Iterator[Finding]:
    by_system: dict[str, list[StreamFile]] = {}
    for file in facts.all(StreamFile):
        if file.path.value.upper().startswith(f"{FOLDER}DEFAULT."):
            by_system.setdefault(file.system, []).append(file)
    for system, files in by_system.items():
        if any(file.path.value.upper() == f"{FOLDER}DEFAULT.KDB" for file in files):
            continue
        yield finding(
            "IBMI312",
            f"CertAuth holds {few(file.path.value.rpartition('/')[2] for file in files)}{on(system)} "
            "without a DEFAULT.KDB: creating a local CA fails",
            *((file.path, "left over") for file in files),
            about=names(system),
        )
