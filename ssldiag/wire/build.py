"""What was gathered of a handshake in, the :class:`~ssldiag.wire.model.Handshake` out."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal, NamedTuple

from ssldiag.wire import plain
from ssldiag.wire.events import Direction, Quality
from ssldiag.wire.flow import ALERT_SIZES
from ssldiag.wire.gathered import Gathered, Half
from ssldiag.wire.hello import DOWNGRADES
from ssldiag.wire.model import (
    Alert,
    CertificateSeen,
    CertificateWanted,
    Ending,
    Endpoint,
    Handshake,
    Hello,
    Message,
    Oddity,
    Side,
)
from ssldiag.wire.numbers import TLS12, alert_name, is_grease, suite_name, version_name
from ssldiag.wire.ports import TLS_PORTS
from ssldiag.wire.starttls_binary import Prelude
from ssldiag.wire.tcp import Tcp

Level = Literal["warning", "fatal"]
LEVELS: dict[int, Level] = {1: "warning", 2: "fatal"}

NOT_MANY = 16
"""Up to so many records of application data the last one of an alert's size is taken for an alert; later ones
may be two bytes of data.
"""


Moment = tuple[int, float]
"""Frame and time."""


class Facts(NamedTuple):
    """What is true of the connection, whatever was said in it."""

    file: str
    a: Endpoint
    b: Endpoint


def client_of(got: Gathered, tcp: Tcp, facts: Facts, prelude: Prelude) -> Direction:
    """Who is the client: the ClientHello tells, or who asked for TLS, who sent the SYN, the ports."""
    if got.client is not None:
        return got.client
    if prelude.client is not None:
        return prelude.client
    if tcp.syn is not None:
        return tcp.syn[0]
    known_a, known_b = facts.a.port in TLS_PORTS, facts.b.port in TLS_PORTS
    if known_a != known_b:
        return "b" if known_a else "a"
    return "a" if facts.a.port >= facts.b.port else "b"


def handshake(
    got: Gathered,
    halves: tuple[Half, ...],
    tcp: Tcp,
    facts: Facts,
    prelude: Prelude,
    quality: Quality,
    span: tuple[Moment, Moment],
) -> Handshake:
    """The handshake. ``span`` has frame and time of its first and last event."""
    halves = got.halves or halves
    client = client_of(got, tcp, facts, prelude)
    swapped = client == "b"
    mine, its = reversed(halves) if swapped else halves
    here, there = (facts.b, facts.a) if swapped else (facts.a, facts.b)
    guessed = _guess_alerts(got, halves)
    resumed, by = _resumed(got, its)
    first, last = span
    wanted = got.wanted
    offer, choice = got.client_hello, got.server_hello
    return Handshake(
        file=facts.file,
        client=here,
        server=there,
        start=first[1],
        end=last[1],
        first_frame=first[0],
        last_frame=last[0],
        starttls=prelude.protocol,
        starttls_refused=prelude.refused,
        client_hello=offer,
        second_client_hello=got.second,
        server_hello=choice,
        hello_retry=got.retry is not None,
        version=got.version,
        messages=_messages(got, guessed, client),
        certificates=tuple(
            [
                CertificateSeen(_side(direction, client), der, frame)
                for direction, der, frame in got.certificates
            ]
        ),
        certificate_wanted=CertificateWanted(*wanted[0], wanted[1]) if wanted else None,
        client_certificate_given=got.client_certificate,
        alerts=_alerts(got, guessed, client),
        resumed=resumed,
        resumed_by=by,
        renegotiated=got.renegotiated,
        application_data=(mine.app, its.app),
        ending=_ending(tcp, client),
        quality=replace(quality, a_bytes=quality.b_bytes, b_bytes=quality.a_bytes) if swapped else quality,
        oddities=tuple([Oddity(what, frame) for what, frame in (*got.oddities.items(), *_mismatches(got))]),
        rtt=tcp.rtt,
        duration=got.done_time - offer.time if got.done and offer is not None else None,
        first_bytes=(mine.first, its.first),
        selected_group=_group(got),
        server_signature=got.signature,
        client_signature=got.client_signature,
        opened=tuple(tcp.steps),
        syns=tcp.syns,
        plaintext=None if offer or choice or not got.plain else plain.protocol(mine.first, its.first),
        decrypted=got.decrypted,
        stapled=got.stapled,
        dh_bits=got.dh_bits,
    )


SIDES: dict[Direction, dict[Direction, Side]] = {
    "a": {"a": "client", "b": "server"},
    "b": {"a": "server", "b": "client"},
}
"""Who is the client -> who speaks in each direction."""


def _side(direction: Direction, client: Direction) -> Side:
    return "client" if direction == client else "server"


def _messages(got: Gathered, guessed: dict[int, None], client: Direction) -> tuple[Message, ...]:
    sides = SIDES[client]
    found = [
        Message(sides[direction], what, frame, time, size)
        for direction, what, frame, time, size in got.messages
    ]
    for index in guessed:
        direction, _, frame, time, size = got.messages[index]
        found[index] = Message(sides[direction], "alert", frame, time, size)
    return tuple(found)


def _group(got: Gathered) -> int | None:
    if got.group is None and got.retry is not None and got.retry.key_shares:
        return got.retry.key_shares[0]
    return got.group


def _guess_alerts(got: Gathered, halves: tuple[Half, ...]) -> dict[int, None]:
    """The messages (their indexes) that are alerts by size and order alone (RFC 8446 5.2, 6).

    Under TLS 1.3 that is the last record of a side, or the client's first after the ServerHello, which else
    would be Certificate or Finished.
    """
    if not got.tls13 or got.decrypted:
        return {}
    few = sum(half.app for half in halves) <= NOT_MANY
    places: dict[Direction, list[int]] = {"a": [], "b": []}
    answered = False
    for index, (direction, what, _, _, _) in enumerate(got.messages):
        answered = answered or what == "server_hello"
        if answered and what == "application_data":
            places[direction].append(index)
    found: dict[int, None] = {}
    for half in halves:
        mine = places[half.direction]
        candidates = mine[-1:] if few and half.last_data is not None else []
        if half.direction == got.client:
            candidates = [*mine[:1], *candidates]
        found.update({index: None for index in candidates if got.messages[index][4] in ALERT_SIZES})
    return found


def _alerts(got: Gathered, guessed: dict[int, None], client: Direction) -> tuple[Alert, ...]:
    seen = [
        Alert(
            _side(direction, client),
            LEVELS.get(level) if level is not None else None,
            code,
            alert_name(code) if code is not None else None,
            frame,
            time,
            encrypted,
        )
        for direction, level, code, frame, time, encrypted in got.alerts
    ]
    for index in guessed:
        direction, _, frame, time, _ = got.messages[index]
        seen.append(Alert(_side(direction, client), None, None, None, frame, time, True, True))
    return tuple(seen)


By = Literal["id", "ticket", "psk"] | None


def _resumed(got: Gathered, server: Half) -> tuple[bool | None, By]:
    """Whether the handshake took up an earlier session, and by what.

    TLS 1.3: the server took a PSK (RFC 8446 4.2.11). Before: it went on to ChangeCipherSpec without its part
    of a full handshake (RFC 5246 7.3); with a ticket in the offer that was the reason (RFC 5077 3.4), else
    the id.
    """
    offer, choice = got.client_hello, got.server_hello
    if got.old:
        return (True, "id") if got.hit else ((False, None) if got.full else (None, None))
    if got.tls13 and choice is not None:
        return (True, "psk") if choice.psk_offered else (False, None)
    if got.full:
        return False, None
    if choice is None or not server.changed_whole:
        return None, None
    if offer is not None and offer.ticket_length:
        return True, "ticket"
    same = offer is not None and offer.session_id and offer.session_id == choice.session_id
    return True, "id" if same else None


def _ending(tcp: Tcp, client: Direction) -> Ending:
    return Ending(
        first_fin=_side(tcp.fin[0], client) if tcp.fin else None,
        first_rst=_side(tcp.rst[0], client) if tcp.rst else None,
        fin_frame=tcp.fin[1] if tcp.fin else None,
        rst_frame=tcp.rst[1] if tcp.rst else None,
        why=tcp.ended,
        fin_in_record=tcp.fin_inside,
    )


def _mismatches(got: Gathered) -> list[tuple[str, int]]:
    """Where the ServerHello does not fit the ClientHello."""
    offer, choice = got.client_hello, got.server_hello
    if offer is None or choice is None or offer.partial or choice.partial or got.version is None:
        return []
    found = []
    if choice.format == "tls" and not any(code in offer.ciphers for code in choice.ciphers):
        found.append(f"the server chose {suite_name(got.cipher or 0)}, which the client did not offer")
    could = DOWNGRADES.get(choice.random[-8:])
    best = 0 if got.tls13 and could is None else _best(offer)
    if choice.format == "tls" and got.version > best and not got.tls13:
        found.append(f"the server chose {version_name(got.version)}, newer than what the client offered")
    if could is not None and got.version < could and best >= could:
        newer = version_name(could) if could > TLS12 else "TLSv1.2 or newer"
        found.append(
            f"the server's random says that it could have spoken {newer}: something stepped the version down"
        )
    if choice.compression_methods not in ((), (0,)):
        found.append("the server switched compression on")
    return [(what, choice.frame) for what in found]


def _best(offer: Hello) -> int:
    """The newest version that a client offers."""
    listed = [version for version in offer.versions if not is_grease(version)]
    return max(listed, default=offer.legacy_version)
