"""A partner offers only ciphers that IBM i does not have.

## Why it matters

System TLS has no suites with DHE, and no ECDHE suites with CBC and SHA-1. A partner with nothing else can
never connect: -1 or 402 here, alert 40 there, most likely.

## How it is decided

By the ciphers that a settings form lists for a partner: none of them has a name on IBM i. That IBM's lists
are all there is, is inferred; so this is a warning.

## What to do

Add an ECDHE suite with AES-GCM (or, for old releases, an RSA suite with AES-CBC) on the partner.
"""

from __future__ import annotations

from collections.abc import Iterator

from ibmi._systems import few, names, on
from ssldiag.api import Facts, Finding, TlsPeer, check, finding, ibmi_protocols


@check(
    "IBMI408",
    "peer-ciphers-foreign",
    "warning",
    "partners",
    needs=(TlsPeer,),
    certainty="inferred",
    fix="add an ECDHE suite with AES-GCM on the partner",
    sources=("https://ibm.com/support/knowledgecenter/ssw_ibm_i_73/rzain/rzainciphers.htm",),
    facts=("IBMI-TLS-NODHE",),
)
def peer_ciphers_foreign(facts: Facts) -> Iterator[Finding]:
    for peer in facts.all(TlsPeer):
        foreign = [word for word in peer.ciphers if ibmi_protocols.cipher(word.value) is None]
        if peer.ciphers and len(foreign) == len(peer.ciphers) and all("_" in item.value for item in foreign):
            yield finding(
                "IBMI408",
                f"{peer.name} has only ciphers that IBM i does not know{on(peer.system)}: "
                f"{few((item.value for item in foreign), 4)}",
                (foreign[0], "its ciphers"),
                about=names(peer.system, peer.name),
            )
