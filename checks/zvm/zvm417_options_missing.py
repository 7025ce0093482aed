"""Performance options of the sample directory entries are missing.

## Why it matters

QUICKDSP keeps a machine from waiting for the scheduler, SVMSTAT marks it as a service machine, ACCT and
APPLMON give accounting and monitor data. Without QUICKDSP handshakes can be slow on a loaded system.

## How it is decided

OPTION statements of the SSL servers lack QUICKDSP, SVMSTAT, ACCT or APPLMON, those of the agent QUICKDSP or
SVMSTAT. A QUICKDSP set by COMMAND SET counts. They are sample values, not requirements.

## What to do

Add the words to the OPTION statement, or leave them out on purpose.
"""

from __future__ import annotations

from collections.abc import Iterator

from ssldiag.api import Facts, Finding, SslMachine, check, finding
from zvm._directory import known, names_of

WANTED = {
    "pool": ("ACCT", "QUICKDSP", "SVMSTAT", "APPLMON"),
    "single": ("QUICKDSP", "SVMSTAT"),
    "agent": ("QUICKDSP", "SVMSTAT"),
}
"""Role -> options of the sample entries (IBM deck of 2010)."""

SHORT = {"QUICKDSP": "QUICK", "SVMSTAT": "SVM", "APPLMON": "APPL", "ACCT": "ACC"}
"""Option -> letters that its abbreviations begin with."""


@check(
    "ZVM417",
    "options-missing",
    "info",
    "USER DIRECT",
    needs=(SslMachine,),
    releases="540+",
    fix="OPTION ACCT QUICKDSP SVMSTAT APPLMON",
    sources=("IBM deck on multiple SSL servers, 2010", "http://www.vm.ibm.com/related/tcpip/tcspesvm.html"),
    facts=("DIR017",),
)
def options_missing(facts: Facts) -> Iterator[Finding]:
    for machine in known(facts, "pool", "single", "agent"):
        given = [word.value for key in ("OPTION", "COMMAND") for word in machine.words(key)]
        missing = [name for name in WANTED[machine.role] if not any(w.startswith(SHORT[name]) for w in given)]
        if missing:
            options = machine.all("OPTION")
            yield finding(
                "ZVM417",
                f"{machine.entry_in_words} lacks OPTION {' '.join(missing)} of IBM's samples",
                options[-1].name if options else machine.statements_in,
                about=names_of(facts, machine),
                fix=f"OPTION {' '.join(missing)}",
            )
