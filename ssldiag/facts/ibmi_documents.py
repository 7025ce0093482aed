"""The IBM i files of a snapshot, each read once."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ssldiag.facts.core import Facts
from ssldiag.readers import lost_ends
from ssldiag.readers.ibmi.document import Document
from ssldiag.readers.ibmi.form import Section
from ssldiag.readers.ibmi.readers import READERS


def build(facts: Facts) -> Iterator[Document[Any]]:
    """Every file of an IBM i kind; one that cannot be read is taken down as such."""
    for source in facts.snapshot.of_kind(*READERS):
        try:
            reason = lost_ends.fault(source)
            if reason:
                raise OSError(reason)
            yield READERS[source.kind](source)
        except OSError as error:
            facts.not_read(source, error)


def documents(facts: Facts, *kinds: str) -> Iterator[Document[Any]]:
    """The files of these kinds, in path order."""
    return (item for item in facts.all(Document) if item.kind in kinds)


def sections(facts: Facts, *words: str) -> Iterator[tuple[Document[Section], Section]]:
    """The sections of all settings forms with these words, each with its file."""
    for document in documents(facts, "ibmi_form"):
        for section in document.rows:
            if section.word in words:
                yield document, section
