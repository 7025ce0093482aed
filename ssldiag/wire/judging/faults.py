"""What the capture itself lacks: said first, and never mistaken for a fault of TLS."""

from __future__ import annotations

from collections.abc import Iterator

from ssldiag.wire.judging.model import Judgement
from ssldiag.wire.judging.scene import Scene
from ssldiag.wire.judging.wording import frames, quantity, sentence


def caveats(scene: Scene) -> list[str]:
    """The faults of the capture of this connection, as clauses."""
    return list(_caveats(scene))


def _caveats(scene: Scene) -> Iterator[str]:
    quality = scene.handshake.quality
    if quality.one_sided:
        yield "only one direction of this connection is in the capture"
    if starts_late(scene):
        yield "the capture starts in the middle of this connection"
    if quality.truncated:
        yield "packets of this connection were cut short when they were captured"
    if quality.gaps > quality.lost:
        missing = quantity(quality.gaps - quality.lost, "stretch", "stretches")
        yield f"{missing} of this connection's data are missing from the capture"


def blind(scene: Scene) -> bool:
    """Whether what is absent from the capture may have been there on the wire."""
    quality = scene.handshake.quality
    return quality.one_sided or starts_late(scene) or quality.truncated or quality.gaps > quality.lost


def starts_late(scene: Scene) -> bool:
    """Whether the beginning is missing: without its SYN a connection can be there from the hello on."""
    return scene.handshake.quality.starts_mid_stream and scene.hello is None


def one_sided(scene: Scene) -> Judgement | None:
    """One direction alone: no handshake can be followed, however it went."""
    if not scene.handshake.quality.one_sided:
        return None
    seen = "client" if scene.sent("client") else "server"
    return Judgement(
        "incomplete",
        "one_sided_capture",
        None,
        "certain",
        sentence(f"nothing that the {'server' if seen == 'client' else 'client'} said was captured"),
        frames(scene.handshake.first_frame),
    )


def cut(scene: Scene) -> Judgement | None:
    """Something is missing, and nothing that is there explains the rest."""
    if not blind(scene):
        return None
    flowed = scene.data("client") and scene.data("server")
    guess = ("completed", "data flowed in both directions, so the handshake seems to have gone well")
    return Judgement(
        "incomplete",
        "capture_cut",
        None,
        "certain",
        sentence("what is there does not show how the handshake went", guess[1] if flowed else ""),
        frames(scene.handshake.first_frame, scene.handshake.last_frame),
        (guess,) if flowed else (),
    )


def lost(scene: Scene) -> Judgement | None:
    """Bytes that the side they were for never acknowledged, although later ones came: large packets are lost
    first where their size is wrong (RFC 2923 2.1).
    """
    quality = scene.handshake.quality
    if not quality.lost or blind(scene):
        return None
    early = scene.hello is None
    missing = "the client's first message" if early else "the server's answer"
    why = sentence(
        f"a part of {missing} never arrived: what came behind it was seen, and the other side still waited "
        "for it when the connection ended"
    )
    closing = scene.first_closing()
    evidence = frames(scene.hello.frame if scene.hello else None, closing.frame if closing else None)
    others = (("capture_cut", "the capture lacks packets, and acknowledgements as well"),)
    return Judgement(
        "failed", "segment_lost", "network", "likely", why, evidence, others if scene.captured else ()
    )


def unanswered(scene: Scene) -> Judgement | None:
    """A hello that was sent again and again until the client gave up: it or each answer was lost, for a
    server that has it acknowledges it, however long it thinks (RFC 9293 3.8.1).
    """
    hello, quality = scene.hello, scene.handshake.quality
    if hello is None or quality.retransmitted < 2 or scene.sent("server") or blind(scene):
        return None
    closing = scene.first_closing()
    if closing is not None and (closing.side == "server" or closing.how == "rst"):
        return None
    why = sentence(
        f"the client had to send its ClientHello again {quality.retransmitted} times and gave up: it never "
        "reached the server, or no answer came back"
    )
    evidence = frames(hello.frame, closing.frame if closing else scene.handshake.last_frame)
    others = (("timeout", "the server is gone, or hangs so that not even its TCP answers"),)
    return Judgement("failed", "segment_lost", "network", "likely", why, evidence, others)


def ended(scene: Scene) -> Judgement | None:
    """The capture ends while the handshake goes on."""
    handshake = scene.handshake
    if handshake.ending.why not in ("capture", "reused") or scene.closings:
        return None
    unanswered = _retransmitted_in_vain(scene)
    if unanswered is not None:
        return unanswered
    return Judgement(
        "incomplete",
        "capture_cut",
        None,
        "certain",
        sentence(
            f"the {'capture ends' if scene.captured else 'connection was left'} before the handshake ends"
        ),
        frames(handshake.last_frame),
    )


TOO_EARLY = (("capture_cut", "the capture ends too early"),)


def _retransmitted_in_vain(scene: Scene) -> Judgement | None:
    """Data sent again and again without an answer: packets are lost on the way, or the other side is gone."""
    quality = scene.handshake.quality
    if quality.retransmitted < 2:
        return None
    silent = "server" if not scene.sent("server") or scene.first(None, "server_hello") is None else "client"
    return Judgement(
        "failed",
        "segment_lost",
        "network",
        "possible",
        sentence(
            f"{quality.retransmitted} packets had to be sent again, and the handshake never went on",
            f"what was sent last did not reach the {silent}, or its answer did not come back",
        ),
        frames(scene.handshake.first_frame, scene.handshake.last_frame),
        (("timeout", f"the {silent} stopped answering"), *(TOO_EARLY if scene.captured else ())),
    )
