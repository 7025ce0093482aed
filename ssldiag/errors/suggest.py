"""A spelling that nothing is known of in, known ones that look like it out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import get_close_matches

from ssldiag.errors.load import Tables

MOST = 3
"""Suggestions given: more would be a list to read, not a hint."""

LONGEST = 80
"""Longer queries are sentences; to compare one with all names would take seconds, and hit nothing."""

ALIKE = 0.72
"""Share of characters that must agree (difflib): one slip in a name of four letters."""

POOL = "pool_messages"
"""The table of the reference pool's ids."""


def suggestions(query: str, tables: Tables) -> Iterator[str]:
    """Up to three known spellings close to ``query``, the closest first; never ``query`` itself.

    Ids of the reference pool, which no z/VM system writes, are for a query that has a T before a digit, too.
    """
    if len(query) > LONGEST:
        return
    wanted = query.strip().upper()
    number, ours = re.fullmatch(r"-?\d+", wanted), re.search(r"T\d", wanted)
    known = dict.fromkeys(_digits(tables) if number else _names(tables, "" if ours else POOL))
    shapes = {name.upper(): name for name in known if name.upper() != wanted}
    for name in get_close_matches(wanted, shapes, MOST, ALIKE):
        yield shapes[name]


def _names(tables: Tables, without: str) -> Iterator[str]:
    for table, row in tables.every():
        if table == without:
            continue
        yield from (word for word in (row.constant, row.message_id) if word)
        if row.text and len(row.text) <= LONGEST:
            yield row.text


def _digits(tables: Tables) -> Iterator[str]:
    for table in ("ibmi_ssl", "gskit8", "ibmi_gsk", "sysssl"):
        yield from (row.code for row in tables.rows(table))
