"""The server certificate that a Db2 client names is not there, or is no certificate.

## Why it matters

The client trusts what is in this file. Without it every connection with TLS fails (SQL30081N, GSKit 414
GSK_ERROR_BAD_CERT or 202 GSK_KEYRING_OPEN_ERROR).

## How it is decided

By the path in ``SSLServerCertificate``, where ``ssldiag collect local`` looked for it, and by the content
of the file.

## What to do

Extract the certificate on the server (``gskcapicmd -cert -extract``) and put it under this name.
"""

from __future__ import annotations

from collections.abc import Iterator

from linux._uses import LOOKED
from ssldiag.api import Db2Client, Facts, Finding, Undecided, check, finding, host_files

OTHERS = {
    "gskit_keydb": "a key database (SSLClientKeystoredb takes that)",
    "pkcs12": "a PKCS#12 store",
    "private_key": "a private key",
    "stash": "a stash file",
}
"""By kind of source: what it is instead."""


@check(
    "LNX198",
    "db2-client-certificate-missing",
    "warning",
    "Db2 client with TLS",
    needs=(Db2Client,),
    certainty="inferred",
    fix="extract the server's certificate to this path",
    sources=("Db2 11.5, SSLServerCertificate CLI/ODBC configuration keyword",),
)
def db2_client_certificate_missing(facts: Facts) -> Iterator[Finding]:
    named = [item.certificate for item in facts.all(Db2Client) if item.certificate]
    files = [(value, host_files(facts).find(value.value)) for value in named]
    if named and not any(file.state in ("found", "absent") for _, file in files):
        raise Undecided("whether the certificates exist is not known", LOOKED)
    for value, file in files:
        what = OTHERS.get(file.source.kind) if file.source else None
        if file.state == "absent" or what:
            said = f"is {what}" if what else "does not exist"
            yield finding(
                "LNX198",
                f"the certificate {value.value} of a Db2 client {said}",
                (value, "SSLServerCertificate"),
                about=(value.value,),
            )
