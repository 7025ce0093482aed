"""Console logs and pasted command output, in one pass: messages by run, and blocks of command responses.

A file may hold both, in any order. Messages are recognised by their form, wrapped lines are joined, screen furniture is
dropped, file order is kept (stamps of a z/VM console may run backwards). Memory is bounded: of one message text in one run
the first hundred and the last are kept, with the count.
"""

from __future__ import annotations

from dataclasses import dataclass

from ssldiag.model import Place, Source, TextPlace, Unreadable
from ssldiag.text import Line


@dataclass(frozen=True, slots=True)
class Message:
    """One message. ``id`` as in the message table (DTCRUN1028E; text-only ones by their table name, FTP-421-SECURITY).

    ``text`` is what follows the id, wrapped lines joined by a blank; ``fields`` the named parts of its template;
    ``count`` how often this very text came in this run; ``stamp`` hh:mm:ss and ``date`` as printed, where known.
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
    """From one start of a machine to the next. ``userid`` where the log tells whose console it is (LOGON line, messages)."""

    place: Place
    userid: str | None
    messages: tuple[Message, ...]

    def with_id(self, *ids: str) -> tuple[Message, ...]:
        """The messages with one of these ids, in file order."""
        return tuple(item for item in self.messages if item.id in ids)


@dataclass(frozen=True, slots=True)
class Response:
    """The lines of one command response. ``kind``: nss_map, nss_users, query_user, ssladmin, netstat, gskkyman, openvm_list;
    ``command`` the command typed, where it stands above the response."""

    kind: str
    lines: tuple[Line, ...]
    command: str = ""


@dataclass(frozen=True, slots=True)
class Transcript:
    """One file of console output. ``machine`` is the user id that the file's name or content gives it."""

    file: str
    place: Place
    machine: str | None
    runs: tuple[Run, ...]
    responses: tuple[Response, ...]
    unreadable: tuple[Unreadable, ...] = ()


def read(source: Source) -> Transcript:
    """Read one console log or one file of pasted responses, streamed."""
    raise NotImplementedError
