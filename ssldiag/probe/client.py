"""A TLS client without a socket: the server's bytes in, its own bytes out, until a goal is reached.

It authenticates nobody and keeps no data. No input makes it raise: what cannot go on ends with a reason.
What was said is decoded again, for people, by :class:`ssldiag.wire.conversation.Conversation`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from ssldiag.probe import hello, schedule
from ssldiag.probe.hello import Offer
from ssldiag.probe.newer import Newer
from ssldiag.probe.older import Older
from ssldiag.probe.shares import Share, share
from ssldiag.probe.state import Broken, Goal, Session, State, Unable, extensions_of
from ssldiag.wire.cursor import Cursor, Cut
from ssldiag.wire.hello import RETRY_RANDOM, server_hello
from ssldiag.wire.keylog import KeyLog
from ssldiag.wire.messages import Messages
from ssldiag.wire.numbers import SSL3, TLS12, TLS13, group_name, is_tls13, version_name
from ssldiag.wire.records import ALERT, CHANGE_CIPHER_SPEC, HANDSHAKE, LOST, SSL2_RECORD, Records
from ssldiag.wire.suites import suite

HELLO_REQUEST, SERVER_HELLO, NEW_TICKET, KEY_UPDATE, MESSAGE_HASH = 0, 2, 4, 24, 254
SSL2_ERROR, SSL2_SERVER_HELLO = 0, 4
CLOSE_NOTIFY, NO_RENEGOTIATION = 0, 100
COOKIE = 44

MAX_MESSAGE = 128 * 1024
"""A handshake message that is kept: long chains and lists of authorities have some tens of KB."""


class Client:
    """One connection. ``start`` gives the first bytes, ``feed`` takes the server's and gives the next ones.

    ``done``: the goal is reached or cannot be; what comes afterwards (tickets, alerts) may still be fed.
    """

    def __init__(
        self,
        offer: Offer,
        random: bytes,
        goal: Goal,
        shares: Sequence[Share] = (),
        session: Session | None = None,
        first: bytes | None = None,
    ) -> None:
        self.state = State(offer, random, goal, shares, session)
        self._first = first
        self._records = Records(old=first is not None)
        self._records.keep_data = True
        self._messages = Messages(MAX_MESSAGE)
        self._part: Older | Newer | None = None

    @property
    def done(self) -> bool:
        """Whether there is nothing more to do."""
        return self.state.ended is not None

    @property
    def keylog(self) -> KeyLog:
        """What opens this connection's records."""
        return KeyLog({self.state.random: dict(self.state.secrets)})

    def start(self) -> bytes:
        """The first flight: the hello in records (or ``first`` as it was given)."""
        if self._first is not None:
            return self._first
        return hello.first_flight(self.state.offer, self._hello())

    def goodbye(self) -> bytes:
        """close_notify, once there is a connection; nothing before."""
        return self.state.send(ALERT, b"\1\0") if self.state.finished else b""

    def feed(self, data: bytes) -> bytes:
        """The server's next bytes in, ours out."""
        try:
            return b"".join(self._fed(data))
        except Unable as error:
            self.state.end("unable", str(error))
            return b""
        except Broken as error:
            self.state.end("fault", str(error))
            return b""

    def _fed(self, data: bytes) -> Iterator[bytes]:
        for kind, version, body, _ in self._records.feed(data):
            if kind == LOST:
                self.state.end("rubbish", "the server sent bytes that are no TLS record")
                return
            if kind == SSL2_RECORD:
                self._old(body)
            elif kind == CHANGE_CIPHER_SPEC:
                self._changed()
            else:
                yield from self._record(kind, version, body)

    def _record(self, kind: int, version: int, body: bytes) -> Iterator[bytes]:
        state = self.state
        if state.open is not None:
            opened = state.open(kind, version, body)
            if opened is None and kind != ALERT:
                raise Broken("a record of the server does not open with the keys that were agreed")
            kind, body = opened or (kind, body)
        if kind == ALERT:
            self._alerts(body)
        elif kind == HANDSHAKE:
            for number, content, size in self._messages.feed(body):
                if len(content) != size:
                    raise Broken(f"the server sent a message of {size:,} bytes, more than is taken")
                yield self._message(number, content)

    def _alerts(self, body: bytes) -> None:
        """RFC 8446 6, RFC 5246 7.2: warnings other than a goodbye are no end."""
        state = self.state
        for at in range(0, min(len(body), 8) - 1, 2):
            level, code = body[at], body[at + 1]
            state.alerts.append((level, code))
            if code == CLOSE_NOTIFY:
                state.end("closed", "the server said goodbye (close_notify)")
            elif level == 2 or is_tls13(state.version) or code == NO_RENEGOTIATION:
                state.end("alert")

    def _old(self, body: bytes) -> None:
        """SSL 2.0: a ServerHello is all that is wanted; an error says no."""
        if body[:1] == bytes((SSL2_SERVER_HELLO,)):
            self.state.version = 2
            self.state.end("reached")
        else:
            self.state.end("alert" if body[:1] == bytes((SSL2_ERROR,)) else "rubbish")

    def _changed(self) -> None:
        if self._part is not None:
            self._part.changed()

    def _message(self, kind: int, body: bytes) -> bytes:
        state = self.state
        if kind == HELLO_REQUEST:
            return b""
        if kind == SERVER_HELLO:
            return self._hello_of_server(body)
        if not (is_tls13(state.version) and kind in (NEW_TICKET, KEY_UPDATE)):
            state.transcript += hello.message(kind, body)
        if self._part is None:
            raise Broken("the server did not begin with a ServerHello")
        return self._part.message(kind, body)

    def _hello_of_server(self, body: bytes) -> bytes:
        state = self.state
        if state.finished:
            state.renegotiated = True
            state.end("reached")
            return b""
        if state.server_hello is not None:
            raise Broken("the server sent a second ServerHello")
        said = server_hello(body, None, 0, 0.0, [])
        chosen = suite(said.ciphers[0]) if said.ciphers else None
        if chosen is None:
            raise Unable("the server chose a cipher suite that is not known")
        if said.random == RETRY_RANDOM:
            state.retry, state.suite = said, chosen
            return self._again(body)
        state.server_hello, state.suite = said, chosen
        state.version = said.versions[0] if said.versions else said.legacy_version
        state.transcript += hello.message(SERVER_HELLO, body)
        state.alpn = said.alpn[0] if said.alpn else None
        state.record_version = min(max(state.version, SSL3), TLS12)
        if state.goal == Goal.HELLO:
            state.end("reached")
            return b""
        if not SSL3 <= state.version <= TLS13:
            raise Unable(f"the server chose {version_name(state.version)}")
        self._part = Newer(state) if state.version == TLS13 else Older(state)
        return b""

    def _again(self, body: bytes) -> bytes:
        """A HelloRetryRequest (RFC 8446 4.1.4): the wish for another group, a cookie, or both."""
        state = self.state
        retry, chosen = state.retry, state.suite
        assert retry is not None and chosen is not None
        if state.goal == Goal.HELLO:
            state.end("reached")
            return b""
        if len(state.transcript) and state.transcript[0] == MESSAGE_HASH:
            raise Broken("the server asked for another hello twice")
        group = retry.key_shares[0] if retry.key_shares else None
        if group is not None:
            made = share(group)
            if made is None:
                raise Unable(f"the server wants the group {group_name(group)}, which is not computed here")
            state.shares = (made,)
        shares = tuple((one.group, one.public) for one in state.shares)
        cookie = _cookie(extensions_of(retry).get(COOKIE, b""))
        state.offer = replace(state.offer, shares=shares, cookie=cookie)
        first = schedule.digest(schedule.hash_of(chosen), bytes(state.transcript))
        state.transcript[:] = hello.message(MESSAGE_HASH, first) + hello.message(SERVER_HELLO, body)
        state.record_version = TLS12
        return state.send(HANDSHAKE, self._hello())

    def _hello(self) -> bytes:
        """The hello, with the binder of its PSK (RFC 8446 4.2.11.2); it becomes part of the transcript."""
        state = self.state
        said = hello.client_hello(state.offer, state.random)
        psk, session = state.offer.psk, state.session
        chosen = suite(session.cipher) if session else None
        if psk is not None and session is not None and chosen is not None:
            head = said[: -hello.binder_list_size(psk)]
            hash_name = schedule.hash_of(chosen)
            made = schedule.binder(hash_name, session.secret, bytes(state.transcript) + head)
            said = said[: -psk.binder_size] + made
        state.transcript += said
        return said


def _cookie(body: bytes) -> bytes:
    """RFC 8446 4.2.2."""
    try:
        return Cursor(body).vector(2)
    except Cut:
        return b""
