"""The queries of CP and CMS that SSLADMIN SYSTEM answers: a command in, lines out of the pool's status.

A short list and no shell: nothing is run. Forms of the answers: CP Commands and Utilities Reference, and
captures of real systems (QUERY NSS, QUERY userid, QUERY NAMES); CMS IDENTIFY; OPENVM LISTFILE.
"""

from __future__ import annotations

import stat
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from ssldiag.pool.admin.requests import Refused
from ssldiag.pool.admin.shown import shown
from ssldiag.pool.admin.words import USERID, meant
from ssldiag.pool.status import PoolStatus

NAMES_A_LINE = 4
"""Users on a line of QUERY NAMES."""

USERS_A_LINE = 8
"""User ids on a line of QUERY NSS USERS: eight characters and a blank each stay below 80."""

SPOOL_ID = 9539
"""The number that QUERY NSS shows for the segment: any will do, this one stands in IBM's example."""


@dataclass(frozen=True, slots=True)
class Query:
    """A query of the list: ``kind`` a key of ANSWERS, ``operand`` what it asks about, ``text`` as typed."""

    kind: str
    operand: str
    text: str
    needs: tuple[str, ...] = ()


FORMS = (
    "QUERY NSS NAME name MAP",
    "QUERY NSS USERS name",
    "QUERY userid",
    "QUERY NAMES",
    "QUERY TIME",
    "IDENTIFY",
    "NETSTAT CONFIG SSL",
    "OPENVM LIST directory (OWN",
    "HELP",
)
"""What is answered, for the help and for refusals."""


def query(text: str) -> Query:
    """The query that a command is; CP in front and a QUERY cut short are taken. Raises Refused."""
    words = text.replace("(", " ( ").replace(")", " ) ").split()
    if words[:1] and words[0].upper() == "CP":
        words = words[1:]
    if not words:
        raise Refused("missing", "SYSTEM needs a command of CP or CMS")
    found = _found([word.upper() for word in words], words)
    if found is None:
        raise Refused("system", f"SYSTEM answers {', '.join(FORMS)}; {' '.join(words)} is none of these")
    kind, operand = found
    return Query(kind, operand, text, NEEDS.get(kind, ()))


def _found(upper: Sequence[str], words: Sequence[str]) -> tuple[str, str] | None:
    first, rest = upper[0], list(upper[1:])
    if meant(first, ("Query",)):
        return _queried(rest)
    if meant(first, ("IDentify",)) and not rest:
        return "identify", ""
    if first == "HELP" and not rest:
        return "help", ""
    if first == "NETSTAT" and len(rest) == 2 and meant(rest[0], ("CONFig",)) and rest[1] == "SSL":
        return "netstat", ""
    if first == "OPENVM" and len(rest) > 1 and meant(rest[0], ("LISTfile",)):
        options = rest[2:]
        return ("openvm", words[2]) if options in ([], ["("], ["(", "OWN"], ["(", "OWN", ")"]) else None
    return None


def _queried(rest: list[str]) -> tuple[str, str] | None:
    if rest[:1] == ["NSS"]:
        if rest[-1] == "MAP" and (len(rest) == 2 or (len(rest) == 4 and rest[1] == "NAME")):
            return "map", "" if len(rest) == 2 else rest[2]
        return ("users", rest[2]) if len(rest) == 3 and rest[1] == "USERS" else None
    if len(rest) != 1:
        return None
    if rest[0] in ("NAMES", "TIME"):
        return rest[0].lower(), ""
    return ("userid", rest[0]) if USERID.fullmatch(rest[0]) else None


def answer(text: str, server: str, status: PoolStatus, now: datetime) -> list[str]:
    """The lines that answer a query on a server's machine. Raises Refused."""
    asked = query(text)
    operand = server if asked.kind == "identify" else asked.operand
    return [shown(line) for line in ANSWERS[asked.kind](operand, status, now)]


def machines(status: PoolStatus) -> list[str]:
    """The user ids that are logged on, all of them disconnected."""
    found = [status.stack, *([status.agent_id] if status.agent == "running" else [])]
    found += [row.userid for row in status.servers if row.state in ("Active", "Starting")]
    found += [row.userid for row in status.applications if row.state != "ended" and row.userid != "INTCLIEN"]
    return list(dict.fromkeys(found))


