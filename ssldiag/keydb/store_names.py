"""Records in, records with labels out, no two the same: for files that know no labels, or no rules for
them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from ssldiag.keydb.store import Record

COMMON_NAME = re.compile(r"(?:^|,)CN=((?:[^,\\]|\\.){1,200})")


def subject_label(subject: str) -> str:
    """What a certificate is called that came without a label: its common name, else its whole name."""
    match = COMMON_NAME.search(subject)
    return match[1] if match else subject or "certificate"


def numbered(records: Iterable[Record]) -> Iterator[Record]:
    """Each certificate once, called by its subject where it has no label, and equal labels told apart by a
    number.
    """
    once: dict[bytes | None, Record] = {}
    for record in records:
        seen_before = once.get(record.certificate)
        if seen_before is None or (seen_before.key is None and record.key is not None):
            once[record.certificate] = _named(record)
    taken = {record.label for record in once.values()}
    count: dict[str, int] = {}
    for record in once.values():
        number = count.get(record.label, 0) + 1
        label = record.label
        while number > 1 and (label := f"{record.label} {number}") in taken:
            number += 1
        count[record.label] = number
        taken.add(label)
        yield replace(record, label=label)


def _named(record: Record) -> Record:
    return record if record.label else replace(record, label=subject_label(record.parsed.subject))
