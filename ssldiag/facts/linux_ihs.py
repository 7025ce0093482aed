"""The servers and virtual hosts of IBM HTTP Server, with the directives in effect for each.

Sources: IBM HTTP Server 9.0.5, "Secure Sockets Layer (SSL) directives" (KeyFile, SSLServerCert, SSLEnable
and most others of the global configuration hold for virtual hosts too, SSLProtocolDisable does not); Apache
HTTP Server 2.4, Include, Listen, VirtualHost.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from fnmatch import fnmatchcase

from ssldiag.facts.core import Facts
from ssldiag.facts.linux_documents import documents
from ssldiag.facts.linux_files import files, normal
from ssldiag.model import FilePlace, Located, Place
from ssldiag.readers.linux.document import LinuxDocument
from ssldiag.readers.linux.httpd_conf import Directive, Section

DEEPEST = 8
"""Files that include each other in a chain: two or three are usual."""
MOST_DIRECTIVES = 100_000
"""Of one server with all that it includes: a host with a thousand sites has some 30,000."""

MOST_DEFINED = 100
"""Variables of one server."""

NOT_INHERITED = frozenset(("sslprotocoldisable", "sslprotocolenable"))
"""Directives of the global configuration that virtual hosts do not take over (SSLProtocolEnable: taken to
be alike).
"""

DEFAULT_PORT = 80


INCLUDES = ("include", "includeoptional")


@dataclass(frozen=True, slots=True)
class Includes:
    """What including files goes by, and the directives that were met on the way (lists that grow)."""

    root: str
    defined: tuple[tuple[str, str], ...]
    missing: list[Directive] = field(default_factory=list)
    all: list[Directive] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class IhsHost:
    """A virtual host, or the server outside of all of them. ``own`` are its directives, ``general`` the
    server's.

    ``addresses`` as ``<VirtualHost>`` names them, empty for the server itself.
    """

    addresses: tuple[str, ...]
    place: Place
    own: tuple[Directive, ...]
    general: tuple[Directive, ...] = ()

    @property
    def name(self) -> str:
        """As a person calls it."""
        return f"<VirtualHost {' '.join(self.addresses)}>" if self.addresses else "the server's general part"

    def all(self, key: str) -> tuple[Directive, ...]:
        """The directives of a name (lower case) in effect: its own, else those of the general part."""
        own = tuple(item for item in self.own if item.key == key)
        return own or (
            () if key in NOT_INHERITED else tuple(item for item in self.general if item.key == key)
        )

    def last(self, key: str) -> Directive | None:
        """The directive in effect where one counts."""
        found = self.all(key)
        return found[-1] if found else None

    @property
    def enabled(self) -> Directive | None:
        """The SSLEnable in effect; None where there is none, or SSLDisable comes after it."""
        for part in (self.own, self.general):
            words = [item for item in part if item.key in ("sslenable", "ssldisable")]
            if words:
                return words[-1] if words[-1].key == "sslenable" else None
        return None

    @property
    def ports(self) -> tuple[int, ...]:
        """The ports of its addresses; those without one are left out."""
        return tuple(port for port in map(port_of, self.addresses) if port is not None)


@dataclass(frozen=True, slots=True)
class IhsServer:
    """A server: its main file, what it listens to, its hosts (the general part first).

    ``missing`` are Include directives of which no file was collected, ``includes`` all of them.
    """

    file: str
    place: FilePlace
    root: str
    listens: tuple[Located[str], ...]
    hosts: tuple[IhsHost, ...]
    missing: tuple[Directive, ...]
    defined: tuple[tuple[str, str], ...] = ()
    includes: tuple[Directive, ...] = ()

    def filled(self, text: str) -> str:
        """A text with the variables that ``Define`` set; what is set elsewhere stays as ``${NAME}``."""
        return filled(text, self.defined)

    def path(self, text: str) -> str:
        """A path as the server reads it: below ServerRoot unless it begins at the root."""
        text = self.filled(text)
        absolute = text.startswith(("/", "\\")) or text[1:3] in (":/", ":\\")
        return text if absolute or not self.root else f"{self.root}/{text}"


def filled(text: str, defined: tuple[tuple[str, str], ...]) -> str:
    """A text with the values of its variables."""
    for name, value in defined if "${" in text else ():
        text = text.replace(f"${{{name}}}", value)
    return text


def defines(rows: Iterable[Directive]) -> tuple[tuple[str, str], ...]:
    """What ``Define`` sets."""
    found = [row.words for row in rows if row.key == "define" and len(row.words) == 2]
    return tuple((name.value, value.value) for name, value in found[:MOST_DEFINED])


def port_of(address: str) -> int | None:
    """The port of an address of Listen or <VirtualHost>; None for a name alone or ``*``.

    >>> port_of("*:443"), port_of("[2001:db8::1]:8443"), port_of("443"), port_of("www.example.test")
    (443, 8443, 443, None)
    """
    tail = address.rpartition(":")[2] if address.rpartition("]")[2] or "]" not in address else ""
    return int(tail) if tail.isascii() and tail.isdigit() and len(tail) < 6 else None


def build(facts: Facts) -> Iterator[IhsServer]:
    """Every server: each file that no other includes, if mod_ibm_ssl is spoken of in it."""
    found = {item.file: item for item in documents(facts, "linux_httpd_conf")}
    included = {
        target.file
        for item in found.values()
        for row in item.rows
        if row.key in INCLUDES
        for target in targets(facts, found, root_of(item), row, defines(item.rows))
        if target.file != item.file
    }
    for item in found.values():
        if item.file not in included:
            met = Includes(root_of(item), defines(item.rows))
            rows = tuple(spliced(facts, found, item, met, (item.file,)))[:MOST_DIRECTIVES]
            if speaks_of_gskit(rows):
                yield server(item, rows, met)


def speaks_of_gskit(rows: tuple[Directive, ...]) -> bool:
    """Whether it is configuration of mod_ibm_ssl with GSKit: on IBM i, SSLAppName takes the place of
    KeyFile.
    """
    keys = {row.key for row in rows}
    loads = any(row.key == "loadmodule" and row.value and row.value.value == "ibm_ssl_module" for row in rows)
    return (loads or bool(keys & {"keyfile", "sslenable", "sslservercert"})) and "sslappname" not in keys


def root_of(item: LinuxDocument[Directive]) -> str:
    """ServerRoot, else the folder above ``conf``, as far as the snapshot's path tells it."""
    named = next((row.value.value for row in item.rows if row.key == "serverroot" and row.value), "")
    return named.rstrip("/") or "/" + item.file.rpartition("/")[0].removesuffix("/conf")


