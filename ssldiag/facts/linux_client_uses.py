"""Key databases that Db2 clients and WebSphere Application Server use, besides those of :mod:`linux_uses`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from ssldiag.facts import linux_uses
from ssldiag.facts.core import Facts
from ssldiag.facts.linux_db2_client import Db2Client
from ssldiag.facts.linux_uses import DB2, WAS, KeyUse, use
from ssldiag.facts.linux_was import WasSslConfig, WasStore
from ssldiag.model import Located


def build(facts: Facts) -> Iterator[KeyUse]:
    """Every use of a key database, by any product."""
    yield from linux_uses.build(facts)
    yield from of_db2_clients(facts)
    yield from of_was(facts)


def of_db2_clients(facts: Facts) -> Iterator[KeyUse]:
    """The key databases of Db2 clients, each once for each label."""
    seen: set[tuple[str, str]] = set()
    for item in facts.all(Db2Client):
        key = (item.keystore.value if item.keystore else "", item.label.value if item.label else "")
        if item.keystore is None or key in seen:
            continue
        seen.add(key)
        yield use(
            facts,
            DB2,
            item.owner,
            item.keystore,
            item.keystore.value,
            item.label,
            stash=item.stash.value if item.stash else None,
            needs_key=item.label is not None,
        )


def of_was(facts: Facts) -> Iterator[KeyUse]:
    """The key and trust stores of SSL configurations, each once for each label.

    A store of a node that is not there may be another node's. One that only Java reads is here too, for
    whether it exists can be told.
    """
    seen: set[tuple[str, str]] = set()
    for config in facts.all(WasSslConfig):
        wanted: list[tuple[WasStore | None, Located[str] | None]] = [
            *((config.key, label) for label in config.labels or (None,)),
            (config.trust, None),
        ]
        for store, label in wanted:
            if store is None or not store.path or (store.path, label.value if label else "") in seen:
                continue
            seen.add((store.path, label.value if label else ""))
            owner = f"SSL configuration {config.alias}"
            found = use(
                facts, WAS, owner, store.location, store.path, label, stash=None, needs_key=label is not None
            )
            if found.file.found or not store.of_node:
                yield as_java_spells(found)


def as_java_spells(item: KeyUse) -> KeyUse:
    """The use with its label as the store has it: letter case does not count for Java's stores (KeyStore,
    PKCS12 and JKS).
    """
    if item.label is None or item.database is None:
        return item
    low = item.label.value.lower()
    same = next((each.label for each in item.database.certificates if each.label.lower() == low), None)
    return replace(item, label=Located(same, item.label.place)) if same is not None else item
