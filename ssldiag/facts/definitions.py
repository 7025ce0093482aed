"""DTCPARMS files joined: which definition of a server or class is in effect, and which lie hidden behind
it.

Search order (z/VM TCP/IP Planning and Customization, "DTCPARMS file"; DTCRUN1046I names the winner):
*userid* DTCPARMS, *nodeid* DTCPARMS, SYSTEM DTCPARMS, IBM DTCPARMS. The first file that holds an entry
gives all of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ssldiag.facts.core import Facts
from ssldiag.model import Located, Place
from ssldiag.readers.dtcparms import DtcparmsFile, Entry, Tag
from ssldiag.readers.transcript_model import Transcript

MOST = 1_000
"""Entries that count: large systems have some dozens, and some checks hold each against all others."""


@dataclass(frozen=True, slots=True)
class Definition:
    """An entry in effect. ``hidden`` are entries of the same name in files that come later in the search
    order.
    """

    entry: Entry
    file: DtcparmsFile
    hidden: tuple[tuple[Entry, DtcparmsFile], ...] = ()

    @property
    def nick(self) -> str:
        return self.entry.nick.value

    def get(self, key: str) -> Tag | None:
        """The first tag with this lower-case name."""
        return self.entry.get(key)

    def value(self, key: str) -> Located[str] | None:
        """The first word of a tag in upper case, or None if the tag is absent or empty."""
        tag = self.entry.get(key)
        if tag is None or not tag.words:
            return None
        return Located(tag.words[0].value.upper(), tag.words[0].place)


class ServerDefinition(Definition):
    """A definition with ``:type.server``. ``role`` is ``stack``, ``ssl``, ``agent`` or ``other``."""

    __slots__ = ()

    @property
    def is_pool(self) -> bool:
        """Whether the name is a pool's (prefix and asterisk)."""
        return self.nick.endswith("*")

    @property
    def role(self) -> str:
        return role_of(self.entry)


class ClassDefinition(Definition):
    """A definition with ``:type.class``."""

    __slots__ = ()


def role_of(entry: Entry) -> str:
    """What a server entry is for, by its class, else by the tags that only that role has.

    The class names of SSL servers and of the agent are not confirmed by a readable source, hence the
    second way.
    """
    words = entry.get("class")
    class_name = words.value.value.lower() if words else ""
    nick = entry.nick.value
    if class_name == "stack":
        return "stack"
    if "dcss" in class_name or entry.get("for") or nick.endswith("DCSSM"):
        return "agent"
    if class_name.startswith("ssl"):
        return "ssl"
    if class_name and not is_ssl_pool(entry):
        return "other"
    if entry.get("attach") or entry.get("vnic") or entry.get("vctc"):
        return "stack"
    if nick.endswith("*") or nick == "SSLSERV" or (entry.get("stack") and entry.get("mount")):
        return "ssl"
    return "stack" if entry.get("dcss_parms") else "other"


def is_ssl_pool(entry: Entry) -> bool:
    """Whether an entry looks like the shipped pool's whatever its class says: ``SSL*`` with a stack and
    more.
    """
    nick = entry.nick.value
    shaped = nick.startswith("SSL") and nick.endswith("*") and entry.get("stack") is not None
    return shaped and (entry.get("mount") is not None or entry.get("parms") is not None)


def rank(file: DtcparmsFile, nick: str) -> int:
    """The place of a file in the search order for this entry, 0 first. A file of unknown name counts as
    SYSTEM DTCPARMS.
    """
    if file.filename == "IBM":
        return 3
    if file.filename in (None, "SYSTEM"):
        return 2
    if is_member(file.filename, nick):
        return 4
    return 0 if file.filename == nick else 1


def is_member(userid: str, pool: str) -> bool:
    """Whether a user id is one of a pool's machines, which alone reads a DTCPARMS file of that name."""
    rest = userid.removeprefix(pool[:-1])
    return pool.endswith("*") and userid.startswith(pool[:-1]) and len(rest) == 5 and rest.isdecimal()


def build(facts: Facts, wanted: str) -> Iterator[Definition]:
    """The definitions in effect with this ``:type.``; an entry without ``:type.`` counts as a server."""
    found: dict[str, list[tuple[Entry, DtcparmsFile]]] = {}
    for file in facts.all(DtcparmsFile):
        for entry in file.entries:
            if (entry.type or "server") == wanted:
                found.setdefault(entry.nick.value, []).append((entry, file))
    make = ServerDefinition if wanted == "server" else ClassDefinition
    for number, (nick, entries) in enumerate(found.items()):
        if number == MOST:
            facts.left_out(entries[0][0].nick.place, f"is one entry too many: {MOST:,} count")
            return
        ordered = sorted(entries, key=lambda pair: rank(pair[1], nick))
        yield make(*ordered[0], tuple(ordered[1:]))


@dataclass(frozen=True, slots=True)
class FileRead:
    """A DTCPARMS file that a machine read at its last start and that was not collected. ``file`` is its name
    with its mode.
    """

    machine: str
    file: str
    place: Place

    @property
    def filename(self) -> str:
        return self.file.split()[0]


def read_elsewhere(facts: Facts) -> tuple[FileRead, ...]:
    """Files that DTCRUN1046I names at the last start of a machine and that were not collected, each once;
    none where no DTCPARMS file was collected at all.

    A collected file of unknown name may be any of them but IBM DTCPARMS.
    """
    collected = {file.filename for file in facts.all(DtcparmsFile)}
    found: dict[str, FileRead] = {}
    if not collected:
        return ()
    for transcript in facts.all(Transcript):
        for run in transcript.runs[-1:]:
            machine = run.userid or transcript.machine or "a machine"
            for message in run.with_id("DTCRUN1046I"):
                words = message.field("file").upper().split()
                if words[1:2] != ["DTCPARMS"] or words[0] in collected:
                    continue
                if None not in collected or words[0] == "IBM":
                    found.setdefault(words[0], FileRead(machine, " ".join(words), message.place))
    return tuple(found.values())


def missing_files(facts: Facts) -> str:
    """The DTCPARMS files to collect before the absence of an entry means anything; empty where none is
    missing.
    """
    collected = {file.filename for file in facts.all(DtcparmsFile)}
    own = not collected & {None, "SYSTEM"}
    missing = {"SYSTEM": "SYSTEM DTCPARMS (TCPMAINT 198)"} if own else {}
    missing.update({} if "IBM" in collected else {"IBM": "IBM DTCPARMS (TCPMAINT 591)"})
    for read in read_elsewhere(facts):
        missing.setdefault(read.filename, f"{read.filename} DTCPARMS")
    return " and ".join(missing.values())


def collected_all(facts: Facts) -> bool:
    """Whether the DTCPARMS files collected are all there are: the site's, IBM's, and those that a console
    names. Only then does the absence of an entry mean anything.
    """
    return not missing_files(facts)
