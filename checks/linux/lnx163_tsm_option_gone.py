"""An option for TLS no longer exists.

## Why it matters

Since 8.1.2 a server knows SSLTLS12, USETLS12, SSLHIDELEGACY and SSLDISABLELEGACYTLS no more: sessions
are secured otherwise (SESSIONSECURITY). Whoever trusts in the option trusts in nothing.

## How it is decided

By the options in dsmserv.opt; the level of the server is not known, so it is information.

## What to do

Remove the option; ``UPDATE NODE`` and ``UPDATE ADMIN`` with ``SESSIONSECURITY=STRICT`` are what counts
now.
"""

from __future__ import annotations

from collections.abc import Iterator

from ssldiag.api import Facts, Finding, TsmOptions, check, finding

GONE = frozenset(("SSLTLS12", "USETLS12", "SSLHIDELEGACY", "SSLDISABLELEGACYTLS"))


@check(
    "LNX163",
    "tsm-option-gone",
    "info",
    "Spectrum Protect",
    needs=(TsmOptions,),
    fix="remove the option; use SESSIONSECURITY=STRICT",
    sources=("https://ibm.com/support/knowledgecenter/SSEQVQ_8.1.2/srv.common/r_techchg_srv_depr_812.html",),
)
def tsm_option_gone(facts: Facts) -> Iterator[Finding]:
    for item in facts.all(TsmOptions):
        for option in item.options if item.role == "server" else ():
            if option.key in GONE:
                yield finding(
                    "LNX163",
                    f"{option.name} is no option of a server since 8.1.2",
                    (option.name, "no longer known"),
                    about=(item.file, option.key),
                )
