"""TLS of WebSphere Application Server: its key stores and SSL configurations, of servers and of clients.

Sources: WebSphere Application Server 8.5.5 and 9.0, "ssl.client.props client configuration file", "SSL
configurations", "Quality of protection (QoP) settings". It uses Java's TLS, not GSKit; its stores are judged
as files.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ssldiag.facts.core import Facts
from ssldiag.facts.linux_documents import documents
from ssldiag.model import Located, Place
from ssldiag.readers.linux.document import LinuxDocument
from ssldiag.readers.linux.props import Setting
from ssldiag.readers.linux.xml_elements import Element

ALIAS = "com.ibm.ssl.alias"
PREFIX = "com.ibm.ssl."
JAVA_TYPES = ("JKS", "JCEKS")
"""Types of stores that are only named here: nothing in them is read."""
UNSET = "${"


@dataclass(frozen=True, slots=True)
class WasStore:
    """A key store in a file. ``path`` as the product opens it, empty where a variable in it is not known."""

    name: str
    kind: str
    location: Located[str]
    path: str

    @property
    def java(self) -> bool:
        """Whether it is a store that only Java reads."""
        return self.kind in JAVA_TYPES

    @property
    def of_node(self) -> bool:
        """Whether it belongs to one node: the security.xml of every node names those of all others too."""
        return "/nodes/" in self.location.value


@dataclass(frozen=True, slots=True)
class WasSslConfig:
    """An SSL configuration. ``labels`` are the aliases that it names; ``unknown`` what it refers to and
    which is not there. ``by_client``: of an ssl.client.props.
    """

    alias: str
    place: Place
    protocol: Located[str] | None
    key: WasStore | None
    trust: WasStore | None
    labels: tuple[Located[str], ...]
    unknown: tuple[Located[str], ...] = ()
    by_client: bool = False


def build(facts: Facts) -> Iterator[WasSslConfig]:
    """Every SSL configuration of every security.xml and ssl.client.props."""
    for document in documents(facts, "linux_was_security"):
        yield from of_cell(document)
    for document in documents(facts, "linux_was_props"):
        yield from of_client(document)


def variables(file: str, own: dict[str, str]) -> dict[str, str]:
    """What the usual variables mean, told by where the file lies; ``own`` are those that it sets itself."""
    folders = f"/{file}".split("/")
    found = dict(own)
    for name in ("config", "properties"):
        if name in folders:
            profile = "/".join(folders[: folders.index(name)])
            found.setdefault("CONFIG_ROOT", f"{profile}/config")
            found.setdefault("USER_INSTALL_ROOT", profile)
            found.setdefault("user.root", profile)
    if "profiles" in folders:
        found.setdefault("WAS_INSTALL_ROOT", "/".join(folders[: folders.index("profiles")]))
    return found


def resolved(location: str, known: dict[str, str]) -> str:
    """A location as a path, empty where a variable in it is not known."""
    for name, value in known.items():
        location = location.replace(f"${{{name}}}", value)
    return "" if UNSET in location else location.removeprefix("file:")


def of_cell(document: LinuxDocument[Element]) -> Iterator[WasSslConfig]:
    """The SSL configurations of a security.xml (elements keyStores, repertoire, setting)."""
    known = variables(document.file, {})
    rows = document.rows
    stores = {row.get("xmi:id"): store(row, known) for row in rows if row.tag == "keystores"}
    for row in rows:
        if row.tag != "setting" or not row.path or rows[row.path[-1]].tag != "repertoire":
            continue
        named = [row.located(word) for word in ("keystore", "truststore") if row.get(word)]
        yield WasSslConfig(
            rows[row.path[-1]].get("alias"),
            row.place,
            row.located("sslprotocol") if row.get("sslprotocol") else None,
            stores.get(row.get("keystore")),
            stores.get(row.get("truststore")),
            tuple(row.located(word) for word in ("serverkeyalias", "clientkeyalias") if row.get(word)),
            tuple(item for item in named if item.value not in stores),
        )


def store(row: Element, known: dict[str, str]) -> WasStore | None:
    """A key store that is a file; None for one in a device or in the host's own store."""
    if row.get("filebased").lower() == "false" or not row.get("location"):
        return None
    location = row.located("location")
    return WasStore(row.get("name"), row.get("type").upper(), location, resolved(location.value, known))


def of_client(document: LinuxDocument[Setting]) -> Iterator[WasSslConfig]:
    """The SSL configurations of an ssl.client.props: ``com.ibm.ssl.alias`` begins each."""
    blocks: list[list[Setting]] = [[]]
    for row in document.rows:
        if row.key == ALIAS:
            blocks.append([])
        blocks[-1].append(row)
    general = {row.key: row.value for row in blocks[0]}
    own = {key: value.value for key, value in general.items() if key == "user.root"}
    known = variables(document.file, own)
    aliases = {block[0].value.value for block in blocks[1:]}
    default = general.get(f"{PREFIX}defaultalias")
    lost = (default,) if default is not None and default.value and default.value not in aliases else ()
    for number, block in enumerate(blocks[1:]):
        values = {row.key: row.value for row in block}
        label = values.get(f"{PREFIX}keystoreclientalias")
        yield WasSslConfig(
            block[0].value.value,
            block[0].value.place,
            values.get(f"{PREFIX}protocol"),
            client_store(values, "keystore", known),
            client_store(values, "truststore", known),
            (label,) if label is not None and label.value else (),
            lost if number == 0 else (),
            by_client=True,
        )


def client_store(values: dict[str, Located[str]], word: str, known: dict[str, str]) -> WasStore | None:
    """The key or trust store of a client's configuration."""
    location, kind = values.get(f"{PREFIX}{word}"), values.get(f"{PREFIX}{word}type")
    based = values.get(f"{PREFIX}{word}filebased")
    if location is None or not location.value or (based is not None and based.value.lower() == "false"):
        return None
    name = values.get(f"{PREFIX}{word}name")
    return WasStore(
        name.value if name else "",
        kind.value.upper() if kind else "",
        location,
        resolved(location.value, known),
    )
