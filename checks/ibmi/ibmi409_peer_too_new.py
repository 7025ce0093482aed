"""A partner asks for more than TLS 1.0 of a system that has no more.

## Why it matters

V5R4 and earlier know TLS 1.0, SSL 3.0 and SSL 2.0. Partners of today refuse these unless they are told to
accept them: "unsupported protocol", or alert 70, most likely.

## How it is decided

By the release and the protocols that a settings form lists for the partner: none of them is TLS 1.0 or older.

## What to do

Let the partner accept TLS 1.0 for this one system, put a TLS gateway between, or upgrade.
"""

from __future__ import annotations

from collections.abc import Iterator

from ibmi._systems import few, level_of, names, release_place
from ssldiag.api import Facts, Finding, TlsPeer, check, finding, ibmi_levels, ibmi_protocols

FIRST = 610


@check(
    "IBMI409",
    "peer-too-new",
    "warning",
    "partners",
    needs=(TlsPeer,),
    releases="<610",
    fix="let the partner accept TLS 1.0 for this system, or put a TLS gateway between them",
    sources=("i5/OS V5R4, Secure Sockets Layer",),
    facts=("IBMI-TLS-V5R4-PEER",),
)
def peer_too_new(facts: Facts) -> Iterator[Finding]:
    for peer in facts.all(TlsPeer):
        level = level_of(facts, peer.system)
        words = [word.value for word in peer.protocols]
        if not level or level >= FIRST or not words:
            continue
        if ibmi_protocols.meet_lists(words, ibmi_protocols.supported_protocols(level)) is None:
            yield finding(
                "IBMI409",
                f"{peer.name} takes only {few(words)}, but {ibmi_levels.spoken(level)} has TLS 1.0 at most",
                (peer.protocols[0], "what it takes"),
                (
                    release_place(facts, peer.system),
                    f"the release{f' of {peer.system}' if peer.system else ''}",
                ),
                about=names(peer.system, peer.name),
            )
