"""What a command line comes to: a request, or a refusal with a message id of ours. Plain values only."""

from __future__ import annotations

from dataclasses import dataclass

from ssldiag.pool.admin.shown import shown
from ssldiag.pool.plan import TraceSetting

ALL = "ALL"
"""The default of SSLSERVER: every server of the pool (SSLADMIN command)."""

EFFECTS = (
    "start",
    "stop",
    "restart",
    "refresh",
    "trace",
    "close_console",
    "limits",
    "clear_cache",
    "expire_cache",
    "forget_session",
)
"""What a request can do to a pool; an empty effect only asks."""

NEEDS = (
    "details",
    "sessions",
    "cache",
    "certificates",
    "trace",
    "connections",
    "entries",
    "files",
    "log",
)
"""What an answer can want besides the rows of servers: the fields of PoolStatus to fill."""


@dataclass(frozen=True, slots=True)
class Request:
    """A command that was understood.

    ``program`` is SSLADMIN or NETSTAT, ``command`` its words in full (``QUERY STATUS DETAILS``, ``START``,
    ``CONFIG SSL``); ``server`` the user id that it is for, or ALL; ``stack`` a stack's user id, empty for
    the one asked; ``monitor`` seconds after which to ask again, 0 for once. ``needs`` are words of NEEDS,
    ``effect`` one of EFFECTS or empty. ``operand`` is the topic of HELP, the command of SYSTEM, or the id of
    a session; ``count`` a number of lines; ``trace`` with TRACE and NOTRACE; ``max_sessions`` and
    ``per_server`` with SSLLIMITS, None for what stays. ``defaults`` are the ``server`` and ``stack`` in
    effect for this user after the command, ``changes_defaults`` whether SET or CLEAR changed them.
    """

    program: str
    command: str
    server: str = ALL
    stack: str = ""
    monitor: int = 0
    needs: frozenset[str] = frozenset()
    effect: str = ""
    operand: str = ""
    count: int = 0
    trace: TraceSetting | None = None
    max_sessions: int | None = None
    per_server: int | None = None
    defaults: tuple[tuple[str, str], ...] = ()
    changes_defaults: bool = False

    @property
    def is_local(self) -> bool:
        """Whether it can be answered without a pool."""
        return self.command == "HELP"


@dataclass(frozen=True, slots=True)
class Refusal:
    """A command that is not done: ``id`` is a message id of ours (a T before its number), ``text`` says why.

    ``usage``: the words themselves are wrong, whatever the pool's state.
    """

    id: str
    text: str
    usage: bool = True

    @property
    def line(self) -> str:
        """The message as it is printed."""
        return f"{self.id} {self.text}"

    @property
    def exit(self) -> int:
        """The exit code of a command that ends with it: 2 for wrong usage, 1 otherwise."""
        return 2 if self.usage else 1


class Refused(Exception):
    """Raised inside the grammars and queries; :func:`refused` makes the refusal of it."""

    def __init__(self, what: str, text: str) -> None:
        super().__init__(text)
        self.what = what
        self.text = text


NUMBERS = {
    "unknown": "T20E",
    "ambiguous": "T21E",
    "missing": "T22E",
    "extra": "T23E",
    "option": "T24E",
    "value": "T25E",
    "line": "T26E",
    "server": "T27E",
    "state": "T28E",
    "stack": "T29E",
    "system": "T31E",
    "topic": "T32E",
    "rights": "T33E",
    "agent": "T34E",
    "store": "T36E",
}
"""Kind of a refusal -> its number and severity. IBM's ids have digits alone there."""

LATER = frozenset(("server", "state", "stack", "rights", "agent", "store"))
"""Kinds that depend on the pool, not on how the command is written."""

PREFIXES = {"SSLADMIN": "DTCSSL", "NETSTAT": "DTCNET", "SSLPOOL": "DTCPLN"}


def refusal(program: str, what: str, text: str) -> Refusal:
    """A refusal of this kind, safe to print."""
    return Refusal(PREFIXES[program] + NUMBERS[what], shown(text), what not in LATER)


def not_allowed(program: str, user: str) -> Refusal:
    """Why a user who is in no :Admin_ID_list. gets no answer (SSLADMIN command: it is privileged)."""
    return refusal(program, "rights", f"{user} is not in :Admin_ID_list. of the SSL servers")


def no_store(program: str, why: str) -> Refusal:
    """The session store, which keeps the cache in place of the segment, does not answer."""
    return refusal(program, "store", f"the store of sessions does not answer: {why}")
