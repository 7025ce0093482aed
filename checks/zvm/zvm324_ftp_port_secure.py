"""Port 20 or 21 of an FTP server with explicit TLS has SECURE.

## Why it matters

Explicit FTPS begins in clear text: the client connects to port 21 and asks for TLS with AUTH. With SECURE on
the port the stack starts a TLS handshake that the client does not expect, and both sides wait.

## How it is decided

SRVRFTP CONFIG asks for TLS (SECURECONTROL or SECUREDATA other than NEVER), and port 20 or 21 of the machine
that holds its control port is reserved with SECURE.

## What to do

Take ``SECURE <label>`` off the PORT lines 20 and 21; the label belongs into SRVRFTP CONFIG as TLSLABEL.
"""

from __future__ import annotations

from collections.abc import Iterator

from ssldiag.api import Facts, Finding, PortReservation, StackProfile, Undecided, check, finding
from zvm._ftp import PLAIN_PORTS, explicit_servers, ftp_configurations


@check(
    "ZVM324",
    "ftp-port-secure",
    "error",
    "PROFILE TCPIP and SRVRFTP CONFIG",
    needs=(StackProfile,),
    releases="530+",
    fix="take SECURE and its label off ports 20 and 21",
    sources=("https://www.vm.ibm.com/related/tcpip/tcftpssl.html",),
    facts=("PRF024",),
)
def ftp_port_secure(facts: Facts) -> Iterator[Finding]:
    suspects = [item for found in facts.all(StackProfile) for item in found.profile.ports if secured(item)]
    if suspects and not ftp_configurations(facts):
        raise Undecided(
            "an FTP port has SECURE, and whether the server does explicit TLS is not known",
            "SRVRFTP CONFIG (TCPMAINT 198)",
        )
    for server in explicit_servers(facts):
        for port in server.ports:
            if secured(port):
                yield finding(
                    "ZVM324",
                    f"port {port.number.value} of {server.userid} has SECURE, but {server.file} asks for"
                    f" explicit TLS ({server.statement.key} {server.asked.value.upper()})",
                    (port.number, "TLS from the first byte"),
                    (server.asked, "TLS when the client asks"),
                    about=(server.userid, "FTP", *server.profile.names),
                )


def secured(port: PortReservation) -> bool:
    """Whether it is a plain FTP port with SECURE."""
    return port.secure and port.protocol != "UDP" and port.number.value in PLAIN_PORTS
