"""Job logs of an IBM i and their messages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from ssldiag.facts.core import Facts
from ssldiag.facts.ibmi_documents import documents
from ssldiag.facts.ibmi_systems import system_of
from ssldiag.model import Place, Unreadable
from ssldiag.readers.ibmi.codes import return_codes


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


def build_logs(facts: Facts) -> Iterator[JobLog]:
    """A log for each job of each file."""
    for item in documents(facts, "ibmi_job_log"):
        system = system_of(facts, item.file)
        by_job: dict[str, list[JobMessage]] = {}
        for row in item.rows:
            job = row.job or item.job
            by_job.setdefault(job, []).append(
                JobMessage(
                    system,
                    job,
                    row.id,
                    row.type,
                    row.severity,
                    row.at,
                    row.stamp,
                    row.from_program,
                    row.to_program,
                    row.text,
                    row.second_level,
                    row.place,
                    return_codes(f"{row.text} {row.second_level}"),
                )
            )
        for job, messages in by_job.items():
            yield JobLog(system, item.file, messages[0].place, job, tuple(messages))


def build_messages(facts: Facts) -> Iterator[JobMessage]:
    """Every message of every log."""
    for item in facts.all(JobLog):
        yield from item.messages
