"""A judged handshake in, what each side will have logged out, by platform.

What ends a handshake for a side is the first of four things: an alert it sends, one it receives, the other
side's close, its own close. Nothing is said of a side that has nothing to complain of. Confidence is that of
the code if the side is that platform; it is ``certain`` only where no setting and no race changes the code:
a program that switched GSKit's alert-specific codes on gets others than 420 for alerts.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Literal

from ssldiag.wire.judging.alerts import decisive
from ssldiag.wire.judging.conditions import PLAIN, Condition, after_own_close, no_tls, own_alert
from ssldiag.wire.judging.log_codes import ALERT_ALSO, ALSO, CODES, PEER_CERTIFICATE, Code, openssl_alert
from ssldiag.wire.judging.looks import gskit_client, offers_tls13
from ssldiag.wire.judging.model import Judgement
from ssldiag.wire.judging.progress import Progress, progress
from ssldiag.wire.judging.scene import Closing, Scene, other
from ssldiag.wire.judging.silence import phase
from ssldiag.wire.model import Alert, Confidence, Side, WillLog
from ssldiag.wire.values import value

PLATFORMS = ("gskit8", "openssl", "zvm", "ibmi")
"""In the order in which they are shown: what was measured first."""

LESS: dict[Confidence, Confidence] = {"certain": "likely", "likely": "possible", "possible": "possible"}

Kind = Literal["sent", "received", "closed", "closes"]


@value(frozen=True, slots=True)
class Ended:
    """What ended the handshake for a side."""

    kind: Kind
    frame: int
    alert: Alert | None = None
    closing: Closing | None = None


def will_log(scene: Scene, judgement: Judgement) -> tuple[WillLog, ...]:
    """For the client, then for the server, the codes by platform."""
    if judgement.outcome == "incomplete" or (judgement.outcome == "completed" and not scene.handshake.alerts):
        return ()
    sides: tuple[Side, Side] = ("client", "server")
    found: dict[tuple[Side, str, str], WillLog] = {}
    foreign = scene.hello is not None and not gskit_client(scene.hello)
    for side in sides:
        for condition in conditions(scene, judgement, side):
            for entry in _entries(judgement.cause, condition, side, foreign and side == "client"):
                found.setdefault((side, entry.platform, entry.code), entry)
    return tuple(found.values())


def conditions(scene: Scene, judgement: Judgement, side: Side) -> list[Condition]:
    """What this side ran into, likeliest first; several where nothing tells them apart."""
    if judgement.outcome == "completed":
        return list(_after_completion(scene, side))
    found = progress(scene)
    if judgement.cause in ("connection_refused", "no_answer", "starttls_refused"):
        return []
    if judgement.cause in PLAIN and judgement.by == side:  # it has no TLS that could complain
        return []
    said = decisive(scene)
    if found.refused is not None and said is None:
        return list(_hidden(scene, found, side))
    own = said is not None and said.side == side  # whatever the other side said before, it was its reason
    end = Ended("sent", said.frame, alert=said) if said is not None and own else ended(scene, side)
    if end is None:
        return []
    return list(_by_kind(scene, judgement, side, end))


def ended(scene: Scene, side: Side) -> Ended | None:
    """The first thing that ended it for this side."""
    found = [*_alerts(scene, side), *_closings(scene, side)]
    return min(found, key=lambda end: (end.frame, end.alert is None), default=None)


def _alerts(scene: Scene, side: Side) -> Iterator[Ended]:
    for alert in scene.handshake.alerts:
        if alert.level == "warning" and alert.code not in (0, 90):
            continue
        if alert.side == side and not scene.reaction(alert):
            closing = scene.closed_by(other(side))
            yield Ended("sent", min(alert.frame, closing.frame) if closing else alert.frame, alert=alert)
        elif alert.side == side:
            continue
        elif not scene.after_close_of(side, alert.frame):
            yield Ended("received", alert.frame, alert=alert)


def _closings(scene: Scene, side: Side) -> Iterator[Ended]:
    for closing in scene.closings:
        kind: Kind = "closes" if closing.side == side else "closed"
        yield Ended(kind, closing.frame, closing=closing)


def _after_completion(scene: Scene, side: Side) -> Iterator[Condition]:
    """An alert as the other side's only word after the handshake ends the next read (measured: 420).

    Where the other side had sent data before, it is the usual goodbye, and no error to speak of.
    """
    if _spoke(scene, other(side)):
        return
    end = ended(scene, side)
    if end is not None and end.kind == "received":
        yield Condition("unread_alert_received", "likely")


def _spoke(scene: Scene, side: Side) -> bool:
    """Whether a side sent application data after the handshake."""
    if not scene.tls13:
        return scene.data(side) > 0
    return progress(scene).data_after(side)


def _hidden(scene: Scene, found: Progress, side: Side) -> Iterator[Condition]:
    """TLS 1.3: one side refused with an alert that cannot be read."""
    if side != found.refused:
        if not scene.after_close_of(side, found.frame):
            yield Condition("unread_alert_received", "likely")
    elif side == "client":
        yield Condition("peer_certificate", "likely")
    elif not found.finished:
        wanted = scene.hello.signature_algorithms if scene.hello is not None else ()
        usual = "own_signature_not_wanted" if wanted and 0x0401 not in wanted else "own_certificate_unusable"
        yield Condition(usual, "possible")
    elif found.client_auth == "empty":
        yield Condition("no_client_certificate_tls13", "possible" if found.doubtful else "likely")
    elif found.client_auth == "given":
        yield Condition("peer_certificate", "likely")


def _by_kind(scene: Scene, judgement: Judgement, side: Side, end: Ended) -> Iterator[Condition]:
    if end.kind == "sent" and end.alert is not None:
        yield from own_alert(scene, judgement, end.alert)
    elif end.kind == "received" and end.alert is not None:
        yield _received(scene, end.alert)
    elif end.kind == "closed" and end.closing is not None:
        yield from _closed(scene, judgement, side, end.closing)
    elif end.closing is not None:
        yield from after_own_close(scene, judgement, end.closing)


def _received(scene: Scene, alert: Alert) -> Condition:
    """A client that refuses the server's version says so in a record of its own version, not the server's."""
    hello, version = scene.hello, scene.handshake.version
    refuses_version = alert.code == 70 and alert.side == "client" and scene.handshake.server_hello is not None
    if refuses_version and hello is not None and version is not None and version < hello.legacy_version:
        return Condition("record_of_other_version", "likely", alert=alert.code)
    if alert.code is None:
        return Condition("unread_alert_received", "likely")
    return Condition("alert_received", "likely", alert=alert.code)


def _closed(scene: Scene, judgement: Judgement, side: Side, closing: Closing) -> Iterator[Condition]:
    """The other side closed. After a FIN, what is sent meets a reset; which comes first is a race."""
    if judgement.cause == "timeout" and judgement.by == side:
        yield Condition("closed", "possible")
        return
    if judgement.cause in PLAIN and closing.how == "fin":  # what it said before is read first
        yield no_tls(judgement, "likely")
        return
    broken = judgement.cause == "protocol_violation" and judgement.by == closing.side
    torn = scene.handshake.ending.fin_in_record or broken
    if closing.how == "rst":
        yield Condition("reset", "likely")
    elif torn and side == "client":
        word = "closed_in_record_tls13" if offers_tls13(scene.hello) else "closed_in_record"
        yield Condition(word, "likely")
    elif torn:
        yield Condition("closed_in_record", "possible")
        yield Condition("closed_in_record_tls13", "possible")
    elif _kept_writing(scene, side, closing):
        yield Condition("reset", "possible")
    elif side == "server" and _never_answered(scene):
        yield Condition("no_common_version", "possible")
        yield Condition("closed", "possible")
    else:
        yield Condition("closed", "likely")


def _kept_writing(scene: Scene, side: Side, closing: Closing) -> bool:
    """Whether a client was still writing its part, in several pieces, when the other side had closed."""
    later = [message for message in scene.messages(side) if message.frame > closing.frame]
    reset = scene.handshake.ending.first_rst == closing.side
    return side == "client" and reset and bool(later) and phase(scene) == "client_flight"


def _never_answered(scene: Scene) -> bool:
    """A whole hello without TLS 1.3 that gets no answer: GSKit servers with TLS 1.3 alone do that."""
    return scene.hello is not None and not offers_tls13(scene.hello) and not scene.sent("server")


@lru_cache(maxsize=512)
def _entries(cause: str, condition: Condition, side: Side, foreign: bool) -> tuple[WillLog, ...]:
    """``foreign``: the side is a client whose hello GSKit does not make. There are few conditions, and nearly
    all failures of a capture end in the same.
    """
    codes = ((platform, code) for platform in PLATFORMS for code in _codes(cause, condition, platform))
    return tuple(
        WillLog(
            side,
            platform,
            code.code,
            code.constant,
            _validation(condition, platform),
            _confidence(condition, platform, foreign),
        )
        for platform, code in codes
    )


def _codes(cause: str, condition: Condition, platform: str) -> Iterator[Code]:
    """The code of a platform, and a further one where either may come."""
    named = ALERT_ALSO.get(platform, {}).get(condition.alert or 0)
    if condition.word == "alert_received" and named is not None:
        yield named
    first = _code(cause, condition, platform)
    if first is not None:
        yield first
    if condition.word == "peer_certificate":
        also = ALSO.get(condition.cause or cause, {}).get(platform)
        if also is not None:
            yield also


def _code(cause: str, condition: Condition, platform: str) -> Code | None:
    if platform == "openssl" and condition.word == "alert_received":
        return openssl_alert(condition.alert or 0)
    if condition.word == "peer_certificate":
        special = PEER_CERTIFICATE.get(condition.cause or cause, {}).get(platform)
        if special is not None:
            return special
    return CODES[condition.word].get(platform)


def _validation(condition: Condition, platform: str) -> str:
    return {"gskit8": condition.validation, "openssl": condition.verify}.get(platform, "")


def _confidence(condition: Condition, platform: str, foreign: bool) -> Confidence:
    """z/VM and IBM i were not measured; a client whose hello GSKit does not make is hardly GSKit."""
    if platform in ("zvm", "ibmi"):
        return "possible"
    sure = condition.sure
    if platform == "gskit8" and condition.not_gskit:
        sure = "possible"
    if platform == "gskit8" and foreign:
        return LESS[LESS[sure]]
    return sure if platform == "gskit8" or sure != "certain" else "likely"
