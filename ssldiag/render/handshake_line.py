"""A judged handshake in, its ``ssldiag.handshake/1`` document as one line of JSON out.

The text is put together here instead of by ``json.dumps`` from dictionaries, which took six times as long:
what programs of one kind all offer, and what a certificate says, is written once and then looked up. Strings
are exact; all that is not ASCII is escaped.
"""

from __future__ import annotations

from ssldiag.capture.judged import Judged, Shown
from ssldiag.render.handshake_offers import hello_text, offered
from ssldiag.render.json_words import WORDS, maybe, names, real, text, texts, whole, wholes
from ssldiag.render.moments import moment
from ssldiag.wire.model import Alert, CertificateWanted, Endpoint, Handshake, Message, Verdict
from ssldiag.wire.numbers import certificate_type_name, signature_name

SCHEMA = "ssldiag.handshake/1"

FIRST_BYTES = 64
"""Bytes kept of what is no TLS, in hexadecimal."""

CERTIFICATE_TEXT = 8 << 20
"""Characters of certificates that are remembered: some 10,000 certificates. Then they are forgotten."""


class Lines:
    """Writes handshakes; remembers what certificates say."""

    def __init__(self, room: int = CERTIFICATE_TEXT) -> None:
        self._room = self._left = room
        self._certificates: dict[str, tuple[str, str]] = {}

    def line(self, judged: Judged) -> str:
        """The document of one handshake, without a line end.

        Python leaves DEL alone, the one control character in ASCII that JSON does not require to be escaped.
        """
        line = self._line(judged)
        return line.replace("\x7f", "\\u007f") if "\x7f" in line else line  # looking first is much faster

    def _line(self, judged: Judged) -> str:
        handshake = judged.handshake
        client, server = handshake.client_hello, handshake.server_hello
        first, second = handshake.first_bytes
        ours, theirs = handshake.application_data
        return (
            f'{{"schema": "{SCHEMA}", "file": {text(handshake.file)}, '
            f'"client": {_endpoint(handshake.client)}, "server": {_endpoint(handshake.server)}, '
            f'"start": {real(handshake.start)}, "end": {real(handshake.end)}, '
            f'"frames": {{"first": {handshake.first_frame}, "last": {handshake.last_frame}}}, '
            f'"starttls": {maybe(handshake.starttls)}, '
            f'"starttls_refused": {maybe(handshake.starttls_refused)}, '
            f"{offered(handshake)}, "
            f'"client_hello": {hello_text(client)}, "server_hello": {hello_text(server)}, '
            f'"session": {{"resumed": {WORDS[handshake.resumed]}, "by": {maybe(handshake.resumed_by)}}}, '
            f'"renegotiated": {WORDS[handshake.renegotiated]}, '
            f'"client_certificate": {{"requested": {WORDS[handshake.certificate_wanted is not None]}, '
            f'"given": {WORDS[handshake.client_certificate_given]}, '
            f'"wanted": {_wanted(handshake.certificate_wanted)}}}, '
            f'"messages": [{_messages(handshake.messages)}], '
            f'"certificates": [{", ".join([self._certificate(shown) for shown in judged.certificates])}], '
            f'"alerts": [{", ".join([_alert(alert) for alert in handshake.alerts])}], '
            f'"ja3": {maybe(judged.ja3)}, "ja3s": {maybe(judged.ja3s)}, "ja4": {maybe(judged.ja4)}, '
            f'"rtt": {real(handshake.rtt)}, "duration": {real(handshake.duration)}, '
            f'"application_data": {{"client": {ours}, "server": {theirs}}}, '
            f'"decrypted": {WORDS[handshake.decrypted]}, "stapled": {WORDS[handshake.stapled]}, '
            f'"dh_bits": {whole(handshake.dh_bits)}, '
            f'"tcp": {{"opened": [{", ".join(map(text, handshake.opened))}], "syns": {handshake.syns}}}, '
            f'"ending": {_ending(handshake)}, "plaintext": {maybe(handshake.plaintext)}, '
            f'"first_bytes": {{"client": "{first[:FIRST_BYTES].hex()}", '
            f'"server": "{second[:FIRST_BYTES].hex()}"}}, '
            f'"quality": {_quality(handshake)}, '
            f'"oddities": [{_oddities(handshake) if handshake.oddities else ""}], '
            f'"verdict": {_verdict(judged.verdict)}}}'
        )

    def _certificate(self, shown: Shown) -> str:
        known = self._certificates.get(shown.sha256)
        if known is None:
            known = _said_before(shown), _said_after(shown)
            size = len(known[0]) + len(known[1])
            if size > self._left:
                self._certificates.clear()
                self._left = self._room
            self._left -= size
            self._certificates[shown.sha256] = known
        return f'{{"from": "{shown.side}", {known[0]}, "frame": {shown.frame}, {known[1]}}}'


