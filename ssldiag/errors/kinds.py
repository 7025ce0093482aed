"""A reading in, the rows that it means out: one table says which columns of which tables each kind looks
into."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from ssldiag.errors import names
from ssldiag.errors.load import ENTRY_TABLES, Tables
from ssldiag.errors.model import Reading, Row


class Look(NamedTuple):
    """Look for ``key(value)`` in ``column`` of ``tables``, in their order."""

    tables: tuple[str, ...]
    column: str = "code"
    key: Callable[[str], str] = str


_FUNCTIONS = ("gskit8", "ibmi_gsk", "sysssl", "sysssl_unverified")
_NEGATIVE = ("ibmi_ssl", "ibmi_ssl_unverified", "zos_deprecated")
_CMS = ("cms", "cms_unverified")
_TEXTS = ("openssl", "openssl_verify", "zvm_messages")

KINDS: dict[str, tuple[Look, ...]] = {
    "number": (Look((*_FUNCTIONS, *_CMS, "ibmi_trace", "alerts", "openssl_verify", "gskkm")),),
    "perhaps-hex": (Look(_FUNCTIONS),),
    "function": (Look(_FUNCTIONS),),
    "negative": (Look(_NEGATIVE),),
    "system-ssl": (Look(("sysssl", "sysssl_unverified")),),
    "cms": (Look(_CMS),),
    "key-management": (Look(("gskkm",)),),
    "trace-point": (Look(("ibmi_trace",)),),
    "verify": (Look(("openssl_verify",)),),
    "openssl": (Look(("openssl",), "hex"),),
    "alert": (Look(("alerts",)),),
    "alert-name": (Look(("alerts",), "constant"),),
    "message": (
        Look(
            ("ibmi_gsk", "ibmi_messages", "zvm_messages", "products", "replies", "pool_messages"),
            "message_id",
            names.message,
        ),
    ),
    "constant": (Look(ENTRY_TABLES, "constant", names.constant),),
    "name": (
        Look(ENTRY_TABLES, "constant", names.constant),
        Look(ENTRY_TABLES, "constant", names.bare),
        Look(_TEXTS, "text", names.words),
    ),
    "text": (Look(_TEXTS, "text", names.words),),
    "verify-text": (Look(("openssl_verify",), "text", names.words),),
}
"""Kind of reading -> where to look, the first look that finds something counts."""


def rows(tables: Tables, reading: Reading) -> list[Row]:
    """The rows that a reading means, the likeliest first; those of platforms it excludes left out."""
    found = list(_found(tables, reading))
    if not found and reading.kind in _ELSE:
        found = list(_ELSE[reading.kind](tables, reading.value))
    if not reading.platforms:
        return found
    order = {word: place for place, word in enumerate(reading.platforms)}
    kept = [row for row in found if any(word in order for word in row.platforms)]
    return sorted(kept, key=lambda row: min(order.get(word, len(order)) for word in row.platforms))


def _found(tables: Tables, reading: Reading) -> Iterator[Row]:
    for look in KINDS.get(reading.kind, ()):
        wanted = look.key(reading.value)
        hits = [row for table in look.tables for row in tables.find(table, look.column, wanted, look.key)]
        if reading.kind == "message":
            hits = fitting([*hits, *paired(tables, wanted)], reading.said)
        if hits:
            yield from dict.fromkeys(hits)
            return


def fitting(hits: list[Row], said: str) -> list[Row]:
    """Of the messages that share an id, those whose text the words after it begin with; else those without
    a text; else all.
    """
    if len(hits) < 2 or not said:
        return hits
    words = f"{names.words(said)} "
    same = [row for row in hits if row.text and words.startswith(f"{names.words(row.text)} ")]
    return same or [row for row in hits if not row.text] or hits


def paired(tables: Tables, ident: str) -> Iterator[Row]:
    """IBM i codes whose message id is derived or recalled: shown as unverified, with the id."""
    for pair in tables.records("ibmi_message_pairs"):
        if pair["message_id"] == ident:
            table = "ibmi_ssl" if pair["code"].startswith("-") else "ibmi_gsk"
            for row in tables.find(table, "code", pair["code"]):
                yield row._replace(message_id=ident, confidence="unverified")


def _other_module(tables: Tables, ident: str) -> Iterator[Row]:
    """CP messages of the same number and another module."""
    if ident.upper().startswith("HCP"):
        for row in tables.find("zvm_messages", "message_id", names.module_free(ident), names.module_free):
            yield row._replace(message_id=ident.upper(), confidence="unverified")


def _pc_client(tables: Tables, code: str) -> Iterator[Row]:
    """A code of the PC client less 25000: older ones left the SSL_ number without its sign, newer ones
    GSKit's."""
    for row in (*tables.find("ibmi_ssl", "code", f"-{code}"), *tables.find("ibmi_gsk", "code", code)):
        yield row._replace(confidence="unverified")


def _longer_name(tables: Tables, name: str) -> Iterator[Row]:
    """Newer texts of OpenSSL name no version in alerts: ``ssl/tls alert bad certificate``."""
    text = names.words(name)
    for old, new in (("ssl tls alert ", "sslv3 alert "), ("ssl tls alert ", "tlsv1 alert ")):
        if text.startswith(old):
            yield from tables.find("openssl", "text", text.replace(old, new), names.words)


def _exception(tables: Tables, said: str) -> Iterator[Row]:
    """The row of an exception: the longest text that stands in what was said, of its class if possible."""
    kind = re.split(r"[:\s]", said, maxsplit=1)[0]
    words = names.words(said)
    best: tuple[tuple[int, int, int], Row] | None = None
    for row in (*tables.rows("java"), *tables.rows("python")):
        text = names.words(row.text)
        same = row.constant == kind
        if (same or text) and text in words and (same or len(text) >= _TELLING):
            rank = (bool(text), same, len(text))
            best = max(best or (rank, row), (rank, row), key=lambda pair: pair[0])
    if best:
        yield best[1]


_TELLING = 12
"""Letters of a text that tell an exception without its class: "NotAfter" alone may be anything."""


_ELSE: dict[str, Callable[[Tables, str], Iterator[Row]]] = {
    "message": _other_module,
    "pc-client": _pc_client,
    "name": _longer_name,
    "text": _longer_name,
    "exception": _exception,
}
"""Kind -> what to try when the table above finds nothing."""
