"""A port is to be secure and names no certificate.

## Why it matters

A statically secured port takes TLS from the first byte, and shows the certificate of the label behind SECURE.
Without one the stack has nothing to show, and clients of the port are not served. PORT is free-form, so
that in the middle of a list the number of the next reservation may be taken for the label, and is lost
too.

## How it is decided

A reservation of PORT with SECURE and without a word behind it. A word that cannot be a label is another
rule's. What the stack says of such a line is not established.

## What to do

    PORT 992 TCP INTCLIEN SECURE TLSCERT1

Then restart the stack, or bring the statement in with ``NETSTAT OBEY``. A port whose application asks for TLS
itself (FTP, SMTP, Telnet) has no SECURE at all.
"""

from __future__ import annotations

from collections.abc import Iterator

from ssldiag.api import Facts, Finding, StackProfile, check, finding


@check(
    "ZVM332",
    "port-without-label",
    "warning",
    "PROFILE TCPIP",
    needs=(StackProfile,),
    certainty="inferred",
    releases="530+",
    caused_by=("ZVM326", "ZVM331"),
    fix="name the certificate's label behind SECURE",
    sources=("https://www.vm.ibm.com/related/tcpip/tcftpssl.html",),
)
def port_without_label(facts: Facts) -> Iterator[Finding]:
    for found in facts.all(StackProfile):
        for port in found.profile.ports:
            if port.secure and port.label is None:
                name = port.userid.value.upper()
                yield finding(
                    "ZVM332",
                    f"port {port.number.value} of {name} is SECURE and names no label",
                    *(word for word in port.options if word.value.upper() == "SECURE"),
                    about=(name, f"port {port.number.value}", *found.names),
                )
