"""What the collector saw of a host beside its products: trust stores, listening ports, and its own search."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ssldiag.facts.core import Facts
from ssldiag.facts.linux_documents import documents
from ssldiag.model import Place
from ssldiag.readers.linux.local import LocalListener, LocalNote, LocalTrustStore


@dataclass(frozen=True, slots=True)
class LinuxHost:
    """The host: its trust stores and listening ports, each list empty where nothing of it was collected.
    ``notes`` tell how the search went.
    """

    place: Place
    name: str
    stores: tuple[LocalTrustStore, ...]
    listeners: tuple[LocalListener, ...]
    notes: tuple[str, ...] = ()


def build(facts: Facts) -> Iterator[LinuxHost]:
    """A host for each document of the collector."""
    for document in documents(facts, "linux_local"):
        stores = tuple(row for row in document.rows if isinstance(row, LocalTrustStore))
        listeners = tuple(row for row in document.rows if isinstance(row, LocalListener))
        notes = tuple(row.text for row in document.rows if isinstance(row, LocalNote))
        yield LinuxHost(document.place, document.name, stores, listeners, notes)
