"""An AUTOLOG or INTERNALCLIENTPARMS block has no END word.

## Why it matters

The words of a block go on up to its END word. Without it the parser takes what follows as part of the list,
and the statements below, SSL ones among them, are lost or reported as errors.

## How it is decided

A block with no ENDAUTOLOG or ENDINTERNALCLIENTPARMS before the next statement or the end of the file. What
the parser does then is known from the z/OS relative of the stack and concluded for z/VM.

## What to do

Add the END word on a line of its own behind the block, and restart the stack.
"""

from __future__ import annotations

from collections.abc import Iterator

from ssldiag.api import Facts, Finding, Place, StackProfile, check, finding

SOURCE = (
    "https://www.ibm.com/support/knowledgecenter/SSLTBW_2.3.0/"
    "com.ibm.zos.v2r3.halz001/stmntsynforconfigstatements.dita (z/OS)"
)


@check(
    "ZVM315",
    "block-not-closed",
    "warning",
    "PROFILE TCPIP",
    needs=(StackProfile,),
    certainty="inferred",
    fix="add ENDAUTOLOG or ENDINTERNALCLIENTPARMS behind the block",
    sources=(SOURCE,),
    facts=("PRF015",),
)
def block_not_closed(facts: Facts) -> Iterator[Finding]:
    for found in facts.all(StackProfile):
        for list_of_users in found.profile.autologs:
            if not list_of_users.closed:
                yield unclosed(found, list_of_users.place, "AUTOLOG")
        for block in found.profile.internal_clients:
            if not block.closed:
                yield unclosed(found, block.place, "INTERNALCLIENTPARMS")


def unclosed(found: StackProfile, place: Place, name: str) -> Finding:
    """The finding about one block."""
    return finding(
        "ZVM315",
        f"{name} is not closed by END{name}: statements behind it may be taken for part of it",
        place,
        about=found.names,
        fix=f"add END{name} behind the last line of the block",
    )
