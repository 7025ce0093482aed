"""A handshake's document in, so much of the handshake out as its ladder wants; whatever is odd is left out.

The page gets documents that were redacted, and the ladder is drawn by the same code as for a capture.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast, get_args

from ssldiag.wire.events import Quality
from ssldiag.wire.model import Alert, Ending, Endpoint, Handshake, Message, Side
from ssldiag.wire.numbers import TLS13

SIDES = get_args(Side)

LATEST = 1e12
"""Seconds: thirty thousand years."""

MESSAGES = 2_000
"""Messages looked at: a ladder has at most 40 rungs, and merges what repeats."""


def handshake(document: Mapping[str, Any]) -> Handshake:
    """The handshake, with nothing in it that a ladder does not show."""
    frames, tcp = fields(document.get("frames")), fields(document.get("tcp"))
    return Handshake(
        file=str(document.get("file", "")),
        client=_endpoint(document.get("client")),
        server=_endpoint(document.get("server")),
        start=_real(document.get("start")),
        end=_real(document.get("end")),
        first_frame=_whole(frames.get("first")),
        last_frame=_whole(frames.get("last")),
        starttls=None,
        starttls_refused=None,
        client_hello=None,
        second_client_hello=None,
        server_hello=None,
        hello_retry=False,
        version=TLS13 if str(document.get("version", "")).startswith("TLSv1.3") else None,
        messages=tuple(_message(each) for each in _sided(document.get("messages"))),
        certificates=(),
        certificate_wanted=None,
        client_certificate_given=None,
        alerts=tuple(_alert(each) for each in _sided(document.get("alerts"))),
        resumed=None,
        resumed_by=None,
        renegotiated=False,
        application_data=(0, 0),
        ending=_ending(fields(document.get("ending"))),
        quality=Quality(),
        oddities=(),
        rtt=None,
        duration=None,
        opened=tuple(str(step) for step in _list(tcp.get("opened"))),
        syns=_whole(tcp.get("syns")),
        decrypted=document.get("decrypted") is True,
    )


def _message(found: Mapping[str, Any]) -> Message:
    return Message(
        found["from"], str(found.get("type", "")), _whole(found.get("frame")), _real(found.get("time"))
    )


def _alert(found: Mapping[str, Any]) -> Alert:
    code = found.get("code")
    level = found.get("level")
    return Alert(
        found["from"],
        level if level in ("warning", "fatal") else None,
        code if isinstance(code, int) else None,
        None if found.get("name") is None else str(found["name"]),
        _whole(found.get("frame")),
        _real(found.get("time")),
        found.get("encrypted") is True,
        found.get("inferred") is True,
    )


def _ending(found: Mapping[str, Any]) -> Ending:
    def frame(name: str) -> int | None:
        value = found.get(name)
        return value if isinstance(value, int) else None

    fin, rst = found.get("first_fin"), found.get("first_rst")
    return Ending(
        cast(Side, fin) if fin in SIDES else None,
        cast(Side, rst) if rst in SIDES else None,
        frame("fin_frame"),
        frame("rst_frame"),
    )


def _endpoint(found: object) -> Endpoint:
    end = fields(found)
    return Endpoint(str(end.get("ip", "")), _whole(end.get("port")))


def _sided(found: object) -> list[Mapping[str, Any]]:
    """Entries that say whom they came from."""
    entries = [fields(each) for each in _list(found)[:MESSAGES]]
    return [each for each in entries if each.get("from") in SIDES]


def fields(found: object) -> Mapping[str, Any]:
    """The value if it has fields, otherwise one without any."""
    return found if isinstance(found, Mapping) else {}


def _list(found: object) -> list[Any]:
    return list(found) if isinstance(found, list | tuple) else []


def _whole(found: object) -> int:
    return found if isinstance(found, int) else 0


def _real(found: object) -> float:
    return seconds(found) or 0.0


def seconds(found: object) -> float | None:
    """A moment or a span, if it is one of this world: JSON has numbers of any size."""
    return float(found) if isinstance(found, int | float) and abs(found) < LATEST else None
