"""Management Central listens for everyone.

## Why it matters

The server has published vulnerabilities (CVE-2024-31879, and a report of 2026 on port 5555). Reachable from
untrusted networks, they let others run programs on the system.

## How it is decided

By NETSTAT: ports 5555, 5544, 5577 or 5566 listen on all addresses; where it shows no local address, this is
information only. Whether a firewall stands before them is
not seen.

## What to do

Filter the ports in the firewall, end the server if nobody uses it (``ENDTCPSVR SERVER(*MGTC)``, and take it
off autostart), and apply IBM's fixes.
"""

from __future__ import annotations

from collections.abc import Iterator

from ibmi._systems import listed, names, on
from ssldiag.api import Facts, Finding, Listener, Severity, check, finding


@check(
    "IBMI224",
    "mc-exposed",
    "warning",
    "Management Central",
    needs=(Listener,),
    fix="filter ports 5544, 5555, 5566 and 5577 in the firewall, or ENDTCPSVR SERVER(*MGTC)",
    sources=(
        "https://blog.silentsignal.eu/2026/06/05/unauthenticated-rce-as-qsecofr-via-ibm-i-management-central/",
    ),
    facts=("IBMI-MC-EXPOSED",),
)
def mc_exposed(facts: Facts) -> Iterator[Finding]:
    by_system: dict[str, list[Listener]] = {}
    for item in facts.all(Listener):
        if item.server and item.server.word == "mgtc" and item.address in ("", "*", "0.0.0.0", "::"):
            by_system.setdefault(item.system, []).append(item)
    for system, found in by_system.items():
        ports = sorted({item.port for item in found if item.port})
        everywhere = ", at all addresses" if any(item.address for item in found) else ""
        yield finding(
            "IBMI224",
            f"Management Central listens{on(system)} on {listed(str(port) for port in ports)}{everywhere}",
            *((item.shown, "listens") for item in found[:4]),
            about=names(system),
            severity=None if everywhere else Severity.INFO,
        )
