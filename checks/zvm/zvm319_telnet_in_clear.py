"""Telnet does not require TLS.

## Why it matters

User ids and passwords of whoever logs on without TLS cross the network in clear text. The DISA STIG for z/VM
(V-237946) asks for SECURECONNECTION REQUIRED.

## How it is decided

The profile has SSLSERVERID, so TLS is at hand, and Telnet (INTCLIEN) has a port without SECURE while
SECURECONNECTION is not REQUIRED. Without SECURECONNECTION Telnet is taken to stay in clear text; that this is
the default is not confirmed.

## What to do

Code ``SECURECONNECTION REQUIRED`` and ``TLSLABEL <label>`` in INTERNALCLIENTPARMS, or keep only ports with
SECURE. Tell the users of TN3270 clients first.
"""

from __future__ import annotations

from collections.abc import Iterator

from ssldiag.api import Facts, Finding, Located, ProfileTcpip, StackProfile, check, finding

TELNET = "INTCLIEN"
"""The user id that stands for the Telnet server on PORT."""


@check(
    "ZVM319",
    "telnet-in-clear",
    "warning",
    "PROFILE TCPIP",
    needs=(StackProfile,),
    releases="530+",
    caused_by=("ZVM331",),
    fix="SECURECONNECTION REQUIRED in INTERNALCLIENTPARMS",
    sources=("DISA STIG for z/VM, V-237946",),
    facts=("PRF019",),
)
def telnet_in_clear(facts: Facts) -> Iterator[Finding]:
    for found in facts.all(StackProfile):
        said = [
            block.secure_connection for block in found.profile.internal_clients if block.secure_connection
        ]
        required = any(word.value.upper() == "REQUIRED" for word in said)
        clear = clear_ports(found.profile)
        if found.server_id is not None and clear and not required:
            yield in_clear(found, clear, said)


def clear_ports(profile: ProfileTcpip) -> list[Located[int]]:
    """The Telnet server's ports without SECURE: those reserved for it, and those that its own block names."""
    reserved = [
        item for item in profile.ports if item.userid.value.upper() == TELNET and item.protocol != "UDP"
    ]
    clear = [item.number for item in reserved if not item.secure]
    known = {item.number.value for item in reserved}
    named = [number for block in profile.internal_clients for number in block.ports]
    return clear + [number for number in named if number.value not in known]


def in_clear(found: StackProfile, clear: list[Located[int]], said: list[Located[str]]) -> Finding:
    """The finding about one profile."""
    how = f"SECURECONNECTION is {said[0].value.upper()}" if said else "SECURECONNECTION is not coded"
    ports = ", ".join(str(number.value) for number in clear[:5])
    return finding(
        "ZVM319",
        f"Telnet on port {ports} takes clear-text logons: {how}",
        *((word, "lets clients in without TLS") for word in said[:1]),
        *((number, "a Telnet port without SECURE") for number in clear[:5]),
        about=("Telnet", TELNET, *found.names),
    )
