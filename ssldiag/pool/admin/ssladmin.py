"""SSLADMIN: words in, a request or a refusal out.

Grammar: SSLADMIN command (z/VM TCP/IP Planning and Customization; 5.4 and 6.1 with the 2010 service). One
table holds the commands, another the queries. Operands of ours are CERTIFICATES and CACHE ENTRIES of QUERY,
CACHE and SESSION of CLEAR, and a count for LOG.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from ssldiag.pool.admin import system
from ssldiag.pool.admin.requests import ALL, Refusal, Refused, Request, refusal
from ssldiag.pool.admin.targets import NAMES, OPTIONS, PROGRAM, Targets, targets
from ssldiag.pool.admin.words import joined, keyword, meant, nothing_more, number, typed, userid
from ssldiag.pool.trace.setting import KINDS, NO_TRACE, setting

REPEATED = ("QUERY", "SYSTEM")
"""What MONITOR repeats: commands that change nothing (our choice)."""

SESSION_DIGITS = range(4, 65)
"""Hexadecimal digits that name a session of the cache: 16 bits to choose by, up to the 32 bytes of an id (RFC
5246 7.4.1.2)."""

LOG_LINES = 50
MOST_LOG_LINES = 2_000
"""Lines of a console log that an answer can hold: some 160 kB."""

Parser = Callable[[Sequence[str], Targets], Request]
"""The words behind a command and its targets in, the request out. Raises Refused."""


def parse(words: Sequence[str], seen: Mapping[str, str] | None = None) -> Request | Refusal:
    """The request that the words make. ``seen`` has the user's defaults (SET): ``server``, ``stack``."""
    try:
        return _parsed(joined(words), seen or {})
    except Refused as why:
        return refusal(PROGRAM, why.what, why.text)


def _parsed(text: str, seen: Mapping[str, str]) -> Request:
    first = text.split("(", 1)[0].split()[:1]
    command = keyword(first[0], tuple(COMMANDS), "a command of SSLADMIN") if first else "QUERY"
    if command == "SYSTEM":
        return _system(text, seen)
    line = typed(text)
    whom = targets(line.options, seen)
    if whom.monitor and command not in REPEATED:
        raise Refused("option", f"MONITOR repeats {' and '.join(REPEATED)} only, not {command}")
    return COMMANDS[command](line.words[1:], whom)


def _query(words: Sequence[str], whom: Targets) -> Request:
    what = keyword(words[0], tuple(QUERIES), "a query of SSLADMIN") if words else "STATUS"
    kinds = QUERIES[what]
    rest = words[1:]
    if rest and len(kinds) > 1:
        kind = keyword(rest[0], tuple(filter(None, kinds)), f"an operand of QUERY {what}")
        rest = rest[1:]
    else:
        kind = next(iter(kinds))
    command = f"QUERY {what} {kind}".rstrip()
    nothing_more(rest, command)
    return whom.request(command, *kinds[kind])


def _plain(command: str, effect: str) -> Parser:
    """A command without operands."""

    def parser(words: Sequence[str], whom: Targets) -> Request:
        nothing_more(words, command)
        return replace(whom.request(command), effect=effect)

    return parser


def _power(command: str, effect: str) -> Parser:
    """START and STOP: the server is named by the option, or by an operand as level 440 had it (PQ82117)."""

    def parser(words: Sequence[str], whom: Targets) -> Request:
        nothing_more(words[1:], command)
        server = userid(words[0], command) if words else whom.server
        if whom.given.get("server", server) != server:
            raise Refused("option", f"{command} names {server}, but SSLSERVER is {whom.server}")
        return replace(whom.request(command), server=server, effect=effect)

    return parser


def _log(words: Sequence[str], whom: Targets) -> Request:
    nothing_more(words[1:], "LOG")
    count = number(words[0], "LOG", 1, MOST_LOG_LINES) if words else LOG_LINES
    return replace(whom.request("LOG", "log"), count=count)


def _help(words: Sequence[str], whom: Targets) -> Request:
    nothing_more(words[1:], "HELP")
    topics = (*COMMANDS, "OPTIONS")
    topic = keyword(words[0], topics, "a topic of HELP", "topic") if words else ""
    return replace(whom.request("HELP"), operand=topic)


def _set(words: Sequence[str], whom: Targets) -> Request:
    """The targets are taken as operands or as options: which of the two z/VM means is not established."""
    wanted = targets(words, {}) if words else whom
    if wanted.monitor:
        raise Refused("option", "MONITOR cannot be a default")
    if not wanted.given:
        raise Refused("missing", "SET needs SSLSERVER userid, TCPSERVER userid or both")
    return _with_defaults("SET", {**whom.defaults, **wanted.given})


