"""A key database was transferred as text.

## Why it matters

A key database is binary. FTP in text mode, or a copy through a terminal, translates its bytes or changes its
line ends; nothing can read the copy any more, and sent back to the host it would replace a good one.

## How it is decided

A file named ``.kdb`` or ``.rdb`` that begins with the first bytes of a key database as they come out of a
translation between EBCDIC and ASCII, or in which every line feed has a carriage return before it. Bytes by
chance do not look so: at least four line feeds are asked for, one in 256 of which would have one.

## What to do

Fetch it again in binary (``OPENVM GETBFS <file> ... (BFSLINE NONE``, FTP in binary), and send no copy like
this one to the host.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ssldiag.api import Facts, FilePlace, Finding, check, finding

NAMES = (".kdb", ".rdb")
TRANSLATED = (b"\x04\xe7", b"\x04\xc3\xa7", b"\x04\x87", b"\xf7\xc8")
"""The bytes 37 48 after EBCDIC 037 or 1047 to Latin 1, UTF-8 or code page 437, and after ASCII to EBCDIC."""

FEWEST = 4
"""Line feeds that make the share of carriage returns before them tell something: 256 ** 4 to 1."""


@check(
    "CERT122",
    "database-transferred-as-text",
    "warning",
    "key database",
    fix="fetch the database again in binary",
    sources=("first bytes of key databases as GSKit 8.0.60.5 writes them",),
)
def transferred_as_text(facts: Facts) -> Iterator[Finding]:
    for source in facts.snapshot.sources:
        if not source.name.lower().endswith(NAMES):
            continue
        try:
            said = changed(source.read())
        except OSError:  # told elsewhere, as a file that cannot be read
            continue
        if said:
            yield finding(
                "CERT122",
                f"{source.name} was transferred as text ({said}) and cannot be read: fetch it in binary",
                FilePlace(source.path),
                about=(source.name,),
            )


def changed(data: bytes) -> str:
    """What a transfer did to the bytes; empty if nothing shows."""
    if data.startswith(TRANSLATED):
        return "its bytes were translated between EBCDIC and ASCII"
    if data.count(b"\n") >= FEWEST and re.search(rb"(?<!\r)\n", data) is None:
        return "its line ends were changed"
    return ""
