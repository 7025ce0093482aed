"""Servers and clients of Spectrum Protect: the options of dsmserv.opt, dsm.sys and dsm.opt.

Sources: IBM Storage Protect 8.1 and 8.2, server options SSLTCPPORT, SSLTCPADMINPORT, TCPPORT,
ADMINONCLIENTPORT; client options SSL, SSLREQUIRED, SSLACCEPTCERTFROMSERV.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ssldiag.facts.core import Facts
from ssldiag.facts.linux_documents import documents
from ssldiag.model import Located, Place
from ssldiag.readers.linux.tsm_options import TsmOption


@dataclass(frozen=True, slots=True)
class TsmOptions:
    """The options of one server, or of one stanza of a client. ``role`` is ``server`` or ``client``."""

    role: str
    name: str
    file: str
    place: Place
    options: tuple[TsmOption, ...]

    def get(self, key: str) -> TsmOption | None:
        """The last option of this name (upper case)."""
        return next((item for item in reversed(self.options) if item.key == key), None)

    def value(self, key: str) -> Located[str] | None:
        """The value of an option."""
        option = self.get(key)
        return option.value if option else None

    def number(self, key: str) -> Located[int] | None:
        """The value of an option that is a number."""
        value = self.value(key)
        if value is None or not (value.value.isascii() and value.value.isdigit() and len(value.value) < 7):
            return None
        return Located(int(value.value), value.place)

    def says(self, key: str, word: str) -> bool:
        """Whether an option has this value, in either letter case."""
        value = self.value(key)
        return value is not None and value.value.upper() == word


SERVER_ONLY = frozenset(
    ("SSLTCPPORT", "SSLTCPADMINPORT", "ADMINONCLIENTPORT", "SSLTLS12", "VOLUMEHISTORY", "DEVCONFIG")
)
"""Options that no client has, by which a server's file is told whatever its name is."""


def build(facts: Facts) -> Iterator[TsmOptions]:
    """Every server and every stanza of a client."""
    for document in documents(facts, "linux_tsm_options"):
        keys = {row.key for row in document.rows}
        name = document.file.rpartition("/")[2].lower()
        if name.startswith("dsmserv") or (keys & SERVER_ONLY and "SERVERNAME" not in keys):
            yield TsmOptions("server", "", document.file, document.place, document.rows)
            continue
        stanzas: dict[str, list[TsmOption]] = {}
        for row in document.rows:
            stanzas.setdefault(row.stanza, []).append(row)
        for stanza, rows in stanzas.items():
            yield TsmOptions("client", stanza, document.file, rows[0].name.place, tuple(rows))
