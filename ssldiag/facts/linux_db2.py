"""Db2 instances: what ``db2 get dbm cfg`` and ``db2set`` say of each.

Sources: Db2 11.5, configuration parameters ssl_svr_keydb, ssl_svr_stash, ssl_svr_label, ssl_svcename,
ssl_versions, ssl_cipherspecs; registry variable DB2COMM.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ssldiag.facts.core import Facts
from ssldiag.facts.linux_documents import documents
from ssldiag.model import Located, Place
from ssldiag.readers.linux.db2_cfg import Db2Parameter
from ssldiag.readers.linux.document import LinuxDocument

_HOME = re.compile(r"(?:^|/)home/([^/]+)(?:/|$)")


@dataclass(frozen=True, slots=True)
class Db2Instance:
    """An instance. ``shown``: its configuration was collected, so that an empty parameter is empty.

    ``protocols`` is DB2COMM, None where it is not known.
    """

    name: str
    place: Place
    parameters: tuple[tuple[str, Located[str]], ...]
    protocols: Located[str] | None
    shown: bool

    def get(self, name: str) -> Located[str] | None:
        """A parameter that has a value."""
        value = self.at(name)
        return value if value is not None and value.value not in ("", "NULL") else None

    def at(self, name: str) -> Located[str] | None:
        """A parameter, with a value or without."""
        return next((value for key, value in self.parameters if key == name), None)

    @property
    def speaks(self) -> frozenset[str] | None:
        """The protocols of DB2COMM in upper case; None where it is not known."""
        if self.protocols is None:
            return None
        return frozenset(word.strip().upper() for word in self.protocols.value.split(",") if word.strip())


def build(facts: Facts) -> Iterator[Db2Instance]:
    """Every instance: files that name the same one belong together; one without a name goes to the only
    other.
    """
    groups: dict[str, list[LinuxDocument[Db2Parameter]]] = {}
    for document in documents(facts, "linux_db2_cfg"):
        groups.setdefault(name_of(document), []).append(document)
    nameless = groups.pop("", [])
    if nameless:
        only = next(iter(groups)) if len(groups) == 1 else ""
        groups.setdefault(only, []).extend(nameless)
    for name, held in groups.items():
        yield instance(name, held)


def name_of(document: LinuxDocument[Db2Parameter]) -> str:
    """The instance owner: from the default database path, else from the file's own path."""
    path = next((row.value.value for row in document.rows if row.name == "DFTDBPATH"), "")
    found = _HOME.search(path) or _HOME.search(f"/{document.file}")
    return found[1] if found else ""


def instance(name: str, held: list[LinuxDocument[Db2Parameter]]) -> Db2Instance:
    """The instance of its files."""
    rows = [row for document in held for row in document.rows]
    values = {row.name: row.value for row in rows if not row.registry}
    protocols = next((row.value for row in rows if row.registry and row.name == "DB2COMM"), None)
    return Db2Instance(name, held[0].place, tuple(values.items()), protocols, "SSL_SVR_KEYDB" in values)
