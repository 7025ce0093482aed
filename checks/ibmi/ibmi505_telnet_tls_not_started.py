"""The Telnet server could not set up TLS.

## Why it matters

CPDBCB3 says that TLS is not available, not configured, or failed to start: port 992 serves nobody until that
is mended and the server restarted.

## How it is decided

By CPDBCB3 in the log of a job QTVTELNET. If a list of active jobs shows several threads there, it most likely
came up since: that is a warning. It is a warning too if all its jobs have one thread only, and a certificate
is assigned to the server: that one thread means failure is inferred.

## What to do

Check the prerequisites (IBMI101 to IBMI103), assign a certificate to QIBM_QTV_TELNET_SERVER, see that ALWSSL
of ``CHGTELNA`` is not *NO, then ``ENDTCPSVR *TELNET``, ``STRTCPSVR *TELNET``. More than one thread in
QTVTELNET means that it worked.
"""

from __future__ import annotations

from collections.abc import Iterator

from ibmi._assigned import applications
from ibmi._codes import simple
from ibmi._systems import names, on
from ssldiag.api import (
    ActiveJob,
    Facts,
    Finding,
    IbmiSystem,
    JobMessage,
    Located,
    Severity,
    Undecided,
    check,
    finding,
)

SERVER = "QIBM_QTV_TELNET_SERVER"
LOGS = "job logs of the servers (QPJOBLOG prints, or QSYS2.JOBLOG_INFO as CSV or JSON)"


@check(
    "IBMI505",
    "telnet-tls-not-started",
    "error",
    "job QTVTELNET",
    needs=(IbmiSystem,),
    messages=("CPDBCB3",),
    caused_by=("IBMI101", "IBMI102", "IBMI103", "IBMI105"),
    fix="check prerequisites and certificate, then ENDTCPSVR *TELNET and STRTCPSVR *TELNET",
    sources=("https://www.ibm.com/docs/en/i/7.5?topic=tls-initialization-handshake",),
    facts=("IBMI-SRV-TN-CPDBCB3",),
)
def telnet_tls_not_started(facts: Facts) -> Iterator[Finding]:
    for system in dict.fromkeys(item.name for item in facts.all(IbmiSystem)):
        threads = threads_of(facts, system)
        failed = next(
            (item for item in facts.all(JobMessage) if item.system == system and failure(item)), None
        )
        alone = threads and all(item.value == 1 for item in threads)
        about = names(system, SERVER)
        if failed:
            up = next((item for item in threads if item.value > 1), None)
            since = f"; now it has {up} threads, so it most likely came up since" if up else ""
            yield finding(
                "IBMI505",
                f"CPDBCB3: the Telnet server did not set up TLS{on(system)}{since}",
                (failed.place, failed.stamp),
                *([(up, "its threads")] if up else []),
                about=about,
                severity=Severity.WARNING if up else None,
            )
        elif alone and certified(facts, system):
            yield finding(
                "IBMI505",
                f"QTVTELNET has one thread only{on(system)}: most likely it did not set up TLS",
                (threads[0], "its threads"),
                about=about,
                severity=Severity.WARNING,
            )
    if not facts.all(JobMessage) and not facts.all(ActiveJob):
        raise Undecided("no job log and no list of active jobs was collected", LOGS)


def failure(item: JobMessage) -> bool:
    """Whether a message says that the Telnet server has no TLS."""
    return item.id == "CPDBCB3" and simple(item.job).upper() in ("QTVTELNET", "A JOB")


def threads_of(facts: Facts, system: str) -> list[Located[int]]:
    """The threads of the jobs QTVTELNET, where told."""
    jobs = (item for item in facts.all(ActiveJob) if item.system == system)
    return [item.threads for item in jobs if item.threads and item.name.value.upper() == "QTVTELNET"]


def certified(facts: Facts, system: str) -> bool:
    """Whether the Telnet server has a certificate."""
    return any(item.labels for item in applications(facts, system) if item.id.value.upper() == SERVER)
