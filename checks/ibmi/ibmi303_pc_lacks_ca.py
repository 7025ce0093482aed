"""A PC or a partner does not have the CA of the server's certificate.

## Why it matters

A client checks who issued the server's certificate. A PC without the CA in its key file ends the handshake:
CWBCO1050 (communication return code 25404) on the PC, -16 or 415 on the server. A partner outside does the
same, with a message of its own.

## How it is decided

By the CAs that a settings form lists for the PC or partner, or that the PC's key file holds, against the
issuers of the certificates assigned on the system that it goes to, by common name or label; for a partner,
those of the server that the form names. The store of that system has to be collected.

## What to do

Export the CA in DCM (Local CA: Install local CA certificate on your PC), and import it into the PC's key file
(properties of the connection, Secure Sockets, Download). A partner gets the file from you.
"""

from __future__ import annotations

from collections.abc import Iterator

from ibmi._assigned import STORE, Assigned, assigned, is_client, issuers, serves
from ibmi._mc import yes
from ibmi._systems import FORM, on
from ssldiag.api import (
    Facts,
    Finding,
    IbmiStore,
    IbmiSystem,
    McClient,
    TlsPeer,
    Undecided,
    check,
    common_name,
    finding,
)


@check(
    "IBMI303",
    "pc-lacks-ca",
    "error",
    "CAs of PCs and partners",
    needs=(IbmiSystem,),
    messages=("CWBCO1050",),
    fix="install the CA certificate: on a PC by connection properties, Secure Sockets, Download",
    sources=("https://github.com/IBM/ibmi-oss-docs/issues/147",),
    facts=("IBMI-CRT-CA-PC",),
)
def pc_lacks_ca(facts: Facts) -> Iterator[Finding]:
    partners = [item for item in facts.all(TlsPeer) if item.trusts is not None]
    for peer in partners:
        yield from of_partner(facts, peer)
    if not partners and not facts.all(McClient):
        raise Undecided("the CAs of no PC and of no partner are told", FORM)
    unsettled = ""
    for pc in facts.all(McClient):
        trusts = trusted(facts, pc)
        if trusts is None or not (yes(pc.ssl_stored) or yes(pc.ssl_active)):
            continue
        served = list(assigned(facts, pc.central))
        known = [item for item in served if item.certificate and item.application.server]
        unsettled = unsettled or ("" if known else pc.name)
        seen: set[str] = set()
        for item in known:
            wanted = (item.label.value, *chain(facts, item))
            if item.label.value in seen or {name.upper() for name in wanted} & trusts:
                continue
            seen.add(item.label.value)
            issuer = wanted[1] if len(wanted) > 1 else "its issuer"
            yield finding(
                "IBMI303",
                f"{pc.name} does not have {issuer}, which issued {item.label} of {pc.central}",
                (pc.trusts[0] if pc.trusts else pc.place, "the CAs of the PC"),
                (item.certificate.place if item.certificate else item.label, "the certificate it is shown"),
                about=(pc.name, item.label.value),
                fix=f"install the CA certificate {issuer} in the key file of {pc.name}",
            )
    if unsettled:
        raise Undecided(f"the certificate that {unsettled} is shown is not known", STORE)


def of_partner(facts: Facts, peer: TlsPeer) -> Iterator[Finding]:
    """What a partner is shown and cannot verify."""
    trusts = {common_name(word.value).upper() for word in peer.trusts or ()}
    wanted = peer.server.value if peer.server else ""
    for item in assigned(facts, peer.system):
        if item.certificate is None or is_client(item.application) or not serves(item.application, wanted):
            continue
        names = (item.label.value, *chain(facts, item))
        if not {name.upper() for name in names} & trusts:
            issuer = names[1] if len(names) > 1 else "its issuer"
            yield finding(
                "IBMI303",
                f"{peer.name} does not have {issuer}, which issued {item.label}{on(peer.system)}",
                (peer.trusts[0] if peer.trusts else peer.place, "the CAs of the partner"),
                (item.certificate.place, "the certificate it is shown"),
                about=(peer.name, item.label.value),
                fix=f"send the CA certificate {issuer} to {peer.name}, and have it trusted there",
            )


def chain(facts: Facts, item: Assigned) -> tuple[str, ...]:
    """Issuers up to the root, by common name and label."""
    return issuers(facts, item.application.system, item.certificate) if item.certificate else ()


def trusted(facts: Facts, pc: McClient) -> set[str] | None:
    """What a PC trusts, by common name and label in upper case; None where it was not collected."""
    files = [
        item for item in facts.all(IbmiStore) if item.pc and f"/{pc.name}/".upper() in f"/{item.file}".upper()
    ]
    if pc.trusts is None and not any(item.complete for item in files):
        return None
    names = [common_name(word.value) for word in pc.trusts or ()]
    for store in files:
        for found in store.certificates:
            names.extend((found.label, common_name(found.subject or "")))
    return {name.upper() for name in names if name}
