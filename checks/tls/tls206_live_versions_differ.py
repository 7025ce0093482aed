"""A port speaks other versions of the protocol than PROTOCOL says.

## Why it matters

VMSSL takes its operands when it starts. A version that was switched off since then is still spoken until the
server starts anew; one that was switched on is refused.

## How it is decided

A live look at a statically secured port, or behind an application's STARTTLS, found out which versions are
spoken. They are compared with what PROTOCOL of the SSL servers in use names; versions that it does not name
are left alone, for their default depends on the level. With several SSL servers all have to say the same.

## What to do

Restart the SSL servers, one after the other: the operands in ``:parms.`` are then in effect. If they are
not, see with ``SSLADMIN QUERY`` which operands the server started with.
"""

from __future__ import annotations

from collections.abc import Iterator

from ssldiag.api import Facts, Finding, ServedPort, ServerInUse, check, finding, servers_in_use
from tls._live import about, named, seen
from zvm._operands import switched

NAMES = {
    "SSLv2": "SSLV2",
    "SSLv3": "SSLV3",
    "TLSv1.0": "TLSV1_0",
    "TLSv1.1": "TLSV1_1",
    "TLSv1.2": "TLSV1_2",
}
"""A version as it is called elsewhere -> as PROTOCOL has it."""


@check(
    "TLS206",
    "live-versions-differ",
    "warning",
    "live look and DTCPARMS",
    needs=(ServedPort, ServerInUse),
    certainty="inferred",
    caused_by=("ZVM228",),
    fix="restart the SSL servers, so that :parms. is in effect",
    sources=("z/VM TCP/IP Planning and Customization, VMSSL command (PROTOCOL)",),
)
def live_versions_differ(facts: Facts) -> Iterator[Finding]:
    pools = servers_in_use(facts)
    for served in facts.all(ServedPort):
        if not any(one.userid for one in served.expected):
            continue
        for version in served.probed.versions:
            found = [switched(pool.operands, NAMES.get(version.name, "")) for pool in pools]
            said = [one for one in found if one is not None]
            if len(said) == len(pools) and version.supported in (True, False):
                wanted = {one[0] for one in said}
                if wanted == {not version.supported}:
                    yield finding(
                        "TLS206",
                        f"{named(served)} {'speaks' if version.supported else 'refuses'} {version.name}, and "
                        f"PROTOCOL switches it {'off' if version.supported else 'on'}",
                        (said[0][1], "as it is configured"),
                        seen(served),
                        about=(*about(served), *(pool.name for pool in pools)),
                    )
