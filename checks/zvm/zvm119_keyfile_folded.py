"""The KEYFILE path has lower case, but mixed-case parameters are switched off.

## Why it matters

Paths in the byte file system are case sensitive. With ``:Mixedcaseparms.NO`` the parameters are folded to
upper case before the server sees them, so it looks for a key database that does not exist.

## How it is decided

``:Mixedcaseparms.NO`` in the SSL server's entry or in its class, together with a lower-case letter in the
KEYFILE operand of ``:parms.``. The default path, where KEYFILE is omitted, is not folded.

## What to do

Set ``:Mixedcaseparms.YES`` in the entry, or remove the tag, and restart the server or pool.
"""

from __future__ import annotations

from collections.abc import Iterator

from ssldiag.api import Facts, Finding, ServerInUse, check, finding, servers_in_use, tag_in_effect


@check(
    "ZVM119",
    "keyfile-folded",
    "error",
    "DTCPARMS",
    needs=(ServerInUse,),
    releases="540+",
    fix="set :Mixedcaseparms.YES",
    sources=("https://www.ibm.com/docs/en/zvm/7.4?topic=pool-vmssl-command-syntax",),
    facts=("DTC019",),
)
def keyfile_folded(facts: Facts) -> Iterator[Finding]:
    for pool in servers_in_use(facts):
        tag = tag_in_effect(facts, pool, "mixedcaseparms")
        keyfile = pool.operands.keyfile
        if tag is None or not tag.words or tag.words[0].value.upper() != "NO" or keyfile is None:
            continue
        if keyfile.value != keyfile.value.upper():
            yield finding(
                "ZVM119",
                f"{pool.name} will look for {keyfile.value.upper()}: KEYFILE says {keyfile.value}, but "
                ":Mixedcaseparms.NO folds it to upper case",
                (tag.words[0], "parameters are folded"),
                (keyfile, "the path as meant"),
                about=(pool.name, keyfile.value),
            )
