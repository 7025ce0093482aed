"""A client's part of SSL 3.0 to TLS 1.2 after the ServerHello: messages in, the client's bytes out.

Nothing is authenticated: the certificate is judged elsewhere, and a wrong signature does not matter to what
is asked. SSL 3.0 is followed up to ServerHelloDone. RFC 5246 7.3, RFC 7627, RFC 5077, RFC 8422.
"""

from __future__ import annotations

import secrets
from dataclasses import replace

from ssldiag.probe import hello, schedule
from ssldiag.probe.seal import OLDEST, Keys, seal12
from ssldiag.probe.shares import BadShare, finite, share
from ssldiag.probe.state import Broken, Goal, Session, State, Unable
from ssldiag.wire import certificates
from ssldiag.wire.ciphers import openers
from ssldiag.wire.cursor import Cursor, Cut
from ssldiag.wire.decrypt import Tls12
from ssldiag.wire.kdf import prf
from ssldiag.wire.keyexchange import NAMED_CURVE
from ssldiag.wire.numbers import TLS12
from ssldiag.wire.records import CHANGE_CIPHER_SPEC, HANDSHAKE

NEW_TICKET, CERTIFICATE, KEY_EXCHANGE, REQUEST, DONE, FINISHED = 4, 11, 12, 13, 14, 20
CLIENT_KEY_EXCHANGE = 16
ENCRYPT_THEN_MAC, EXTENDED_MASTER_SECRET = 22, 23


