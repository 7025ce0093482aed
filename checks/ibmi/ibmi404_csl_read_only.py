"""Someone tried to change the cipher list while the system controls it.

## Why it matters

QSSLCSL can be changed only while QSSLCSLCTL is ``*USRDFN``. With ``*OPSYS`` the change is refused and the
list stays as it was.

## How it is decided

By QSSLCSLCTL and a ``CHGSYSVAL`` of QSSLCSL in a job log. Without such a job log nothing is said.

## What to do

``CHGSYSVAL SYSVAL(QSSLCSLCTL) VALUE(*USRDFN)`` first, then change QSSLCSL.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ibmi._systems import names, on
from ssldiag.api import Facts, Finding, JobMessage, TlsSettings, check, finding

CHANGE = re.compile(r"(?i)\bCHGSYSVAL\b[^\n]{0,60}\bQSSLCSL\b")


@check(
    "IBMI404",
    "csl-read-only",
    "error",
    "QSSLCSL",
    needs=(TlsSettings, JobMessage),
    releases="610+",
    fix="CHGSYSVAL SYSVAL(QSSLCSLCTL) VALUE(*USRDFN), then change QSSLCSL again",
    sources=(
        "https://www.ibm.com/docs/en/i/7.4?topic="
        "svso-security-system-values-transport-layer-security-cipher-specification-list",
    ),
    facts=("IBMI-TLS-CTL-READONLY",),
)
def csl_read_only(facts: Facts) -> Iterator[Finding]:
    for settings in facts.all(TlsSettings):
        control = settings.csl_control
        if control is None or "*OPSYS" not in control.words:
            continue
        for message in facts.all(JobMessage):
            if message.system == settings.system and CHANGE.search(message.text[:1000]):
                yield finding(
                    "IBMI404",
                    f"job {message.job} tried to change QSSLCSL{on(settings.system)}, "
                    "but QSSLCSLCTL is *OPSYS",
                    (message.place, "the change"),
                    (control.place, "QSSLCSLCTL"),
                    about=names(settings.system, "QSSLCSL"),
                )
