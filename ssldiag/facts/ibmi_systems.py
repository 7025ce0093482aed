"""The IBM i systems of a snapshot, each with its release and folder.

Each fact of an IBM i carries ``system``: the name of the system that it is true of.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol, TypeVar

from ssldiag.facts import ibmi_levels
from ssldiag.facts.core import Facts
from ssldiag.facts.ibmi_documents import documents, sections
from ssldiag.facts.ibmi_folders import folders, home_of
from ssldiag.facts.ibmi_forms import listed, named_pairs, text, truth
from ssldiag.model import Located, Place
from ssldiag.readers.ibmi.document import Document
from ssldiag.readers.ibmi.form import Section


@dataclass(frozen=True, slots=True)
class IbmiSystem:
    """A system. ``name`` is what a form or a file of it says, else its folder's name, else empty (the one
    system of the snapshot, whose name nothing tells). ``folder`` is where its files are, empty for the top.

    The rest is None or empty where no settings form says it. ``role``: ``central`` or ``endpoint``.
    ``uses_dcm_pages``: DCM is reached by its web pages, through the ADMIN server. ``crypto_hardware``: a
    cryptographic card is there, meant for TLS.
    """

    name: str
    folder: str
    place: Place
    role: Located[str] | None = None
    host_name: Located[str] | None = None
    addresses: tuple[Located[str], ...] = ()
    crypto_hardware: Located[bool] | None = None
    uses_dcm_pages: Located[bool] | None = None
    upgraded_from: Located[str] | None = None

    @property
    def on(self) -> str:
        """For a message: `` on NAME``, or nothing where there is no name."""
        return f" on {self.name}" if self.name else ""


@dataclass(frozen=True, slots=True)
class IbmiRelease:
    """The release of a system: ``level`` is 540 for V5R4 and 740 for 7.4. ``source`` is ``file`` or
    ``option``; ``place`` where a file says so, None for an option.
    """

    system: str
    level: int
    source: str
    place: Place | None

    def __str__(self) -> str:
        return ibmi_levels.spoken(self.level)


@dataclass(frozen=True, slots=True)
class HostEntry:
    """A row of a system's host table, or a name that a form says resolves so: one address, its names.

    ``seen_by`` is the PC whose resolver said so; None for a system's own table.
    """

    system: str
    address: Located[str]
    names: tuple[Located[str], ...]
    place: Place
    seen_by: str | None = None


@dataclass(frozen=True, slots=True)
class StreamFile:
    """A file of the integrated file system that a form lists. ``authority``: (profile, what it may do) pairs
    such as ``("QTMHHTTP", "*RX")``.
    """

    system: str
    path: Located[str]
    authority: tuple[tuple[str, Located[str]], ...]
    place: Place


class OfSystem(Protocol):
    """Any fact that is true of one system."""

    @property
    def system(self) -> str: ...


S = TypeVar("S", bound=OfSystem)


def of_system(facts: Facts, kind: type[S], system: str) -> tuple[S, ...]:
    """The facts of this type that are true of one system."""
    return tuple(item for item in facts.all(kind) if item.system == system)


def release_of(facts: Facts, system: str) -> IbmiRelease | None:
    """The release of a system, where it is known."""
    return next(iter(of_system(facts, IbmiRelease, system)), None)


def build_systems(facts: Facts) -> Iterator[IbmiSystem]:
    """The systems that have folders, in path order, then those that only a settings form describes."""
    described = {section.name.value.upper(): section for _, section in sections(facts, "system")}
    taken: set[str] = set()
    homes = folders(facts)
    for folder in homes:
        name = name_of(facts, folder, described, alone=len(homes) == 1)
        if name.upper() not in taken:
            taken.add(name.upper())
            yield system(name, folder, described.get(name.upper()), first_place(facts, folder))
    for key, section in described.items():
        if key not in taken:
            yield system(section.name.value, "", section, section.place)


def system(name: str, folder: str, section: Section | None, place: Place) -> IbmiSystem:
    """A system, with what a settings form says of it."""
    if section is None:
        return IbmiSystem(name, folder, place)
    return IbmiSystem(
        name,
        folder,
        section.place,
        text(section, "role"),
        text(section, "host-name"),
        listed(section, "addresses") or (),
        truth(section, "crypto-hardware"),
        truth(section, "dcm-pages"),
        text(section, "upgraded-from"),
    )


def first_place(facts: Facts, folder: str) -> Place:
    """The first file of a folder that was read."""
    homes = folders(facts)
    return next(item.place for item in facts.all(Document) if home_of(item.file, homes) == folder)


def name_of(facts: Facts, folder: str, described: dict[str, Section], alone: bool) -> str:
    """A folder's system: as a settings form in it says, else the form whose section has the folder's name,
    else page headings, else the folder's name; for the only system without any of these nothing.
    """
    homes = folders(facts)
    inside = [
        section.name.value
        for document, section in sections(facts, "system")
        if home_of(document.file, homes) == folder
    ]
    last = folder.rsplit("/", 1)[-1]
    if len(set(inside)) == 1:
        return inside[0]
    if last.upper() in described:
        return described[last.upper()].name.value
    headings = {
        item.system.value.upper()
        for item in facts.all(Document)
        if item.system and home_of(item.file, homes) == folder
    }
    if len(headings) == 1:
        return headings.pop()
    return "" if alone else last.upper()


def system_of(facts: Facts, file: str) -> str:
    """The name of the system whose file this is; empty where it belongs to none."""
    homes = folders(facts)
    home = home_of(file, homes)
    by_folder = {item.folder: item.name for item in reversed(facts.all(IbmiSystem))}
    return by_folder.get(home, "") if home is not None else ""


def named_system(facts: Facts, wanted: Located[str] | None, file: str) -> str:
    """The system that a section names, in the spelling of the facts; else the one whose file this is."""
    if wanted is None:
        return system_of(facts, file)
    known = {item.name.upper(): item.name for item in facts.all(IbmiSystem)}
    return known.get(wanted.value.upper(), wanted.value)


def build_releases(facts: Facts) -> Iterator[IbmiRelease]:
    """The release of each system: by a settings form, else by what tells it in so many words, else by a page
    heading, the operating system's own product row; else the user's word. That never overrules a file.
    """
    for item in facts.all(IbmiSystem):
        found = next(told(facts, item.name), None)
        if found:
            yield found
        elif facts.settings.release and ibmi_levels.parse(facts.settings.release):
            yield IbmiRelease(item.name, ibmi_levels.parse(facts.settings.release) or 0, "option", None)


def told(facts: Facts, name: str) -> Iterator[IbmiRelease]:
    """What files say of the release of a system, the most telling first."""
    for _, section in sections(facts, "system"):
        word = text(section, "release") if section.name.value.upper() == name.upper() else None
        yield from read(name, word)
    for document in documents(facts, "ibmi_release"):
        if system_of(facts, document.file) == name:
            for row in document.rows:
                yield from read(name, row.release)
    for document in facts.all(Document):
        if document.release and system_of(facts, document.file) == name:
            yield from read(name, document.release)
    for document in documents(facts, "ibmi_products"):
        if system_of(facts, document.file) == name:
            for row in document.rows:
                if row.id.value.endswith("SS1") and row.option == "*BASE":
                    yield from read(name, row.release)


def read(name: str, word: Located[str] | None) -> Iterator[IbmiRelease]:
    """A release by its spelling."""
    level = ibmi_levels.parse(word.value) if word else None
    if word and level:
        yield IbmiRelease(name, level, "file", word.place)


def build_hosts(facts: Facts) -> Iterator[HostEntry]:
    """Host table entries of settings forms: ``[host 10.1.1.1]``."""
    for document, section in sections(facts, "host"):
        seen = text(section, "seen-by")
        yield HostEntry(
            named_system(facts, text(section, "system"), document.file),
            section.name,
            listed(section, "names") or (),
            section.place,
            seen.value if seen else None,
        )


def build_files(facts: Facts) -> Iterator[StreamFile]:
    """Stream files that settings forms list: ``[file /QIBM/UserData/...]``."""
    for document, section in sections(facts, "file"):
        yield StreamFile(
            named_system(facts, text(section, "system"), document.file),
            section.name,
            named_pairs(section, "authority"),
            section.place,
        )
