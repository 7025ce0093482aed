"""A client goes to the TLS port of its server without TLS.

## Why it matters

A server's SSLTCPPORT takes TLS alone. A client whose TCPPORT names it must say ``SSL YES``; otherwise
its sessions end at once.

## How it is decided

By the clients' TCPPORT and SSL in dsm.sys or dsm.opt and SSLTCPPORT in a dsmserv.opt of the same
snapshot, where that is no port for plain sessions too. Whether it is that server is not certain if there
are several, so then it is a warning.

## What to do

``SSL YES`` in the client's stanza, or TCPPORT of the server.
"""

from __future__ import annotations

from collections.abc import Iterator

from ssldiag.api import Facts, Finding, Severity, TsmOptions, check, finding


@check(
    "LNX165",
    "tsm-client-without-tls",
    "error",
    "Spectrum Protect",
    needs=(TsmOptions,),
    fix="SSL YES in the client's stanza",
    sources=("https://www.ibm.com/docs/en/storage-protect/8.2.2?topic=options-ssltcpport",),
)
def tsm_client_without_tls(facts: Facts) -> Iterator[Finding]:
    servers = [item for item in facts.all(TsmOptions) if item.role == "server" and item.number("SSLTCPPORT")]
    for client in facts.all(TsmOptions):
        port = client.number("TCPPORT")
        if client.role != "client" or port is None or client.says("SSL", "YES"):
            continue
        for server in servers:
            secure = server.number("SSLTCPPORT")
            if secure and secure.value == port.value:
                yield finding(
                    "LNX165",
                    f"the client for {client.name or 'its server'} goes to {port.value} without SSL YES: "
                    "that port takes TLS alone",
                    (port, "the client's port"),
                    (secure, "the server's port for TLS"),
                    about=(client.file, client.name),
                    severity=None if len(servers) == 1 else Severity.WARNING,
                )
