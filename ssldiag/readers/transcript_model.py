"""The values a transcript is read into: messages in runs, blocks of response lines. Nothing here reads."""

from __future__ import annotations

from dataclasses import dataclass

from ssldiag.model import Place, TextPlace, Unreadable
from ssldiag.text import Line


@dataclass(frozen=True, slots=True)
class Message:
    """One message. ``id`` as in the message table (DTCRUN1028E; text-only ones by their table name,
    FTP-421-SECURITY).

    ``text`` is what follows the id (all of a text-only message), wrapped lines joined by a blank; ``fields``
    the named parts of its template; ``count`` how often this very text came in this run (the same number on
    each one kept, so do not add them up: :meth:`Run.count` does); ``stamp`` hh:mm:ss and ``date`` as printed,
    where known.
    """

    id: str
    text: str
    place: TextPlace
    severity: str
    fields: tuple[tuple[str, str], ...] = ()
    stamp: str | None = None
    date: str | None = None
    count: int = 1

    def field(self, name: str) -> str:
        """A named part of the template, or an empty text."""
        return dict(self.fields).get(name, "")


@dataclass(frozen=True, slots=True)
class Run:
    """From one start of a machine to the next. ``userid`` where the log tells whose console it is (LOGON
    line, messages).

    ``pool`` is the name with a wildcard (``SSL*``) when the log tells only the pool. ``counts`` holds how
    many messages of each id came, kept or not.
    """

    place: Place
    userid: str | None
    messages: tuple[Message, ...]
    pool: str | None = None
    counts: tuple[tuple[str, int], ...] = ()

    def with_id(self, *ids: str) -> tuple[Message, ...]:
        """The messages with one of these ids, in file order."""
        return tuple(item for item in self.messages if item.id in ids)

    def count(self, *ids: str) -> int:
        """How many messages with one of these ids came, repetitions and those not kept included."""
        return sum(count for name, count in self.counts if name in ids)


@dataclass(frozen=True, slots=True)
class Response:
    """The lines of one command response. ``kind``: nss_map, nss_users, query_user, ssladmin, netstat,
    gskkyman, openvm_list; ``command`` the command typed, where it stands above the response (that line is
    then the first of ``lines``)."""

    kind: str
    lines: tuple[Line, ...]
    command: str = ""


@dataclass(frozen=True, slots=True)
class Transcript:
    """One file of console output. ``machine`` is the user id that the file's name or content gives it.

    ``tally`` counts the lines by what they were taken for; every line of the file is in exactly one of them.
    """

    file: str
    place: Place
    machine: str | None
    runs: tuple[Run, ...]
    responses: tuple[Response, ...]
    unreadable: tuple[Unreadable, ...] = ()
    tally: tuple[tuple[str, int], ...] = ()
