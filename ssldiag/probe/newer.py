"""A client's part of TLS 1.3 after the ServerHello: messages in, the client's bytes out (RFC 8446 4 and A.1).

As in the older versions nothing is authenticated here.
"""

from __future__ import annotations

from ssldiag.probe import hello, schedule
from ssldiag.probe.seal import seal13
from ssldiag.probe.shares import BadShare
from ssldiag.probe.state import Broken, Goal, Session, State, Unable, extensions_of
from ssldiag.wire.ciphers import Opener, openers
from ssldiag.wire.cursor import Cursor, Cut
from ssldiag.wire.decrypt import Tls13
from ssldiag.wire.numbers import TLS12, TLS13, group_name
from ssldiag.wire.records import CHANGE_CIPHER_SPEC, HANDSHAKE

NEW_TICKET, ENCRYPTED_EXTENSIONS, CERTIFICATE, REQUEST, FINISHED = 4, 8, 11, 13, 20
ALPN, PRE_SHARED_KEY, KEY_SHARE = 16, 41, 51


class Newer:
    """Follows one handshake from the ServerHello on. Raises Broken where it cannot go on."""

    def __init__(self, state: State) -> None:
        server, suite = state.server_hello, state.suite
        assert server is not None and suite is not None
        sizes = openers(suite)
        if sizes is None:
            raise Unable(f"the cipher of {suite.name} is none that is computed here")
        self._state = state
        self._sizes: Opener = sizes
        self._context = b""
        self._top = b""
        self._hash = schedule.hash_of(suite)
        psk = state.session.secret if server.psk_offered and state.session else b""
        state.resumed = bool(psk)
        shared = self._shared(extensions_of(server))
        self._secrets = schedule.handshake13(self._hash, psk, shared, bytes(state.transcript))
        state.secrets["CLIENT_HANDSHAKE_TRAFFIC_SECRET"] = self._secrets.client
        state.secrets["SERVER_HANDSHAKE_TRAFFIC_SECRET"] = self._secrets.server
        self._reads(self._secrets.server)

    def _shared(self, extensions: dict[int, bytes]) -> bytes:
        try:
            read = Cursor(extensions.get(KEY_SHARE, b""))
            group, public = read.number(2), read.vector(2)
        except Cut as error:
            raise Broken("the server sent no key share") from error
        mine = next((share for share in self._state.shares if share.group == group), None)
        if mine is None:
            raise Broken(f"the server sent a key share of {group_name(group)}, for which there was none")
        try:
            return mine.secret(public)
        except BadShare as error:
            raise Broken(str(error)) from error

    def _reads(self, secret: bytes) -> None:
        """The server's records are opened with this secret from now on."""
        named = {"SERVER_HANDSHAKE_TRAFFIC_SECRET": secret}
        reader = Tls13(named.get, self._sizes, self._hash)
        self._state.open = lambda kind, version, body: reader.open(False, kind, version, body)

    def message(self, kind: int, body: bytes) -> bytes:
        """One message of the server, already part of the transcript."""
        if kind == REQUEST:
            self._state.wanted = True
            self._context = body[1 : 1 + body[0]] if body else b""
        elif kind == ENCRYPTED_EXTENSIONS:
            self._state.alpn = _alpn(body)
        elif kind == FINISHED:
            return self._finished()
        elif kind == NEW_TICKET and self._top and self._state.new_session is None:
            self._state.new_session = self._session(body)
        return b""

    def changed(self) -> None:
        """ChangeCipherSpec means nothing (RFC 8446 D.4)."""

    def _finished(self) -> bytes:
        state = self._state
        if state.finished:
            return b""
        if state.goal <= Goal.FLIGHT:
            state.end("reached")
            return b""
        kept = bytes(state.transcript)
        self._top, mine, its = self._secrets.application(kept)
        state.secrets["CLIENT_TRAFFIC_SECRET_0"], state.secrets["SERVER_TRAFFIC_SECRET_0"] = mine, its
        out = hello.record(CHANGE_CIPHER_SPEC, TLS12, b"\1") if state.offer.session_id else b""
        state.seal = seal13(self._sizes, self._hash, self._secrets.client)
        if state.wanted:
            out += self._say(CERTIFICATE, hello.vector(1, self._context) + hello.vector(3, b""))
        verify = schedule.finished(self._hash, self._secrets.client, bytes(state.transcript))
        out += self._say(FINISHED, verify)
        state.seal = seal13(self._sizes, self._hash, mine)
        self._reads(its)
        state.finished = True
        state.end("reached")
        return out

    def _say(self, kind: int, body: bytes) -> bytes:
        said = hello.message(kind, body)
        self._state.transcript += said
        return self._state.send(HANDSHAKE, said)

    def _session(self, body: bytes) -> Session | None:
        """RFC 8446 4.6.1. The transcript must be the one up to our Finished: tickets are not added to it."""
        read = Cursor(body)
        try:
            read.number(4)
            age_add, nonce, ticket = read.number(4), read.vector(1), read.vector(2)
        except Cut:
            return None
        suite = self._state.suite
        assert suite is not None
        psk = schedule.resumption_psk(self._hash, self._top, bytes(self._state.transcript), nonce)
        return Session(TLS13, suite.code, psk, ticket=ticket, age_add=age_add)


def _alpn(body: bytes) -> str | None:
    """The protocol in EncryptedExtensions (RFC 8446 4.3.1)."""
    read = Cursor(body)
    try:
        block = Cursor(read.vector(2))
        while block.left:
            number, said = block.number(2), Cursor(block.vector(2))
            if number == ALPN:
                return Cursor(said.vector(2)).vector(1).decode("ascii", "backslashreplace")
    except Cut:
        pass
    return None
