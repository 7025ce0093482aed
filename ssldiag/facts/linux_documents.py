"""The files of GSKit products in a snapshot, each read once."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ssldiag.facts.core import Facts
from ssldiag.readers.linux.document import LinuxDocument
from ssldiag.readers.linux.readers import READERS


def build(facts: Facts) -> Iterator[LinuxDocument[Any]]:
    """Every file of a GSKit product; one that cannot be read is taken down as such."""
    for source in facts.snapshot.of_kind(*READERS):
        try:
            yield READERS[source.kind](source)
        except OSError as error:
            facts.not_read(source, error)


def documents(facts: Facts, *kinds: str) -> Iterator[LinuxDocument[Any]]:
    """The files of these kinds, in path order."""
    return (item for item in facts.all(LinuxDocument) if item.kind in kinds)
