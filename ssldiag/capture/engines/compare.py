"""The handshakes of two engines in, each field that they disagree on out. Who is right, it does not say."""

from __future__ import annotations

import hashlib
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from ssldiag.wire.model import Endpoint, Handshake

Value = object
Fields = Mapping[str, Value]
Pair = frozenset[Endpoint]


@dataclass(frozen=True, slots=True)
class Disagreement:
    """One field of one handshake. ``frame`` is where the connection begins; a handshake that only one engine
    has is a disagreement in the field ``handshake``.
    """

    file: str
    frame: int
    client: Endpoint
    server: Endpoint
    field: str
    ours: Value
    theirs: Value


UNKNOWN = object()
"""What an engine does not know, or does not show: no disagreement."""


def _of(hello: str, name: str) -> Callable[[Handshake], Value]:
    return lambda handshake: getattr(getattr(handshake, hello), name, UNKNOWN)


def _secret(name: str) -> Callable[[Handshake], Value]:
    """A field of a ClientHello that tshark does not show of those in SSL 2.0 format."""

    def value(handshake: Handshake) -> Value:
        hello = handshake.client_hello
        return UNKNOWN if hello is None or hello.format == "sslv2" else getattr(hello, name)

    return value


def _alpn(handshake: Handshake) -> Value:
    return next(iter(handshake.server_hello.alpn), None) if handshake.server_hello else UNKNOWN


def _known(value: Value) -> Value:
    return UNKNOWN if value is None else value


def _messages(handshake: Handshake) -> Value:
    """The messages in clear up to the point where encryption hides them, by side."""
    words = [(message.side, message.type) for message in handshake.messages]
    return tuple(pair for pair in words if pair[1] in CLEAR)


CLEAR = frozenset(
    (
        *("client_hello", "server_hello", "hello_retry_request", "certificate", "server_key_exchange"),
        *("certificate_request", "server_hello_done", "client_key_exchange", "certificate_verify"),
        *("certificate_status", "ssl2_client_hello", "ssl2_server_hello", "ssl2_client_master_key"),
    )
)
"""Messages that both engines call by the same name wherever they see them."""

FIELDS: Mapping[str, Callable[[Handshake], Value]] = {
    "client": lambda handshake: handshake.client,
    "starttls": lambda handshake: handshake.starttls,
    "client_hello": lambda handshake: handshake.client_hello is not None,
    "format": _of("client_hello", "format"),
    "client_version": _of("client_hello", "legacy_version"),
    "random": _secret("random"),
    "session_id": _secret("session_id"),
    "ciphers": _of("client_hello", "ciphers"),
    "extensions": _of("client_hello", "extensions"),
    "versions": _of("client_hello", "versions"),
    "groups": _of("client_hello", "groups"),
    "key_shares": _of("client_hello", "key_shares"),
    "signature_algorithms": _of("client_hello", "signature_algorithms"),
    "sni": _of("client_hello", "sni"),
    "alpn": _of("client_hello", "alpn"),
    "hello_retry": lambda handshake: handshake.hello_retry,
    "server_hello": lambda handshake: handshake.server_hello is not None,
    "version": lambda handshake: _known(handshake.version),
    "cipher": _of("server_hello", "ciphers"),
    "server_extensions": _of("server_hello", "extensions"),
    "alpn_chosen": _alpn,
    "group": _of("server_hello", "key_shares"),
    "resumed": lambda handshake: _known(handshake.resumed),
    "certificates": lambda handshake: tuple(
        (seen.side, hashlib.sha256(seen.der).hexdigest()) for seen in handshake.certificates
    ),
    "alerts": lambda handshake: tuple(
        (alert.side, alert.level, alert.code) for alert in handshake.alerts if alert.code is not None
    ),
    "messages": _messages,
    "first_fin": lambda handshake: handshake.ending.first_fin,
    "first_rst": lambda handshake: handshake.ending.first_rst,
}
"""The only list of what is compared."""


@dataclass(frozen=True, slots=True)
class _Kept:
    handshake: tuple[str, int, Endpoint, Endpoint]
    fields: Fields


@dataclass(slots=True)
class Comparison:
    """``handshakes`` both engines had and ``fields`` compared of them; then what they disagreed on."""

    handshakes: int = 0
    fields: int = 0
    disagreements: list[Disagreement] = field(default_factory=list)

    def add(self, other: Comparison) -> None:
        """Take in what another file gave."""
        self.handshakes += other.handshakes
        self.fields += other.fields
        self.disagreements += other.disagreements


def compare(ours: Iterable[Handshake], theirs: Iterable[Handshake]) -> Comparison:
    """Compare what two engines made of the same files. Only what is compared is kept of each handshake."""
    result = Comparison()
    waiting: dict[tuple[str, Pair], deque[_Kept]] = {}
    for handshake in filter(_has_tls, theirs):
        waiting.setdefault(_key(handshake), deque()).append(_kept(handshake))
    for handshake in filter(_has_tls, ours):
        mine, queue = _kept(handshake), waiting.get(_key(handshake))
        if not queue:
            result.disagreements.append(_missing(mine, "there", "not there"))
            continue
        result.handshakes += 1
        other = queue.popleft()
        result.fields += sum(UNKNOWN not in (mine.fields[name], other.fields[name]) for name in FIELDS)
        result.disagreements += _differences(mine, other)
    for queue in waiting.values():
        result.disagreements += [_missing(kept, "not there", "there") for kept in queue]
    result.disagreements.sort(key=lambda item: (item.file, item.frame))
    return result


def _has_tls(handshake: Handshake) -> bool:
    return handshake.client_hello is not None or handshake.server_hello is not None


def _key(handshake: Handshake) -> tuple[str, Pair]:
    return handshake.file, frozenset((handshake.client, handshake.server))


def _kept(handshake: Handshake) -> _Kept:
    place = (handshake.file, handshake.first_frame, handshake.client, handshake.server)
    return _Kept(place, {name: value(handshake) for name, value in FIELDS.items()})


def _differences(mine: _Kept, other: _Kept) -> Iterator[Disagreement]:
    for name in FIELDS:
        one, two = mine.fields[name], other.fields[name]
        if one != two and UNKNOWN not in (one, two):
            yield Disagreement(*mine.handshake, name, one, two)


def _missing(kept: _Kept, ours: str, theirs: str) -> Disagreement:
    return Disagreement(*kept.handshake, "handshake", ours, theirs)
