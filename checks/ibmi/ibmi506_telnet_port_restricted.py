"""Port 992 is restricted, so Telnet has no TLS.

## Why it matters

TCP2550 tells that the Telnet server may not use telnet-ssl: a port restriction keeps it for other profiles.
TLS is not set up, and 992 stays silent.

## How it is decided

By TCP2550 in a job log or among the messages of QSYSOPR.

## What to do

``CFGTCP``, option 4: remove the restriction for the port, or give it to QTCP. Then ``ENDTCPSVR *TELNET``,
``STRTCPSVR *TELNET``.
"""

from __future__ import annotations

from collections.abc import Iterator

from ibmi._systems import names, on
from ssldiag.api import Facts, Finding, JobMessage, check, finding


@check(
    "IBMI506",
    "telnet-port-restricted",
    "error",
    "job log",
    needs=(JobMessage,),
    messages=("TCP2550",),
    fix="CFGTCP, option 4: remove or change the restriction of port 992, then restart Telnet",
    sources=("https://www.ibm.com/docs/en/i/7.5?topic=tls-initialization-handshake",),
    facts=("IBMI-SRV-TN-TCP2550",),
)
def telnet_port_restricted(facts: Facts) -> Iterator[Finding]:
    told: set[str] = set()
    for item in facts.all(JobMessage):
        if item.id == "TCP2550" and item.system not in told:
            told.add(item.system)
            yield finding(
                "IBMI506",
                f"TCP2550: a restriction keeps the Telnet server from port 992{on(item.system)}",
                (item.place, item.stamp),
                about=names(item.system, "QIBM_QTV_TELNET_SERVER"),
            )
