"""A request together with what was gathered for it: what answers are made of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from ssldiag.pool.admin.judged import concerned
from ssldiag.pool.admin.requests import Request
from ssldiag.pool.status import PoolStatus, ServerRow


@dataclass(frozen=True, slots=True)
class Asked:
    """``servers`` gave an answer, ``unheard`` gave none."""

    request: Request
    status: PoolStatus
    now: datetime
    servers: tuple[str, ...]
    unheard: tuple[str, ...]

    @property
    def rows(self) -> list[ServerRow]:
        """The rows of the servers that gave an answer."""
        return [row for row in self.status.servers if row.userid in self.servers]


def timed_out(server: str) -> str:
    """What SSLADMIN says of a server that does not answer (deck of 2010)."""
    return f"DTCSSL2421E {server}: Communication error: Connection timed out"


def asked(
    request: Request, status: PoolStatus, now: datetime, servers: tuple[str, ...] | None = None
) -> Asked:
    """Who answered. Of the session cache nobody tells anything while the agent is down.

    ``servers`` were asked; without them, those that can be asked in this status.
    """
    if servers is None:
        servers = concerned(request, status)
    deaf = request.command == "QUERY CACHE" and status.agent != "running"
    unheard = tuple(server for server in servers if deaf or server in status.silent)
    return Asked(request, status, now, tuple(server for server in servers if server not in unheard), unheard)
