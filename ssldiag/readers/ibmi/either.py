"""A source in; out, the table that it holds, or else its lines as a print: each subject can come as both."""

from __future__ import annotations

from itertools import islice

from ssldiag.model import Source, Unreadable
from ssldiag.readers.feed import within
from ssldiag.readers.ibmi import printout, table_csv, table_json
from ssldiag.readers.ibmi.printout import PRINT, Printout
from ssldiag.readers.ibmi.table import Table
from ssldiag.readers.ibmi.table_csv import HEADING_WITHIN
from ssldiag.text import decode, lines

LARGEST_JSON = 32 * 1024 * 1024
"""Bytes of a JSON file: it is read as a whole, which takes some ten times its size."""


def table_or_print(source: Source, wanted: frozenset[str]) -> Table | Printout:
    """The rows of a CSV, JSON or ``db2`` result that has one of the ``wanted`` columns, else the print."""
    return table(source, wanted) or printout.read(source)


def table(source: Source, wanted: frozenset[str]) -> Table | None:
    """The rows, or None where it is no table with such columns."""
    head = list(islice(lines(source), HEADING_WITHIN + 1))
    first = next((line.text.lstrip() for line in head if line.text.strip()), "")
    if first.startswith(("{", "[")):
        return _json(source, wanted)
    if table_csv.read(source.path, head, wanted) is None:
        return None
    return table_csv.read(source.path, list(within(PRINT, lines(source))), wanted)


def _json(source: Source, wanted: frozenset[str]) -> Table:
    data = source.read(LARGEST_JSON)
    found = table_json.read(source.path, decode(data, source.encoding or "utf-8", final=True), wanted)
    if source.size <= LARGEST_JSON:
        return found
    note = Unreadable(found.place, f"larger than {LARGEST_JSON // 2**20} MiB: the rest is not read")
    return Table(found.file, found.place, found.columns, found.rows, (*found.unreadable, note))
