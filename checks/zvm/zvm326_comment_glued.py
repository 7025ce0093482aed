"""A comment starts without a blank before its semicolon.

## Why it matters

A semicolon opens a comment only where a blank (or the start of the line) precedes it. Glued to a word it
may be read as part of that word: a label or user id that nobody has.

## How it is decided

A semicolon inside a word, outside of comments. The rule is that of the z/OS relative of the stack and is
concluded for z/VM.

## What to do

Put a blank before the semicolon.
"""

from __future__ import annotations

from collections.abc import Iterator

from ssldiag.api import Facts, Finding, Place, StackProfile, TextPlace, check, finding

SOURCE = (
    "https://www.ibm.com/support/knowledgecenter/SSLTBW_2.3.0/"
    "com.ibm.zos.v2r3.halz001/stmntsynforconfigstatements.dita (z/OS)"
)


@check(
    "ZVM326",
    "comment-glued",
    "warning",
    "PROFILE TCPIP",
    needs=(StackProfile,),
    certainty="inferred",
    fix="put a blank before the semicolon",
    sources=(SOURCE,),
    facts=("PRF026",),
)
def comment_glued(facts: Facts) -> Iterator[Finding]:
    for found in facts.all(StackProfile):
        for place in found.profile.glued:
            yield finding(
                "ZVM326",
                f"no blank parts {word_at(place)} from its comment, which may be read as part of the word",
                place,
                about=found.names,
            )


def word_at(place: Place) -> str:
    """The word before the semicolon, as far as the place tells."""
    if not isinstance(place, TextPlace):
        return "a word"
    before, _, _ = place.text.partition(";")
    words = before.split()
    return words[-1] if words else "a word"
