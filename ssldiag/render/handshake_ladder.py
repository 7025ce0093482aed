"""A handshake in, the rungs of its ladder out: who said what, when, in which frame; for text and for HTML.

Messages of one side in one frame share a rung; what merely goes on (data, pieces of one message) is counted.
Nothing is escaped here, and nothing has to be: every word is ours.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Literal

from ssldiag.render.handshake_names import message_name
from ssldiag.wire.model import Alert, Handshake, Message, Side
from ssldiag.wire.numbers import is_tls13

MOST = 40
"""Rungs of one ladder: a full handshake with client authentication and a retry has 15; a screen has 50."""

Kind = Literal["message", "encrypted", "alert", "data", "end", "cut"]


@dataclass(frozen=True, slots=True)
class Rung:
    """One arrow. ``after`` are seconds since the handshake began, None where the moment is not known.

    A rung of the kind ``cut`` is no arrow: its first label says how many were left out.
    """

    side: Side
    kind: Kind
    labels: tuple[str, ...]
    frame: int | None
    after: float | None


DATA = frozenset(("application_data",))


def rungs(handshake: Handshake, most: int = MOST) -> tuple[Rung, ...]:
    """The ladder from top to bottom, at most ``most`` rungs and one that says how many are missing."""
    merged = list(_counted(_merged(_in_order(handshake))))
    if len(merged) <= most:
        return tuple(merged)
    head, tail = most * 2 // 3, most - most * 2 // 3
    middle = len(merged) - head - tail
    gap = Rung("client", "cut", (f"{middle:,} more",), None, None)
    return (*merged[:head], gap, *merged[-tail:])


def _in_order(handshake: Handshake) -> list[Rung]:
    """Messages, alerts that are no message of their own, and the end of the connection, by frame."""
    alerts = list(handshake.alerts)
    found = []
    for message in handshake.messages:
        alert = _taken(alerts, message) if "alert" in message.type else None
        found.append(_alert(alert, handshake) if alert else _message(message, handshake))
    found += [_alert(alert, handshake) for alert in alerts]
    found += _end(handshake)
    opening = [] if handshake.messages else list(_opening(handshake))
    return [*opening, *sorted(found, key=lambda rung: rung.frame or 0)]


def _opening(handshake: Handshake) -> Iterator[Rung]:
    """The steps of TCP, where nothing came of them: else they only take up room."""
    if "syn" in handshake.opened:
        times = f"SYN x{handshake.syns:,}" if handshake.syns > 1 else "SYN"
        yield Rung("client", "end", (times,), handshake.first_frame, 0.0)
    if "syn_ack" in handshake.opened:
        yield Rung("server", "end", ("SYN, ACK",), None, None)


def _taken(alerts: list[Alert], message: Message) -> Alert | None:
    """The alert that this message is, removed from the list."""
    for index, alert in enumerate(alerts):
        if (alert.side, alert.frame) == (message.side, message.frame):
            return alerts.pop(index)
    return None


def _message(message: Message, handshake: Handshake) -> Rung:
    kind: Kind = "message"
    if "alert" in message.type:
        kind = "alert"
    elif message.type in DATA:
        kind = "data"
    elif message.type.startswith("encrypted_handshake"):
        kind = "encrypted"
    name = message_name(message.type)
    if kind == "data" and is_tls13(handshake.version) and not handshake.decrypted:
        kind, name = (
            "encrypted",
            "encrypted record",
        )  # of the handshake or data: both look alike (RFC 8446 5.2)
    return Rung(message.side, kind, (name,), message.frame, message.time - handshake.start)


def _alert(alert: Alert, handshake: Handshake) -> Rung:
    return Rung(alert.side, "alert", (alert_words(alert),), alert.frame, alert.time - handshake.start)


def alert_words(alert: Alert) -> str:
    """An alert in a few words, such as ``fatal alert unknown_ca (48)``."""
    if alert.code is not None:
        return f"{alert.level or ''} alert {alert.name or 'unknown'} ({alert.code})".strip()
    return "alert, as size and order suggest (encrypted)" if alert.inferred else "alert (encrypted)"


def _end(handshake: Handshake) -> Iterator[Rung]:
    ending = handshake.ending
    if ending.first_fin is not None:
        yield Rung(ending.first_fin, "end", ("FIN",), ending.fin_frame, None)
    if ending.first_rst is not None:
        yield Rung(ending.first_rst, "end", ("RST",), ending.rst_frame, None)


def _merged(found: list[Rung]) -> Iterator[Rung]:
    """Neighbours of one side, frame and kind as one."""
    for _, group in groupby(found, key=lambda rung: (rung.side, rung.kind, rung.frame)):
        together = list(group)
        labels = tuple(label for rung in together for label in rung.labels)
        yield replace(together[0], labels=tuple(_repeated(labels)))


def _counted(found: Iterator[Rung]) -> Iterator[Rung]:
    """Data that flows one way frame after frame, as one rung."""
    for (_, kind, labels), group in groupby(found, key=lambda rung: (rung.side, rung.kind, rung.labels)):
        together = list(group)
        if kind not in ("data", "encrypted") or len(together) == 1:
            yield from together
        else:
            more = f"{', '.join(labels)}, in {len(together):,} frames"
            yield replace(together[0], labels=(more,))


def _repeated(labels: tuple[str, ...]) -> Iterator[str]:
    for label, group in groupby(labels):
        times = sum(1 for _ in group)
        yield label if times == 1 else f"{label} x{times:,}"
