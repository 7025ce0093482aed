"""Job logs of an IBM i and their messages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from ssldiag.model import Place, Unreadable


@dataclass(frozen=True, slots=True)
class JobMessage:
    """One message. ``id`` is empty for ``*NONE``; ``kind`` the type word in upper case (DIAGNOSTIC, ESCAPE);
    ``text`` and ``second_level`` are joined over lines and pages.

    ``at`` is the system's local time, None where the date cannot be read for sure; ``stamp`` is as printed.
    ``codes`` are the return codes that the text names (``return code -16``, ``RC(23)``): negative ones are of
    the SSL_ API, positive ones of GSKit.
    """

    system: str
    job: str
    id: str
    kind: str
    severity: int
    at: datetime | None
    stamp: str
    from_program: str
    to_program: str
    text: str
    second_level: str
    place: Place
    codes: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class JobLog:
    """The log of one job. ``job`` is ``number/user/name`` or what the file tells of it; ``name`` the simple
    name in upper case (QTVTELNET), ``QSYSOPR`` or ``QHST`` for the messages of a queue.
    """

    system: str
    file: str
    place: Place
    job: str
    messages: tuple[JobMessage, ...]
    unreadable: tuple[Unreadable, ...] = ()

    @property
    def name(self) -> str:
        """The simple name of the job."""
        return self.job.rsplit("/", 1)[-1].upper()

    def with_id(self, *ids: str) -> tuple[JobMessage, ...]:
        """The messages with one of these ids, in file order."""
        return tuple(item for item in self.messages if item.id in ids)
