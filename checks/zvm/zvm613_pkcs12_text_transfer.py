"""A PKCS#12 file cannot be read; it was probably moved as text.

## Why it matters

PKCS#12 is binary. Fetched from BFS without BFSLINE NONE, or by FTP in text mode, it comes out with line
ends and translated bytes, and cannot be imported any more.

## How it is decided

A file named .p12 or .pfx that is no PKCS#12 structure.

## What to do

``OPENVM GETBFS <file> ... (BFSLINE NONE``, and FTP in binary.
"""

from __future__ import annotations

from collections.abc import Iterator

from ssldiag.api import Facts, FilePlace, Finding, KeyDatabase, check, finding

NAMES = (".p12", ".pfx")


@check(
    "ZVM613",
    "pkcs12-text-transfer",
    "info",
    "PKCS#12 file",
    fix="OPENVM GETBFS <file> ... (BFSLINE NONE, FTP in binary",
    sources=("http://www.vm.ibm.com/related/tcpip/tcslcert.html",),
    facts=("KDB013",),
)
def pkcs12_text_transfer(facts: Facts) -> Iterator[Finding]:
    refused = {item.file for item in facts.all(KeyDatabase) if item.unreadable}
    for source in facts.snapshot.sources:
        named = source.name.lower().endswith(NAMES)
        if named and (source.kind not in ("pkcs12", "gskit_keydb") or source.path in refused):
            yield finding("ZVM613", f"{source.name} is not a readable PKCS#12 file", FilePlace(source.path))
