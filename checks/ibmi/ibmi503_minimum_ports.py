"""A port that a secured 5250 session of iSeries Access needs is closed.

## Why it matters

Such a session uses 992 for itself, 9476 to sign on, 9470 for licences, 9475 for commands, and 449 to look
ports up. With one of them closed it hangs, or is refused.

## How it is decided

By a list of connections that shows all: 992 listens and some of 9470, 9475 and 9476, but not all of them, or
not 449. PCs that look no ports up (Standard) do without 449.

## What to do

Start what is missing: ``STRHOSTSVR SERVER(*CENTRAL *RMTCMD *SIGNON *SVRMAP)``, and look at certificates
(IBMI302). Open the same ports in the firewall.
"""

from __future__ import annotations

from collections.abc import Iterator

from ibmi._systems import listed, names, on
from ssldiag.api import Facts, Finding, NetstatList, check, finding


@check(
    "IBMI503",
    "minimum-ports",
    "warning",
    "NETSTAT",
    needs=(NetstatList,),
    caused_by=("IBMI302", "IBMI501"),
    fix="STRHOSTSVR SERVER(*CENTRAL *RMTCMD *SIGNON *SVRMAP), and assign their certificates",
    sources=("https://www.ibm.com/support/pages/tcpip-ports-required-ibm-i-access-and-related-functions",),
    facts=("IBMI-SRV-MINPORTS",),
)
def minimum_ports(facts: Facts) -> Iterator[Finding]:
    for item in facts.all(NetstatList):
        telnet = item.listening(992)
        if not item.complete or item.uncertain or telnet is None:
            continue
        if not any(item.listening(port) for port in (9470, 9475, 9476)):
            continue
        closed = [port for port in (449, 9470, 9475, 9476) if not item.listening(port)]
        if closed:
            yield finding(
                "IBMI503",
                f"992 listens{on(item.system)}, but not {listed(str(port) for port in closed)}: a secured "
                "5250 session of iSeries Access needs that too",
                (telnet.shown, "Telnet with TLS"),
                about=names(item.system),
            )
