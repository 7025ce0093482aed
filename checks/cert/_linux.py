"""What to do about a certificate of a GSKit product on Linux, and which certificates its products take."""

from __future__ import annotations

from dataclasses import replace

from ssldiag.api import Facts, Finding, KeyDatabase, KeyUse, LinuxHost

RENEW = "renew it under the same label (gskcapicmd -certreq -recreate, -cert -receive), restart the product"
NEW = "make a new request (gskcapicmd -certreq -create), have it signed with SHA-256, receive it"
ADD = "add the missing CA certificates, root first (gskcapicmd -cert -add)"
RENEW_CA = "get the CA's new certificate and add it (gskcapicmd -cert -add)"
TRUST = "trust it if it is meant to be (gskcapicmd -cert -modify -trust enable)"

ADVICE = {
    "CERT101": RENEW,
    "CERT102": RENEW,
    "CERT103": "check the clock of the host, or have the certificate issued anew",
    "CERT104": ADD,
    "CERT106": NEW,
    "CERT107": NEW,
    "CERT108": RENEW_CA,
    "CERT109": RENEW_CA,
    "CERT110": TRUST,
    "CERT111": TRUST,
    "CERT112": ADD,
    "CERT113": "set the default to a certificate with a key (gskcapicmd -cert -setdefault)",
    "CERT115": "change the password without -expire, with -stash (gskcapicmd -keydb -changepw)",
}
"""By check: the advice that its own, in words of z/VM, is replaced with."""


def advised(facts: Facts, item: Finding) -> Finding:
    """The finding; about a key database of a Linux host, with advice that fits there."""
    advice = ADVICE.get(item.code)
    if advice is None or not on_linux(facts, item.evidence[0].place.file):
        return item
    return replace(item, fix=advice)


def on_linux(facts: Facts, file: str) -> bool:
    """Whether a file is a key database that a product on Linux uses, or the collector took it there."""
    if facts.all(LinuxHost):
        return True
    return any(item.database is not None and item.database.file == file for item in facts.all(KeyUse))


def taken(facts: Facts, database: KeyDatabase) -> frozenset[str]:
    """The labels that products take from a database; empty where none is known."""
    found = (item for item in facts.all(KeyUse) if item.database and item.database.file == database.file)
    return frozenset(item.certificate.label for item in found if item.certificate is not None)
