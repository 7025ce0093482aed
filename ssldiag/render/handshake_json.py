"""Judged handshakes as ``ssldiag.handshake/1`` documents, one a line or together as ``ssldiag.capture/1``.

Everything that the text says is in here. Strings are exact; all that is not ASCII is escaped. Documents are
written one by one, so memory does not grow with the capture.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from functools import lru_cache
from typing import Any

from ssldiag.capture.judged import Judged, Shown
from ssldiag.render.capture_notes import CaptureNotes
from ssldiag.render.capture_tally import Tally, chosen_cipher
from ssldiag.render.escape import json_text
from ssldiag.render.handshake_names import suite
from ssldiag.render.keydb_json import moment
from ssldiag.wire.model import CertificateWanted, Endpoint, Handshake, Hello, Verdict
from ssldiag.wire.numbers import (
    certificate_type_name,
    extension_name,
    group_name,
    signature_name,
    suite_name,
    version_name,
)

SCHEMA = "ssldiag.handshake/1"
SCHEMA_CAPTURE = "ssldiag.capture/1"

FIRST_BYTES = 64
"""Bytes kept of what is no TLS, in hexadecimal."""


def jsonl(found: Iterable[Judged]) -> Iterator[str]:
    """One document a line, each as soon as its handshake ends."""
    for judged in found:
        yield json_text(document(judged), indent=None) + "\n"


def json(found: Iterable[Judged], notes: CaptureNotes) -> Iterator[str]:
    """One document with all of them; what was counted comes last, when it is known."""
    tally = Tally()
    yield f'{{\n"schema": "{SCHEMA_CAPTURE}",\n"handshakes": ['
    for index, judged in enumerate(found):
        tally.add(judged)
        yield (",\n" if index else "\n") + json_text(document(judged), indent=None)
    rest = {
        "files": notes.files(),
        "quality": quality(tally, notes),
        "summary": summary(tally, notes.now, notes.days),
    }
    yield "\n],\n" + json_text(rest)[2:-2] + "\n}\n"


def document(judged: Judged) -> dict[str, Any]:
    """One handshake as plain values."""
    handshake = judged.handshake
    client, server = handshake.client_hello, handshake.server_hello
    return {
        "schema": SCHEMA,
        "file": handshake.file,
        "client": _endpoint(handshake.client),
        "server": _endpoint(handshake.server),
        "start": handshake.start,
        "end": handshake.end,
        "frames": {"first": handshake.first_frame, "last": handshake.last_frame},
        "starttls": handshake.starttls,
        "starttls_refused": handshake.starttls_refused,
        "record_version": _version(client.record_version if client else None),
        "client_version": _version(client.legacy_version if client else None),
        "server_version": _version(server.legacy_version if server else None),
        "offered_versions": _names(version_name, client.versions) if client else [],
        "version": _version(handshake.version),
        "hello_retry": handshake.hello_retry,
        "sni": client.sni if client else None,
        "alpn": {
            "offered": client.alpn if client else [],
            "chosen": server.alpn[0] if server and server.alpn else None,
        },
        "ciphers": _ciphers(handshake),
        "groups": _groups(handshake),
        "signature_algorithms": client.signature_algorithms if client else [],
        "signature_algorithm_names": _names(signature_name, client.signature_algorithms) if client else [],
        "server_signature": _signature(handshake.server_signature),
        "client_signature": _signature(handshake.client_signature),
        "client_hello": _hello(client),
        "server_hello": _hello(server),
        "session": {"resumed": handshake.resumed, "by": handshake.resumed_by},
        "renegotiated": handshake.renegotiated,
        "client_certificate": {
            "requested": handshake.certificate_wanted is not None,
            "given": handshake.client_certificate_given,
            "wanted": _wanted(handshake.certificate_wanted),
        },
        "messages": [
            {
                "from": message.side,
                "type": message.type,
                "frame": message.frame,
                "time": message.time,
                "length": message.length,
            }
            for message in handshake.messages
        ],
        "certificates": [_certificate(shown) for shown in judged.certificates],
        "alerts": [
            {
                "from": alert.side,
                "level": alert.level,
                "code": alert.code,
                "name": alert.name,
                "frame": alert.frame,
                "time": alert.time,
                "encrypted": alert.encrypted,
                "inferred": alert.inferred,
            }
            for alert in handshake.alerts
        ],
        "ja3": judged.ja3,
        "ja3s": judged.ja3s,
        "ja4": judged.ja4,
        "rtt": handshake.rtt,
        "duration": handshake.duration,
        "application_data": dict(zip(("client", "server"), handshake.application_data, strict=True)),
        "decrypted": handshake.decrypted,
        "stapled": handshake.stapled,
        "dh_bits": handshake.dh_bits,
        "tcp": {"opened": list(handshake.opened), "syns": handshake.syns},
        "ending": _ending(handshake),
        "plaintext": handshake.plaintext,
        "first_bytes": {
            "client": handshake.first_bytes[0][:FIRST_BYTES].hex(),
            "server": handshake.first_bytes[1][:FIRST_BYTES].hex(),
        },
        "quality": _quality(handshake),
        "oddities": [{"what": oddity.what, "frame": oddity.frame} for oddity in handshake.oddities],
        "verdict": _verdict(judged.verdict),
    }


@lru_cache(maxsize=1024)
def _names(name: Callable[[int], str], numbers: tuple[int, ...]) -> tuple[str, ...]:
    """The names of numbers; clients of one kind offer the same again and again."""
    return tuple(map(name, numbers))


def _endpoint(end: Endpoint) -> dict[str, Any]:
    return {"ip": end.ip, "port": end.port}


def _version(number: int | None) -> str | None:
    return None if number is None else version_name(number)


def _signature(number: int | None) -> str | None:
    return None if number is None else signature_name(number)


def _ciphers(handshake: Handshake) -> dict[str, Any]:
    hello, chosen = handshake.client_hello, chosen_cipher(handshake)
    found = suite(chosen) if chosen is not None else None
    return {
        "offered": hello.ciphers if hello else None,
        "chosen": chosen,
        "name": found.name if found else None,
        "openssl_name": found.openssl if found else None,
        "ibm_name": found.ibm if found else None,
        "strength": found.strength if found else None,
        "strength_confirmed": found.confirmed if found and found.strength else None,
        "offered_names": _names(suite_name, hello.ciphers) if hello else [],
    }


def _groups(handshake: Handshake) -> dict[str, Any]:
    hello, chosen = handshake.client_hello, handshake.selected_group
    offered = hello.groups if hello else ()
    return {
        "offered": offered,
        "chosen": chosen,
        "name": None if chosen is None else group_name(chosen),
        "offered_names": _names(group_name, offered),
        "key_shares": hello.key_shares if hello else [],
    }


def _hello(hello: Hello | None) -> dict[str, Any] | None:
    """What a hello says that has no field of its own in the document."""
    if hello is None:
        return None
    return {
        "format": hello.format,
        "frame": hello.frame,
        "time": hello.time,
        "random": hello.random.hex(),
        "session_id": hello.session_id.hex(),
        "extensions": hello.extensions,
        "extension_names": _names(extension_name, hello.extensions),
        "point_formats": hello.point_formats,
        "compression_methods": hello.compression_methods,
        "ticket_length": hello.ticket_length,
        "psk_offered": hello.psk_offered,
        "early_data": hello.early_data,
        "extended_master_secret": hello.extended_master_secret,
        "ocsp_stapling": hello.ocsp_stapling,
        "ech": hello.ech,
        "partial": hello.partial,
    }


def _wanted(wanted: CertificateWanted | None) -> dict[str, Any] | None:
    if wanted is None:
        return None
    return {
        "types": [certificate_type_name(number) for number in wanted.types],
        "signature_algorithms": [signature_name(number) for number in wanted.signature_algorithms],
        "authorities": list(wanted.authorities),
        "frame": wanted.frame,
    }


def _certificate(shown: Shown) -> dict[str, Any]:
    found = shown.certificate
    return {
        "from": shown.side,
        "subject": found.subject if found else None,
        "issuer": found.issuer if found else None,
        "serial": found.serial_hex if found else None,
        "not_before": moment(found.not_before) if found else None,
        "not_after": moment(found.not_after) if found else None,
        "key": found.key if found else None,
        "signature": found.signature if found else None,
        "sha256": shown.sha256,
        "frame": shown.frame,
        "dns_names": list(found.dns_names) if found else [],
        "ip_addresses": list(found.ip_addresses) if found else [],
        "is_ca": found.is_ca if found else None,
        "defects": list(found.defects) if found else [],
        "error": shown.error or None,
    }


def _ending(handshake: Handshake) -> dict[str, Any]:
    ending = handshake.ending
    return {
        "why": ending.why,
        "first_fin": ending.first_fin,
        "fin_frame": ending.fin_frame,
        "first_rst": ending.first_rst,
        "rst_frame": ending.rst_frame,
    }


def _quality(handshake: Handshake) -> dict[str, Any]:
    found = handshake.quality
    return {
        "client_bytes": found.a_bytes,
        "server_bytes": found.b_bytes,
        "gaps": found.gaps,
        "retransmitted": found.retransmitted,
        "out_of_order": found.out_of_order,
        "overlaps": found.overlaps,
        "truncated": found.truncated,
        "one_sided": found.one_sided,
        "starts_mid_stream": found.starts_mid_stream,
    }


def _verdict(found: Verdict) -> dict[str, Any]:
    return {
        "outcome": found.outcome,
        "cause": found.cause,
        "by": found.by,
        "confidence": found.confidence,
        "why": found.why,
        "evidence": list(found.evidence),
        "will_log": [
            {
                "side": entry.side,
                "platform": entry.platform,
                "code": entry.code,
                "constant": entry.constant,
                "validation": entry.validation or None,
                "confidence": entry.confidence,
            }
            for entry in found.will_log
        ],
        "advice": found.advice,
        "hypotheses": [{"cause": cause, "why": why} for cause, why in found.hypotheses],
    }


def quality(tally: Tally, notes: CaptureNotes) -> dict[str, Any]:
    """What the capture lacks, over all its connections."""
    faults = tally.faults
    return {
        "connections": tally.total,
        "affected": faults.affected,
        "gaps": faults.gaps,
        "with_gaps": faults.with_gaps,
        "retransmitted": faults.retransmitted,
        "out_of_order": faults.out_of_order,
        "overlaps": faults.overlaps,
        "truncated": faults.truncated,
        "one_sided": faults.one_sided,
        "starts_mid_stream": faults.starts_mid_stream,
        "problems": notes.problems(),
    }


def summary(tally: Tally, now: datetime, days: int) -> dict[str, Any]:
    """Counts, the slowest handshakes, and certificates that have expired or soon will."""
    return {
        **{word: tally.outcomes[word] for word in ("completed", "failed", "incomplete")},
        "first": tally.first,
        "last": tally.last,
        "versions": dict(tally.versions.most_common()),
        "ciphers": {suite(code).name: times for code, times in tally.ciphers.most_common()},
        "causes": dict(tally.causes.most_common()),
        "starttls": dict(tally.starttls.most_common()),
        "slowest": [
            {
                "duration": slow.duration,
                "file": slow.file,
                "frame": slow.frame,
                "client": slow.client,
                "server": slow.server,
            }
            for slow in tally.slowest
        ],
        "judged_at": moment(now),
        "expiring": [
            {
                "subject": known.certificate.subject,
                "not_after": moment(known.certificate.not_after),
                "sha256": known.certificate.sha256,
                "times": known.times,
                "from": known.side,
                "shown_by": list(known.shown_by),
            }
            for known in tally.expiring(now, days)
        ],
    }
