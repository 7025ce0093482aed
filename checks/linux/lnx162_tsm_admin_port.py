"""Administrators cannot reach a server by TLS.

## Why it matters

With ADMINONCLIENTPORT NO, administrative sessions with TLS need a port of their own: SSLTCPADMINPORT
must differ from SSLTCPPORT.

## How it is decided

By ADMINONCLIENTPORT, SSLTCPADMINPORT and SSLTCPPORT in dsmserv.opt.

## What to do

``SSLTCPADMINPORT`` with another number, then restart the server.
"""

from __future__ import annotations

from collections.abc import Iterator

from ssldiag.api import Facts, Finding, TsmOptions, check, finding


@check(
    "LNX162",
    "tsm-admin-port",
    "error",
    "Spectrum Protect",
    needs=(TsmOptions,),
    fix="give SSLTCPADMINPORT a port of its own",
    sources=(
        "https://www.ibm.com/docs/en/storage-protect/8.2.2?topic=options-ssltcpadminport",
        "https://www.ibm.com/docs/en/storage-protect/8.2.2?topic=options-ssltcpport",
    ),
)
def tsm_admin_port(facts: Facts) -> Iterator[Finding]:
    for item in facts.all(TsmOptions):
        if item.role != "server" or not item.says("ADMINONCLIENTPORT", "NO"):
            continue
        secure, admin = item.number("SSLTCPPORT"), item.number("SSLTCPADMINPORT")
        if secure and admin and secure.value == admin.value:
            yield finding(
                "LNX162",
                f"ADMINONCLIENTPORT is NO, and SSLTCPADMINPORT is the port of the clients, {admin.value}",
                (admin, "for administrators"),
                (secure, "for clients"),
                about=(item.file,),
            )
