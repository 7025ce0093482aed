"""One FTP server is set up for explicit and implicit TLS at once.

## Why it matters

With explicit TLS the client connects in clear and asks by AUTH; with implicit TLS the stack starts TLS as
soon as the client connects. One server cannot do both: clients of one kind hang.

## How it is decided

SRVRFTP CONFIG asks for TLS (SECURECONTROL or SECUREDATA other than NEVER), and the machine that holds its
control port also has a port with SECURE, 990 as a rule. Ports 20 and 21 have a rule of their own.

## What to do

Define a second FTP server with its own user id and SRVRFTP CONFIG (SECURECONTROL NEVER) and reserve 990 with
SECURE for that one, or give up implicit TLS.
"""

from __future__ import annotations

from collections.abc import Iterator

from ssldiag.api import Facts, Finding, KeywordFile, StackProfile, check, finding
from zvm._ftp import PLAIN_PORTS, explicit_servers


@check(
    "ZVM323",
    "ftp-explicit-and-implicit",
    "error",
    "PROFILE TCPIP and SRVRFTP CONFIG",
    needs=(StackProfile, KeywordFile),
    releases="530+",
    fix="define a second FTP server for port 990",
    sources=("https://www.vm.ibm.com/related/tcpip/tcftpssl.html",),
    facts=("PRF023",),
)
def ftp_explicit_and_implicit(facts: Facts) -> Iterator[Finding]:
    for server in explicit_servers(facts):
        for port in server.ports:
            if port.secure and port.number.value not in PLAIN_PORTS:
                yield finding(
                    "ZVM323",
                    f"{server.userid} does explicit TLS ({server.statement.key} {server.asked.value.upper()})"
                    f" and implicit TLS (port {port.number.value} SECURE); one FTP server cannot do both",
                    (port.number, "implicit TLS"),
                    (server.asked, "explicit TLS"),
                    about=(server.userid, "FTP", *server.profile.names),
                )
