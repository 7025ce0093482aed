"""A product wants a label that its key database does not have.

## Why it matters

The product cannot prove itself: TLS fails at its start or with the first connection. GSKit answers 6
GSK_KEY_LABEL_NOT_FOUND, or 7 or 403 where a certificate is missed later. Letter case counts.

## How it is decided

By the label that the configuration names (SSLServerCert, CERTLABL, SSL_SVR_LABEL, certLabel), else the
one that MQ takes, ``ibmwebspheremq`` and the queue manager's name in lower case, against the labels of
the database. It is a warning where the database is only assumed, or the queue manager need not show a
certificate, and for WebSphere Application Server, whose labels have no letter case. A database that was
not read whole is left out.

## What to do

Correct the label, or put the certificate under it: ``gskcapicmd -cert -rename -db FILE -stashed -label
OLD -new_label NEW``. For MQ, ``REFRESH SECURITY TYPE(SSL)`` afterwards; the others read the database
when they start.
"""

from __future__ import annotations

from collections.abc import Iterator

from linux._similar import hint
from linux._uses import WAS, about, at_file, capital, database_name, judged, written
from ssldiag.api import Facts, Finding, KeyUse, Severity, check, finding


@check(
    "LNX101",
    "label-missing",
    "error",
    "key database in use",
    needs=(KeyUse,),
    fix="correct the label, or rename the certificate (gskcapicmd -cert -rename)",
    sources=(
        "https://www.ibm.com/docs/en/ibm-mq/9.2?topic=repository-digital-certificate-labels-understanding-requirements",
        "Db2 11.5, ssl_svr_label configuration parameter",
        "https://www.ibm.com/docs/en/ibm-http-server/9.0.5?topic=communications-ssl-directives",
        "measured with GSKit 8.0.60.5",
    ),
)
def label_missing(facts: Facts) -> Iterator[Finding]:
    for item in judged(facts):
        if (
            not item.wanted
            or item.certificate is not None
            or item.database is None
            or not item.database.complete
        ):
            continue
        named = "wants the label" if item.label else "takes the label"
        yield finding(
            "LNX101",
            capital(f"{item.who} {named} {item.wanted}, which is not in {database_name(item)}{hint(item)}"),
            written(item),
            at_file(item),
            about=about(item, f"{item.product} rc 6"),
            severity=None
            if item.needs_key and not item.assumed and item.product != WAS
            else Severity.WARNING,
        )
