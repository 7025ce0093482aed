"""A row in, the entry that is shown out: with its source in words, what else to know, and what the other
side logs."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ssldiag.errors import cross
from ssldiag.errors.load import Tables
from ssldiag.errors.model import ErrorEntry, Row

OURS = (
    "The id is a choice of ssldiag: only its reference pool writes it, and no z/VM system does. Where IBM's"
    " ids have a digit it has a T."
)
_FUNCTION_APIS = ("GSKit", "GSKit API", "System SSL function")


def entry(tables: Tables, row: Row, platform: str = "", full: bool = False) -> ErrorEntry:
    """The entry of ``row`` as ``platform`` has it; ``full`` adds what takes other tables: the other side
    and notes."""
    platform = platform or row.platforms[0]
    far = cross.crossing(tables, row) if full else cross.NOTHING
    return ErrorEntry(
        platform=platform,
        api=row.api,
        code=int(row.code) if row.code and not row.message_id.startswith(("AMQ", "SSL0")) else None,
        hex=row.hex,
        constant=row.constant,
        message_id=row.message_id,
        text=row.text,
        meaning=row.meaning,
        cause=row.cause,
        recovery=row.recovery,
        source=tables.source(row.source),
        confidence=row.confidence,
        other_side=far.other_side,
        same_as=far.same_as,
        look_for=far.look_for,
        notes=tuple(notes(tables, row)) if full else (),
        docs=f"{page(row)}#{anchor(row)}",
    )


def page(row: Row) -> str:
    """The generated page that a row stands on: that of its usual platform, or of the verdict's causes."""
    return "docs/causes.md" if row.api == "verdict cause" else f"docs/errors/{row.platforms[0]}.md"


def anchor(row: Row) -> str:
    """The anchor of a row in the generated page of its platform."""
    name = row.code or row.message_id or row.constant
    if row.message_id and not row.constant:
        name = row.message_id
    tail = "" if row.code or not row.text else f" {row.text}"
    return re.sub(r"[^a-z0-9-]+", "-", f"{row.api} {name}{tail}".lower()).strip("-")


def notes(tables: Tables, row: Row) -> Iterator[str]:
    """What to know about a row beyond its own words."""
    if row.platforms == ["zvm", "zos"]:
        yield "z/VM and z/OS share this table: the System SSL of z/VM is a port of the one of z/OS."
    if row.api in _FUNCTION_APIS:
        for conflict in tables.records("conflicts"):
            if conflict["code"] == row.code:
                note = conflict["note"]
                yield f"The number means different things: {note[0].lower()}{note[1:]}"
    if row.api == "reference pool message":
        yield OURS
    if row.api == "GSKit validation":
        yield from _numbered_differently(tables, row)
    if row.api == "key management":
        yield (
            "These numbers overlap the return codes: the reading holds for key management tools and calls"
            " only, such as gsk8capicmd."
        )
    if row.platform == "ibmi" and row.code and not row.message_id:
        yield from _probable_message(tables, row)


def _numbered_differently(tables: Tables, row: Row) -> Iterator[str]:
    other, name = ("ibmi_gsk", "IBM i") if row.platform == "gskit8" else ("gskit8", "GSKit 8")
    match = tables.find(other, "code", row.code)
    if not match:
        yield f"{name} does not have this number; from 575041 on the two number differently."
    elif match[0].constant != row.constant:
        yield f"The two number validation codes differently: on {name} {row.code} is {match[0].constant}."


def _probable_message(tables: Tables, row: Row) -> Iterator[str]:
    for pair in tables.records("ibmi_message_pairs"):
        if pair["code"] == row.code:
            yield f"Its message is probably {pair['message_id']} ({pair['basis']}; not seen in a source)."
