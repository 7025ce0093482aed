"""An FTP server answers on the data connection in clear.

## Why it matters

With port 990 the control connection is secured from the start, the data connection only after PROT P.
Without it the client gets plain text where it expects TLS: TCP3D2C with -11 or -16.

## How it is decided

By TCP3D2C with one of these codes in a job log.

## What to do

In the FTP client: ``SECDATA P`` before the first transfer or LS; in a script the same as a line of its own.
"""

from __future__ import annotations

from collections.abc import Iterator

from ibmi._codes import simple
from ibmi._systems import names, on
from ssldiag.api import Facts, Finding, JobMessage, check, finding


@check(
    "IBMI509",
    "ftp-data-in-clear",
    "error",
    "job log of an FTP client",
    needs=(JobMessage,),
    messages=("TCP3D2C",),
    fix="subcommand SECDATA P before the first data transfer",
    sources=("https://ibm.com/support/pages/secure-ftp-data-connection-fails-open-tcp3d2c",),
    facts=("IBMI-SRV-FTP-SECDATA",),
)
def ftp_data_in_clear(facts: Facts) -> Iterator[Finding]:
    told: set[str] = set()
    for item in facts.all(JobMessage):
        if item.id == "TCP3D2C" and {-11, -16} & set(item.codes) and item.job not in told:
            told.add(item.job)
            yield finding(
                "IBMI509",
                f"TCP3D2C in {simple(item.job)}{on(item.system)}: the server does not secure the data "
                "connection",
                (item.place, item.stamp),
                about=names(item.system, "TCP3D2C"),
            )
