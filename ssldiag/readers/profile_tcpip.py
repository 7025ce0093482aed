"""PROFILE TCPIP: lines in, statements out; those that matter to TLS as types of their own, others by name."""

from __future__ import annotations

from collections.abc import Sequence

from ssldiag.model import FilePlace, Place, Source, Unreadable
from ssldiag.readers.feed import configuration
from ssldiag.readers.profile_operands import autologged, internal_client, limits, server_id
from ssldiag.readers.profile_ports import Ports
from ssldiag.readers.profile_split import Splitter, Stretch, Words, gather
from ssldiag.readers.profile_statements import LIMITS
from ssldiag.readers.profile_types import (
    Autolog,
    InternalClientParms,
    PortReservation,
    ProfileTcpip,
    SslLimits,
    SslServerId,
    Statement,
)
from ssldiag.readers.tokens import words_before_comment
from ssldiag.readers.words import upper
from ssldiag.recognise.names import cms_name

__all__ = [
    "Autolog",
    "InternalClientParms",
    "PortReservation",
    "ProfileTcpip",
    "SslLimits",
    "SslServerId",
    "Statement",
    "read",
]


def read(source: Source) -> ProfileTcpip:
    """Read one profile (grammar: z/VM TCP/IP Planning and Customization, configuring the TCP/IP server)."""
    found, notes = configuration(source)
    lines, glued = [], []
    for line in found:
        words, place = words_before_comment(line)
        lines.append(words)
        if place:
            glued.append(place)
    return Profile(gather(lines), notes).document(source, glued)


class Profile:
    """Gathers what the statements of one profile say."""

    def __init__(self, words: Words, notes: list[Unreadable]) -> None:
        self.words = words
        self.notes = notes
        self.statements: list[Statement] = []
        self.unknown: list[Statement] = []
        self.ids: list[SslServerId] = []
        self.limits: list[SslLimits] = []
        self.autologs: list[Autolog] = []
        self.clients: list[InternalClientParms] = []
        self.ports = Ports()

    def document(self, source: Source, glued: Sequence[Place]) -> ProfileTcpip:
        """Read all statements and give what they say."""
        splitter = Splitter(self.words)
        for stretch in splitter:
            statement = self._statement(stretch)
            (self.statements if stretch.known else self.unknown).append(statement)
            if stretch.known:
                self._special(statement, stretch)
        name = cms_name(source.path)
        return ProfileTcpip(
            source.path,
            name[0] if name and name[1] == "TCPIP" else None,
            FilePlace(source.path),
            tuple(self.statements),
            tuple(self.ids),
            tuple(self.limits),
            tuple(self.autologs),
            tuple(self.ports.found),
            tuple(self.clients),
            tuple(glued),
            tuple(self.unknown),
            (*self.notes, *splitter.unreadable, *self.ports.unreadable),
        )

    def _statement(self, stretch: Stretch) -> Statement:
        name = upper(self.words.word[stretch.name])
        return Statement(name, tuple(self.words.word[stretch.name + 1 : stretch.end]), stretch.closed)

    def _special(self, statement: Statement, stretch: Stretch) -> None:
        """Read a statement that has a type of its own."""
        name = statement.name.value
        if name == "SSLSERVERID":
            self.ids.append(server_id(statement, self.notes))
        elif name in LIMITS:
            self.limits.append(limits(statement, self.notes))
        elif name == "AUTOLOG":
            users = tuple(autologged(statement.words, self._first(stretch)))
            self.autologs.append(Autolog(statement.name.place, users, statement.closed))
        elif name == "INTERNALCLIENTPARMS":
            self.clients.append(internal_client(statement))
        elif name == "PORT":
            self.ports.read(zip(statement.words, self._first(stretch), strict=True))

    def _first(self, stretch: Stretch) -> list[bool]:
        """Which operands of a statement begin a line."""
        return self.words.first[stretch.name + 1 : stretch.end]
