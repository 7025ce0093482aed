"""An FTP server that asks for TLS admits anonymous users.

## Why it matters

TLS protects what authenticated users exchange. A server that lets anyone in without a password is open
behind its own protection; the DISA STIG for z/VM (V-237921) forbids it.

## How it is decided

``:anonymous.YES`` in the entry of an FTP server, or in its class, when SRVRFTP CONFIG asks for TLS or a port
of that server is reserved SECURE. Without SRVRFTP CONFIG nothing is decided.

## What to do

Remove ``:anonymous.YES`` and restart the FTP server. Offer public files from another FTP server that has no
TLS label.
"""

from __future__ import annotations

from collections.abc import Iterator

from ssldiag.api import (
    ClassDefinition,
    Facts,
    Finding,
    ProtectedApplication,
    ServerDefinition,
    Tag,
    Undecided,
    check,
    finding,
)
from zvm._entries import settled


@check(
    "ZVM128",
    "anonymous-ftp",
    "warning",
    "DTCPARMS and SRVRFTP CONFIG",
    needs=(ServerDefinition,),
    fix="remove :anonymous.YES from the FTP server's entry",
    sources=("DISA STIG V-237921",),
    facts=("DTC028",),
)
def anonymous_ftp(facts: Facts) -> Iterator[Finding]:
    yield from settled(judge(facts))


def judge(facts: Facts) -> Iterator[Finding | Undecided]:
    applications = facts.all(ProtectedApplication)
    for definition in facts.all(ServerDefinition):
        tag = anonymous(facts, definition)
        if tag is None:
            continue
        configured = [item for item in applications if item.name == "FTP"]
        static = [item for item in applications if item.how == "static" and item.userid == definition.nick]
        protected = [item for item in (*configured, *static) if item.wants_tls]
        if protected:
            yield finding(
                "ZVM128",
                f"the FTP server {definition.nick} asks for TLS, yet :anonymous.YES lets anyone in",
                (tag.words[0], "anonymous users"),
                (protected[0].security or protected[0].label or protected[0].place, "TLS is asked for"),
                about=(definition.nick,),
            )
        elif not configured:
            yield Undecided(
                f"{definition.nick} admits anonymous users; whether it uses TLS is not known",
                "SRVRFTP CONFIG (TCPMAINT 198)",
            )


def anonymous(facts: Facts, definition: ServerDefinition) -> Tag | None:
    """The tag that lets anonymous users in, of the entry or else of its class."""
    name = definition.value("class")
    classes = [item for item in facts.all(ClassDefinition) if name is not None and item.nick == name.value]
    for holder in (definition, *classes):
        tag = holder.get("anonymous")
        if tag is not None:
            return tag if tag.words and tag.words[0].value.upper() == "YES" else None
    return None
