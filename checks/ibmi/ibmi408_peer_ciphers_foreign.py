"""A partner offers only ciphers that the system does not have, or has not enabled.

## Why it matters

System TLS has no suites with DHE, and no ECDHE suites with CBC and SHA-1. A partner with nothing else can
never connect: -1 or 402 here, alert 40 there, most likely.

## How it is decided

By the ciphers that a settings form lists for a partner: none of them has a name on IBM i, or none of those
that have is enabled (QSSLCSL; the supported ciphers of TLSCONFIG output). That IBM's lists are all there is,
is inferred; so this is a warning.

## What to do

Add an ECDHE suite with AES-GCM (or, for old releases, an RSA suite with AES-CBC) on the partner. Where the
system has its ciphers and they are not weak, add one to QSSLCSL.
"""

from __future__ import annotations

from collections.abc import Iterator

from ibmi._systems import few, names, on
from ssldiag.api import Facts, Finding, TlsPeer, TlsSettings, check, finding, ibmi_protocols


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
    settings = {item.system: item for item in facts.all(TlsSettings)}
    for peer in facts.all(TlsPeer):
        foreign = [word for word in peer.ciphers if ibmi_protocols.cipher(word.value) is None]
        if not peer.ciphers or not all("_" in item.value for item in foreign):
            continue
        if len(foreign) == len(peer.ciphers):
            yield finding(
                "IBMI408",
                f"{peer.name} has only ciphers that IBM i does not know{on(peer.system)}: "
                f"{few((item.value for item in foreign), 4)}",
                (foreign[0], "its ciphers"),
                about=names(peer.system, peer.name),
            )
        elif peer.system in settings:
            yield from not_enabled(peer, settings[peer.system])


def not_enabled(peer: TlsPeer, ours: TlsSettings) -> Iterator[Finding]:
    """The partner has ciphers that IBM i knows, and the system has enabled none of them."""
    known = [cipher.name for word in peer.ciphers if (cipher := ibmi_protocols.cipher(word.value))]
    if not ours.ciphers or set(known) & set(ours.ciphers):
        return
    shown = ours.csl if ours.csl and ours.csl.words else None
    place = shown.place if shown else ours.ciphers_shown[0].place if ours.ciphers_shown else None
    if place:
        said = "are" if ours.ciphers_certain else "are probably"
        yield finding(
            "IBMI408",
            f"{peer.name} has only ciphers that {said} not enabled{on(peer.system)}: {few(known, 4)}",
            (peer.ciphers[0], "its ciphers"),
            (place, "those of the system"),
            about=names(peer.system, peer.name, "QSSLCSL"),
        )
