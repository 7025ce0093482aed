"""SSLADMIN and NETSTAT responses: lines in, what they say of servers, limits, sessions, listeners and
settings out.

IBM's own layouts of these responses are not public: columns are found by their headings and words, never by
position, and both the reference server's layout and looser ones are read.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ssldiag.model import Located, Place, TextPlace
from ssldiag.readers import console_lines, messages, status_rows
from ssldiag.readers.server_status_model import (
    ServerRow,
    ServerSettings,
    SessionTotals,
    Socket,
    StatusResponse,
)
from ssldiag.readers.stamped import without_stamps
from ssldiag.text import Line

__all__ = ["ServerRow", "ServerSettings", "SessionTotals", "Socket", "StatusResponse", "parse"]

TRACES = re.compile(r"(?:NORMAL|CONNECTIONS|FLOW|DEBUG|NOTRACE)\b")
SETTING = re.compile(
    r"[ \t]*(?P<name>[A-Za-z][\w-]{1,24}(?: [a-z][\w-]{1,24}){0,3})(?::[ \t]*|[ \t]{2,})(?P<value>\S.*)"
)
PAIR = re.compile(r"(?P<gap>[ \t]{2,})(?P<name>[A-Z][A-Za-z]{2,24}) (?P<value>\S{1,40})$")
WRAPPED_BY = 8  # blanks; names of settings stand further left
LONGEST_VALUE = 4_000  # characters: all cipher suites by name are some 1,500
TCPSERVER = re.compile(r"[ \t]*TCPSERVER[ \t]+(?P<stack>[A-Z0-9@#$_-]{1,8})[ \t]*$")


def parse(lines: Sequence[Line]) -> StatusResponse:
    """Read one SSLADMIN or NETSTAT response, whichever it is."""
    reader = Reader()
    for line in without_stamps(lines):
        reader.take(line)
    return reader.response(lines[0].place() if lines else TextPlace("", 1))


class Reader:
    """What the lines of one response said so far. Of a response that repeats (MONITOR) the last row of a
    server counts."""

    def __init__(self) -> None:
        self.stack: str | None = None
        self.level: str | None = None
        self.servers: dict[str, ServerRow] = {}
        self.totals: list[tuple[Place, dict[str, int]]] = []
        self.settings: dict[str, tuple[Located[str], dict[str, Located[str]]]] = {}
        self.sockets: list[Socket] = []
        self._heads: list[str] | None = None
        self._details: str | None = None
        self._sessions = False

    def take(self, line: Line) -> None:
        """Read one line."""
        text = line.text
        if messages.head(text) is not None or console_lines.echo(text) is not None:
            return
        self._name(text)
        heads = status_rows.columns(text)
        server = status_rows.SERVER_LINE.match(text)
        if heads is not None:
            self._heads, self._details, self._sessions = heads, None, False
        elif is_heading(text):
            self._heads, self._details, self._sessions = None, None, "Protocol" in text
        elif server and not self._socket(line):
            self._server(line, server)
        elif not server and not self._socket(line):
            self._other(line)

    def response(self, place: Place) -> StatusResponse:
        """All of it."""
        return StatusResponse(
            place,
            self.stack,
            tuple(self.servers.values()),
            tuple(
                SessionTotals(
                    where, found.get("sessions"), found.get("maximum"), found.get("per_server"), self.stack
                )
                for where, found in self.totals
            ),
            tuple(
                ServerSettings(userid, tuple(options.items())) for userid, options in self.settings.values()
            ),
            tuple(self.sockets),
            self.level,
        )

    def _name(self, text: str) -> None:
        """The stack and level that a heading (or the SETTINGS query) names."""
        match = status_rows.STACK.search(text[:200]) or TCPSERVER.match(text)
        if match:
            self.stack = match["stack"].upper()
        level = status_rows.LEVEL.search(text[:200])
        if level:
            self.level = level["level"]

    def _server(self, line: Line, match: re.Match[str]) -> None:
        userid = Located(match["server"].upper(), line.place(*match.span("server")))
        state = status_rows.STATE.search(match["rest"][:200])
        if state is None:
            self._trace(line, match, userid)
            return
        counts = (
            status_rows.by_columns(match["rest"], self._heads)
            if self._heads
            else status_rows.by_words(match["rest"])
        )
        self._put(userid, state[0].capitalize(), counts)
        self._details = userid.value if match["colon"] or match["lead"] else None
        if self._details:
            self.settings[userid.value] = (userid, {})

    def _put(self, userid: Located[str], state: str, counts: dict[str, int]) -> None:
        self.servers.pop(userid.value, None)
        self.servers[userid.value] = ServerRow(userid, state, counts.get("sessions"), counts.get("maximum"))

    def _trace(self, line: Line, match: re.Match[str], userid: Located[str]) -> None:
        """QUERY TRACE: a server and the trace in effect. Other lines (acknowledgements, SYSTEM output) say
        nothing here."""
        rest = match["rest"].strip()
        if match["colon"] and TRACES.match(rest):
            start = line.text.index(rest, match.end("colon"))
            option = line.located(start, start + len(rest))
            self.settings.setdefault(userid.value, (userid, {}))[1].setdefault("trace", option)

    def _socket(self, line: Line) -> bool:
        """A row of CONN or ALLCONN; rows of SSLADMIN QUERY SESSIONS look alike and are no listeners."""
        match = status_rows.SOCKET_ROW.match(line.text.rstrip())
        if match is None or self._sessions:
            return False
        userid = line.located(*match.span("user"))
        self.sockets.append(Socket(userid, status_rows.port_of(match["local"]), match["state"].strip()))
        return True

    def _other(self, line: Line) -> None:
        if self._details:
            self._setting(line, self._details)
            return
        found = status_rows.totals(line.text)
        words = line.text.split()
        if not found and self._heads and words[:1] in (["Total"], ["TOTAL"], ["Total:"]):
            found = status_rows.numbers(
                words[1:], [name for name in self._heads if name not in ("server", "state")]
            )
        if found:
            self._total(line.place(), found)

    def _total(self, place: Place, found: dict[str, int]) -> None:
        """Totals may be spread over lines; one that comes again begins the next set."""
        if not self.totals or self.totals[-1][1].keys() & found.keys():
            self.totals.append((place, {}))
        self.totals[-1][1].update(found)

    def _setting(self, line: Line, server: str) -> None:
        match = SETTING.match(line.text.rstrip())
        userid, options = self.settings[server]
        if match is None:
            more(options, line.text)
            return
        end = match.end("value")
        pair = PAIR.search(line.text, max(match.start("value"), end - 100), end)
        if pair:
            options[pair["name"].lower()] = line.located(*pair.span("value"))
            end = pair.start()
        name = match["name"].lower()
        options[name] = line.located(match.start("value"), end)
        if name == "sessions":
            self._put(
                userid,
                self.servers[server].state,
                status_rows.by_words(line.text[match.start("value") : end]),
            )


def more(options: dict[str, Located[str]], text: str) -> None:
    """Join a deeply indented line to the value above it: a cipher list may wrap."""
    if not options or not text.startswith(" " * WRAPPED_BY):
        return
    name, value = options.popitem()
    if len(value.value) < LONGEST_VALUE:
        value = Located(f"{value.value} {text.strip()}", value.place)
    options[name] = value


def is_heading(text: str) -> bool:
    """A line that heads a table of another kind."""
    return (
        re.match(r"[ \t]*(?:User Id|Server)[ \t]+\w+[ \t]+[A-Z#]|[ \t]*Active (?:IPv[46] )?Transm", text)
        is not None
    )