def _with_defaults(command: str, defaults: Mapping[str, str]) -> Request:
    kept = {name: value for name, value in defaults.items() if value != ALL or name != "server"}
    return replace(Targets({}, kept).request(command), changes_defaults=True)


def _clear(words: Sequence[str], whom: Targets) -> Request:
    what = keyword(words[0], tuple(CLEARED), "an operand of CLEAR") if words else ALL
    return CLEARED_BY[what](words[1:], whom, what)


def _clear_defaults(words: Sequence[str], whom: Targets, what: str) -> Request:
    nothing_more(words, f"CLEAR {what}")
    gone = NAMES.values() if what == ALL else (NAMES[what],)
    return _with_defaults("CLEAR", {name: value for name, value in whom.defaults.items() if name not in gone})


def _clear_cache(words: Sequence[str], whom: Targets, what: str) -> Request:
    if not words:
        return replace(whom.request("CLEAR CACHE"), effect="clear_cache")
    keyword(words[0], ("EXPIRED",), "an operand of CLEAR CACHE")
    nothing_more(words[1:], "CLEAR CACHE EXPIRED")
    return replace(whom.request("CLEAR CACHE EXPIRED"), effect="expire_cache")


def _clear_session(words: Sequence[str], whom: Targets, what: str) -> Request:
    text = "".join(words).lower()
    if len(text) not in SESSION_DIGITS or not set(text) <= set("0123456789abcdef"):
        raise Refused("value", "CLEAR SESSION needs the first 4 to 64 hexadecimal digits of an id")
    return replace(whom.request("CLEAR SESSION"), effect="forget_session", operand=text)


def _trace(words: Sequence[str], whom: Targets) -> Request:
    kinds = meant(words[0], KINDS) if words else []
    kind = kinds[0] if kinds else "NORMAL"
    rest = list(words[1:] if kinds else words)
    data = False
    if kind == "CONNECTIONS" and rest and meant(rest[0], ("DATA", "NODATA")):
        data = keyword(rest.pop(0), ("DATA", "NODATA")) == "DATA"
    try:
        wanted = setting(kind, data, rest)
    except ValueError as error:
        raise Refused("value", str(error)) from error
    return replace(whom.request("TRACE"), effect="trace", trace=wanted)


def _no_trace(words: Sequence[str], whom: Targets) -> Request:
    nothing_more(words, "NOTRACE")
    return replace(whom.request("NOTRACE"), effect="trace", trace=NO_TRACE)


def _system(text: str, seen: Mapping[str, str]) -> Request:
    """The command may have a parenthesis of its own: only a last one with options of SSLADMIN behind it is
    ours.
    """
    command, whom = text, targets((), seen)
    head, _, tail = text.rpartition("(")
    options, _, behind = tail.partition(")")
    if head and not behind.strip() and any(meant(word, OPTIONS) for word in options.split()[:1]):
        command, whom = head, targets(options.split(), seen)
    wanted = system.query(" ".join(command.split()[1:]))
    return replace(whom.request("SYSTEM", *wanted.needs), operand=wanted.text)


def _by_itself(words: Sequence[str], whom: Targets) -> Request:
    raise AssertionError("SYSTEM is parsed before its words are split")


CLEARED_BY: Mapping[str, Callable[[Sequence[str], Targets, str], Request]] = {
    "ALL": _clear_defaults,
    "SSLSERVER": _clear_defaults,
    "TCPSERVER": _clear_defaults,
    "CACHE": _clear_cache,
    "SESSION": _clear_session,
}
CLEARED = ("ALL", *OPTIONS[:2], "CACHE", "SESSION")

QUERIES: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "STATUS": {"SUMMARY": (), "DETAILS": ("details",)},
    "SETTINGS": {"": ()},
    "CACHE": {"": ("cache",), "ENTRIES": ("cache", "entries")},
    "SESSIONS": {"": ("sessions",)},
    "TRACE": {"": ("trace",)},
    "CERTIFICATES": {"": ("certificates",)},
}
"""Query -> its operands, the default first, and what their answers need."""

COMMANDS: Mapping[str, Parser] = {
    "QUERY": _query,
    "CLEAR": _clear,
    "CLOSECON": _plain("CLOSECON", "close_console"),
    "HELP": _help,
    "LOG": _log,
    "NOTRACE": _no_trace,
    "REFRESH": _plain("REFRESH", "refresh"),
    "RESTART": _plain("RESTART", "restart"),
    "SET": _set,
    "START": _power("START", "start"),
    "STOP": _power("STOP", "stop"),
    "SYSTEM": _by_itself,
    "TRACE": _trace,
}
"""Command -> the parser of its operands."""
