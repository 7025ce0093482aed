"""The HTTPS transports of the web server plug-in, with the key store that each uses."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ssldiag.facts.core import Facts
from ssldiag.facts.linux_documents import documents
from ssldiag.model import Located, Place
from ssldiag.readers.linux.xml_elements import Element


@dataclass(frozen=True, slots=True)
class PluginTransport:
    """A transport to an application server. ``keyring``, ``stash`` and ``label`` are None where nothing
    names them.
    """

    server: str
    address: str
    place: Place
    keyring: Located[str] | None
    stash: Located[str] | None
    label: Located[str] | None


def build(facts: Facts) -> Iterator[PluginTransport]:
    """Every HTTPS transport of every plugin-cfg.xml."""
    for document in documents(facts, "linux_plugin_cfg"):
        rows: tuple[Element, ...] = document.rows
        held: dict[int, list[Element]] = {}
        for row in rows:
            if row.tag == "property" and row.path:
                held.setdefault(row.path[-1], []).append(row)
        for number, row in enumerate(rows):
            if row.tag == "transport" and row.get("protocol").lower() == "https":
                yield transport(rows, row, held.get(number, []), held)


def transport(
    rows: tuple[Element, ...], row: Element, own: list[Element], held: dict[int, list[Element]]
) -> PluginTransport:
    """One transport; what it does not say itself, the file's own properties may (Keyfile, Stashfile)."""
    general = held.get(row.path[0], []) if row.path else []

    def named(properties: list[Element], *names: str) -> Located[str] | None:
        for item in properties:
            if item.get("name").lower() in names and item.get("value"):
                return item.located("value")
        return None

    server = next((rows[at].get("name") for at in reversed(row.path) if rows[at].tag == "server"), "")
    return PluginTransport(
        server,
        f"{row.get('hostname')}:{row.get('port')}",
        row.place,
        named(own, "keyring") or named(general, "keyfile"),
        named(own, "stashfile") or named(general, "stashfile"),
        named(own, "certlabel"),
    )
