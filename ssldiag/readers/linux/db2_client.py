"""db2cli.ini or db2dsdriver.cfg in, the data sources of a Db2 client with their parameters out."""

from __future__ import annotations

from dataclasses import dataclass

from ssldiag.model import Located, Place, Source
from ssldiag.readers.linux import props, xml_elements
from ssldiag.readers.linux.document import LinuxDocument, document

HOLDERS = ("dsn", "database", "parameters")
"""Elements of db2dsdriver.cfg whose parameters belong together."""


@dataclass(frozen=True, slots=True)
class Db2DataSource:
    """A data source; ``parameters`` by name in lower case. ``name`` is empty for what holds for all."""

    name: str
    place: Place
    parameters: tuple[tuple[str, Located[str]], ...]

    def get(self, name: str) -> Located[str] | None:
        """The value of a parameter (lower case), None where it is not given or empty."""
        return next((value for key, value in self.parameters if key == name and value.value), None)


def read(source: Source) -> LinuxDocument[Db2DataSource]:
    """Read either file, told apart by its first character."""
    if source.read(1_024).removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"<":
        whole = xml_elements.read(source)
        return document(source, of_xml(whole.rows), list(whole.unreadable))
    plain = props.read(source)
    return document(source, of_ini(plain.rows), list(plain.unreadable))


def of_ini(rows: tuple[props.Setting, ...]) -> tuple[Db2DataSource, ...]:
    """A data source for each section that says something; COMMON holds for all."""
    groups: dict[int, list[props.Setting]] = {}
    for row in rows:
        groups.setdefault(row.number, []).append(row)
    return tuple(
        Db2DataSource(
            "" if held[0].section.upper() in ("COMMON", "") else held[0].section,
            held[0].value.place,
            tuple((row.key, row.value) for row in held),
        )
        for held in groups.values()
    )


def of_xml(rows: tuple[xml_elements.Element, ...]) -> tuple[Db2DataSource, ...]:
    """A data source for each element of :data:`HOLDERS` with parameters; ``<parameters>`` holds for all."""
    held: dict[int, list[tuple[str, Located[str]]]] = {}
    for row in rows:
        around = next((at for at in reversed(row.path) if rows[at].tag in HOLDERS), None)
        if row.tag == "parameter" and around is not None:
            held.setdefault(around, []).append((row.get("name").lower(), row.located("value")))
    return tuple(
        Db2DataSource(rows[at].get("alias") or rows[at].get("name"), rows[at].place, tuple(pairs))
        for at, pairs in sorted(held.items())
    )
