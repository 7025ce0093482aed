"""Ciphers that IBM calls weak are enabled.

## Why it matters

Suites with RC4, NULL, DES, 3DES, EXPORT or MD5 are on IBM's list of weak ciphers: some encrypt nothing at
all. Partners and auditors refuse them.

## How it is decided

By QSSLCSL. Where it was not collected, by the supported ciphers in the output of TLSCONFIG or SSLCONFIG;
else, where QSSLCSLCTL is ``*OPSYS``, by what IBM's page lists for the release. Neither is certain: the
message says "probably" then. Who uses them is told by the handshake counters of that output, by prints of
TRCINT and by SK entries of the audit journal.

## What to do

``CHGSYSVAL SYSVAL(QSSLCSLCTL) VALUE(*USRDFN)``, then ``WRKSYSVAL QSSLCSL``, option 2, and take them off the
list. It counts at once for new connections. Move partners that use one of them first.
"""

from __future__ import annotations

from collections.abc import Iterator

from ibmi._systems import OPEN_LIST, VALUES, few, names, on
from ibmi._uses import evidence, told, uses
from ssldiag.api import Facts, Finding, Located, Place, TlsSettings, Undecided, check, finding, ibmi_protocols

FIRST = 610


@check(
    "IBMI403",
    "weak-cipher",
    "warning",
    "QSSLCSL",
    needs=(TlsSettings,),
    releases="610+",
    fix="CHGSYSVAL SYSVAL(QSSLCSLCTL) VALUE(*USRDFN), then WRKSYSVAL QSSLCSL, option 2",
    sources=("https://www.ibm.com/support/pages/node/666411",),
    facts=("IBMI-TLS-WEAKCIPHER",),
)
def weak_cipher(facts: Facts) -> Iterator[Finding]:
    unknown: list[TlsSettings] = []
    for item in facts.all(TlsSettings):
        if item.level and item.level < FIRST:
            continue
        if item.ciphers is None:
            unknown.append(item)
            continue
        weak = [name for name in item.ciphers if is_weak(name)]
        if weak:
            source, places = told_by(item, weak)
            said = "" if item.ciphers_certain else "probably "
            used = uses(facts, item.system, weak)
            yield finding(
                "IBMI403",
                f"{source} {said}enables {len(weak)} weak cipher{'s' if len(weak) > 1 else ''}: {few(weak)}"
                f"{told(used)}",
                *places,
                *evidence(used),
                about=names(item.system, "QSSLCSL"),
            )
    if unknown:
        wanted = OPEN_LIST if unknown[0].csl_control else VALUES
        raise Undecided(f"nothing tells which ciphers are enabled{on(unknown[0].system)}", wanted)


def told_by(item: TlsSettings, weak: list[str]) -> tuple[str, list[tuple[Located[str] | Place, str]]]:
    """What enables them in words, and where it stands: the list, else the tools' and what controls it."""
    value = item.csl if item.csl and item.csl.words else item.csl_control
    name = f"{value.name if value else 'QSSLCSL'}{on(item.system)}"
    listed = item.ciphers_shown or (value.values if value else ())
    words = [word for word in listed if word.value.upper().removeprefix("*") in weak]
    place = words[0] if words else value.place if value else item.place
    if not item.ciphers_shown:
        return name, [(place, "the list")]
    control = [(value.place, "what controls it")] if value else []
    return f"by TLSCONFIG, {name}", [(place, "supported"), *control]


def is_weak(name: str) -> bool:
    """Whether IBM lists a suite as weak."""
    found = ibmi_protocols.cipher(name)
    return found is not None and found.weak
