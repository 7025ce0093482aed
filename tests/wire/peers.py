"""TLS handshakes of Python's own ``ssl`` between two ends in memory: real bytes without a socket."""

from __future__ import annotations

import ssl
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from ssldiag.wire.events import Direction
from tests.keydb.makers import Authority, ec_key

NAME = "server.example.test"


@dataclass
class Pki:
    """A CA and an end certificate with its key, as files that ``ssl`` can load."""

    folder: Path
    authority: Authority = field(default_factory=Authority)

    def __post_init__(self) -> None:
        self.der = self.authority.issue(NAME)
        self.ca = self._file("ca.pem", ssl.DER_cert_to_PEM_cert(self.authority.der))
        key = ec_key().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode("ascii")
        chain = ssl.DER_cert_to_PEM_cert(self.der) + ssl.DER_cert_to_PEM_cert(self.authority.der)
        self.own = self._file("own.pem", key + chain)

    def _file(self, name: str, text: str) -> Path:
        path = self.folder / name
        path.write_text(text, "ascii")
        return path

    def client(self, version: ssl.TLSVersion, trust: bool = True) -> ssl.SSLContext:
        """A client of one version that trusts the CA, or nobody."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.minimum_version = context.maximum_version = version
        if trust:
            context.load_verify_locations(self.ca)
        return context

    def server(self, version: ssl.TLSVersion, ask: bool = False) -> ssl.SSLContext:
        """A server of one version; ``ask``: a client certificate is required."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.minimum_version = context.maximum_version = version
        context.load_cert_chain(self.own)
        if ask:
            context.verify_mode = ssl.CERT_REQUIRED
            context.verify_flags &= ~ssl.VERIFY_X509_STRICT
            context.load_verify_locations(self.ca)
        return context


@dataclass
class Talk:
    """What was said, in order, and the session that a client may resume."""

    said: list[tuple[Direction, bytes]] = field(default_factory=list)
    session: ssl.SSLSession | None = None
    errors: list[str] = field(default_factory=list)


class End:
    """One end of a connection in memory. ``heard`` is where the other end's words go."""

    def __init__(self, direction: Direction, result: Talk) -> None:
        self.direction = direction
        self.heard, self._out = ssl.MemoryBIO(), ssl.MemoryBIO()
        self._result = result
        self.done = False

    def wrap(self, context: ssl.SSLContext, session: ssl.SSLSession | None = None) -> None:
        """Become a client or server."""
        client = self.direction == "a"
        name = NAME if client else None
        self.tls = context.wrap_bio(self.heard, self._out, not client, name, session)

    def does(self, step: Callable[[], object]) -> bool:
        """Whether a step is over, well or not; what it wrote can then be told."""
        try:
            step()
        except ssl.SSLWantReadError:
            return False
        except ssl.SSLError as error:
            self._result.errors.append(str(error))
        return True

    def tell(self, other: End) -> None:
        """Give what was written to the other end, and note it."""
        data = self._out.read()
        if data:
            self._result.said.append((self.direction, data))
            other.heard.write(data)


def talk(
    client: ssl.SSLContext,
    server: ssl.SSLContext,
    session: ssl.SSLSession | None = None,
    chat: int = 1,
    both_close: bool = False,
) -> Talk:
    """A connection: the handshake, ``chat`` rounds of data, and a close_notify from the client.

    OpenSSL keeps a session for resumption by id only if both sides closed properly.
    """
    result = Talk()
    one, two = End("a", result), End("b", result)
    one.wrap(client, session)
    two.wrap(server)
    for _ in range(5):
        for end, other in ((one, two), (two, one)):
            end.done = end.done or end.does(end.tls.do_handshake)
            end.tell(other)
    for _ in range(chat if one.done and two.done else 0):
        for end, other in ((one, two), (two, one)):
            end.does(lambda end=end: end.tls.write(b"hello"))  # type: ignore[misc]
            end.tell(other)
            other.does(lambda other=other: other.tls.read(100))  # type: ignore[misc]
            other.tell(end)
    if not result.errors:
        result.session = one.tls.session
        one.does(one.tls.unwrap)
        one.tell(two)
        if both_close:
            two.does(two.tls.unwrap)
            two.tell(one)
    return result
