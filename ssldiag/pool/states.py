"""The life of an SSL server as one table: its state and what happens to it in, its next state and the effects
of it out.

Eligible, Starting, Active and Stopped are z/VM's own words (QUERY STATUS). Cells that cannot come about in a
sound pool are filled as well: they hold what happens if one does, and ``sound`` is False.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """What SSLADMIN QUERY STATUS shows. ``Eligible``: defined, not running, may be activated; ``Stopped``:
    stopped on purpose, stays so until START.
    """

    ELIGIBLE = "Eligible"
    STARTING = "Starting"
    ACTIVE = "Active"
    STOPPED = "Stopped"


class Happening(StrEnum):
    """What can happen to a server."""

    ACTIVATE = "activate"
    """The stack wants it: at its own start, when all active ones are full, or at the end of a back-off."""
    START = "start"
    """SSLADMIN START or NETSTAT SSL START."""
    REGISTERED = "registered"
    """It talks to the stack and is ready for connections."""
    REFUSED = "refused"
    """Its start failed (DTCRUN1099E)."""
    ENDED = "ended"
    """Its process ended, as the stack had asked."""
    LOST = "lost"
    """Its process ended by itself, or stopped talking."""
    STOP = "stop"
    """SSLADMIN STOP or NETSTAT SSL STOP."""
    RESTART = "restart"
    """SSLADMIN RESTART."""
    QUIESCED = "quiesced"
    """Told to quiesce, it has no sessions any more, or had its time."""
    GIVE_UP = "give up"
    """It failed too many times in a row."""
    SHUTDOWN = "shutdown"
    """The stack ends."""


class Effect(StrEnum):
    """What the core has to do along with a change of state, in the order of a cell."""

    FORK = "fork"
    """Start its process (once the old one has ended, if there is one)."""
    ADMIT = "admit"
    """It may take connections."""
    BAR = "bar"
    """It may take no new connections."""
    END = "end"
    """End its process."""
    QUIESCE = "quiesce"
    """Tell it to let its sessions come to their end."""
    CLEAR = "clear"
    """Forget its sessions: they went with its process."""
    FORGIVE = "forgive"
    """Forget its failures and its counters."""
    COUNT = "count"
    """Count a failure: back-off, or giving up."""
    DECLINE = "decline"
    """Answer that it cannot do that now."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of the table. ``why`` says it for people, and becomes the server's reason where the state
    changes.
    """

    to: State
    effects: tuple[Effect, ...]
    why: str
    sound: bool = True


def _table() -> dict[tuple[State, Happening], Cell]:
    eligible, starting, active, stopped = State
    fork, admit, bar, end, quiesce, clear, forgive, count, decline = Effect
    h = Happening
    odd = False
    return {
        (eligible, h.ACTIVATE): Cell(starting, (fork,), "activated by the stack"),
        (eligible, h.START): Cell(starting, (forgive, fork), "started by command"),
        (eligible, h.REGISTERED): Cell(eligible, (end,), "registered without having been started", odd),
        (eligible, h.REFUSED): Cell(eligible, (), "its start had failed already", odd),
        (eligible, h.ENDED): Cell(eligible, (clear,), "its process has ended"),
        (eligible, h.LOST): Cell(eligible, (clear,), "its process has ended"),
        (eligible, h.STOP): Cell(stopped, (end,), "stopped by command"),
        (eligible, h.RESTART): Cell(eligible, (decline,), "is not running"),
        (eligible, h.QUIESCED): Cell(eligible, (end,), "has no sessions any more"),
        (eligible, h.GIVE_UP): Cell(stopped, (end,), "failed too many times in a row"),
        (eligible, h.SHUTDOWN): Cell(eligible, (end,), "the stack ends"),
        (starting, h.ACTIVATE): Cell(starting, (), "is starting already"),
        (starting, h.START): Cell(starting, (decline,), "is starting already"),
        (starting, h.REGISTERED): Cell(active, (admit,), "registered with the stack"),
        (starting, h.REFUSED): Cell(eligible, (end, count), "its start failed"),
        (starting, h.ENDED): Cell(starting, (clear, fork), "is being restarted"),
        (starting, h.LOST): Cell(eligible, (clear, count), "ended while it started"),
        (starting, h.STOP): Cell(stopped, (end,), "stopped by command"),
        (starting, h.RESTART): Cell(starting, (decline,), "is starting"),
        (starting, h.QUIESCED): Cell(starting, (), "had no sessions yet", odd),
        (starting, h.GIVE_UP): Cell(stopped, (end,), "failed too many times in a row", odd),
        (starting, h.SHUTDOWN): Cell(eligible, (end,), "the stack ends"),
        (active, h.ACTIVATE): Cell(active, (), "is active already"),
        (active, h.START): Cell(active, (decline,), "is active already"),
        (active, h.REGISTERED): Cell(active, (), "had registered already", odd),
        (active, h.REFUSED): Cell(eligible, (bar, end, count), "gave up", odd),
        (active, h.ENDED): Cell(eligible, (bar, clear, count), "ended", odd),
        (active, h.LOST): Cell(eligible, (bar, clear, count), "was lost"),
        (active, h.STOP): Cell(stopped, (bar, end), "stopped by command"),
        (active, h.RESTART): Cell(active, (bar, quiesce), "quiesces before its restart"),
        (active, h.QUIESCED): Cell(starting, (forgive, end), "is being restarted"),
        (active, h.GIVE_UP): Cell(stopped, (bar, end), "failed too many times in a row", odd),
        (active, h.SHUTDOWN): Cell(eligible, (bar, quiesce), "the stack ends"),
        (stopped, h.ACTIVATE): Cell(stopped, (), "stays stopped until START"),
        (stopped, h.START): Cell(starting, (forgive, fork), "started by command"),
        (stopped, h.REGISTERED): Cell(stopped, (end,), "registered although stopped", odd),
        (stopped, h.REFUSED): Cell(stopped, (end,), "its start had failed already", odd),
        (stopped, h.ENDED): Cell(stopped, (clear,), "its process has ended"),
        (stopped, h.LOST): Cell(stopped, (clear,), "its process has ended"),
        (stopped, h.STOP): Cell(stopped, (decline,), "is stopped already"),
        (stopped, h.RESTART): Cell(stopped, (decline,), "is stopped; START starts it"),
        (stopped, h.QUIESCED): Cell(stopped, (end,), "has no sessions any more"),
        (stopped, h.GIVE_UP): Cell(stopped, (), "is stopped already", odd),
        (stopped, h.SHUTDOWN): Cell(stopped, (end,), "the stack ends"),
    }


TABLE = _table()
"""z/VM: states and the transitions by STOP, START, RESTART and shutdown (deck of 2010, APARs PK87640 and
PH13366); the others are inferred or ours (``docs/pool/choices.md``).
"""
