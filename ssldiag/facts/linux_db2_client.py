"""Data sources of Db2 clients with TLS: what db2cli.ini and db2dsdriver.cfg say of each.

Sources: Db2 11.5, CLI/ODBC keywords Security, SSLClientKeystoredb, SSLClientKeystash, SSLServerCertificate,
SSLClientLabel; IBM data server driver parameter SecurityTransportMode.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ssldiag.facts.core import Facts
from ssldiag.facts.linux_documents import documents
from ssldiag.model import Located, Place
from ssldiag.readers.linux.db2_client import Db2DataSource


@dataclass(frozen=True, slots=True)
class Db2Client:
    """A data source that speaks of TLS; each field is None where nothing says it, for it or for all.

    ``security`` is the transport that is asked for. ``own``: the key database or certificate stands with it,
    not in the part that holds for all.
    """

    name: str
    place: Place
    security: Located[str] | None
    keystore: Located[str] | None
    stash: Located[str] | None
    certificate: Located[str] | None
    label: Located[str] | None
    own: bool = False

    @property
    def owner(self) -> str:
        """As a person calls it."""
        return f"the data source {self.name}" if self.name else "a client"


def build(facts: Facts) -> Iterator[Db2Client]:
    """Every data source of every file that asks for TLS, or names key material of its own; what holds for all
    counts as one where no data source is named.
    """
    for document in documents(facts, "linux_db2_client"):
        rows: tuple[Db2DataSource, ...] = document.rows
        general = [row for row in rows if not row.name]
        for row in [row for row in rows if row.name] or general:
            client = client_of(row, general)
            if client.security or client.own:
                yield client


def client_of(row: Db2DataSource, general: list[Db2DataSource]) -> Db2Client:
    """The data source, with what it leaves to the general part."""

    def said(*names: str) -> Located[str] | None:
        told = (part.get(name) for part in (row, *general) for name in names)
        return next((value for value in told if value is not None), None)

    return Db2Client(
        row.name,
        row.place,
        said("security", "securitytransportmode"),
        said("sslclientkeystoredb"),
        said("sslclientkeystash"),
        said("sslservercertificate"),
        said("sslclientlabel"),
        bool(row.get("sslclientkeystoredb") or row.get("sslservercertificate")),
    )
