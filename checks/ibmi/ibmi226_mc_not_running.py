"""Management Central is set up on a system, and does not run there.

## Why it matters

While the server is down nothing connects: PCs are refused on the central system, and the central system is
on endpoints. That looks like a fault of certificates where those were changed last.

## How it is decided

By a list of connections that shows all, of a system that a settings form gives a role in Management Central:
none of its ports 5555, 5544, 5577 and 5566 listens. It stays quiet where a list of active jobs shows
QYPSJSVR. No manual says that each release listens there from the start, hence a warning.

## What to do

``STRTCPSVR SERVER(*MGTC)``, and put it on autostart. If it ends by itself, look at the job log of QYPSJSVR.
"""

from __future__ import annotations

from collections.abc import Iterator

from ibmi._systems import names, on
from ssldiag.api import ActiveJob, Evidence, Facts, Finding, McServer, NetstatList, check, finding

PORTS = (5555, 5544, 5577, 5566)


@check(
    "IBMI226",
    "mc-not-running",
    "warning",
    "Management Central",
    needs=(McServer, NetstatList),
    certainty="inferred",
    caused_by=("IBMI125",),
    fix="STRTCPSVR SERVER(*MGTC)",
    sources=(
        "https://blog.silentsignal.eu/2026/06/05/unauthenticated-rce-as-qsecofr-via-ibm-i-management-central/",
    ),
)
def mc_not_running(facts: Facts) -> Iterator[Finding]:
    running = {job.system for job in facts.all(ActiveJob) if job.name.value.upper() == "QYPSJSVR"}
    for item in facts.all(McServer):
        if not item.role or item.system in running:
            continue
        lists = [each for each in facts.all(NetstatList) if each.system == item.system]
        whole = [each for each in lists if each.complete and not each.uncertain and each.listeners]
        if whole and not any(each.listening(port) for each in lists for port in PORTS):
            yield finding(
                "IBMI226",
                f"Management Central does not listen{on(item.system)}, which is the {item.role} system"
                if item.role == "central"
                else f"Management Central does not listen{on(item.system)}, which is an {item.role}",
                Evidence(whole[0].place, "none of 5555, 5544, 5577 and 5566 listens"),
                Evidence(item.place, "its role"),
                about=names(item.system),
            )
