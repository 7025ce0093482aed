"""A virtual host sets TLS, but another one of the same address comes first.

## Why it matters

Of several virtual hosts with one address and port, only the first one's settings for the handshake
count: certificate, ciphers, protocols and client authentication of the others are ignored. Clients get
the first one's certificate and complain about the name.

## How it is decided

By virtual hosts with SSLEnable and the same address, where a later one sets KeyFile, SSLServerCert,
SSLCipherSpec, SSLClientAuth or protocols otherwise than the first. Where SSLSNIMap or SNI is configured,
the certificate is left out.

## What to do

Give each its own address or port, or one certificate with all names; IBM HTTP Server 9 can choose by
name (SNI) where it is configured.
"""

from __future__ import annotations

from collections.abc import Iterator

from linux._ihs import secured
from ssldiag.api import Directive, Facts, Finding, IhsHost, IhsServer, check, finding

HANDSHAKE = (
    *("keyfile", "sslservercert", "sslcipherspec", "sslclientauth"),
    *("sslprotocoldisable", "sslprotocolenable"),
)
"""Directives that work before the server knows which host the client wants."""
MOST = 20
"""Hosts that are shown: the next ones say the same."""


def values(host: IhsHost, key: str) -> list[list[str]]:
    """What a host itself says under a name."""
    return [[word.value for word in item.words] for item in host.own if item.key == key]


@check(
    "LNX124",
    "second-host-ignored",
    "warning",
    "IBM HTTP Server",
    needs=(IhsServer,),
    fix="one address each, or one certificate with all names",
    sources=("https://www.ibm.com/docs/en/ibm-http-server/9.0.5?topic=communications-ssl-directives",),
)
def second_host_ignored(facts: Facts) -> Iterator[Finding]:
    for server in facts.all(IhsServer):
        first: dict[str, IhsHost] = {}
        ignored: dict[int, tuple[IhsHost, list[tuple[IhsHost, Directive]]]] = {}
        by_name = any(item.key.startswith("sslsni") for host in server.hosts for item in host.own)
        for owner, host in secured(facts):
            if owner is not server:
                continue
            before = next((first[address] for address in host.addresses if address in first), None)
            for address in host.addresses:
                first.setdefault(address, host)
            if before is None:
                continue
            keys = [key for key in HANDSHAKE if not (by_name and key in ("keyfile", "sslservercert"))]
            other = [key for key in keys if values(host, key) and values(host, key) != values(before, key)]
            if other:
                named = next(item for item in host.own if item.key in other)
                ignored.setdefault(id(before), (before, []))[1].append((host, named))
        yield from (told(before, held) for before, held in ignored.values())


def told(before: IhsHost, held: list[tuple[IhsHost, Directive]]) -> Finding:
    """One finding for all hosts behind the same first one."""
    words = " and ".join(dict.fromkeys(str(named.name) for _, named in held))
    which = f"the second {held[0][0].name}" if len(held) == 1 else f"{len(held):,} more {before.name}"
    return finding(
        "LNX124",
        f"{words} of {which} {'are' if len(held) > 1 else 'is'} ignored: the first one counts",
        (held[0][1].name, "ignored"),
        (before.place, "the first one"),
        *((named.name, "ignored") for _, named in held[1:MOST]),
        about=tuple({before.name, *(host.name for host, _ in held)}),
    )
