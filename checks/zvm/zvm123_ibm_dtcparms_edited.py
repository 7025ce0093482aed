"""IBM DTCPARMS holds entries of this site.

## Why it matters

IBM DTCPARMS comes with the product and is replaced by service. What a site adds to it is gone after the
next PUT2PROD, and the server starts with other settings or not at all.

## How it is decided

Its shipped content is not known word for word, so only what cannot be shipped counts: devices of a stack
(``:attach.``, ``:vctc.``, ``:vnic.``), a pool other than ``SSL*``, an agent other than SSLDCSSM, a
``:stack.`` other than TCPIP, and an active SSLSERV entry beside ``SSL*``, which service turned into a
comment. A second server of class ftp or smtp is only remarked, since the shipped names may change.

## What to do

Copy the entry to SYSTEM DTCPARMS on TCPMAINT 198, and restore IBM DTCPARMS on TCPMAINT 591 from service.
"""

from __future__ import annotations

from collections.abc import Iterator

from ssldiag.api import DtcparmsFile, Entry, Evidence, Facts, Finding, Severity, check, finding

DEVICES = ("attach", "vctc", "vnic")
SHIPPED_STACK = "TCPIP"
SHIPPED_SERVERS = {"ftp": "FTPSERVE", "smtp": "SMTP"}
"""Class -> the one server of it that is known to be shipped."""


@check(
    "ZVM123",
    "ibm-dtcparms-edited",
    "warning",
    "DTCPARMS",
    needs=(DtcparmsFile,),
    fix="put the entry into SYSTEM DTCPARMS (TCPMAINT 198) instead",
    sources=("z/VM 6.3 workshop notes (zvm-bootcamp)",),
    facts=("DTC023",),
)
def ibm_dtcparms_edited(facts: Facts) -> Iterator[Finding]:
    for file in facts.all(DtcparmsFile):
        if file.filename != "IBM":
            continue
        names = {entry.nick.value for entry in file.entries}
        for entry in file.entries:
            sign = own(entry, names)
            second = second_server(entry) if sign is None else None
            if second is not None:
                yield finding(
                    "ZVM123",
                    f"the entry {entry.nick.value} of IBM DTCPARMS looks like your own: {second.note}",
                    second,
                    about=(entry.nick.value,),
                    severity=Severity.INFO,
                )
            if sign is not None:
                yield finding(
                    "ZVM123",
                    f"the entry {entry.nick.value} of IBM DTCPARMS is not as shipped: {sign.note}",
                    sign,
                    about=(entry.nick.value,),
                )


def own(entry: Entry, names: set[str]) -> Evidence | None:
    """The place that shows an entry to be the site's own, and why."""
    nick = entry.nick.value
    if entry.type == "class":
        return None
    if nick.endswith("*") and nick != "SSL*":
        return Evidence(entry.nick.place, "only the pool SSL* is shipped")
    if nick == "SSLSERV" and "SSL*" in names:
        return Evidence(entry.nick.place, "the shipped entry is a comment")
    if entry.get("for") and nick != "SSLDCSSM":
        return Evidence(entry.nick.place, "only the agent SSLDCSSM is shipped")
    for key in DEVICES:
        tag = entry.get(key)
        if tag is not None and tag.words:
            return Evidence(tag.name.place, "it names devices of this system")
    stack = entry.get("stack")
    if stack is not None and stack.words and stack.words[0].value.upper() != SHIPPED_STACK:
        return Evidence(stack.words[0].place, f"it names the stack {stack.words[0].value.upper()}")
    return None


def second_server(entry: Entry) -> Evidence | None:
    """A server beside the one that is shipped for its class."""
    tag = entry.get("class")
    name = tag.words[0].value.lower() if tag is not None and tag.words else ""
    shipped = SHIPPED_SERVERS.get(name)
    if entry.type != "server" or shipped in (None, entry.nick.value):
        return None
    return Evidence(entry.nick.place, f"of class {name} only {shipped} is known to be shipped")
