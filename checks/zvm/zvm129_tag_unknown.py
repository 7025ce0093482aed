"""A tag of DTCPARMS is not one that is known.

## Why it matters

A misspelled tag is a tag that the entry does not have: ``:stck.TCPIP`` leaves the server without its stack.
And a tag without its colon or dot is none at all: it becomes a part of the value before it.

## How it is decided

Entries outside of IBM DTCPARMS. A tag that is not in the list of known ones is reported if it differs little
from a known tag that the entry lacks; other unknown tags may be your own and are let pass. So is a word like
``:parms`` without the dot reported, and one like ``stack.TCPIP`` without the colon where the entry has no
such tag.

## What to do

Write the tag as ``:name.value``, without blanks between its colon, name and dot:

    :stack.TCPIP
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import get_close_matches

from ssldiag.api import DtcparmsFile, Facts, Finding, Located, Tag, check, finding
from zvm._entries import file_name

# fmt: off
TAGS = (
    "nick", "type", "class", "stack", "for", "dcss_parms", "admin_id_list", "parms", "mixedcaseparms",
    "mount", "vmlink", "timestamp", "timezone", "attach", "authlog", "vctc", "vnic", "esm_enable",
    "esm_racroute", "esm_validate", "anonymous", "name", "command", "runtime", "memory", "diskwarn",
    "owner", "exit", "config", "link",
)
# fmt: on
"""Tags of server and class entries (TCP/IP Planning and Customization, DTCPARMS file)."""

ALIKE = 0.75
"""Share of letters in common that makes a tag a misspelling: ``stck`` of ``stack``, ``four`` of ``for``."""

NO_DOT = re.compile(r":([A-Za-z_]{2,20})")
NO_COLON = re.compile(r"([A-Za-z_]{2,20})\..*", re.DOTALL)
PROSE = ("name", "owner")
"""Tags whose values are free text, in which a word may end with a dot."""


@check(
    "ZVM129",
    "tag-unknown",
    "warning",
    "DTCPARMS",
    needs=(DtcparmsFile,),
    certainty="inferred",
    fix="correct the spelling of the tag",
    sources=("z/VM TCP/IP Planning and Customization, DTCPARMS file",),
)
def tag_unknown(facts: Facts) -> Iterator[Finding]:
    for file in facts.all(DtcparmsFile):
        if file.filename == "IBM":
            continue
        for entry in file.entries:
            present = {tag.key for tag in entry.tags}
            lacking = [key for key in TAGS if key not in present]
            for tag in entry.tags:
                for found, said, meant in judge(tag, lacking):
                    yield finding(
                        "ZVM129",
                        f"{said} ({entry.nick.value} in {file_name(file)}): did you mean :{meant}.?",
                        found,
                        about=(entry.nick.value, *([meant_value(tag)] if meant == "stack" else [])),
                        fix=f"write :{meant}.",
                    )


def judge(tag: Tag, lacking: Sequence[str]) -> Iterator[tuple[Located[str], str, str]]:
    """What is wrong with a tag or the words behind it: where, what, and the tag that was meant."""
    if tag.key not in TAGS:
        for meant in get_close_matches(tag.key, lacking, n=1, cutoff=ALIKE):
            yield tag.name, f"the tag :{tag.name.value}. is not known", meant
    for word in tag.words:
        bare = NO_DOT.fullmatch(word.value)
        if bare and bare[1].lower() in TAGS:
            yield word, f"{word.value} has no dot and is no tag", bare[1].lower()
        bare = NO_COLON.fullmatch(word.value)
        if bare and bare[1].lower() in lacking and tag.key not in PROSE:
            yield word, f"{word.value} has no colon and is no tag", bare[1].lower()


def meant_value(tag: Tag) -> str:
    """The value of a stack tag as user ids are written."""
    return tag.value.value.upper()
