"""Ciphers that IBM calls weak are enabled.

## Why it matters

Suites with RC4, NULL, DES, 3DES, EXPORT or MD5 are on IBM's list of weak ciphers: some encrypt nothing at
all. Partners and auditors refuse them.

## How it is decided

By QSSLCSL. Where only QSSLCSLCTL was collected and is ``*OPSYS``, by what IBM's page lists for the release;
the message says "probably" then.

## What to do

``CHGSYSVAL SYSVAL(QSSLCSLCTL) VALUE(*USRDFN)``, then ``WRKSYSVAL QSSLCSL``, option 2, and take them off the
list. It counts at once for new connections.
"""

from __future__ import annotations

from collections.abc import Iterator

from ibmi._systems import few, names, on
from ssldiag.api import Facts, Finding, TlsSettings, check, finding, ibmi_protocols


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
    for item in facts.all(TlsSettings):
        weak = [name for name in item.ciphers or () if is_weak(name)]
        value = item.csl if item.csl and item.csl.words else item.csl_control
        if not weak or value is None:
            continue
        said = "" if item.ciphers_certain else "probably "
        words = [word for word in value.values if word.value.upper().removeprefix("*") in weak]
        yield finding(
            "IBMI403",
            f"{value.name}{on(item.system)} {said}enables {len(weak)} weak "
            f"cipher{'s' if len(weak) > 1 else ''}: {few(weak)}",
            (words[0] if words else value.place, "the list"),
            about=names(item.system, "QSSLCSL"),
        )


def is_weak(name: str) -> bool:
    """Whether IBM lists a suite as weak."""
    found = ibmi_protocols.cipher(name)
    return found is not None and found.weak
