"""A server runs with other operands than :parms. says.

## Why it matters

``:parms.`` is read when a server starts. An edit since then, or an edit in a file that is not the one in
use, has no effect, and what you read in DTCPARMS is not what clients meet.

## How it is decided

The operands of ``:parms.`` are compared with those in DTCRUN1011I of the last start of each SSL server, and
the key database and protocols also with SSLADMIN QUERY STATUS DETAILS. Order, abbreviations and letter case
(except in KEYFILE) do not matter.

## What to do

Bring the edit into effect, one server after the other or the whole pool at once, or take it back:

    SSLADMIN RESTART (SSL SSL00001

Mend first what other findings say of ``:parms.``: a server does not start with operands that it cannot take,
and the one that runs would be gone. If an edit stays without effect look in DTCRUN1046I for the DTCPARMS file
that the server reads.
"""

from __future__ import annotations

from collections.abc import Iterator

from ssldiag.api import (
    ConsoleRun,
    Facts,
    Finding,
    Located,
    Message,
    ServerInUse,
    SslServerPool,
    StatusResponse,
    Undecided,
    VmsslOperands,
    check,
    ciphers,
    finding,
    parse_vmssl,
    servers_in_use,
)
from zvm._console import latest
from zvm._entries import settled
from zvm._operands import about, wrong_values

MEND_FIRST = "mend what else is said of :parms. first, then SSLADMIN RESTART"
"""The advice where a restart would stop a server that runs."""

OBSOLETE = ("CACHESIZE", "MAXSESSIONS", "MAXUSERS")
"""Operands that server pools do away with."""


@check(
    "ZVM228",
    "parms-not-in-effect",
    "info",
    "DTCPARMS and console log",
    needs=(ServerInUse,),
    releases="540+",
    messages=("DTCRUN1011I",),
    caused_by=("ZVM105", "ZVM124", "ZVM129"),
    fix="restart the servers with SSLADMIN RESTART",
    sources=("IBM deck on multiple SSL servers, 2010",),
    facts=("PRM028",),
)
def parms_not_in_effect(facts: Facts) -> Iterator[Finding]:
    yield from settled(item for pool in servers_in_use(facts) for item in judge(facts, pool))


def judge(facts: Facts, pool: SslServerPool) -> Iterator[Finding | Undecided]:
    """One server or pool against its consoles and its status."""
    machines = [(run, message) for run in latest(facts) if (message := start_of(pool, run))]
    shown = list(settings(facts, pool))
    if not machines and not shown:
        yield Undecided(
            f"no start of {pool.name} and no QUERY STATUS DETAILS was collected",
            "console logs of the SSL servers, or SSLADMIN QUERY STATUS DETAILS",
        )
        return
    wanted = reduced(pool.operands)
    parms = pool.parms.name if pool.parms else pool.place
    for run, message in machines:
        began = reduced(operands_of(message))
        differ = [key for key in dict.fromkeys((*wanted, *began)) if other(wanted.get(key), began.get(key))]
        if differ:
            yield finding(
                "ZVM228",
                f"{run.machine} started with other operands than :parms. of {pool.name} says: "
                + "; ".join(f"{key} {said(began, key)}, not {said(wanted, key)}" for key in differ[:3]),
                (parms, "what DTCPARMS says"),
                (message.place, "what the server was given"),
                about=about(pool, *([run.machine] if run.machine else [])),
                fix=MEND_FIRST if faulty(facts, pool) else "",
            )
    for userid, name, value in shown:
        if conflicts(pool, name, value.value):
            yield finding(
                "ZVM228",
                f"{userid} reports {name} {value.value}, which is not what :parms. of {pool.name} says",
                (parms, "what DTCPARMS says"),
                (value, "what the server reports"),
                about=about(pool, userid),
                fix=MEND_FIRST if faulty(facts, pool) else "",
            )


def faulty(facts: Facts, pool: SslServerPool) -> bool:
    """Whether a server may not start with what :parms. says now: words, values or tags that are none."""
    operands = pool.operands
    named = (*operands.exempt, *operands.enable)
    return bool(
        operands.unknown
        or operands.unreadable
        or next(wrong_values(operands), None)
        or any(operands.get(key) for key in OBSOLETE)
        or any(not cipher_word(word.value) for word in named)
        or (pool.parms is None and lost_tag(pool))
    )


def cipher_word(word: str) -> bool:
    """Whether EXEMPT takes a word: a suite or a strength set."""
    return ciphers.by_name(word) is not None or bool(ciphers.strength_set(word)) or word.upper() == "NONE"


def lost_tag(pool: SslServerPool) -> bool:
    """Whether an entry without :parms. has words like it, such as ``:parms KEYFILE``."""
    tags = pool.definition.entry.tags if pool.definition else ()
    return any("parms" in word.value.lower() for tag in tags for word in (tag.name, *tag.words))


def start_of(pool: SslServerPool, run: ConsoleRun) -> Message | None:
    """The message that tells the operands of a start of one of the machines."""
    if run.machine is None or not pool.member(run.machine):
        return None
    found = [m for m in run.messages("DTCRUN1011I") if m.field("what") in ("parameters", "no parameters")]
    return found[-1] if found else None


def operands_of(message: Message) -> VmsslOperands:
    """The operands in a message."""
    return parse_vmssl([Located(word, message.place) for word in message.field("parameters").split()])


Value = tuple[str, str]
"""The value of an operand as it is compared, and as it was written."""


def reduced(operands: VmsslOperands) -> dict[str, Value]:
    """Operands by their full names."""
    found: dict[str, Value] = {}
    for item in operands.operands:
        words = " ".join(word.value for word in item.words)
        found[item.key] = (words if item.key == "KEYFILE" else words.upper(), words)
    if operands.cache_life is not None:
        found["CACHELIFE"] = (f"{operands.cache_life.value} S", found["CACHELIFE"][1])
    if operands.protocols:
        signed = " ".join(f"{item.value[0] or '+'}{item.value[1]}" for item in operands.protocols)
        found["PROTOCOL"] = (signed, found["PROTOCOL"][1])
    return found


def other(one: Value | None, another: Value | None) -> bool:
    """Whether two values differ, or one is missing."""
    return (one and one[0]) != (another and another[0])


def said(operands: dict[str, Value], key: str) -> str:
    """The value of an operand for a sentence."""
    return operands[key][1] or "given" if key in operands else "absent"


def settings(facts: Facts, pool: SslServerPool) -> Iterator[tuple[str, str, Located[str]]]:
    """Key database and protocols as the last details of each machine show them."""
    last = {
        shown.userid.value: shown
        for status in facts.all(StatusResponse)
        for shown in status.settings
        if pool.member(shown.userid.value)
    }
    for userid, shown in last.items():
        for name, value in shown.settings:
            if name in ("keyfile", "protocols"):
                yield userid, name, value


def conflicts(pool: SslServerPool, name: str, value: str) -> bool:
    """Whether what a server reports cannot come from its operands."""
    if name == "keyfile":
        return pool.keyfile.startswith("/") and value != pool.keyfile
    wanted = {item.value[1]: item.value[0] != "-" for item in pool.operands.protocols}
    speaks = set(value.upper().replace(",", " ").split())
    return any((version in speaks) != on for version, on in wanted.items())
