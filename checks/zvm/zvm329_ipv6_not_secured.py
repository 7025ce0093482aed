"""The stack has IPv6 addresses, which the SSL servers of this level do not serve.

## Why it matters

Before z/VM 6.3 the SSL servers know IPv4 only. A client that comes in over IPv6 gets no TLS: the connection
fails or, for a port without SECURE, stays in clear text.

## How it is decided

Levels 5.4 to 6.2: the profile has SSLSERVERID and a HOME list with an IPv6 address.

## What to do

Give clients the IPv4 address (take the AAAA record out of DNS), or move to z/VM 6.3 or later.
"""

from __future__ import annotations

from collections.abc import Iterator
from ipaddress import IPv6Address

from ssldiag.api import Facts, Finding, Located, ProfileTcpip, StackProfile, check, finding


@check(
    "ZVM329",
    "ipv6-not-secured",
    "warning",
    "PROFILE TCPIP",
    needs=(StackProfile,),
    releases="540-620",
    fix="give clients of secure services the IPv4 address",
    sources=("http://www.vm.ibm.com/related/tcpip/tceosmig.html", "IBM deck on multiple SSL servers, 2010"),
    facts=("PRF029",),
)
def ipv6_not_secured(facts: Facts) -> Iterator[Finding]:
    for found in facts.all(StackProfile):
        addresses = ipv6_addresses(found.profile)
        if found.server_id is None or not addresses:
            continue
        names = ", ".join(word.value for word in addresses[:3])
        yield finding(
            "ZVM329",
            f"clients that come in over IPv6 ({names}) get no TLS at this level",
            *((word, "an IPv6 address of this stack") for word in addresses[:3]),
            (found.server_id.place, "TLS is set up"),
            about=found.names,
        )


def ipv6_addresses(profile: ProfileTcpip) -> list[Located[str]]:
    """The IPv6 addresses of HOME."""
    words = (word for statement in profile.named("HOME") for word in statement.words)
    return [word for word in words if is_ipv6(word.value.partition("/")[0])]


def is_ipv6(text: str) -> bool:
    """Whether a word is an IPv6 address."""
    try:
        IPv6Address(text)
    except ValueError:
        return False
    return True
