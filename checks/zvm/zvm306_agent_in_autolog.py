"""The DCSS Management Agent is autologged.

## Why it matters

The stack starts the agent by itself, before its SSL servers (DTCRUN1043I). Machines in AUTOLOG are forced
and logged on again when the stack starts: the agent would lose the segment that the servers are about to
use.

## How it is decided

A user id between AUTOLOG and ENDAUTOLOG, or of an XAUTOLOG command in a collected EXEC (PROFILE EXEC of
AUTOLOG1 and the like), is an agent of DTCPARMS, or SSLDCSSM, the shipped one. That the two starts disturb
each other is concluded from what each of them does.

## What to do

Delete the line from AUTOLOG, or the command from the EXEC. ``:DCSS_Parms.`` in the stack's DTCPARMS entry
makes the stack start the agent.
"""

from __future__ import annotations

from collections.abc import Iterator

from ssldiag.api import AutologExec, DcssAgent, Facts, Finding, StackProfile, check, finding


@check(
    "ZVM306",
    "agent-in-autolog",
    "warning",
    "PROFILE TCPIP and PROFILE EXEC of AUTOLOG1",
    needs=(StackProfile,),
    releases="540+",
    certainty="inferred",
    messages=("DTCRUN1043I",),
    fix="delete the line from AUTOLOG: the stack starts the agent",
    sources=("concluded from the IBM deck on multiple SSL servers, 2010",),
    facts=("PRF006",),
)
def agent_in_autolog(facts: Facts) -> Iterator[Finding]:
    agents = {"SSLDCSSM", *(agent.userid for agent in facts.all(DcssAgent))}
    for found in facts.all(StackProfile):
        for block in found.profile.autologs:
            for user in block.users:
                if user.value.upper() in agents:
                    name = user.value.upper()
                    yield finding(
                        "ZVM306",
                        f"{name} in AUTOLOG is a DCSS Management Agent, which the stack starts by itself",
                        user,
                        about=(name, *found.names),
                    )
    for program in facts.all(AutologExec):
        for user in program.users:
            name = user.value.upper()
            if name in agents:
                yield finding(
                    "ZVM306",
                    f"{program.file} autologs {name}, a DCSS Management Agent, which the stack is to start",
                    user,
                    about=(name,),
                    fix="delete the XAUTOLOG command: the stack starts the agent",
                )