def _endpoint(end: Endpoint) -> str:
    return f'{{"ip": {text(end.ip)}, "port": {end.port}}}'


def _wanted(wanted: CertificateWanted | None) -> str:
    if wanted is None:
        return "null"
    return (
        f'{{"types": {names(certificate_type_name, wanted.types)}, '
        f'"signature_algorithms": {names(signature_name, wanted.signature_algorithms)}, '
        f'"authorities": {texts(wanted.authorities)}, "frame": {wanted.frame}}}'
    )


def _messages(messages: tuple[Message, ...]) -> str:
    """Most come several to a packet: its frame and time are written once. Several files may have a frame of
    the same number.
    """
    found, frame, time, when = [], -1, 0.0, ""
    for message in messages:
        if message.frame != frame or message.time != time:
            frame, time = message.frame, message.time
            when = f'"frame": {frame}, "time": {real(time)}'
        found.append(
            f'{{"from": "{message.side}", "type": "{message.type}", {when}, "length": {message.length}}}'
        )
    return ", ".join(found)


def _said_before(shown: Shown) -> str:
    """What a certificate says, up to its digest."""
    found = shown.certificate
    return (
        f'"subject": {maybe(found.subject if found else None)}, '
        f'"issuer": {maybe(found.issuer if found else None)}, '
        f'"serial": {maybe(found.serial_hex if found else None)}, '
        f'"not_before": {maybe(moment(found.not_before) if found else None)}, '
        f'"not_after": {maybe(moment(found.not_after) if found else None)}, '
        f'"key": {maybe(found.key if found else None)}, '
        f'"signature": {maybe(found.signature if found else None)}, "sha256": "{shown.sha256}"'
    )


def _said_after(shown: Shown) -> str:
    """The rest of it."""
    found = shown.certificate
    return (
        f'"dns_names": {texts(found.dns_names if found else ())}, '
        f'"ip_addresses": {texts(found.ip_addresses if found else ())}, '
        f'"is_ca": {WORDS[found.is_ca if found else None]}, '
        f'"defects": {texts(found.defects if found else ())}, "error": {maybe(shown.error or None)}'
    )


def _alert(alert: Alert) -> str:
    return (
        f'{{"from": "{alert.side}", "level": {maybe(alert.level)}, "code": {whole(alert.code)}, '
        f'"name": {maybe(alert.name)}, "frame": {alert.frame}, "time": {real(alert.time)}, '
        f'"encrypted": {WORDS[alert.encrypted]}, "inferred": {WORDS[alert.inferred]}}}'
    )


def _ending(handshake: Handshake) -> str:
    ending = handshake.ending
    return (
        f'{{"why": "{ending.why}", "first_fin": {maybe(ending.first_fin)}, '
        f'"fin_frame": {whole(ending.fin_frame)}, "first_rst": {maybe(ending.first_rst)}, '
        f'"rst_frame": {whole(ending.rst_frame)}}}'
    )


def _quality(handshake: Handshake) -> str:
    found = handshake.quality
    return (
        f'{{"client_bytes": {found.a_bytes}, "server_bytes": {found.b_bytes}, "gaps": {found.gaps}, '
        f'"retransmitted": {found.retransmitted}, "out_of_order": {found.out_of_order}, '
        f'"overlaps": {found.overlaps}, "truncated": {WORDS[found.truncated]}, '
        f'"one_sided": {WORDS[found.one_sided]}, "starts_mid_stream": {WORDS[found.starts_mid_stream]}}}'
    )


def _oddities(handshake: Handshake) -> str:
    return ", ".join(
        [f'{{"what": {text(oddity.what)}, "frame": {oddity.frame}}}' for oddity in handshake.oddities]
    )


def _verdict(found: Verdict) -> str:
    logged = [
        f'{{"side": "{entry.side}", "platform": {text(entry.platform)}, "code": {text(entry.code)}, '
        f'"constant": {text(entry.constant)}, "validation": {maybe(entry.validation or None)}, '
        f'"confidence": "{entry.confidence}"}}'
        for entry in found.will_log
    ]
    guesses = [f'{{"cause": {text(cause)}, "why": {text(why)}}}' for cause, why in found.hypotheses]
    return (
        f'{{"outcome": "{found.outcome}", "cause": {text(found.cause)}, "by": {maybe(found.by)}, '
        f'"confidence": "{found.confidence}", "why": {text(found.why)}, '
        f'"evidence": {wholes(found.evidence)}, "will_log": [{", ".join(logged)}], '
        f'"advice": {text(found.advice)}, "hypotheses": [{", ".join(guesses)}]}}'
    )
