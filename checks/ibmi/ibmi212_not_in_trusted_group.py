"""An endpoint is not in the Trusted Group.

## Why it matters

Compare and Update and the package go to the members of the group. An endpoint that is left out keeps its old
setting; once the central system uses SSL, it most likely cannot be reached.

## How it is decided

By the group and the endpoints of a settings form.

## What to do

Add it (Management Central, System Groups, Trusted Group, Properties), then repeat Compare and Update, the
send and the restarts.
"""

from __future__ import annotations

from collections.abc import Iterator

from ibmi._mc import central, endpoints, everywhere, yes
from ssldiag.api import Facts, Finding, McServer, TrustedGroup, check, finding


@check(
    "IBMI212",
    "not-in-trusted-group",
    "warning",
    "Management Central",
    needs=(
        TrustedGroup,
        McServer,
    ),
    certainty="inferred",
    fix="add the endpoint to Trusted Group, then repeat Compare and Update and the send",
    sources=("i5/OS V5R4, Secure Sockets Layer",),
    facts=("IBMI-MC-TG-MEMBER",),
)
def not_in_trusted_group(facts: Facts) -> Iterator[Finding]:
    middle = central(facts)
    wanted = everywhere(facts) or (middle and yes(middle.ssl_stored))
    group = next((item for item in facts.all(TrustedGroup) if item.name.lower() == "trusted group"), None)
    if not wanted or group is None:
        return
    for endpoint in endpoints(facts):
        if not group.holds(endpoint.system):
            yield finding(
                "IBMI212",
                f"{endpoint.system} is not in {group.name}: Compare and Update does not reach it",
                (group.members[0] if group.members else group.place, "the members"),
                (endpoint.place, "the endpoint"),
                about=(endpoint.system,),
            )
