"""A DDM connection failed for reasons that are not TLS.

## Why it matters

CPE3425 (refused), CPE3447 (timed out) and CPF9190 (no authorisation) look like trouble with secured
connections and are none: certificates need no look.

## How it is decided

By these messages in a job log.

## What to do

CPE3425: ``STRTCPSVR *DDM`` on the server. CPE3447: host or network down. CPF9190: ``ADDSVRAUTE`` for the
user.
"""

from __future__ import annotations

from collections.abc import Iterator

from ibmi._codes import simple
from ibmi._systems import names, on
from ssldiag.api import Facts, Finding, JobMessage, check, finding

CAUSES = {
    "CPE3425": "nobody listens there",
    "CPE3447": "the host does not answer",
    "CPF9190": "user or password is missing",
}


@check(
    "IBMI511",
    "ddm-no-tls-fault",
    "info",
    "job logs",
    needs=(JobMessage,),
    messages=("CPE3425", "CPE3447", "CPF9190"),
    fix="CPE3425: STRTCPSVR *DDM there; CPE3447: look at the network; CPF9190: ADDSVRAUTE",
    sources=("http://setgetweb.com/p/i5/rbae5failures.htm",),
    facts=("IBMI-SRV-DDM-NOTTLS",),
)
def ddm_no_tls_fault(facts: Facts) -> Iterator[Finding]:
    told: set[tuple[str, str]] = set()
    for item in facts.all(JobMessage):
        if item.id in CAUSES and (item.job, item.id) not in told:
            told.add((item.job, item.id))
            yield finding(
                "IBMI511",
                f"{item.id} in {simple(item.job)}{on(item.system)}: {CAUSES[item.id]}, no fault of TLS",
                (item.place, item.stamp),
                about=names(item.system),
            )
