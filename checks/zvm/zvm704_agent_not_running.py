"""The DCSS Management Agent is not running disconnected.

## Why it matters

The agent owns the segment in which all SSL servers of a stack keep their sessions. While it is down,
first connections still work and clients that come back fail: sessions cannot be resumed, and SSLADMIN
reports communication errors.

## How it is decided

By the answer to CP QUERY <agent>: it must read ``DSC``. Logged on at a terminal, the agent may be waiting
for someone to press ENTER.

## What to do

XAUTOLOG the agent from the stack's side (restarting the stack does it), then restart the SSL servers one
after the other. If it ends again, read its console: class E and NAMESAVE are the usual reasons.
"""

from __future__ import annotations

from collections.abc import Iterator

from ssldiag.api import DcssAgent, Facts, Finding, Undecided, UserState, check, finding


@check(
    "ZVM704",
    "agent-not-running",
    "error",
    "CP QUERY <agent>",
    needs=(DcssAgent, UserState),
    releases="540+",
    messages=("HCPCQU045E", "DTCSSL2421E"),
    caused_by=(
        "ZVM705",
        "ZVM408",
        "ZVM407",
        "ZVM410",
        "ZVM107",
        "ZVM108",
        "ZVM109",
        "ZVM110",
        "ZVM112",
        "ZVM101",
    ),
    fix="XAUTOLOG SSLDCSSM, then SSLADMIN RESTART (SSL ALL",
    sources=("IBM deck on multiple SSL servers, 2010",),
    facts=("RUN004",),
)
def agent_not_running(facts: Facts) -> Iterator[Finding]:
    states = {state.userid.value: state for state in facts.all(UserState)}
    agents = facts.all(DcssAgent)
    if not any(agent.userid in states for agent in agents):
        raise Undecided("no QUERY response is about the agent", f"output of CP QUERY {agents[0].userid}")
    for agent in agents:
        state = states.get(agent.userid)
        if state is None or state.state == "disconnected":
            continue
        at = f" at {state.terminal}" if state.terminal else ""
        names = [agent.userid]
        names += [agent.serves.value] if agent.serves else []
        names += [agent.stack.value] if agent.stack else []
        yield finding(
            "ZVM704",
            f"the DCSS Management Agent {agent.userid} is {state.state}{at}, it should be disconnected (DSC)",
            (state.userid, "CP's answer"),
            (agent.place, "the agent"),
            about=tuple(names),
            fix=f"XAUTOLOG {agent.userid}, then SSLADMIN RESTART (SSL ALL",
        )
