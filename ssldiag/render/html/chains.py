"""Certificates in, trees out: each root with what it issued beneath it, and what has no issuer at hand."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from ssldiag.bundle.model import CertificateRow

DEEPEST = 8
"""Levels of a tree: chains of TLS have three or four."""


@dataclass(frozen=True, slots=True)
class Link:
    """A certificate and those that it issued. ``note`` says how it stands to its own issuer."""

    row: CertificateRow
    note: str
    issued: tuple[Link, ...]


def trees(rows: Sequence[CertificateRow]) -> tuple[Link, ...]:
    """Every certificate once, beneath its issuer where that is at hand."""
    known = {row.id: row for row in rows}
    below: dict[str, list[CertificateRow]] = defaultdict(list)
    tops = []
    for row in rows:
        if row.issuer_id in known and row.issuer_id != row.id and not _ring(row, known):
            below[row.issuer_id or ""].append(row)
        else:
            tops.append(row)
    return tuple(_grown(row, below, 1) for row in tops)


def _ring(row: CertificateRow, known: dict[str, CertificateRow]) -> bool:
    """Whether going from issuer to issuer comes back here: no chain of a sane database, but it may lie."""
    at, seen = row.issuer_id, {row.id}
    while at in known and at not in seen and len(seen) <= DEEPEST:
        seen.add(at)
        following = known[at].issuer_id
        if following == at:
            return False
        at = following
    return at in seen or len(seen) > DEEPEST


def _grown(row: CertificateRow, below: dict[str, list[CertificateRow]], level: int) -> Link:
    issued = tuple(_grown(each, below, level + 1) for each in below[row.id])
    return Link(row, _note(row), issued)


def _note(row: CertificateRow) -> str:
    if row.error:
        return "could not be read"
    if row.issuer_id == row.id:
        return "self-signed"
    if row.issuer_id is None:
        return "its issuer was not collected"
    return ""
