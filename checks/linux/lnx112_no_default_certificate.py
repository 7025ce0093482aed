"""No label is named, and the key database has no default certificate.

## Why it matters

Db2 refuses every TLS connection then; other products take whichever certificate they find, or none.

## How it is decided

By the default marks of the records, where the configuration names no label. It is an error for Db2,
whose manual says what happens. MQ takes a label by the queue manager's name instead and is left out.

## What to do

Name the label (SSLServerCert, SSL_SVR_LABEL), or ``gskcapicmd -cert -setdefault -db FILE -stashed -label
LABEL``.
"""

from __future__ import annotations

from collections.abc import Iterator

from linux._uses import capital, database_name, judged
from ssldiag.api import Facts, Finding, KeyUse, Severity, check, finding


@check(
    "LNX112",
    "no-default-certificate",
    "warning",
    "key database in use",
    needs=(KeyUse,),
    fix="name the label, or gskcapicmd -cert -setdefault",
    sources=(
        "Db2 11.5, ssl_svr_label configuration parameter",
        "https://www.ibm.com/docs/en/ibm-http-server/9.0.5?topic=communications-ssl-directives",
    ),
)
def no_default_certificate(facts: Facts) -> Iterator[Finding]:
    for item in judged(facts):
        if item.wanted or not item.needs_key or item.certificate is not None or item.database is None:
            continue
        keys = [each.label for each in item.database.certificates if each.has_key]
        has = f"with a key it has {', '.join(keys[:3])}" if keys else "no certificate in it has a key"
        if item.database.complete:
            yield finding(
                "LNX112",
                capital(
                    f"{item.who} names no label, and {database_name(item)} has no default certificate ({has})"
                ),
                (item.keyfile, "the key database"),
                about=(database_name(item), f"{item.product} rc 7", f"{item.product} rc 403", *keys[:3]),
                severity=Severity.ERROR if item.product == "Db2" else None,
            )
