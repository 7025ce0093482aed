"""What to do about a certificate on an IBM i: its stores are kept by Digital Certificate Manager."""

from __future__ import annotations

from dataclasses import replace

from ssldiag.api import Facts, Finding, IbmiStore

ADVICE = {
    "CERT101": "renew it in DCM (*SYSTEM, Manage Certificates, Renew), then check its assignments",
    "CERT102": "renew it in DCM (*SYSTEM, Manage Certificates, Renew), then check its assignments",
    "CERT103": "check the date of the system (WRKSYSVAL QDATE), or issue the certificate anew in DCM",
    "CERT104": "import the missing CA certificates in DCM (*SYSTEM, Manage Certificates, Import)",
    "CERT105": "issue a certificate by a CA in DCM (*SYSTEM, Create Certificate) and assign it",
    "CERT106": "issue a certificate with a longer key in DCM (*SYSTEM, Create Certificate) and assign it",
    "CERT107": "issue a certificate with SHA-256 in DCM (*SYSTEM, Create Certificate) and assign it",
    "CERT108": "renew the CA certificate, import it in DCM (*SYSTEM, Manage Certificates, Import)",
    "CERT109": "renew the CA certificate, import it in DCM (*SYSTEM, Manage Certificates, Import)",
    "CERT110": "enable the CA in DCM (*SYSTEM, Manage Certificates, Set CA status)",
    "CERT111": "enable the CA in DCM (*SYSTEM, Manage Certificates, Set CA status)",
    "CERT112": "import the root CA in DCM (*SYSTEM, Manage Certificates, Import)",
    "CERT114": "issue a server certificate in DCM (*SYSTEM, Create Certificate) and assign it",
    "CERT115": "change the store's password in DCM (*SYSTEM, Manage Certificate Store, Change password)",
}
"""By check: the advice that its own, in words of z/VM and GSKit, is replaced with."""


def advised(facts: Facts, item: Finding) -> Finding:
    """The finding; about a store of an IBM i, or a key file beside it, with advice that fits there."""
    advice = ADVICE.get(item.code)
    if advice is None:
        return item
    files = {store.file for store in facts.all(IbmiStore)}
    return replace(item, fix=advice) if item.evidence[0].place.file in files else item
