"""TCP/IP stacks: the DTCPARMS entry, the session-cache segment it asks for, and the profile it reads.

Sources: z/VM TCP/IP Planning and Customization, DTCPARMS (``:DCSS_Parms.``) and "Configuring the
TCP/IP server" (which profile file is read: *stackid* TCPIP, *nodeid* TCPIP, PROFILE TCPIP).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ssldiag.facts.core import Facts
from ssldiag.facts.definitions import ServerDefinition
from ssldiag.model import Located, Place
from ssldiag.readers.dtcparms import Tag
from ssldiag.readers.keyword_file import KeywordFile
from ssldiag.readers.profile_tcpip import ProfileTcpip
from ssldiag.readers.transcript_model import Transcript

DEFAULT_SEGMENT = (0x10000, 0x100FF)
"""Pages of the segment under ``<DEFAULT>``, as CP QUERY NSS shows them: 1 MiB that begins at 256 MiB."""

CUSTOM = re.compile(r"(\S{1,8}) ([0-9A-Fa-f]{1,8})-([0-9A-Fa-f]{1,8})")


@dataclass(frozen=True, slots=True)
class DcssParms:
    """A ``:DCSS_Parms.`` tag. ``kind`` is ``none``, ``default``, ``custom`` or ``invalid``; pages are 4
    KiB.
    """

    tag: Tag
    kind: str
    name: str | None = None
    begin_page: int | None = None
    end_page: int | None = None

    @property
    def place(self) -> Place:
        return self.tag.words[0].place if self.tag.words else self.tag.name.place


def dcss_parms(tag: Tag | None) -> DcssParms | None:
    """Parse a ``:DCSS_Parms.`` tag; None where there is none."""
    if tag is None:
        return None
    text = tag.value.value.strip()
    if text.upper() == "<NONE>":
        return DcssParms(tag, "none")
    if text.upper() == "<DEFAULT>":
        return DcssParms(tag, "default", None, *DEFAULT_SEGMENT)
    match = CUSTOM.fullmatch(text)
    if match is None:
        return DcssParms(tag, "invalid")
    begin, end = int(match[2], 16), int(match[3], 16)
    kind = "custom" if begin <= end else "invalid"
    return DcssParms(tag, kind, match[1].upper(), begin, end)


@dataclass(frozen=True, slots=True)
class Stack:
    """A TCP/IP stack. ``definition`` is None where no DTCPARMS entry of it was collected.

    ``profile`` is the profile file it would read among those collected; ``hidden_profiles`` those behind it.
    """

    userid: str
    place: Place
    definition: ServerDefinition | None
    dcss: DcssParms | None
    profile: ProfileTcpip | None
    hidden_profiles: tuple[ProfileTcpip, ...] = ()

    @property
    def segment(self) -> str:
        """The name of its session-cache segment: the stack's own unless ``:DCSS_Parms.`` gives another."""
        return (self.dcss.name if self.dcss else None) or self.userid

    @property
    def wants_ssl(self) -> bool | None:
        """Whether ``:DCSS_Parms.`` prepares it for SSL servers; None where its entry was not collected."""
        if self.definition is None:
            return None
        return self.dcss is not None and self.dcss.kind != "none"


@dataclass(frozen=True, slots=True)
class TcpipData:
    """One TCPIP DATA file; ``stack`` is what TCPIPUSERID says, None where it says nothing (then TCPIP is
    meant).
    """

    document: KeywordFile
    stack: Located[str] | None

    @property
    def place(self) -> Place:
        return self.stack.place if self.stack else self.document.place


def build_tcpip_data(facts: Facts) -> Iterator[TcpipData]:
    """Every TCPIP DATA file."""
    for document in facts.all(KeywordFile):
        if document.kind == "tcpip_data":
            keyword = document.get("TCPIPUSERID")
            word = keyword.value if keyword else None
            yield TcpipData(document, Located(word.value.upper(), word.place) if word else None)


def build_stacks(facts: Facts) -> Iterator[Stack]:
    """Every stack with a DTCPARMS entry; without any entry, the one that TCPIP DATA, a profile or a tag
    names.
    """
    defined = [item for item in facts.all(ServerDefinition) if item.role == "stack"]
    read = profiles_read(facts)
    if defined:
        names = frozenset(item.nick for item in defined)
        for definition in defined:
            yield stack(facts, definition.nick, definition.entry.nick.place, definition, names, read)
        return
    named = named_stack(facts)
    if named is not None:
        yield stack(facts, named.value, named.place, None, frozenset(), read)


def profiles_read(facts: Facts) -> dict[str, str]:
    """Machine -> the CMS file name of the profile that it read at its last start (DTCIPI006I)."""
    found: dict[str, str] = {}
    for transcript in facts.all(Transcript):
        for run in transcript.runs:
            machine = run.userid or transcript.machine
            for message in run.with_id("DTCIPI006I") if machine else ():
                words = message.field("file").upper().split()
                if machine and words[1:2] == ["TCPIP"]:
                    found[machine] = words[0]
    return found


def named_stack(facts: Facts) -> Located[str] | None:
    """A stack that some file names, where no entry defines one."""
    for data in facts.all(TcpipData):
        if data.stack:
            return data.stack
    for definition in facts.all(ServerDefinition):
        named = definition.value("stack")
        if named:
            return named
    for profile in facts.all(ProfileTcpip):
        return Located("TCPIP", profile.place)
    for data in facts.all(TcpipData):
        return Located("TCPIP", data.place)
    return None


def stack(
    facts: Facts,
    userid: str,
    place: Place,
    definition: ServerDefinition | None,
    names: frozenset[str],
    read: Mapping[str, str],
) -> Stack:
    """One stack with the profile it reads. ``names`` are all stacks with an entry, ``read`` what logs say."""
    ordered = profiles_of(facts, userid, names, read.get(userid))
    tag = definition.get("dcss_parms") if definition else None
    return Stack(
        userid, place, definition, dcss_parms(tag), ordered[0] if ordered else None, tuple(ordered[1:])
    )


def profiles_of(
    facts: Facts, userid: str, names: frozenset[str], read: str | None = None
) -> list[ProfileTcpip]:
    """The profiles that this stack could read, in search order: none that is another stack's own.

    The one that its console names (``read``) comes before all others. Where that one was not collected and
    there are several stacks, those that were may all be the others': none is this one's.
    """
    found = []
    profiles = facts.all(ProfileTcpip)
    if read is not None and len(names) > 1 and not {read, None} & {item.filename for item in profiles}:
        return []
    for profile in profiles:
        name = profile.filename
        if name is not None and name == read:
            found.append((-1, profile))
        elif name == userid:
            found.append((0, profile))
        elif name in (None, "PROFILE"):
            found.append((2, profile))
        elif name not in names:
            found.append((1, profile))
    return [profile for _, profile in sorted(found, key=lambda pair: pair[0])]
