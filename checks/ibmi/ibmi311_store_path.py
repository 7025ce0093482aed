"""A certificate store is named by a path that is not complete.

## Why it matters

DCM and programs take the path of a key database as it stands: without a leading slash, or without the file's
name, they answer that it is not found or invalid.

## How it is decided

By the store that an application's definition or a settings form names. ``*SYSTEM`` and the other names with a
star are no paths.

## What to do

Name it from the root with its file name, such as ``/QIBM/UserData/ICSS/Cert/Server/DEFAULT.KDB``.
"""

from __future__ import annotations

from collections.abc import Iterator

from ibmi._systems import names, on
from ssldiag.api import Application, Facts, Finding, check, finding


@check(
    "IBMI311",
    "store-path",
    "error",
    "certificate store",
    needs=(Application,),
    fix="give the whole path with file name: /QIBM/UserData/ICSS/Cert/Server/DEFAULT.KDB",
    sources=(
        "https://www.ibm.com/docs/en/i/7.4?topic=dcm-troubleshooting-certificate-store-key-database-problems",
    ),
    facts=("IBMI-CRT-STORE-PATH",),
)
def store_path(facts: Facts) -> Iterator[Finding]:
    for item in facts.all(Application):
        path = item.store
        if not path or path.startswith("*"):
            continue
        fault = "is not a path from the root" if not path.startswith("/") else ""
        fault = fault or ("does not end in a file name" if path.endswith("/") else "")
        if fault:
            yield finding(
                "IBMI311",
                f"the store of {item.id}{on(item.system)} {fault}: {path}",
                (item.place, "the application"),
                about=names(item.system, item.id.value),
            )
