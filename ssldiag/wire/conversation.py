"""One TCP connection: events in, the handshakes that it held out. No input makes it raise.

Each direction is first looked at, then read as records or passed over as plain text in which a hello may
begin. What is kept is bounded: a record or handshake message that is not whole, the turns of plain text, and
the lists of :mod:`ssldiag.wire.gathered`.
"""

from __future__ import annotations

from ssldiag.wire import flow, messages, tds
from ssldiag.wire.build import Facts, handshake
from ssldiag.wire.course import Course
from ssldiag.wire.events import Closed, Data, Direction, Ended, Event, Gap, Opened, Quality
from ssldiag.wire.gathered import FRESH, LOST, PLAIN, TLS, Half
from ssldiag.wire.keylog import KeyLog
from ssldiag.wire.messages import Messages
from ssldiag.wire.model import Endpoint, Handshake
from ssldiag.wire.ports import TLS_PORTS
from ssldiag.wire.records import HANDSHAKE, Records, is_header
from ssldiag.wire.records import LOST as LOST_RECORD
from ssldiag.wire.sniff import Start, find_alert, find_hello, find_records, hello_at, start
from ssldiag.wire.ssl2 import LONG_FIRST
from ssldiag.wire.starttls import Prelude, Turn, recognise
from ssldiag.wire.starttls_binary import after
from ssldiag.wire.tcp import Tcp
from ssldiag.wire.turns import Turns

FIRST_BYTES = 256
"""First bytes kept of each side: enough for a greeting or the head of a request."""

PLAIN_ENOUGH = 16 * 1024
"""Bytes of plain text in one direction after which TLS is not expected any more: STARTTLS comes in the first
few lines, and the capabilities that servers list before it are shorter than this.
"""

ENOUGH = 4
"""Records of application data, of both sides together, after which nothing more is expected to say anything
of the handshake. Later alerts and ends are taken in all the same.
"""

ENOUGH_13 = 16
"""The same for TLS 1.3, where the handshake itself takes up to seven of the server's records and five of the
client's (RFC 8446 2), and a refusal follows upon them.
"""

TALKATIVE = 64
"""Records of application data after which a connection needs no second look, though only one side may speak.
"""


NOTHING = Prelude()
"""Nothing was said before TLS."""


