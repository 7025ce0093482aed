"""A judged handshake in, its ``ssldiag.handshake/1`` document as one line of JSON out.

The text is put together here instead of by ``json.dumps`` from dictionaries, which took six times as long:
what programs of one kind all offer, and what a certificate says, is written once and then looked up. Strings
are exact; all that is not ASCII is escaped.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import lru_cache
from json.encoder import encode_basestring_ascii as text

from ssldiag.capture.judged import Judged, Shown
from ssldiag.render.capture_tally import chosen_cipher
from ssldiag.render.handshake_names import suite
from ssldiag.render.keydb_json import moment
from ssldiag.wire.model import Alert, CertificateWanted, Endpoint, Handshake, Hello, Message, Verdict
from ssldiag.wire.numbers import (
    certificate_type_name,
    extension_name,
    group_name,
    signature_name,
    suite_name,
    version_name,
)
from ssldiag.wire.shapes import is_small

SCHEMA = "ssldiag.handshake/1"

FIRST_BYTES = 64
"""Bytes kept of what is no TLS, in hexadecimal."""

KEPT = 512
"""Pieces of text of each kind that are remembered, most of them less than 2 KB and none more than 40 KB: more
kinds of programs than that are in few captures.
"""

CERTIFICATE_TEXT = 8 << 20
"""Characters of certificates that are remembered: some 10,000 certificates. Then they are forgotten."""

WORDS = {True: "true", False: "false", None: "null"}


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
            f'"start": {_real(handshake.start)}, "end": {_real(handshake.end)}, '
            f'"frames": {{"first": {handshake.first_frame}, "last": {handshake.last_frame}}}, '
            f'"starttls": {_text(handshake.starttls)}, '
            f'"starttls_refused": {_text(handshake.starttls_refused)}, '
            f"{_offered(handshake)}, "
            f'"client_hello": {_hello(client)}, "server_hello": {_hello(server)}, '
            f'"session": {{"resumed": {WORDS[handshake.resumed]}, "by": {_text(handshake.resumed_by)}}}, '
            f'"renegotiated": {WORDS[handshake.renegotiated]}, '
            f'"client_certificate": {{"requested": {WORDS[handshake.certificate_wanted is not None]}, '
            f'"given": {WORDS[handshake.client_certificate_given]}, '
            f'"wanted": {_wanted(handshake.certificate_wanted)}}}, '
            f'"messages": [{_messages(handshake.messages)}], '
            f'"certificates": [{", ".join([self._certificate(shown) for shown in judged.certificates])}], '
            f'"alerts": [{", ".join([_alert(alert) for alert in handshake.alerts])}], '
            f'"ja3": {_text(judged.ja3)}, "ja3s": {_text(judged.ja3s)}, "ja4": {_text(judged.ja4)}, '
            f'"rtt": {_real(handshake.rtt)}, "duration": {_real(handshake.duration)}, '
            f'"application_data": {{"client": {ours}, "server": {theirs}}}, '
            f'"decrypted": {WORDS[handshake.decrypted]}, "stapled": {WORDS[handshake.stapled]}, '
            f'"dh_bits": {_whole(handshake.dh_bits)}, '
            f'"tcp": {{"opened": [{", ".join(map(text, handshake.opened))}], "syns": {handshake.syns}}}, '
            f'"ending": {_ending(handshake)}, "plaintext": {_text(handshake.plaintext)}, '
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
            self._left -= len(known[0]) + len(known[1])
            if self._left < 0:
                self._certificates.clear()
                self._left = self._room
            self._certificates[shown.sha256] = known
        return f'{{"from": "{shown.side}", {known[0]}, "frame": {shown.frame}, {known[1]}}}'


def _text(word: str | None) -> str:
    return "null" if word is None else text(word)


def _whole(number: int | None) -> str:
    return "null" if number is None else str(number)


def _real(number: float | None) -> str:
    """As ``json.dumps`` writes them; infinity and what is no number in its words for them."""
    if number is None:
        return "null"
    if number - number == 0:
        return repr(number)
    return "NaN" if number != number else "Infinity" if number > 0 else "-Infinity"


def _texts(words: Iterable[str]) -> str:
    return f"[{', '.join(map(text, words))}]"


def _wholes(numbers: Iterable[int]) -> str:
    return f"[{', '.join(map(str, numbers))}]"


def _names(name: Callable[[int], str], numbers: Iterable[int]) -> str:
    return _texts(map(name, numbers))


def _endpoint(end: Endpoint) -> str:
    return f'{{"ip": {text(end.ip)}, "port": {end.port}}}'


def _named(name: Callable[[int], str], number: int | None) -> str:
    return "null" if number is None else text(name(number))


def _offered(handshake: Handshake) -> str:
    """From the versions to the signatures: what was offered, and what was chosen of it."""
    client, server = handshake.client_hello, handshake.server_hello
    versions = (
        client.record_version if client else None,
        client.legacy_version if client else None,
        server.legacy_version if server else None,
        client.versions if client else (),
        handshake.version,
    )
    ciphers = client.ciphers if client else None, chosen_cipher(handshake)
    groups = (
        client.groups if client else (),
        handshake.selected_group,
        client.key_shares if client else (),
    )
    signatures = (
        client.signature_algorithms if client else (),
        handshake.server_signature,
        handshake.client_signature,
    )
    middle = (
        f'"hello_retry": {WORDS[handshake.hello_retry]}, '
        f'"sni": {_text(client.sni) if client else "null"}, '
        f'"alpn": {{"offered": {_texts(client.alpn) if client and client.alpn else "[]"}, '
        f'"chosen": {text(server.alpn[0]) if server and server.alpn else "null"}}}'
    )
    if client is not None and not is_small(client):
        return (
            f"{_versions.__wrapped__(*versions)}, {middle}, {_ciphers.__wrapped__(*ciphers)}, "
            f"{_groups.__wrapped__(*groups)}, {_signatures.__wrapped__(*signatures)}"
        )
    return (
        f"{_versions(*versions)}, {middle}, {_ciphers(*ciphers)}, {_groups(*groups)}, "
        f"{_signatures(*signatures)}"
    )


@lru_cache(maxsize=KEPT)
def _versions(
    record: int | None, client: int | None, server: int | None, offered: tuple[int, ...], chosen: int | None
) -> str:
    return (
        f'"record_version": {_named(version_name, record)}, '
        f'"client_version": {_named(version_name, client)}, '
        f'"server_version": {_named(version_name, server)}, '
        f'"offered_versions": {_names(version_name, offered)}, "version": {_named(version_name, chosen)}'
    )


@lru_cache(maxsize=KEPT)
def _ciphers(offered: tuple[int, ...] | None, chosen: int | None) -> str:
    found = suite(chosen) if chosen is not None else None
    sure = found.confirmed if found and found.strength else None
    return (
        f'"ciphers": {{"offered": {"null" if offered is None else _wholes(offered)}, '
        f'"chosen": {_whole(chosen)}, '
        f'"name": {_text(found.name if found else None)}, '
        f'"openssl_name": {_text(found.openssl if found else None)}, '
        f'"ibm_name": {_text(found.ibm if found else None)}, '
        f'"strength": {_text(found.strength if found else None)}, '
        f'"strength_confirmed": {WORDS[sure]}, '
        f'"offered_names": {_names(suite_name, offered or ())}}}'
    )


@lru_cache(maxsize=KEPT)
def _groups(offered: tuple[int, ...], chosen: int | None, shares: tuple[int, ...]) -> str:
    return (
        f'"groups": {{"offered": {_wholes(offered)}, "chosen": {_whole(chosen)}, '
        f'"name": {_named(group_name, chosen)}, "offered_names": {_names(group_name, offered)}, '
        f'"key_shares": {_wholes(shares)}}}'
    )


@lru_cache(maxsize=KEPT)
def _signatures(offered: tuple[int, ...], server: int | None, client: int | None) -> str:
    return (
        f'"signature_algorithms": {_wholes(offered)}, '
        f'"signature_algorithm_names": {_names(signature_name, offered)}, '
        f'"server_signature": {_named(signature_name, server)}, '
        f'"client_signature": {_named(signature_name, client)}'
    )


def _hello(hello: Hello | None) -> str:
    """What a hello says that has no field of its own in the document."""
    if hello is None:
        return "null"
    lists = hello.extensions, hello.point_formats, hello.compression_methods
    flags = (
        hello.ticket_length,
        hello.psk_offered,
        hello.early_data,
        hello.extended_master_secret,
        hello.ocsp_stapling,
        hello.ech,
        hello.partial,
    )
    rest = _extensions(*lists, *flags) if is_small(hello) else _extensions.__wrapped__(*lists, *flags)
    return (
        f'{{"format": "{hello.format}", "frame": {hello.frame}, "time": {_real(hello.time)}, '
        f'"random": "{hello.random.hex()}", "session_id": "{hello.session_id.hex()}", {rest}}}'
    )


@lru_cache(maxsize=KEPT)
def _extensions(
    numbers: tuple[int, ...],
    points: tuple[int, ...],
    methods: tuple[int, ...],
    ticket: int | None,
    psk: bool,
    early_data: bool,
    extended_master_secret: bool,
    ocsp: bool,
    ech: bool,
    partial: bool,
) -> str:
    return (
        f'"extensions": {_wholes(numbers)}, "extension_names": {_names(extension_name, numbers)}, '
        f'"point_formats": {_wholes(points)}, "compression_methods": {_wholes(methods)}, '
        f'"ticket_length": {_whole(ticket)}, "psk_offered": {WORDS[psk]}, '
        f'"early_data": {WORDS[early_data]}, "extended_master_secret": {WORDS[extended_master_secret]}, '
        f'"ocsp_stapling": {WORDS[ocsp]}, "ech": {WORDS[ech]}, "partial": {WORDS[partial]}'
    )


def _wanted(wanted: CertificateWanted | None) -> str:
    if wanted is None:
        return "null"
    return (
        f'{{"types": {_names(certificate_type_name, wanted.types)}, '
        f'"signature_algorithms": {_names(signature_name, wanted.signature_algorithms)}, '
        f'"authorities": {_texts(wanted.authorities)}, "frame": {wanted.frame}}}'
    )


def _messages(messages: tuple[Message, ...]) -> str:
    """Most come several to a packet: its frame and time are written once. Several files may have a frame of
    the same number.
    """
    found, frame, time, when = [], -1, 0.0, ""
    for message in messages:
        if message.frame != frame or message.time != time:
            frame, time = message.frame, message.time
            when = f'"frame": {frame}, "time": {_real(time)}'
        found.append(
            f'{{"from": "{message.side}", "type": "{message.type}", {when}, "length": {message.length}}}'
        )
    return ", ".join(found)


def _said_before(shown: Shown) -> str:
    """What a certificate says, up to its digest."""
    found = shown.certificate
    return (
        f'"subject": {_text(found.subject if found else None)}, '
        f'"issuer": {_text(found.issuer if found else None)}, '
        f'"serial": {_text(found.serial_hex if found else None)}, '
        f'"not_before": {_text(moment(found.not_before) if found else None)}, '
        f'"not_after": {_text(moment(found.not_after) if found else None)}, '
        f'"key": {_text(found.key if found else None)}, '
        f'"signature": {_text(found.signature if found else None)}, "sha256": "{shown.sha256}"'
    )


def _said_after(shown: Shown) -> str:
    """The rest of it."""
    found = shown.certificate
    return (
        f'"dns_names": {_texts(found.dns_names if found else ())}, '
        f'"ip_addresses": {_texts(found.ip_addresses if found else ())}, '
        f'"is_ca": {WORDS[found.is_ca if found else None]}, '
        f'"defects": {_texts(found.defects if found else ())}, "error": {_text(shown.error or None)}'
    )


def _alert(alert: Alert) -> str:
    return (
        f'{{"from": "{alert.side}", "level": {_text(alert.level)}, "code": {_whole(alert.code)}, '
        f'"name": {_text(alert.name)}, "frame": {alert.frame}, "time": {_real(alert.time)}, '
        f'"encrypted": {WORDS[alert.encrypted]}, "inferred": {WORDS[alert.inferred]}}}'
    )


def _ending(handshake: Handshake) -> str:
    ending = handshake.ending
    return (
        f'{{"why": "{ending.why}", "first_fin": {_text(ending.first_fin)}, '
        f'"fin_frame": {_whole(ending.fin_frame)}, "first_rst": {_text(ending.first_rst)}, '
        f'"rst_frame": {_whole(ending.rst_frame)}}}'
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
        f'"constant": {text(entry.constant)}, "validation": {_text(entry.validation or None)}, '
        f'"confidence": "{entry.confidence}"}}'
        for entry in found.will_log
    ]
    guesses = [f'{{"cause": {text(cause)}, "why": {text(why)}}}' for cause, why in found.hypotheses]
    return (
        f'{{"outcome": "{found.outcome}", "cause": {text(found.cause)}, "by": {_text(found.by)}, '
        f'"confidence": "{found.confidence}", "why": {text(found.why)}, '
        f'"evidence": {_wholes(found.evidence)}, "will_log": [{", ".join(logged)}], '
        f'"advice": {text(found.advice)}, "hypotheses": [{", ".join(guesses)}]}}'
    )
