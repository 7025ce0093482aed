"""What consoles and command responses say: runs of a machine, segments, server states, listeners."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime

from ssldiag.facts.core import Facts
from ssldiag.facts.pools import DcssAgent, SslServerPool
from ssldiag.facts.stacks import Stack
from ssldiag.model import Located, Place
from ssldiag.readers import cp_query, server_status
from ssldiag.readers.cp_query import CpRefusal, NssMap, NssUsers, UserState
from ssldiag.readers.openvm_list import OpenvmListing
from ssldiag.readers.openvm_list import parse as parse_listing
from ssldiag.readers.server_status import StatusResponse
from ssldiag.readers.transcript import Message, Response, Run, Transcript

START_FORMS = ("%d %b %Y %H:%M:%S", "%d %B %Y %H:%M:%S")
"""How DTCRUN1011I prints day and time."""


@dataclass(frozen=True, slots=True)
class ConsoleRun:
    """One run of one machine. ``role`` is stack, ssl, agent, ftp, smtp or other; ``last`` if no later run
    follows in its file; ``started`` when its server was started, by the last DTCRUN1011I: local time, taken
    as UTC.
    """

    machine: str | None
    role: str
    file: str
    run: Run
    last: bool
    started: datetime | None = None

    @property
    def place(self) -> Place:
        return self.run.place

    def messages(self, *ids: str) -> tuple[Message, ...]:
        """The messages with these ids, all messages without any."""
        return self.run.with_id(*ids) if ids else self.run.messages


@dataclass(frozen=True, slots=True)
class DcssSegment:
    """A segment as CP QUERY NSS shows it: the MAP row, the USERS answer, or both."""

    name: str
    map: NssMap | None
    users: NssUsers | None

    @property
    def place(self) -> Place:
        found = self.map or self.users
        assert found is not None
        return found.name.place

    @property
    def user_count(self) -> int | None:
        """How many machines have it loaded."""
        if self.map is not None and self.map.users is not None:
            return self.map.users
        return len(self.users.users) if self.users else None


ROLE_BY_MESSAGE = (
    ("DTCFTS", "ftp"),
    ("FTP-", "ftp"),
    ("DTCSMT", "smtp"),
    ("DTCTCP", "stack"),
    ("DTCIPI", "stack"),
    ("DTCSSL", "ssl"),
)
"""Message id prefix -> role of the machine that writes it. DTCSSL24xx are answers of SSLADMIN and tell
nothing.
"""


def build_runs(facts: Facts) -> Iterator[ConsoleRun]:
    """Every run of every console log, with the machine it belongs to where that can be told."""
    for transcript in facts.all(Transcript):
        for index, run in enumerate(transcript.runs):
            machine = run.userid or transcript.machine
            role = role_of(facts, machine, run)
            last = index == len(transcript.runs) - 1
            yield ConsoleRun(machine, role, transcript.file, run, last, start_of(run))


def start_of(run: Run) -> datetime | None:
    """When the server of a run was started; only one of its messages tells, if any."""
    for message in reversed(run.with_id("DTCRUN1011I")):
        text = f"{message.field('date')} {message.field('time')}"
        for form in START_FORMS if message.field("date") else ():
            with suppress(ValueError):
                return datetime.strptime(text, form).replace(tzinfo=UTC)
    return None


def role_of(facts: Facts, machine: str | None, run: Run) -> str:
    """The role of a machine: by the definitions, else by the messages it wrote."""
    if machine:
        if any(stack.userid == machine for stack in facts.all(Stack)):
            return "stack"
        if any(pool.member(machine) or pool.name == machine for pool in facts.all(SslServerPool)):
            return "ssl"
        if any(agent.userid == machine for agent in facts.all(DcssAgent)):
            return "agent"
    for message in run.messages:
        for prefix, role in ROLE_BY_MESSAGE:
            if message.id.startswith(prefix) and not message.id.startswith("DTCSSL24"):
                return role
    return "other"


def responses(facts: Facts, *kinds: str) -> Iterator[Response]:
    """The command responses of these kinds, over all transcripts."""
    for transcript in facts.all(Transcript):
        yield from (item for item in transcript.responses if item.kind in kinds)


def build_segments(facts: Facts) -> Iterator[DcssSegment]:
    """Segments by name; the last answer about one counts."""
    maps: dict[str, NssMap] = {}
    users: dict[str, NssUsers] = {}
    for response in responses(facts, "nss_map"):
        maps.update((row.name.value, row) for row in cp_query.nss_map(response.lines))
    for response in responses(facts, "nss_users"):
        users.update((row.name.value, row) for row in cp_query.nss_users(response.lines))
    for name in dict.fromkeys((*maps, *users)):
        yield DcssSegment(name, maps.get(name), users.get(name))


def build_user_states(facts: Facts) -> Iterator[UserState]:
    """Answers to QUERY userid; the last answer about a user counts."""
    found: dict[str, UserState] = {}
    for response in responses(facts, "query_user"):
        found.update((row.userid.value, row) for row in cp_query.user_states(response.lines))
    yield from found.values()


def build_refusals(facts: Facts) -> Iterator[CpRefusal]:
    """CP's refusals of QUERY commands."""
    for transcript in facts.all(Transcript):
        for run in transcript.runs:
            for message in run.with_id("HCPCQV003E"):
                yield CpRefusal(message.id, message.text, message.place)


def build_status(facts: Facts) -> Iterator[StatusResponse]:
    """Every SSLADMIN and NETSTAT response."""
    for response in responses(facts, "ssladmin", "netstat"):
        yield server_status.parse(response.lines)


def build_listings(facts: Facts) -> Iterator[OpenvmListing]:
    """Every OPENVM LIST response."""
    for response in responses(facts, "openvm_list"):
        yield parse_listing(response.lines)


@dataclass(frozen=True, slots=True)
class ServerState:
    """The state of one SSL server by the last response that names it."""

    userid: Located[str]
    state: str
    sessions: int | None
    maximum: int | None
    stack: str | None


def build_server_states(facts: Facts) -> Iterator[ServerState]:
    """One a server, in the order first seen."""
    found: dict[str, ServerState] = {}
    for status in facts.all(StatusResponse):
        for row in status.servers:
            key = row.userid.value
            found[key] = ServerState(row.userid, row.state, row.sessions, row.maximum, status.stack)
    yield from found.values()
