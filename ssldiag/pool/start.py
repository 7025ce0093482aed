"""What a process learns from the configuration at its start: console lines, and a plan or why not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from ssldiag.pool.material import Material
from ssldiag.pool.plan import PoolPlan


@dataclass(frozen=True, slots=True)
class StackStart:
    """The stack. ``messages`` are console lines in order; ``before`` come ahead of the start of the agent,
    ``messages`` after it. ``secure`` is False where ``:DCSS_Parms.`` asks for no SSL servers: then there are
    none. ``agent_why`` says why the agent cannot save the segment, empty if it can. Without a ``plan``,
    ``why`` is one sentence.
    """

    plan: PoolPlan | None
    before: tuple[str, ...] = ()
    messages: tuple[str, ...] = ()
    secure: bool = True
    agent_why: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class ServerStart:
    """One SSL server. Without a ``plan`` it does not start, and ``why`` is one sentence. ``cache_why`` says
    why it cannot use the session cache, empty if it can. ``material`` is what its key database holds.
    """

    plan: PoolPlan | None
    messages: tuple[str, ...] = ()
    material: Material | None = None
    cache_why: str = ""
    why: str = ""


STARTED = "DTCRUN1011I Server started at "


def started_at(at: datetime) -> str:
    """The line that says when the program of a server was started."""
    return f"{STARTED}{at:%H:%M:%S} on {at:%d %b %Y} ({at:%A})"


def dated(line: str, at: datetime) -> str:
    """The same line with the time at which it is written: a configuration may have been read ahead."""
    return started_at(at) if line.startswith(STARTED) else line
