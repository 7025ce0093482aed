"""A word of PROFILE TCPIP is none, but nearly one that TLS needs.

## Why it matters

The stack passes over a statement or operand that it does not know, and goes on without it: no SSL servers, no
limits, a port or Telnet without TLS.

## How it is decided

Statements that are not known, operands of SSLSERVERID, SSLLIMITS, INTERNALCLIENTPARMS and PORT, and the value
of SECURECONNECTION: each if it differs in few letters from a word that matters to TLS. Other unknown words
are let pass. SSLLIMITS itself has a rule of its own.

## What to do

Correct the spelling, then bring the statement in with ``NETSTAT OBEY`` or restart the stack. Its console log
names the statements that it did not take.
"""

from __future__ import annotations

from collections.abc import Iterator

from ssldiag.api import Facts, Finding, Located, ProfileTcpip, StackProfile, check, finding
from zvm._words import meant

STATEMENTS = ("SSLSERVERID", "INTERNALCLIENTPARMS", "ENDINTERNALCLIENTPARMS", "AUTOLOG", "ENDAUTOLOG")
OPERANDS = {
    "SSLSERVERID": ("TIMEOUT",),
    "SSLLIMITS": ("MAXSESSIONS", "MAXPERSSLSERVER"),
}
TELNET = ("SECURECONNECTION", "TLSLABEL", "CLIENTCERTCHECK")
LEVELS = ("NEVER", "ALLOWED", "PREFERRED", "REQUIRED")
"""Values of SECURECONNECTION (the list is not confirmed)."""

PORTS = ("SECURE", "CLIENTCERTCHECK", "NOAUTOLOG")


@check(
    "ZVM331",
    "profile-word-misspelled",
    "warning",
    "PROFILE TCPIP",
    needs=(StackProfile,),
    certainty="inferred",
    fix="correct the spelling in PROFILE TCPIP",
    sources=("z/VM TCP/IP Planning and Customization, configuring the TCP/IP server",),
)
def profile_word_misspelled(facts: Facts) -> Iterator[Finding]:
    for found in facts.all(StackProfile):
        for word, where, right in misspelled(found.profile):
            yield finding(
                "ZVM331",
                f"{word.value} {where}: {right} is meant, and is not in effect",
                word,
                about=("Telnet", "INTCLIEN", *found.names),
                fix=f"write {right}",
            )


def misspelled(profile: ProfileTcpip) -> Iterator[tuple[Located[str], str, str]]:
    """Each such word, what it is not, and the word that was meant."""
    for word, where, words in words_of(profile):
        right = meant(word.value, words)
        if right:
            yield word, where, right


def words_of(profile: ProfileTcpip) -> Iterator[tuple[Located[str], str, tuple[str, ...]]]:
    """The words to look at, each with the words that it may be."""
    for statement in profile.unknown:
        yield statement.name, "is no statement", STATEMENTS
    for statement in profile.statements:
        for word in statement.words:
            if statement.name.value in OPERANDS:
                yield word, f"is no operand of {statement.name.value}", OPERANDS[statement.name.value]
    for block in profile.internal_clients:
        for word in block.options:
            yield word, "is no option of INTERNALCLIENTPARMS", TELNET
        if block.secure_connection is not None:
            yield block.secure_connection, "is no value of SECURECONNECTION", LEVELS
    for port in profile.ports:
        for word in port.options:
            if port.label is None or word.value != port.label.value.upper():
                yield word, f"is no operand of PORT {port.number.value}", PORTS
