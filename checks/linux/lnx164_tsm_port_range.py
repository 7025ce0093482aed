"""A port for TLS is outside of what the server takes.

## Why it matters

SSLTCPPORT and SSLTCPADMINPORT take 1024 to 32767. With another number the option is refused, and the
server does not start or does not listen.

## How it is decided

By the numbers in dsmserv.opt.

## What to do

Choose a port between 1024 and 32767.
"""

from __future__ import annotations

from collections.abc import Iterator

from ssldiag.api import Facts, Finding, TsmOptions, check, finding

LOWEST, HIGHEST = 1024, 32767
"""Server options SSLTCPPORT and SSLTCPADMINPORT."""


@check(
    "LNX164",
    "tsm-port-range",
    "warning",
    "Spectrum Protect",
    needs=(TsmOptions,),
    fix="choose a port between 1024 and 32767",
    sources=(
        "https://www.ibm.com/docs/en/storage-protect/8.2.2?topic=options-ssltcpport",
        "https://www.ibm.com/docs/en/storage-protect/8.2.2?topic=options-ssltcpadminport",
    ),
)
def tsm_port_range(facts: Facts) -> Iterator[Finding]:
    for item in facts.all(TsmOptions):
        for key in ("SSLTCPPORT", "SSLTCPADMINPORT") if item.role == "server" else ():
            port = item.number(key)
            if port and not LOWEST <= port.value <= HIGHEST:
                yield finding(
                    "LNX164",
                    f"{key} is {port.value}, the server takes {LOWEST} to {HIGHEST}",
                    (port, "the port"),
                    about=(item.file,),
                )
