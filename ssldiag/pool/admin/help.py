"""A topic in, lines of help on SSLADMIN or NETSTAT out; what is an addition of ours is called so."""

from __future__ import annotations

from collections.abc import Mapping

from ssldiag.pool.admin.system import FORMS


def topic(program: str, name: str = "") -> list[str]:
    """The help on a command, or the list of all of them."""
    pages = PAGES[program]
    if name in pages:
        form, *rest = pages[name]
        return [f"{program} {form}", *(f"  {line}" for line in rest)]
    width = max(map(len, pages)) + 2
    return [
        *HEADS[program],
        *(f"  {word:<{width}}{lines[1]}" for word, lines in pages.items()),
        f"{program} HELP command tells more.",
    ]


HEADS: Mapping[str, tuple[str, ...]] = {
    "SSLADMIN": (
        "SSLADMIN [command [operands]] [(SSLserver userid|ALL TCPserver userid MONitor seconds [)]]",
        "Without a command: QUERY STATUS SUMMARY. Commands may be cut short as long as they are clear.",
    ),
    "NETSTAT": ("NETSTAT operand; operands may be cut short as long as they are clear.",),
}

SSLADMIN: Mapping[str, tuple[str, ...]] = {
    "QUERY": (
        "QUERY [STATUS [SUMMARY|DETAILS]|SETTINGS|CACHE [ENTRIES]|SESSIONS|TRACE|CERTIFICATES]",
        "shows servers, options in effect, the session cache, sessions, traces",
        "STATUS SUMMARY: state and sessions of each server. STATUS DETAILS: the options that each uses.",
        "SETTINGS: whom your commands are for. CACHE: the shared session cache. SESSIONS: secure",
        "connections. TRACE: what is traced. Of this program alone: CACHE ENTRIES lists the sessions",
        "that can be taken up again; CERTIFICATES lists what the servers have loaded.",
    ),
    "CLEAR": (
        "CLEAR [ALL|SSLserver|TCPserver|CACHE [EXPIRED]|SESSION id]",
        "drops your defaults, or (here alone) entries of the session cache",
        "Without an operand all defaults of SET are dropped. Of this program alone: CACHE forgets every",
        "session of the cache, CACHE EXPIRED the expired ones, SESSION the one whose id begins so.",
    ),
    "CLOSECON": ("CLOSECON", "closes the console log of servers, so that it can be read as a file"),
    "HELP": ("HELP [command|OPTIONS]", "shows this"),
    "LOG": (
        "LOG [lines]",
        "shows the end of the console log of servers",
        "The number of lines is of this program alone; 50 without it. Servers that are down are shown too.",
    ),
    "NOTRACE": ("NOTRACE", "ends all tracing"),
    "REFRESH": (
        "REFRESH",
        "has servers read the key database again",
        "New connections use what is in it now; open ones keep what they have.",
    ),
    "RESTART": (
        "RESTART",
        "starts servers anew when their sessions have ended",
        "A server takes no new connections, waits for its sessions for a while, and starts again.",
    ),
    "SET": (
        "SET [SSLserver userid|ALL] [TCPserver userid]",
        "sets whom your commands are for without options",
    ),
    "START": (
        "START [userid] [(SSLserver userid]",
        "brings servers up that are Eligible or Stopped",
    ),
    "STOP": (
        "STOP [userid] [(SSLserver userid]",
        "stops servers; their connections are cut",
        "A stopped server stays so until START. By ALL those are stopped that run.",
    ),
    "SYSTEM": (
        "SYSTEM command",
        "answers a query of CP or CMS; nothing is run",
        *FORMS,
    ),
    "TRACE": (
        "TRACE [NORMal|CONNections [NODATA|DATA]|FLOW] [ALL|address|:port|address:port|number] [bytes|ALL]",
        "records connections in the console log",
        "NORMAL: a line a connection. CONNECTIONS: its states and how its handshake went; DATA adds the",
        "first bytes (20, or as many as are asked for) of what is sent. FLOW: the messages of the handshake.",
        "TRACE DEBug: all of that, for all connections. NOTRACE ends it.",
    ),
    "OPTIONS": (
        "... (SSLserver userid|ALL TCPserver userid MONitor seconds)",
        "which server, which stack, and how often",
        "The blank before the left parenthesis and the right one may be left out. MONITOR repeats a",
        "query until it is interrupted.",
    ),
}

NETSTAT: Mapping[str, tuple[str, ...]] = {
    "CONFIG": ("CONFIG SSL", "tells whether the SSL servers run, and their sessions"),
    "CONN": ("CONN", "lists listeners and open connections"),
    "ALLCONN": ("ALLCONN", "lists closed connections as well"),
    "SSL": ("SSL START|STOP userid", "starts or stops an SSL server"),
    "OBEY": (
        "OBEY SSLLIMITS [MAXSESSIONS n] [MAXPERSSLSERVER n]",
        "changes the limits of a running pool",
        "MAXPERSSLSERVER is at most 1000. Sessions above a lowered limit stay until they end.",
    ),
    "HELP": ("HELP [operand]", "shows this (an addition of this program)"),
}

PAGES: Mapping[str, Mapping[str, tuple[str, ...]]] = {"SSLADMIN": SSLADMIN, "NETSTAT": NETSTAT}
"""Program -> topic -> its syntax, what it does in a few words, and more."""
