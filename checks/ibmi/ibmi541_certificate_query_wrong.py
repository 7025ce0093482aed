"""A query for certificates uses names that do not exist.

## Why it matters

CERTIFICATE_INFO is a table function, not a view, and its dates are VALIDITY_START and VALIDITY_END. Scripts
from elsewhere use other names, fail with SQL0204 or SQL0206, and report nothing.

## How it is decided

By SQL0204 or SQL0206 about CERTIFICATE_INFO or columns such as VALID_TO in a job log.

## What to do

``SELECT CERTIFICATE_LABEL, VALIDITY_END FROM TABLE(QSYS2.CERTIFICATE_INFO(CERTIFICATE_STORE_PASSWORD =>
'*NOPWD'))``
"""

from __future__ import annotations

from collections.abc import Iterator

from ibmi._codes import simple
from ibmi._systems import names, on
from ssldiag.api import Facts, Finding, JobMessage, check, finding

WRONG = ("CERTIFICATE_INFO", "VALID_TO", "VALID_FROM", "EXPIRATION_DATE", "NOT_AFTER", "NOT_BEFORE")


@check(
    "IBMI541",
    "certificate-query-wrong",
    "info",
    "job logs",
    needs=(JobMessage,),
    messages=("SQL0204", "SQL0206"),
    fix="SELECT ... FROM TABLE(QSYS2.CERTIFICATE_INFO(...)), with VALIDITY_START and VALIDITY_END",
    sources=("https://ibm.com/support/knowledgecenter/ssw_ibm_i_74/rzajq/rzajqudfcertificateinfo.htm",),
    facts=("IBMI-DAT-CERTINFO",),
)
def certificate_query_wrong(facts: Facts) -> Iterator[Finding]:
    for item in facts.all(JobMessage):
        text = item.text.upper()
        wrong = next((word for word in WRONG if word in text), "")
        if item.id in ("SQL0204", "SQL0206") and wrong:
            yield finding(
                "IBMI541",
                f"{item.id} in {simple(item.job)}{on(item.system)}: there is no {wrong} of this kind",
                (item.place, item.text[:120]),
                about=names(item.system),
            )