class Conversation:
    """Decodes the events of one connection between ``a`` and ``b``.

    ``keylog`` opens what is encrypted. ``message_limit`` bounds a handshake message; a larger one is passed
    over. Once ``finished`` is true no more Data are needed. A reader that leaves some out and gives others
    later says so with a Gap before them: alerts and handshake records at the start of a segment are then
    still found.
    """

    __slots__ = (
        "_course",
        "_facts",
        "_halves",
        "_keylog",
        "_limit",
        "_prelude",
        "_silent",
        "_tcp",
        "_turns",
        "expected",
        "finished",
    )

    def __init__(
        self,
        file: str,
        a: Endpoint,
        b: Endpoint,
        keylog: KeyLog | None = None,
        message_limit: int = messages.LIMIT,
        expected: bool = False,
    ) -> None:
        self._keylog = keylog
        self._silent = True  # no bytes so far
        self._limit = message_limit
        self._facts = Facts(file, a, b)
        self._tcp = Tcp()
        self._turns: Turns | None = None  # plain text, once there is any
        self._prelude: int | None = None  # so many turns came before TLS
        self.expected = expected
        self.finished = False

    def _open(self) -> None:
        """Make what decodes bytes; connections without any, as in a flood of SYNs, do without."""
        self._silent = False
        self._halves = Half("a"), Half("b")
        self._course = Course(*self._halves, self._keylog)

    def feed(self, event: Event) -> None:
        """Take in the next event."""
        tcp = self._tcp
        tcp.last = event
        if tcp.first is None:
            tcp.first = event
        if isinstance(event, Data):
            if self._silent:
                self._open()
            course = self._course
            course.frame, course.time = event.frame, event.time
            half = self._halves[event.direction == "b"]
            if half.mode == TLS and half.tds is None and len(half.first) >= FIRST_BYTES:
                self._records(half, event.data)  # what most bytes are, without looking twice
            else:
                self._data(half, event.data)
        elif isinstance(event, Opened):
            tcp.opened(event)
        elif isinstance(event, Closed):
            tcp.closed(event, not self._silent and _inside(self._half(event.direction)))
        elif isinstance(event, Gap):
            if self._silent:
                self._open()
            self._course.frame, self._course.time = event.frame, event.time
            self._gap(self._half(event.direction), event.size)
        else:
            self._ended(event)

    def _ended(self, event: Ended) -> None:
        self._tcp.why = event.why
        self.finished = True

    def result(self, quality: Quality) -> list[Handshake]:
        """The handshakes seen, in order; none if nothing hints at TLS. This ends the reading.

        Besides TLS a hint is a request for it (STARTTLS and its kin), or a port where TLS is usual.
        """
        if self._silent:
            if not self._usual(False):
                return []
            self._open()
        course = self._course
        for half in self._halves:
            if half.mode == TLS and half.records.inside:
                self._last(half)
            elif half.held and half.mode == FRESH and half.held[0] <= LONG_FIRST:
                half.held, few = b"", half.held  # too few to be told from SSL 2.0: they were none of it
                self._plain(half, few)
        prelude = self._before()
        course.got.plain = bool(self._turns)
        if not (course.got.seen or course.before or prelude.asked or self._expected()):
            return []
        tcp = self._tcp
        start, last = tcp.span
        if not course.before:
            return [handshake(course.got, self._halves, tcp, self._facts, prelude, quality, (start, last))]
        parts = [*course.before, course.got]
        spans = [*(got.begun() for got in parts[1:]), last]
        found = []
        for got, end in zip(parts, spans, strict=True):
            found.append(handshake(got, self._halves, tcp, self._facts, prelude, quality, (start, end)))
            prelude, start = NOTHING, end
        return found

    def _before(self) -> Prelude:
        """What was said before TLS, or instead of it."""
        if not self._turns or self._prelude == 0:
            return NOTHING
        turns = tuple(self._turns)[: self._prelude]
        found = recognise(turns)
        if self._impatient(found, turns):
            found = NOTHING
        client = self._course.got.client
        if found.protocol is None and self._prelude and client is not None and self._tcp.syn is not None:
            spoke = any(side == client for side, _ in turns)
            return Prelude("unknown") if spoke else found
        return found

    def _impatient(self, found: Prelude, turns: tuple[Turn, ...]) -> bool:
        """Whether a client sent TLS where its answer to Telnet's START_TLS was due, and got no TLS back."""
        got = self._course.got
        if found.protocol != "telnet" or not got.seen or got.server_hello is not None:
            return False
        return not after(turns, found.at, turns[found.at][0])

    def _last(self, half: Half) -> None:
        """Nothing more comes: whole messages of an unfinished record count."""
        broken = half.records.hole(None)
        if broken is not None and broken[0] == HANDSHAKE:
            flow.begun(self._course, half, broken[1], broken[2])

    def _expected(self) -> bool:
        """Whether a direction began like TLS, or one would expect it here."""
        if any(half.mode == TLS or _like_tls(half.first) for half in self._halves):
            return True
        return self._usual(any(half.first for half in self._halves))

    def _usual(self, said: bool) -> bool:
        """Whether TLS is usual at the server's port, or asked for. Where no SYN shows who is the server, only
        if something was said.
        """
        ports = (self._facts.a.port, self._facts.b.port)
        if self._tcp.syn is not None:
            return self.expected or ports[1 if self._tcp.syn[0] == "a" else 0] in TLS_PORTS
        return said and (self.expected or any(port in TLS_PORTS for port in ports))

    def _half(self, direction: Direction) -> Half:
        return self._halves[0 if direction == "a" else 1]

    def _data(self, half: Half, data: bytes) -> None:
        if len(half.first) < FIRST_BYTES:
            half.first += data[: FIRST_BYTES - len(half.first)]
        if half.tds is not None:
            for is_tls, piece in half.tds.feed(data):
                if is_tls:
                    self._decode(half, piece)
                else:
                    self._said(half, piece)
        else:
            self._decode(half, data)

    def _decode(self, half: Half, data: bytes) -> None:
        mode = half.mode
        if mode == TLS:
            self._records(half, data)
        elif mode == FRESH:
            self._look(half, half.held + data)
        elif mode == PLAIN:
            self._plain(half, data)
        else:
            self._lost(half, data)

    def _look(self, half: Half, data: bytes) -> None:
        """The first bytes of a direction."""
        half.held = data
        found = start(data) if data else Start.UNKNOWN
        if found is Start.UNKNOWN:
            return
        half.sure = half.whole and (self._tcp.syn is not None or found is Start.OLD)
        if found is Start.TLS and data[0] == HANDSHAKE and not half.sure:
            hello = hello_at(data, 0)  # where a capture begins anywhere, what looks like one may be none
            if hello is Start.UNKNOWN:
                return
            half.sure = hello is Start.TLS
        if found is not Start.PLAIN:
            self._begin(half, data, found is Start.OLD)
        elif self._course.other(half).mode == TLS and len(data) >= 5 and is_header(data):
            self._begin(half, data, old=False)  # an odd answer is an answer
        elif half.tds is None and self._is_tds(half, data):
            if len(data) >= tds.HEAD:
                half.held, half.tds = b"", tds.Packets()
                half.first = b""
                self._data(half, data)
        else:
            half.mode = PLAIN
            self._plain(half, data)

    def _is_tds(self, half: Half, data: bytes) -> bool:
        """Whether these are (or may be, while they are few) packets of TDS."""
        if self._course.other(half).tds is not None:
            return data[0] in (tds.PRELOGIN, tds.ANSWER)
        return data[0] == tds.PRELOGIN and (len(data) < tds.HEAD or tds.starts(data))

    def _begin(self, half: Half, data: bytes, old: bool) -> None:
        """Records begin."""
        if self._prelude is None:
            self._prelude = len(self._turns or ())
        half.mode, half.held = TLS, b""
        half.first = data[:FIRST_BYTES]
        half.records = Records(old)
        half.records.keep_data = self._course.keeps
        half.messages = Messages(self._limit)
        self._records(half, data)

    def _records(self, half: Half, data: bytes) -> None:
        course = self._course
        for found in half.records.feed(data):
            if found[0] == LOST_RECORD:
                self._no_record(half, found[2])
                return
            flow.record(course, half, found)
        if half.app and not self.finished:
            self.finished = self._enough()

    def _enough(self) -> bool:
        one, two = self._halves
        total = one.app + two.app
        got = self._course.got
        if got.done and one.app and two.app and total >= (ENOUGH_13 if got.tls13 else ENOUGH):
            return True
        return total >= TALKATIVE

    def _no_record(self, half: Half, data: bytes) -> None:
        text = data[:16].decode("latin-1")
        words = repr(text) if text.isprintable() and text.isascii() else data[:16].hex(" ")
        self._course.got.odd(f"bytes that are no TLS record: {words}", self._course.frame)
        self._lose(half)

    def _lose(self, half: Half) -> None:
        half.mode, half.sure = LOST, False
        half.held = b""
        half.last_data = None

    def _lost(self, half: Half, data: bytes) -> None:
        """Records begin again at a header that a segment begins with, or that another follows."""
        at = find_records(data)
        if at < 0:
            return
        half.records.resume()
        half.messages.drop()
        half.mode = TLS
        self._records(half, data[at:])

    def _plain(self, half: Half, new: bytes) -> None:
        """Plain text; a hello may begin anywhere in it."""
        data, half.held = half.held + new, b""
        half.plain += len(new)
        turns = self._said(half, new)
        at, found = find_hello(data)
        hello = found in (Start.TLS, Start.OLD)
        if not hello and (other := self._other_start(half, data)) >= 0:
            at, found = other, Start.TLS
        if found is Start.UNKNOWN:
            half.held = data[at:]
        elif found is not Start.PLAIN:
            half.sure |= hello
            turns.cut(half.direction, len(data) - at)
            self._begin(half, data[at:], found is Start.OLD)
        elif half.plain > PLAIN_ENOUGH and self._course.other(half).mode != TLS:
            self.finished = True

    def _said(self, half: Half, text: bytes) -> Turns:
        """Plain text goes to the turns; most connections have none."""
        if self._turns is None:
            self._turns = Turns()
        self._turns.add(half.direction, text)
        return self._turns

    def _other_start(self, half: Half, data: bytes) -> int:
        """Where something else begins: an alert in answer to TLS, a record after a gap; -1 if nowhere."""
        at = find_alert(data) if self._course.other(half).mode == TLS else -1
        if at < 0 and not half.sure:
            at = find_records(data)
        return at

    def _gap(self, half: Half, size: int | None) -> None:
        half.whole = False
        half.tds = None
        if half.mode != TLS:
            half.sure, half.held = False, b""
            if half.mode == FRESH:
                half.mode = PLAIN
            return
        broken = half.records.hole(size)
        if broken is None:
            return
        gone = half.records.lost
        flow.torn(self._course, half, broken, gone)
        if gone:
            self._lose(half)
        elif self._course.decrypter is not None:
            self._course.decrypter.skip(half.direction == self._course.got.client)


def _like_tls(first: bytes) -> bool:
    """Whether bytes begin like a record, though they are too few or too odd to be one."""
    return len(first) > 1 and 20 <= first[0] <= 24 and first[1] == 3


def _inside(half: Half) -> bool:
    """Whether a direction stands in the middle of a record or message."""
    if half.mode == TLS:
        return half.records.inside or half.messages.inside
    return bool(half.held)
