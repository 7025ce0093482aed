"""One TCP connection: segments in, events out to whoever listens.

A hole becomes a Gap once the other side has acknowledged what it hides and some packets more have gone by,
once too much waits behind it, or at the end.
"""

from __future__ import annotations

from math import inf
from typing import Literal, Protocol

from ssldiag.capture.direction import Stream
from ssldiag.capture.limits import (
    GRACE,
    IDLE_SECONDS,
    LINGER_SECONDS,
    MAX_AHEAD,
    MAX_PENDING,
    MAX_PIECES,
    MAX_STREAM,
)
from ssldiag.capture.notable import notable
from ssldiag.capture.segments import ACK, FIN, RST, SYN, Segments
from ssldiag.wire.events import Closed, Data, Ended, Event, Gap, Opened, Quality
from ssldiag.wire.model import Handshake

_WRAP = 0xFFFFFFFF

Over = Literal["", "idle", "reused"]


class Listener(Protocol):
    """What a connection's events are told to: :class:`ssldiag.wire.conversation.Conversation`."""

    @property
    def finished(self) -> bool: ...
    def feed(self, event: Event) -> None: ...
    def result(self, quality: Quality) -> list[Handshake]: ...


class Connection:
    """A connection that is followed. ``over`` says why nothing more is taken in, once that is so.

    ``caller`` is the side that sent the first SYN, else the first bytes; ``limit`` the clock at which it
    is given up.
    """

    __slots__ = (
        *("answered", "caller", "clock", "feed", "files", "first_frame", "frame", "gaps", "limit"),
        *("listener", "lost", "mid_stream", "out_of_order", "over", "overlaps", "quiet", "retransmitted"),
        *("shut", "streams", "time", "truncated", "waiting"),
    )

    def __init__(
        self, listener: Listener, caller: int, mid_stream: bool, first_frame: int, clock: float
    ) -> None:
        self.listener = listener
        self.feed = listener.feed
        self.caller = caller
        self.mid_stream = mid_stream
        self.first_frame = self.frame = first_frame
        self.clock = self.time = clock
        self.limit = clock + IDLE_SECONDS
        self.streams = (Stream("b"), Stream("a")) if caller else (Stream("a"), Stream("b"))
        self.over: Over = ""
        self.files: tuple[int, ...] = ()
        self.answered = False
        self.shut = False
        self.quiet = False
        self.waiting = False
        self.truncated = False
        self.gaps = self.lost = self.overlaps = self.retransmitted = self.out_of_order = 0

    @property
    def held(self) -> int:
        """Bytes that wait behind holes."""
        return self.streams[0].held + self.streams[1].held

    @property
    def spoken(self) -> bool:
        """Whether any bytes were delivered."""
        return bool(self.streams[0].position or self.streams[1].position)

    @property
    def spent(self) -> bool:
        """Whether more bytes were delivered than a handshake can have."""
        return self.streams[0].position > MAX_STREAM or self.streams[1].position > MAX_STREAM

    @property
    def reused(self) -> bool:
        """Whether another connection has taken its place."""
        return self.over == "reused"

    @property
    def idle(self) -> bool:
        """Whether it ended at its limit: because nothing came for too long, or because it was spent."""
        return self.over == "idle"

    @property
    def settled(self) -> bool:
        """Whether what else comes before a SYN is of no interest."""
        return self.over != "reused" and (self.shut or self.quiet or self.spent)

    def run(self, segments: Segments, i: int, stop: int) -> int:
        """Take in the segments from ``i`` on, up to ``stop`` or until it is over; where it stopped."""
        streams, feed, listener, caller = self.streams, self.feed, self.listener, self.caller
        flags_of, sides, sizes, clocks = segments.flags, segments.side, segments.size, segments.clock
        frames, times, seqs = segments.frame, segments.time, segments.seq
        acks, haves, ats, only = segments.ack, segments.have, segments.at, segments.only
        limit, shut, began = self.limit, self.shut, i
        while i < stop and not self.over:
            clock, flags, side, size = clocks[i], flags_of[i], sides[i], sizes[i]
            if clock > limit:
                self.over = "idle"
                break
            if not shut:
                limit = clock + IDLE_SECONDS
            stream = streams[side]
            if flags & 0x16 == ACK:
                stream.acked = acks[i]
                if self.answered and side == caller:
                    self.answered = False
                    feed(Opened(stream.word, "ack", frames[i], times[i]))
            if not (size or flags & 7):
                if not self.waiting:  # an acknowledgment that nobody waits for
                    i += 1
                    continue
            elif (
                seqs[i] == stream.next and size == haves[i] and not (stream.pieces or stream.fin or flags & 7)
            ):
                stream.next = (stream.next + size) & _WRAP
                stream.position += size
                stream.bytes += size
                at = ats[i]
                data = bytes(only[at : at + size]) if only and at >= 0 else segments.payload(i, size)
                feed(Data(stream.word, data, frames[i], times[i]))
                if stream.position > MAX_STREAM:
                    self.over, limit = "idle", clock
            else:
                if self._unusual(stream, segments, i) and not shut:
                    shut, limit = True, clock + LINGER_SECONDS
                if self.reused:
                    break
            i += 1
            if self.waiting:
                self._wait(frames[i - 1], times[i - 1])
            if listener.finished:
                self._quieten()
                limit = limit if shut else inf
                break
        if i > began:
            self.frame, self.time, self.clock = frames[i - 1], times[i - 1], clocks[i - 1]
        self.limit, self.shut = limit, shut
        return i

    def _quieten(self) -> None:
        """The handshake has ended: only what :mod:`ssldiag.capture.notable` tells of matters from now on."""
        self.quiet = True
        self.waiting = False
        for stream in self.streams:
            stream.pieces, stream.held = [], 0

    def glance(self, segments: Segments, i: int) -> int:
        """Take in one notable segment after the handshake. The place behind it; its own, if it belongs to
        another connection.
        """
        flags, frame, time, clock = segments.flags[i], segments.frame[i], segments.time[i], segments.clock[i]
        stream, seq = self.streams[segments.side[i]], segments.seq[i]
        if clock > self.limit:
            self.over = "idle"
        elif flags & SYN:
            self._syn(stream, flags, seq, frame, time)
        elif flags & RST:
            if not stream.reset:
                stream.reset = True
                self.feed(Closed(stream.word, "rst", frame, time))
        else:
            self._glanced(stream, segments, i)
        if self.over:
            return i
        self.frame, self.time, self.clock = frame, time, clock
        if not self.shut and (stream.reset or (self.streams[0].closed and self.streams[1].closed)):
            self.shut, self.limit = True, clock + LINGER_SECONDS
        return i + 1

    def _glanced(self, stream: Stream, segments: Segments, i: int) -> None:
        size, have, seq = segments.size[i], segments.have[i], segments.seq[i]
        frame, time = segments.frame[i], segments.time[i]
        data = segments.payload(i, min(size, have))
        if stream.closed or (size and -MAX_AHEAD < stream.ahead(seq) <= -size):
            return
        if notable(data):
            self._skip(stream, seq, frame, time)
            self._deliver(stream, data, max(0, size - have), frame, time)
            stream.bytes += size
        if segments.flags[i] & FIN:
            self._skip(stream, (seq + size) & _WRAP, frame, time)
            stream.advance(1)
            stream.closed = True
            self.feed(Closed(stream.word, "fin", frame, time))

    def _skip(self, stream: Stream, seq: int, frame: int, time: float) -> None:
        """Say that bytes were passed over; how many is not known if there may have been gigabytes."""
        if stream.next is None:
            stream.next = seq
        ahead = stream.ahead(seq)
        if ahead:
            stream.next = seq
            self.feed(Gap(stream.word, ahead if ahead > 0 else None, frame, time))

    def _unusual(self, stream: Stream, segments: Segments, i: int) -> bool:
        """A segment that is not just the next bytes. Whether the connection is now closed."""
        flags, seq, frame, time = segments.flags[i], segments.seq[i], segments.frame[i], segments.time[i]
        if flags & SYN:
            self._syn(stream, flags, seq, frame, time)
            seq = (seq + 1) & _WRAP
        if self.over:
            return False
        stream.seen = True
        if flags & RST:  # what it carries is a text for people (RFC 9293 3.5.3)
            if not stream.reset:
                stream.reset = True
                self.feed(Closed(stream.word, "rst", frame, time))
            return True
        size, have = segments.size[i], segments.have[i]
        if size:
            self._place(stream, seq, segments.payload(i, min(size, have)), max(0, size - have), frame, time)
        if flags & FIN:
            self._fin(stream, (seq + size) & _WRAP, frame, time)
        return self.streams[0].closed and self.streams[1].closed

    def _syn(self, stream: Stream, flags: int, seq: int, frame: int, time: float) -> None:
        answer = bool(flags & ACK)
        if stream.isn == seq:
            self.retransmitted += 1
            if stream.position:
                return
        elif stream.next is None or (answer and stream.isn is not None and not stream.position):
            stream.expect(seq)
        elif stream.isn is None and stream.ahead((seq + 1) & _WRAP) == -stream.position:
            stream.isn = seq  # it comes after what it should have come before
            return
        else:
            self.over = "reused"
            return
        self.answered |= answer
        self.feed(Opened(stream.word, "syn_ack" if answer else "syn", frame, time))

    def ends_by(self, side: int, seq: int, clock: float) -> Over:
        """How a SYN from a side would end this connection; empty if it would be taken for its own."""
        if clock > self.limit:
            return "idle"
        stream = self.streams[side]
        late = stream.isn is None and stream.ahead((seq + 1) & _WRAP) == -stream.position
        return "" if stream.isn == seq or stream.next is None or late else "reused"

    def _place(self, stream: Stream, seq: int, data: bytes, missing: int, frame: int, time: float) -> None:
        """Bytes with a sequence number; ``missing`` more were cut off by the snap length."""
        acked = self.streams[self.streams[0] is stream].acked
        if stream.next is None:
            stream.begin(seq, acked)
        elif stream.doubted and seq == acked and not stream.position:
            stream.next = seq  # of several answers this is the one that the other side took
        size, ahead = len(data) + missing, stream.ahead(seq)
        if ahead > MAX_AHEAD:
            return
        stream.bytes += size
        if ahead + size <= 0:
            self.retransmitted += ahead != -1 or size != 1  # one byte before what is expected keeps alive
            return
        if ahead < 0:
            self.overlaps += 1
            data, missing = data[-ahead:], missing - max(0, -ahead - len(data))
            ahead = 0
        if ahead == 0 and not stream.pieces:
            self._deliver(stream, data, missing, frame, time)
            self._end(stream)
            return
        old = stream.keep(stream.position + ahead, data, missing, frame, time)
        if old == size:
            self.retransmitted += 1
        elif old:
            self.overlaps += 1
        if ahead == 0:
            self.out_of_order += 1
            self._drain(stream, frame, time)
        self.waiting = True

    def _deliver(self, stream: Stream, data: bytes | None, missing: int, frame: int, time: float) -> None:
        if data:
            stream.advance(len(data))
            self.feed(Data(stream.word, data, frame, time))
        if missing:
            self.truncated = True
            stream.advance(missing)
            self.feed(Gap(stream.word, missing, frame, time, cut=True))

    def _drain(self, stream: Stream, frame: int, time: float) -> None:
        """Deliver what has become next; ``frame`` is the one that made it so."""
        pieces, count = stream.pieces, 0
        stream.grace = GRACE
        while count < len(pieces) and pieces[count][0] == stream.position:
            start, end, data, own, own_time = pieces[count]
            late = own < frame
            stream.held -= end - start if data is not None else 0
            missing = end - start if data is None else 0
            self._deliver(stream, data, missing, frame if late else own, time if late else own_time)
            count += 1
        del pieces[:count]
        self._end(stream)

    def _fin(self, stream: Stream, seq: int, frame: int, time: float) -> None:
        if stream.fin is None:
            if stream.next is None:
                stream.next = seq
            stream.fin = (stream.position + stream.ahead(seq), frame, time)
            self._end(stream)
            self.waiting |= not stream.closed

    def _end(self, stream: Stream) -> None:
        """Tell of a FIN once all bytes before it were told."""
        if stream.fin is not None and not stream.closed and stream.position >= stream.fin[0]:
            stream.closed = True
            stream.advance(1)
            self.feed(Closed(stream.word, "fin", stream.fin[1], stream.fin[2]))

    def _wait(self, frame: int, time: float) -> None:
        """Give up holes that will not be filled any more."""
        waiting = False
        for stream, other in (self.streams, self.streams[::-1]):
            if not stream.hides:
                continue
            if other.acked is not None and stream.ahead(other.acked) >= stream.hole:
                stream.grace -= 1
            while stream.hides and (
                stream.grace <= 0 or stream.held > MAX_PENDING or len(stream.pieces) > MAX_PIECES
            ):
                self._give_up(stream, frame, time)
            waiting |= stream.hides
        self.waiting = waiting

    def _give_up(self, stream: Stream, frame: int, time: float) -> None:
        """The bytes of the first hole are not in the capture."""
        size = stream.hole
        if stream.pieces:
            frame, time = stream.pieces[0][3:]
        self.gaps += 1
        self.lost += self._never_came(stream, size, frame)
        stream.advance(size)
        self.feed(Gap(stream.word, size, frame, time))
        self._drain(stream, -1, 0.0)

    def _never_came(self, stream: Stream, size: int, frame: int) -> bool:
        """Whether the other side closed later and had not acknowledged the first hole: the network lost it,
        not the capture.
        """
        other = self.streams[1] if stream is self.streams[0] else self.streams[0]
        if other.acked is None or stream.ahead(other.acked) >= size:
            return False
        return other.fin is not None and other.fin[1] > frame

    def finish(self) -> list[Handshake]:
        """Nothing more comes: tell what still waits, and ask for the handshakes."""
        if not self.quiet:
            self.let_go()
            for stream, other in (self.streams, self.streams[::-1]):
                self._tail(stream, other)
        self.feed(Ended(self.over or "capture", self.frame, self.time))
        return self.listener.result(self.quality())

    def let_go(self) -> None:
        """Give up all holes."""
        for stream in self.streams:
            while stream.hides:
                self._give_up(stream, self.frame, self.time)

    def _tail(self, stream: Stream, other: Stream) -> None:
        """What the other side acknowledged though it was never seen. A single byte may be a FIN."""
        if other.acked is not None and 1 < (size := stream.ahead(other.acked)) <= MAX_PENDING:
            self.gaps += 1
            stream.advance(size)
            self.feed(Gap(stream.word, size, self.frame, self.time))

    def quality(self) -> Quality:
        """What is known of the capture of this connection."""
        a, b = self.streams if self.streams[0].word == "a" else self.streams[::-1]
        there = [stream.seen or stream.acked is not None or stream.next is not None for stream in (a, b)]
        talking = a.acked is not None or b.acked is not None
        return Quality(
            a.bytes,
            b.bytes,
            self.gaps,
            self.retransmitted,
            self.out_of_order,
            self.overlaps,
            self.truncated,
            talking and not all(there),
            self.mid_stream,
            self.lost,
        )
