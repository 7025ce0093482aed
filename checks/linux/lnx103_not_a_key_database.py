"""The file that a product names as its key database is none.

## Why it matters

GSKit opens key databases of its own format (CMS), and many products PKCS#12. A file with PEM
certificates, as other servers take them, or a Java key store answers 103 GSK_KEYFILE_INVALID_FORMAT or
10 GSK_ERROR_ASN.

## How it is decided

By the content of the file. PKCS#12 is a warning for IBM HTTP Server and its plug-in: their manuals speak
of CMS, newer levels may take it; for Db2 and for MQ it is fine. Stores of WebSphere
Application Server are left to LNX194.

## What to do

Import the certificate and its key into a key database (``gskcapicmd -cert -import``), or name the right
file.
"""

from __future__ import annotations

from collections.abc import Iterator

from linux._uses import DATABASES, at_file, capital, database_name
from ssldiag.api import Facts, Finding, KeyUse, Severity, Undecided, check, finding

PKCS12_TOO = ("Db2", "IBM MQ")
JAVA = "WebSphere Application Server"
"""Its stores have a type in the configuration: LNX194 compares that."""

OTHER = "it is no key database"
WHAT = {
    "pkcs12": "it is a PKCS#12 store",
    "pem": "it holds PEM certificates",
    "der": "it is one certificate",
    "pkcs7": "it is a PKCS#7 list of certificates",
    "private_key": "it is a private key",
    "stash": "it is a stash file",
}
"""By kind of source: what the file is instead."""


@check(
    "LNX103",
    "not-a-key-database",
    "error",
    "key database in use",
    needs=(KeyUse,),
    fix="name a .kdb, or import the certificate into one (gskcapicmd -cert -import)",
    sources=(
        "Db2 11.5, ssl_svr_keydb configuration parameter",
        "https://www.ibm.com/docs/en/ibm-http-server/9.0.5?topic=communications-ssl-directives",
        "measured with GSKit 8.0.60.5",
    ),
)
def not_a_key_database(facts: Facts) -> Iterator[Finding]:
    known = [item for item in facts.all(KeyUse) if item.file.source is not None]
    if not known:
        raise Undecided("no key database that a product uses was collected", DATABASES)
    for item in known:
        source = item.file.source
        kind = source.kind if source else ""
        whole = kind == "gskit_keydb" and item.database is not None
        if whole or item.product == JAVA or (kind == "pkcs12" and item.product in PKCS12_TOO):
            continue
        milder = Severity.WARNING if kind == "pkcs12" else None
        yield finding(
            "LNX103",
            capital(f"{item.who} names {database_name(item)} as its key database: {WHAT.get(kind, OTHER)}"),
            (item.keyfile, "named here"),
            at_file(item),
            about=(database_name(item), f"{item.product} rc 103", f"{item.product} rc 10"),
            severity=milder,
        )
