"""Events of the pool's core, what the processes tell it, and commands, what it has them do. Plain values."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from ssldiag.pool.plan import Limits

# Events


@dataclass(frozen=True, slots=True)
class StackStarted:
    """The stack is set up and its listeners are open."""


@dataclass(frozen=True, slots=True)
class AgentReady:
    """The agent serves the segment."""


@dataclass(frozen=True, slots=True)
class AgentLost:
    """The agent ended by itself, or could not start; ``why`` in words."""

    why: str


@dataclass(frozen=True, slots=True)
class Registered:
    """A server is ready for connections."""

    userid: str


@dataclass(frozen=True, slots=True)
class Refused:
    """A server could not start; ``why`` in words."""

    userid: str
    why: str


@dataclass(frozen=True, slots=True)
class Gone:
    """A server's process has ended; ``how`` in words (``killed by signal 9``)."""

    userid: str
    how: str


@dataclass(frozen=True, slots=True)
class Hung:
    """A server's process is there, but talks no sense or not at all any more."""

    userid: str


@dataclass(frozen=True, slots=True)
class Quiesced:
    """A server that was told to quiesce has no sessions any more."""

    userid: str


class Order(StrEnum):
    """Commands of SSLADMIN and NETSTAT SSL that change a server's state."""

    START = "start"
    STOP = "stop"
    RESTART = "restart"


@dataclass(frozen=True, slots=True)
class Ordered:
    """An administrator's command to one server."""

    order: Order
    userid: str


@dataclass(frozen=True, slots=True)
class LimitsSet:
    """NETSTAT OBEY SSLLIMITS."""

    limits: Limits


@dataclass(frozen=True, slots=True)
class NoRoom:
    """Nobody has the turn; the pool has so many sessions."""

    sessions: int


@dataclass(frozen=True, slots=True)
class Wanted:
    """An application wants a connection secured. ``room`` is the server whose turn it is, by its number."""

    ticket: int
    room: int | None
    sessions: int


@dataclass(frozen=True, slots=True)
class Room:
    """A server has room for a connection that waits."""

    index: int


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """A connection that waited is gone."""

    ticket: int


@dataclass(frozen=True, slots=True)
class ApplicationReady:
    """An application server has started."""

    userid: str


@dataclass(frozen=True, slots=True)
class ApplicationEnded:
    """An application server has ended."""

    userid: str


@dataclass(frozen=True, slots=True)
class Tick:
    """Time has passed."""


@dataclass(frozen=True, slots=True)
class Shutdown:
    """SIGTERM or SIGINT; the second one ends everything at once."""


Event = (
    StackStarted
    | AgentReady
    | AgentLost
    | Registered
    | Refused
    | Gone
    | Hung
    | Quiesced
    | Ordered
    | LimitsSet
    | NoRoom
    | Wanted
    | Room
    | Withdrawn
    | ApplicationReady
    | ApplicationEnded
    | Tick
    | Shutdown
)

# Commands


@dataclass(frozen=True, slots=True)
class StartAgent:
    """Start SSLDCSSM."""


@dataclass(frozen=True, slots=True)
class EndAgent:
    """End SSLDCSSM."""


@dataclass(frozen=True, slots=True)
class SetCache:
    """Publish whether the session cache may be used."""

    on: bool


@dataclass(frozen=True, slots=True)
class StartServer:
    """Start a server's process."""

    userid: str


@dataclass(frozen=True, slots=True)
class EndServer:
    """End a server's process (with no time for last words: ``at_once``); its end is told by ``Gone``."""

    userid: str
    at_once: bool


@dataclass(frozen=True, slots=True)
class Quiesce:
    """Tell a server to let its sessions end."""

    userid: str


@dataclass(frozen=True, slots=True)
class Admit:
    """Let a server take connections."""

    userid: str


@dataclass(frozen=True, slots=True)
class Bar:
    """Let a server take no new connections."""

    userid: str


@dataclass(frozen=True, slots=True)
class ClearBooks:
    """Forget the sessions of a server whose process has ended."""

    userid: str


@dataclass(frozen=True, slots=True)
class ResetCounters:
    """Set a server's peak and totals to zero."""

    userid: str


@dataclass(frozen=True, slots=True)
class PublishLimits:
    """Let all processes know the limits."""

    limits: Limits


@dataclass(frozen=True, slots=True)
class Hand:
    """Hand a connection to a server."""

    ticket: int
    userid: str


@dataclass(frozen=True, slots=True)
class Refuse:
    """Refuse a connection."""

    ticket: int
    why: str


@dataclass(frozen=True, slots=True)
class StartApplication:
    """Start an application server."""

    userid: str


@dataclass(frozen=True, slots=True)
class EndApplications:
    """End all application servers."""


@dataclass(frozen=True, slots=True)
class CloseListeners:
    """Take no new connections."""


@dataclass(frozen=True, slots=True)
class Killed:
    """KillClient: a line for the console of a server that the stack is about to start again."""

    userid: str
    reason: str


@dataclass(frozen=True, slots=True)
class Say:
    """A line for the stack's console; ``number`` is that of the message (ours), ``severity`` I, W or E."""

    number: int
    severity: str
    text: str


@dataclass(frozen=True, slots=True)
class Decline:
    """The answer to a command that a server cannot do now."""

    userid: str
    why: str


@dataclass(frozen=True, slots=True)
class Finish:
    """Nothing is left to do; end. ``at_once``: what still runs is to be killed."""

    at_once: bool


Command = (
    StartAgent
    | EndAgent
    | SetCache
    | StartServer
    | EndServer
    | Quiesce
    | Admit
    | Bar
    | ClearBooks
    | ResetCounters
    | PublishLimits
    | Hand
    | Refuse
    | StartApplication
    | EndApplications
    | CloseListeners
    | Killed
    | Say
    | Decline
    | Finish
)
