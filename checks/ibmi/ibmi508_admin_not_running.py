"""The ADMIN server, which shows DCM, is not running.

## Why it matters

The pages of Digital Certificate Manager come from the ADMIN instance of the HTTP server. While it is down,
the browser gets no answer on 2001 or 2006.

## How it is decided

By a list of active jobs that shows subsystem QHTTPSVR, or all: no job ADMIN is in it. It is a warning where
no settings form says that DCM is used by its pages, and nothing where one says that it is not.

## What to do

``STRTCPSVR SERVER(*HTTP) HTTPSVR(*ADMIN)``, wait a few minutes, and open http://system:2001.
"""

from __future__ import annotations

from collections.abc import Iterator

from ibmi._systems import names, on
from ssldiag.api import Facts, Finding, IbmiSystem, JobList, Severity, check, finding


@check(
    "IBMI508",
    "admin-not-running",
    "error",
    "active jobs",
    needs=(JobList,),
    caused_by=("IBMI104", "IBMI103"),
    fix="STRTCPSVR SERVER(*HTTP) HTTPSVR(*ADMIN)",
    sources=("https://isupport.krengeltech.com/rxs/configure_tls_with_client_ssl_application/",),
    facts=("IBMI-SRV-ADMIN",),
)
def admin_not_running(facts: Facts) -> Iterator[Finding]:
    pages = {item.name: item.uses_dcm_pages for item in facts.all(IbmiSystem)}
    for item in facts.all(JobList):
        wanted = pages.get(item.system)
        shown = item.complete or "QHTTPSVR" in item.subsystems
        running = any(job.name.value.upper().startswith("ADMIN") for job in item.jobs)
        if shown and not running and (wanted is None or wanted.value):
            yield finding(
                "IBMI508",
                f"no job ADMIN runs{on(item.system)}: the pages of DCM do not answer",
                (item.place, "the active jobs"),
                about=names(item.system),
                severity=None if wanted else Severity.WARNING,
            )