def attached(status: PoolStatus) -> list[str]:
    """The user ids that have the segment: the servers that run, and the agent (QUERY NSS USERS)."""
    found = [row.userid for row in status.servers if row.state == "Active"]
    return found + ([status.agent_id] if status.agent == "running" else [])


def _map(name: str, status: PoolStatus, now: datetime) -> list[str]:
    cache = status.cache
    if cache is None or name not in ("", cache.segment):
        return [_no_segment(name)]
    pages = f"{cache.begin:05X}  {cache.end:05X}"
    return [
        "FILE FILENAME FILETYPE MINSIZE  BEGPAG ENDPAG TYPE CL #USERS PARMREGS VMGROUP",
        f"{SPOOL_ID} {cache.segment:<8} DCSS     N/A      {pages}   SN  R  {len(attached(status)):05}"
        "  N/A      N/A",
    ]


def _no_segment(name: str) -> str:
    return f"DTCSSLT35I there is no segment {name}".rstrip()


def _users(name: str, status: PoolStatus, now: datetime) -> list[str]:
    cache = status.cache
    if cache is None or name != cache.segment:
        return [_no_segment(name)]
    users = attached(status)
    rows = [users[at : at + USERS_A_LINE] for at in range(0, len(users), USERS_A_LINE)]
    return [
        "FILE FILENAME FILETYPE CLASS",
        f"{SPOOL_ID} {cache.segment:<8} DCSS     R",
        *("  " + " ".join(row) for row in rows),
    ]


def _userid(name: str, status: PoolStatus, now: datetime) -> list[str]:
    if name in machines(status):
        return [f"{name:<8} - DSC"]
    return [f"HCPCQU045E {name} not logged on"]


def _names(_: str, status: PoolStatus, now: datetime) -> list[str]:
    users = [f"{name:<8} - DSC " for name in machines(status)]
    rows = [users[at : at + NAMES_A_LINE] for at in range(0, len(users), NAMES_A_LINE)]
    lines = [", ".join(row) for row in rows]
    return [f"{line}," for line in lines[:-1]] + [line.rstrip() for line in lines[-1:]]


def _time(_: str, status: PoolStatus, now: datetime) -> list[str]:
    return [f"TIME IS {now:%H:%M:%S} {now:%Z} {now:%A %m/%d/%y}".upper()]


def _identify(server: str, status: PoolStatus, now: datetime) -> list[str]:
    day = f"{now:%m/%d/%y %H:%M:%S} {now:%Z}     {now:%A}"
    return [f"{server} AT {status.node or 'ZVM'} VIA *        {day}".upper()]


def _netstat(_: str, status: PoolStatus, now: datetime) -> list[str]:
    from ssldiag.pool.admin.netstat_text import config

    return config(status)


def _openvm(directory: str, status: PoolStatus, now: datetime) -> list[str]:
    wanted = directory.strip("'\"").rstrip("/") or "/"
    rows = [row for row in status.files if row.directory.rstrip("/") == wanted]
    if not rows:
        return [f"DMSOVZ2113E Object does not exist: '{wanted}'"]
    lines = ["User ID   Group Name  Permissions   Type  Path name component"]
    for row in rows:
        bits = stat.filemode(stat.S_IFREG | row.mode)[1:]
        permissions = f"{bits[:3]} {bits[3:6]} {bits[6:]}"
        lines.append(f"{row.owner:<9} {row.group:<11} {permissions}   F     '{row.name}'")
    return lines


def _help(_: str, status: PoolStatus, now: datetime) -> list[str]:
    return ["SYSTEM answers these queries from what the pool knows; nothing is run:", *FORMS]


NEEDS = {"map": ("cache",), "users": ("cache",), "openvm": ("files",)}

ANSWERS: Mapping[str, Callable[[str, PoolStatus, datetime], list[str]]] = {
    "map": _map,
    "users": _users,
    "userid": _userid,
    "names": _names,
    "time": _time,
    "identify": _identify,
    "netstat": _netstat,
    "openvm": _openvm,
    "help": _help,
}
"""Kind of query -> what answers it."""
