"""NETSTAT, as far as it concerns SSL: words in, a request or a refusal out.

Operands: NETSTAT command (z/VM TCP/IP User's Guide), SSLLIMITS statement (Planning and Customization).
``HELP`` is an addition of ours. What is refused is said with ids of ours.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from ssldiag.pool.admin.requests import Refusal, Refused, Request, refusal
from ssldiag.pool.admin.words import joined, keyword, listed, nothing_more, number, typed, userid
from ssldiag.pool.plan import MOST_PER_SERVER

PROGRAM = "NETSTAT"

MOST_SESSIONS = 100_000
"""MAXSESSIONS at most: a hundred servers with MAXPERSSLSERVER 1000 (our choice; no limit is documented)."""

MISSPELT = ("SLLIMITS", "SSSLIMITS", "SSLLIMIT", "SSLIMITS")
"""How SSLLIMITS is written in some papers."""

BOUNDS = {"MAXSESSIONS": MOST_SESSIONS, "MAXPERSSLSERVER": MOST_PER_SERVER}
"""Operands of SSLLIMITS (SSLLIMITS statement: MAXPERSSLSERVER is at most 1000)."""


def parse(words: Sequence[str], seen: Mapping[str, str] | None = None) -> Request | Refusal:
    """The request that the words make. NETSTAT knows no defaults; ``seen`` is taken so that both grammars
    are called alike.
    """
    try:
        line = typed(joined(words))
        if line.options:
            raise Refused("option", f"NETSTAT takes no options here: {' '.join(line.options)}")
        if not line.words:
            raise Refused("missing", f"NETSTAT needs an operand: {listed(COMMANDS)}")
        command = keyword(line.words[0], tuple(COMMANDS), "an operand of NETSTAT")
        return COMMANDS[command](line.words[1:])
    except Refused as why:
        return refusal(PROGRAM, why.what, why.text)


def _request(command: str, *needs: str) -> Request:
    return Request(PROGRAM, command, needs=frozenset(needs))


def _config(words: Sequence[str]) -> Request:
    if not words:
        raise Refused("missing", "CONFIG needs SSL behind it: other parts of a stack are not here")
    keyword(words[0], ("SSL",), "an operand of CONFIG")
    nothing_more(words[1:], "CONFIG SSL")
    return _request("CONFIG SSL")


def _connections(command: str) -> Callable[[Sequence[str]], Request]:
    def parser(words: Sequence[str]) -> Request:
        nothing_more(words, command)
        return _request(command, "connections", "sessions")

    return parser


def _ssl(words: Sequence[str]) -> Request:
    if not words:
        raise Refused("missing", "SSL needs START or STOP and a server")
    what = keyword(words[0], ("START", "STOP"), "an operand of SSL")
    if len(words) < 2:
        raise Refused("missing", f"SSL {what} needs the user id of a server")
    nothing_more(words[2:], f"SSL {what}")
    return replace(_request(f"SSL {what}"), server=userid(words[1], f"SSL {what}"), effect=what.lower())


def _obey(words: Sequence[str]) -> Request:
    if not words:
        raise Refused("missing", "OBEY needs a statement: SSLLIMITS")
    statement = words[0].upper()
    if statement in MISSPELT:
        raise Refused("unknown", f"{words[0]} is no statement; SSLLIMITS is meant")
    if statement != "SSLLIMITS":
        raise Refused("unknown", f"OBEY takes SSLLIMITS alone here, not {words[0]}")
    limits: dict[str, int] = {}
    rest = list(words[1:])
    while rest:
        name = keyword(rest.pop(0), tuple(BOUNDS), "an operand of SSLLIMITS")
        if name in limits:
            raise Refused("extra", f"{name} is given twice")
        if not rest:
            raise Refused("missing", f"{name} needs a number")
        limits[name] = number(rest.pop(0), name, 1, BOUNDS[name])
    if not limits:
        raise Refused("missing", "SSLLIMITS needs MAXSESSIONS n, MAXPERSSLSERVER n or both")
    return replace(
        _request("OBEY SSLLIMITS"),
        effect="limits",
        max_sessions=limits.get("MAXSESSIONS"),
        per_server=limits.get("MAXPERSSLSERVER"),
    )


def _help(words: Sequence[str]) -> Request:
    nothing_more(words[1:], "HELP")
    topic = keyword(words[0], tuple(COMMANDS), "a topic of HELP", "topic") if words else ""
    return replace(_request("HELP"), operand=topic)


COMMANDS: Mapping[str, Callable[[Sequence[str]], Request]] = {
    "CONFIG": _config,
    "CONN": _connections("CONN"),
    "ALLCONN": _connections("ALLCONN"),
    "SSL": _ssl,
    "OBEY": _obey,
    "HELP": _help,
}
"""Operand -> the parser of what follows."""
