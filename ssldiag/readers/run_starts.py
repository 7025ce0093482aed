"""Tells where one run of a machine ends and the next begins, and whose console it is: session marks and
messages in.

A run begins at a LOGON, at CMS's first line after an IPL, at the start-up wrapper's first messages, at
"Server started", or behind KillClient. These come in a fixed order, so one that comes again, or too late,
begins the next run.
"""

from __future__ import annotations

import re

from ssldiag.readers import messages
from ssldiag.readers.messages import Head

ORDER = {
    "logon typed": 0,
    "CP-LEVEL": 1,
    "logon": 2,
    "CMS-LEVEL": 3,
    "DTCRUN1022I": 4,
    "server": 4,
    "started": 5,
}
"""What a start shows, in order (console log of a 6.3 stack). The wrapper's two first messages may come either
way round."""

OVER = 6
TELLING = frozenset(
    ("DTCRUN1022I", "DTCRUN1046I", "DTCRUN1011I", "DTCRUN1099E", "CMS-LEVEL", "CP-LEVEL", "TCPIP-KILLCLIENT")
)
"""The ids that can begin or end a run or name its machine; all others need no second look."""

STAYS = re.compile(r"DTCSSL(?!002I)|TCPIP-KILLCLIENT|CP-|HCP")
"""What still belongs to a run after KillClient: last words of the server, further notices of CP."""

SERVER = re.compile(r"DTC(?!RUN)")
POOL_SERVER = re.compile(r"[A-Z]{1,3}\d{5}$")
CONSOLE_FILE = re.compile(
    r"(?P<user>[A-Z0-9@#$_+-]{1,8})[ ._-]+(?:CONSOLE|CONSLOG|CONS)(?:[ ._-].*)?$"
    r"|(?P<server>[A-Z]{1,3}\d{5})(?:[ ._-].*)?$"
)


class Start:
    """How far the present run has come."""

    __slots__ = ("killed", "rank", "seen")

    def __init__(self) -> None:
        self.rank = -1
        self.seen: set[str] = set()
        self.killed = False

    def begins(self, mark: str) -> bool:
        """Whether this mark begins a new run; it is taken note of either way."""
        rank = ORDER[mark]
        new = self.rank == OVER or rank < self.rank or mark in self.seen
        if new:
            self.seen.clear()
            self.killed = False
        self.seen.add(mark)
        self.rank = rank if new else max(rank, self.rank)
        return new

    def over(self) -> None:
        """The run has ended, for all that the log says: the next mark begins another."""
        self.rank = OVER

    def says(self, name: str) -> None:
        """A message that is no mark. A server's own words without a start are the end of a run that began
        before the log."""
        if "started" not in self.seen and SERVER.match(name):
            self.rank = OVER

    def after_kill(self, name: str) -> bool:
        """Whether a message behind KillClient is the first of the restarted server."""
        if not self.killed or STAYS.match(name):
            return False
        self.rank, self.killed = -1, False
        self.seen.clear()
        return True


def mark_of(head: Head, text: str) -> str | None:
    """The mark that a message is, if any."""
    if head.id in ("DTCRUN1022I", "CMS-LEVEL"):
        return head.id
    if head.id == "CP-LEVEL":
        return head.id if text.endswith(",") else None
    if head.id == "DTCRUN1046I" and field(head.id, text, "what").lower() == "server":
        return "server"
    return "started" if head.id == "DTCRUN1011I" and text.startswith("Server started") else None


def ends(head: Head) -> str:
    """``killed`` for KillClient, ``over`` for a start given up, else an empty text."""
    if head.id.startswith("TCPIP-KILLCLIENT"):
        return "killed"
    return "over" if head.id == "DTCRUN1099E" else ""


def tracing_server(head: Head, text: str) -> str | None:
    """The server that a trace line of the reference server names."""
    return field(head.id, text, "server").upper() or None if head.id.startswith("DTCSSLT0") else None


def owner(head: Head, text: str) -> tuple[str | None, str | None]:
    """The user id and the pool name that a message gives its machine."""
    if head.id == "DTCRUN1046I" and field(head.id, text, "what").lower() == "server":
        name = field(head.id, text, "name").upper()
        return (None, name) if "*" in name else (name or None, None)
    return None, None


def field(name: str, text: str, wanted: str) -> str:
    """One field of a message."""
    return dict(messages.fields(name, text)).get(wanted, "")


def machine_of_file(path: str) -> str | None:
    """The user id in a file name such as ``SSL00001.CONSOLE``, ``tcpip console.txt`` or ``ssl00001.txt``."""
    match = CONSOLE_FILE.match(path.rsplit("/", 1)[-1].upper())
    return match["user"] or match["server"] if match else None


def fits(userid: str, pool: str | None) -> bool:
    """Whether a machine can be a member of the pool that the run names."""
    return pool is None or (userid.startswith(pool.split("*")[0]) and POOL_SERVER.match(userid) is not None)