def targets(
    facts: Facts,
    found: dict[str, LinuxDocument[Directive]],
    root: str,
    row: Directive,
    defined: tuple[tuple[str, str], ...],
) -> list[LinuxDocument[Directive]]:
    """The collected files that an Include means: a file, those of a pattern, or all below a folder."""
    if row.value is None:
        return []
    text = filled(row.value.value, defined)
    wanted = text if text.startswith("/") else f"{root}/{text}"
    if not any(sign in text for sign in "*?["):
        source = files(facts).find(wanted).source
        if source is not None:
            return [found[source.path]] if source.path in found else []
        folder = f"/{normal(wanted)}/"
        return [item for path, item in sorted(found.items()) if folder in f"/{path}" and folder != "//"]
    pattern = normal(wanted)
    return [item for path, item in sorted(found.items()) if fnmatchcase(path, f"*{pattern}")]


def spliced(
    facts: Facts,
    found: dict[str, LinuxDocument[Directive]],
    item: LinuxDocument[Directive],
    met: Includes,
    chain: tuple[str, ...],
) -> Iterator[Directive]:
    """The directives of a file with those of the files that it includes in their place."""
    for row in item.rows:
        if row.key not in INCLUDES:
            yield row
            continue
        means = targets(facts, found, met.root, row, met.defined)
        inner = [each for each in means if each.file not in chain]
        met.all.append(row)
        if not inner and row.key == "include":
            met.missing.append(row)
        if len(chain) < DEEPEST:
            for each in inner:
                for below in spliced(facts, found, each, met, (*chain, each.file)):
                    yield replace(below, sections=(*row.sections, *below.sections))


def server(item: LinuxDocument[Directive], rows: tuple[Directive, ...], met: Includes) -> IhsServer:
    """The server of its directives."""
    general: list[Directive] = []
    hosts: dict[tuple[str, int], tuple[Section, list[Directive]]] = {}
    for row in rows:
        section = row.inside("virtualhost")
        if section is None:
            general.append(row)
            continue
        held = hosts.setdefault((section.place.file, section.number), (section, []))
        if row.key != "<virtualhost>":
            held[1].append(row)
    common = tuple(general)
    made = [IhsHost((), item.place, common)]
    made += [IhsHost(section.words, section.place, tuple(own), common) for section, own in hosts.values()]
    listens = tuple(row.value for row in rows if row.key == "listen" and row.value)
    return IhsServer(
        item.file,
        item.place,
        met.root,
        listens,
        tuple(made),
        tuple(met.missing),
        defines(rows),
        tuple(met.all),
    )
