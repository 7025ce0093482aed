"""The Telnet client does not use TLS by default.

## Why it matters

SECURETELNETCLIENT YES makes the Telnet client of z/VM start with TLS where the user says neither SECURE nor
NOSECURE. Otherwise user ids and passwords go out in clear text. The DISA STIG for z/VM (V-237948) asks for
YES.

## How it is decided

No collected TCPIP DATA has SECURETELNETCLIENT YES. One file that has it is enough: copies for the SSL servers
of a second stack are not read by Telnet users.

## What to do

Code ``SECURETELNETCLIENT YES`` in TCPIP DATA on TCPMAINT 592. Users who must reach hosts without TLS type
``TELNET host (NOSECURE``.
"""

from __future__ import annotations

from collections.abc import Iterator

from ssldiag.api import Facts, Finding, Keyword, TcpipData, check, finding


@check(
    "ZVM341",
    "telnet-client-in-clear",
    "warning",
    "TCPIP DATA",
    needs=(TcpipData,),
    releases="530+",
    fix="SECURETELNETCLIENT YES",
    sources=("DISA STIG for z/VM, V-237948",),
    facts=("DAT001",),
)
def telnet_client_in_clear(facts: Facts) -> Iterator[Finding]:
    files = facts.all(TcpipData)
    said = [keyword for data in files for keyword in statements(data)]
    if any(word_of(keyword) == "YES" for keyword in said):
        return
    for keyword in said[:1]:
        yield finding(
            "ZVM341",
            f"SECURETELNETCLIENT is {word_of(keyword) or 'without a value'}: Telnet goes out in clear text",
            keyword.value or keyword.name,
        )
    if not said:
        yield finding(
            "ZVM341",
            f"{files[0].document.file} has no SECURETELNETCLIENT YES: Telnet may go out in clear text",
            *((data.document.place, "no SECURETELNETCLIENT in it") for data in files[:3]),
        )


def statements(data: TcpipData) -> list[Keyword]:
    """The SECURETELNETCLIENT statements of a file, for whichever system."""
    return [keyword for keyword in data.document.keywords if keyword.key == "SECURETELNETCLIENT"]


def word_of(keyword: Keyword) -> str:
    """The operand in upper case."""
    return keyword.value.value.upper() if keyword.value else ""
