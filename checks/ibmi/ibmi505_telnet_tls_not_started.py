"""The Telnet server could not set up TLS.

## Why it matters

CPDBCB3 says that TLS is not available, not configured, or failed to start: port 992 serves nobody until that
is mended and the server restarted.

## How it is decided

By CPDBCB3 in the log of a job QTVTELNET.

## What to do

Check the prerequisites (IBMI101 to IBMI103), assign a certificate to QIBM_QTV_TELNET_SERVER, see that ALWSSL
of ``CHGTELNA`` is not *NO, then ``ENDTCPSVR *TELNET``, ``STRTCPSVR *TELNET``. More than one thread in
QTVTELNET means that it worked.
"""

from __future__ import annotations

from collections.abc import Iterator

from ibmi._codes import simple
from ibmi._systems import names, on
from ssldiag.api import Facts, Finding, JobMessage, check, finding


@check(
    "IBMI505",
    "telnet-tls-not-started",
    "error",
    "job log of QTVTELNET",
    needs=(JobMessage,),
    messages=("CPDBCB3",),
    caused_by=("IBMI101", "IBMI102", "IBMI103", "IBMI105"),
    fix="check prerequisites and certificate, then ENDTCPSVR *TELNET and STRTCPSVR *TELNET",
    sources=("https://www.ibm.com/docs/en/i/7.5?topic=tls-initialization-handshake",),
    facts=("IBMI-SRV-TN-CPDBCB3",),
)
def telnet_tls_not_started(facts: Facts) -> Iterator[Finding]:
    for item in facts.all(JobMessage):
        if item.id == "CPDBCB3" and simple(item.job).upper() in ("QTVTELNET", "A JOB"):
            yield finding(
                "IBMI505",
                f"CPDBCB3: the Telnet server did not set up TLS{on(item.system)}",
                (item.place, item.stamp),
                about=names(item.system, "QIBM_QTV_TELNET_SERVER"),
            )
            return
