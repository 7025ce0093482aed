"""A capture in, its decoded handshakes with stand-ins out: no packet, no random number, no session id.

Each is an ``ssldiag.handshake/1`` document with the fact that checks use beside it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from ssldiag.bundle import redact_keys
from ssldiag.bundle.redact import Redactor
from ssldiag.capture.judged import Certificates, judge_one
from ssldiag.facts.handshakes import MOST, Capture, CapturedHandshake, _Shared, seen
from ssldiag.model import FilePlace, Source, Unreadable
from ssldiag.render.handshake_line import Lines
from ssldiag.wire.model import Endpoint

CAREFUL = ("why", "advice", "what", "error", "sni", "file")
"""Keys of a document whose texts may quote the peers."""

EMPTIED = ("random", "session_id", "first_bytes")
"""Keys whose values hold bytes of the connection, which nobody needs to find the cause."""


_QUOTED = re.compile(r"\b[0-9a-f]{2}(?: [0-9a-f]{2}){3,}\b")
"""Bytes of a connection that a sentence quotes: what is no TLS may be a password in clear."""


@dataclass(frozen=True, slots=True)
class Decoded:
    """A capture as it was decoded: the facts, and the documents in the same order."""

    capture: Capture
    documents: tuple[dict[str, Any], ...]


def decode(source: Source) -> Decoded:
    """Decode a capture, or read one that a bundle has decoded already. Raises OSError."""
    from ssldiag.capture.decode import decode as decoded
    from ssldiag.capture.opened import Member
    from ssldiag.facts import public_handshakes

    with source.opener() as stream:
        known = public_handshakes.looks_like(stream.read(64))
    if known:
        return Decoded(public_handshakes.read(source, MOST), tuple(public_handshakes.documents(source)))
    certificates, lines = Certificates(), Lines()
    shared = _Shared(certificates, MOST)
    decoding = decoded([Member(source.path, source.opener, source.size)])
    facts, documents = [], []
    for number, handshake in enumerate(decoding):
        if number == MOST:
            break
        judged = judge_one(handshake, certificates)
        facts.append(seen(judged, shared))
        documents.append(json.loads(lines.line(judged)))
    unreadable = tuple(
        Unreadable(FilePlace(source.path, survey.broken_at), survey.problem)
        for survey in decoding.files
        if survey.problem
    )
    capture = Capture(source.path, FilePlace(source.path), len(facts) < MOST, tuple(facts), unreadable)
    return Decoded(capture, tuple(documents))


def learn(redactor: Redactor, decoded: Decoded) -> None:
    """Take down the names and addresses in handshakes."""
    for handshake in decoded.capture.handshakes:
        ends = (handshake.client.ip, handshake.server.ip)
        redactor.words.learn_shapes(ends)
        if handshake.sni:
            redactor.words.learn_shapes((handshake.sni,))
            if "." not in handshake.sni and handshake.sni.isascii():
                redactor.words.learn("hosts", handshake.sni)
        redact_keys.learn(redactor, handshake.served)
    for document in decoded.documents:
        for shown in document.get("certificates", ()):
            for text in (shown.get("subject"), shown.get("issuer")):
                _learn_text_name(redactor, text or "")
            for text in (*shown.get("dns_names", ()), *shown.get("ip_addresses", ())):
                redactor.words.learn_shapes((text,))
        for text in (document.get("client_certificate", {}).get("wanted") or {}).get("authorities", ()):
            _learn_text_name(redactor, text)


def _learn_text_name(redactor: Redactor, text: str) -> None:
    for kind, value in _split_name(text):
        if kind not in redact_keys.KEPT_PARTS:
            redactor.learn_text(value)
            redactor.learn_name(value)


def _split_name(text: str) -> Iterator[tuple[str, str]]:
    """Type and value of the parts of an RFC 4514 text; an escaped comma does not end one."""
    part = ""
    for character in [*text, ","]:
        if character in ",+" and not part.endswith("\\"):
            kind, _, value = part.partition("=")
            if value:
                yield kind.strip(), value
            part = ""
        else:
            part += character


def redacted(redactor: Redactor, decoded: Decoded) -> Decoded:
    """The same with stand-ins."""
    capture = decoded.capture
    made = Capture(
        redactor.text(capture.file),
        capture.place,
        capture.complete,
        tuple(handshake(redactor, item) for item in capture.handshakes),
        tuple(replace(item, reason=redactor.text(item.reason)) for item in capture.unreadable),
    )
    return Decoded(made, tuple(document(redactor, item) for item in decoded.documents))


def handshake(redactor: Redactor, one: CapturedHandshake) -> CapturedHandshake:
    """A fact with stand-ins."""
    return replace(
        one,
        file=redactor.text(one.file),
        client=_end(redactor, one.client),
        server=_end(redactor, one.server),
        sni=redactor.words.host(one.sni) if one.sni else one.sni,
        served=tuple(redact_keys.certificate(redactor, item, one.served) for item in one.served),
        why=sentence(redactor, one.why),
        advice=sentence(redactor, one.advice),
    )


def _end(redactor: Redactor, end: Endpoint) -> Endpoint:
    return Endpoint(redactor.words.ip(end.ip), end.port)


def document(redactor: Redactor, one: Mapping[str, Any]) -> dict[str, Any]:
    """An ``ssldiag.handshake/1`` document with stand-ins."""
    return {key: _value(redactor, key, value) for key, value in one.items()}


def _value(redactor: Redactor, key: str, value: Any) -> Any:
    if isinstance(value, dict):
        outer = key if key in EMPTIED else ""
        return {inner: _value(redactor, outer or inner, item) for inner, item in value.items()}
    if isinstance(value, list):
        return [_value(redactor, key, item) for item in value]
    if not isinstance(value, str):
        return value
    if key in EMPTIED:
        return ""
    if key in ("ip", "ip_addresses"):
        return redactor.words.ip(value)
    if key == "sni":
        return redactor.words.host(value)
    if key in ("subject", "issuer", "authorities"):
        return ",".join(f"{kind}={_part(redactor, kind, item)}" for kind, item in _split_name(value))
    if key == "sha256":
        return redact_keys.digest(redactor, value)
    if key == "serial":
        return format(int(redactor.mapping.digest(value, min(len(value), 40)) or "0", 16), "x")
    if key in CAREFUL or key in ("dns_names", "defects", "plaintext"):
        return sentence(redactor, value)
    return value


def sentence(redactor: Redactor, text: str) -> str:
    """A sentence about a connection with stand-ins, and without the bytes that it quotes."""
    return redactor.text(_QUOTED.sub(lambda match: re.sub("[^ ]", "X", match[0]), text))


def _part(redactor: Redactor, kind: str, value: str) -> str:
    return value if kind in redact_keys.KEPT_PARTS else redactor.name(value)
