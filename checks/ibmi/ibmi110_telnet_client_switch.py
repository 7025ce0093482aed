"""The Telnet client is set up for TLS, but its switch is not set.

## Why it matters

At V5R4 and 6.1 outgoing Telnet uses TLS only if its PTF (APAR SE34089 or SE34479) is applied, the
environment variable QIBM_TELNET_CLIENT_SSL is Y and the application QIBM_QTV_TELNET_CLIENT knows whom to
trust. With a part missing the session runs in clear, or the handshake fails. From 7.1 on a parameter of the
command does it.

## How it is decided

Where either the variable or a certificate or trust list of QIBM_QTV_TELNET_CLIENT is there, the other has to
be there too. The PTF is not looked for: a later one may contain it.

## What to do

``ADDENVVAR ENVVAR(QIBM_TELNET_CLIENT_SSL) VALUE(Y)``, and in DCM: Manage Applications, Define CA Trust List,
QIBM_QTV_TELNET_CLIENT.
"""

from __future__ import annotations

from collections.abc import Iterator

from ibmi._systems import level_of, names, on
from ssldiag.api import Application, EnvironmentVariable, Facts, Finding, IbmiSystem, check, finding

CLIENT = "QIBM_QTV_TELNET_CLIENT"
VARIABLE = "QIBM_TELNET_CLIENT_SSL"


@check(
    "IBMI110",
    "telnet-client-switch",
    "warning",
    "Telnet client",
    needs=(EnvironmentVariable,),
    releases="540-610",
    fix=f"ADDENVVAR ENVVAR({VARIABLE}) VALUE(Y), and define the CA trust list of {CLIENT} in DCM",
    sources=("https://www.ibm.com/support/pages/ibm-i-os-telnet-client-ssl-enablement",),
    facts=("IBMI-PRQ-TN-CLIENT",),
)
def telnet_client_switch(facts: Facts) -> Iterator[Finding]:
    for system in facts.all(IbmiSystem):
        level = level_of(facts, system.name)
        if level is None or not 540 <= level <= 610:
            continue
        variables = [item for item in facts.all(EnvironmentVariable) if item.system == system.name]
        switch = next((item for item in variables if item.name.upper() == VARIABLE), None)
        clients = [item for item in facts.all(Application) if item.system == system.name]
        client = next((item for item in clients if item.id.value.upper() == CLIENT), None)
        ready = client is not None and bool(client.labels or client.trusts)
        about = names(system.name, CLIENT)
        if client and ready and variables and (switch is None or switch.value.value.upper() != "Y"):
            said = f"is {switch.value}" if switch else "is not set"
            yield finding(
                "IBMI110",
                f"{CLIENT} is set up{on(system.name)}, but the variable {VARIABLE} {said}",
                *([(switch.value, "not Y")] if switch else [(variables[0].place, "the variables")]),
                (client.id, "the client's definition"),
                about=about,
            )
        elif switch and switch.value.value.upper() == "Y" and client and not ready:
            yield finding(
                "IBMI110",
                f"{VARIABLE} is Y{on(system.name)}, but {CLIENT} has no trust list and no certificate",
                (client.id, "the client's definition"),
                (switch.value, "the switch"),
                about=about,
            )