class Older:
    """Follows one handshake. ``changed`` tells of the server's ChangeCipherSpec."""

    def __init__(self, state: State) -> None:
        self._state = state
        self._leaf = b""
        self._exchange = b""
        self._master = b""
        self._ticket = b""
        self._verify = b""
        self._sealer: Tls12 | None = None

    def message(self, kind: int, body: bytes) -> bytes:
        """One message of the server; it is already part of the transcript, but for a Finished."""
        if kind == CERTIFICATE:
            self._leaf = next(iter(certificates.chain(body, False, [])[0]), b"")
        elif kind == KEY_EXCHANGE:
            self._exchange = body
        elif kind == REQUEST:
            self._state.wanted = True
        elif kind == NEW_TICKET:
            self._ticket = _ticket(body)
        elif kind == DONE:
            return self._answer()
        elif kind == FINISHED:
            return self._finished()
        return b""

    def changed(self) -> None:
        """The server's keys are in use from now on; before our own, if it takes up a session."""
        state = self._state
        if not self._master:
            if state.session is None or state.version < OLDEST:
                raise Broken("the server changed to keys that were not agreed")
            state.resumed = True
            if state.goal <= Goal.FLIGHT:
                state.end("reached")
                return
            self._master = state.session.secret
            self._keys()
        state.open = self._open

    def _open(self, kind: int, version: int, body: bytes) -> tuple[int, bytes] | None:
        if self._sealer is not None:
            return self._sealer.open(False, kind, version, body)
        suite = self._state.suite
        size = suite.mac_size if suite else 0
        return (kind, body[:-size]) if size and len(body) >= size else None

    def _answer(self) -> bytes:
        """ServerHelloDone: our certificate, key exchange and Finished."""
        state = self._state
        if state.goal <= Goal.FLIGHT or state.version < OLDEST:
            state.end("reached")
            return b""
        out = b""
        if state.wanted:
            out += self._say(CERTIFICATE, hello.vector(3, b""))
        body, premaster = self._exchanged()
        out += self._say(CLIENT_KEY_EXCHANGE, body)
        assert state.suite is not None and state.server_hello is not None
        kept = bytes(state.transcript) if self._extended else None
        hash_name = schedule.prf_hash(state.suite, state.version)
        randoms = state.random + state.server_hello.random
        self._master = schedule.master(hash_name, premaster, randoms, kept)
        self._keys()
        return out + self._finish()

    @property
    def _extended(self) -> bool:
        server = self._state.server_hello
        return server is not None and server.extended_master_secret

    def _say(self, kind: int, body: bytes) -> bytes:
        said = hello.message(kind, body)
        self._state.transcript += said
        return self._state.send(HANDSHAKE, said)

    def _finish(self) -> bytes:
        """ChangeCipherSpec and Finished."""
        state = self._state
        assert state.suite is not None
        out = hello.record(CHANGE_CIPHER_SPEC, state.version, b"\1")
        state.seal = self._mine
        hash_name = schedule.prf_hash(state.suite, state.version)
        self._verify = schedule.verify(hash_name, self._master, "client", bytes(state.transcript))
        return out + self._say(FINISHED, self._verify)

    def _keys(self) -> None:
        """RFC 5246 6.3: the key block, the reader of the server's records and our own sealer."""
        state = self._state
        suite, server = state.suite, state.server_hello
        assert suite is not None and server is not None
        sizes = openers(suite)
        if sizes is None and not suite.null:
            raise Unable(f"the cipher of {suite.name} is none that is computed here")
        mac, key, iv = (sizes.mac_size, sizes.key_size, sizes.iv_size) if sizes else (suite.mac_size, 0, 0)
        hash_name = schedule.prf_hash(suite, state.version)
        seed = server.random + state.random
        block = prf(hash_name, self._master, b"key expansion", seed, 2 * (mac + key + iv))
        outside = ENCRYPT_THEN_MAC in server.extensions and sizes is not None and not sizes.tag
        mine = Keys(block[2 * mac :][:key], block[2 * (mac + key) :][:iv], block[:mac])
        self._mine = seal12(suite, sizes, mine, state.version, outside and bool(iv))
        if sizes is not None:
            self._sealer = Tls12(block, sizes, state.version, outside and bool(iv))
            self._sealer.open(False, CHANGE_CIPHER_SPEC, state.version, b"\1")
        state.secrets["CLIENT_RANDOM"] = self._master

    def _finished(self) -> bytes:
        """The server's Finished ends a full handshake; a resumed one we end."""
        state = self._state
        server, suite = state.server_hello, state.suite
        assert server is not None and suite is not None
        out = self._finish() if state.resumed else b""
        state.finished = True
        state.new_session = Session(
            state.version,
            suite.code,
            self._master,
            server.session_id,
            self._ticket,
            extended=self._extended,
        )
        if state.goal < Goal.RENEGOTIATED:
            state.end("reached")
            return out
        again = hello.client_hello(_again(state, self._verify), secrets.token_bytes(32))
        return out + state.send(HANDSHAKE, again)

    def _exchanged(self) -> tuple[bytes, bytes]:
        """The body of ClientKeyExchange, and the premaster secret."""
        suite = self._state.suite
        assert suite is not None
        how = {"RSA": self._rsa, "DHE": self._dhe, "DH": self._dhe, "ECDHE": self._ecdhe, "ECDH": self._ecdhe}
        known = how.get(suite.key_exchange)
        if known is None or suite.authentication == "PSK" or (known != self._rsa and not self._exchange):
            raise Unable(f"the key exchange of {suite.name} is none that is computed here")
        try:
            return known()
        except BadShare as error:
            raise Broken(str(error)) from error
        except Cut as error:
            raise Broken("the server's key exchange ends too early") from error

    def _rsa(self) -> tuple[bytes, bytes]:
        """RFC 5246 7.4.7.1. The version is the one that was offered."""
        from cryptography import x509
        from cryptography.hazmat.primitives.asymmetric import padding, rsa

        offered = min(self._state.offer.best, TLS12)
        premaster = offered.to_bytes(2, "big") + secrets.token_bytes(46)
        try:
            key = x509.load_der_x509_certificate(self._leaf).public_key()
            if not isinstance(key, rsa.RSAPublicKey):
                raise Broken("the key in the server's certificate is none of RSA, and the suite needs one")
            sealed = key.encrypt(premaster, padding.PKCS1v15())
        except ValueError as error:
            raise Broken("the server's certificate cannot be read, and its key is needed") from error
        return hello.vector(2, sealed), premaster

    def _dhe(self) -> tuple[bytes, bytes]:
        """RFC 5246 7.4.3 and 8.1.2: leading zeros of the secret are dropped."""
        read = Cursor(self._exchange)
        modulus, generator, its = (read.vector(2) for _ in range(3))
        mine, secret = finite(int.from_bytes(modulus, "big"), int.from_bytes(generator, "big"))
        return hello.vector(2, mine), secret(its).lstrip(b"\0")

    def _ecdhe(self) -> tuple[bytes, bytes]:
        """RFC 8422 5.4 and 5.7."""
        read = Cursor(self._exchange)
        kind, group = read.number(1), read.number(2)
        mine = share(group) if kind == NAMED_CURVE else None
        if mine is None:
            raise Unable("the curve of the server's key exchange is none that is computed here")
        return hello.vector(1, mine.public), mine.secret(read.vector(1))


def _ticket(body: bytes) -> bytes:
    """RFC 5077 3.3."""
    read = Cursor(body)
    try:
        read.number(4)
        return read.vector(2)
    except Cut:
        return b""


def _again(state: State, verify: bytes) -> hello.Offer:
    """The hello of a renegotiation (RFC 5746 3.5)."""
    return replace(state.offer, renegotiation=verify, session_id=b"", ticket=None, versions=(state.version,))
