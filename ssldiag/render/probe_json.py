"""A probe's result in, its ``ssldiag.probe/1`` document out. Everything that the text says is in here."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from ssldiag.capture.judged import Certificates, Judged, Shown
from ssldiag.probe.findings import worries
from ssldiag.probe.model import (
    Attempt,
    ChainServed,
    ClientAuth,
    Features,
    GroupSupport,
    Result,
    Signatures,
    Told,
    VersionSupport,
)
from ssldiag.probe.record import certificate
from ssldiag.render.escape import json_text
from ssldiag.render.handshake_line import Lines
from ssldiag.render.handshake_names import suite
from ssldiag.render.moments import moment
from ssldiag.wire.fingerprint import of_client, of_server
from ssldiag.wire.numbers import certificate_type_name, group_name, signature_name, version_name

SCHEMA = "ssldiag.probe/1"
SEVERAL = "ssldiag.probes/1"

JSON = dict[str, Any]


def document(result: Result) -> JSON:
    """The document of one target."""
    return _document(result, handshake(result.main))


def _document(result: Result, handshake: JSON | None) -> JSON:
    found = worries(result)
    address = result.address
    return {
        "schema": SCHEMA,
        "target": {
            "host": result.target.host,
            "port": result.target.port,
            "starttls": result.target.starttls,
            "sni": result.target.sni,
        },
        "address": {"ip": address.ip, "port": address.port} if address else None,
        "depth": result.depth,
        "started": moment(result.started),
        "took": round(result.took, 6),
        "completed": result.completed,
        "verdict_line": result.verdict_line,
        "trouble": _trouble(result.main),
        "handshake": handshake,
        "versions": [_version(one) for one in result.versions],
        "groups": [_groups(one) for one in result.groups],
        "signature_algorithms": [_signatures(one) for one in result.signatures],
        "chains": [_chain(one) for one in result.chains],
        "client_certificate": _client(result.client_auth),
        "resumption": {
            "id": _told(result.resumption.id),
            "ticket": _told(result.resumption.ticket),
            "psk": _told(result.resumption.psk),
        },
        "features": _features(result.features),
        "findings": [
            {"severity": one.severity.value, "word": one.word, "message": one.what} for one in found
        ],
        "attempts": [_attempt(one) for one in result.attempts],
        "cut_short": result.cut,
    }


def text(result: Result) -> str:
    """The document, indented."""
    return json_text(document(result)) + "\n"


def line(result: Result) -> str:
    """The document in one line."""
    found = judged(result.main)
    without = json_text(_document(result, None), None)
    if found is not None:
        said = NO_HANDSHAKE.replace("null", Lines().line(found), 1)
        without = said.join(without.split(NO_HANDSHAKE, 1))
    return without + "\n"


def several(results: Iterable[Result]) -> Iterator[str]:
    """The documents of several targets as one, in pieces."""
    yield f'{{"schema": "{SEVERAL}", "results": ['
    for number, result in enumerate(results):
        yield (",\n" if number else "\n") + text(result).rstrip("\n")
    yield "\n]}\n"


def judged(attempt: Attempt) -> Judged | None:
    """An attempt as the renderers of captures take it, with the verdict that it has."""
    if attempt.handshake is None or attempt.verdict is None:
        return None
    given = attempt.handshake
    client, server = given.client_hello, given.server_hello
    ja3, ja4 = of_client(client) if client else (None, None)
    shown = Certificates(read=certificate).shown(given)
    return Judged(given, attempt.verdict, shown, ja3, of_server(server) if server else None, ja4)


def handshake(attempt: Attempt) -> JSON | None:
    """The ``ssldiag.handshake/1`` document of an attempt that has a verdict."""
    found = judged(attempt)
    if found is None:
        return None
    known: JSON = json.loads(Lines().line(found))
    return known


NO_HANDSHAKE = '"handshake": null, "versions": '
"""What stands for the handshake in a line without it. No string of a document holds a bare quotation mark."""


def _trouble(attempt: Attempt) -> JSON | None:
    trouble = attempt.trouble
    return {"step": trouble.step, "message": trouble.what} if trouble else None


def _suite(code: int) -> JSON:
    found = suite(code)
    return {
        "code": code,
        "name": found.name,
        "openssl": found.openssl,
        "ibm_name": found.ibm,
        "strength": found.strength,
        "ibm_confirmed": found.confirmed if found.ibm else None,
    }


def _version(one: VersionSupport) -> JSON:
    return {
        "version": version_name(one.version),
        "supported": one.supported,
        "ciphers": [_suite(code) for code in one.ciphers],
        "server_prefers": one.server_prefers,
        "complete": one.complete,
        "why": one.why,
    }


def _groups(one: GroupSupport) -> JSON:
    return {
        "version": version_name(one.version),
        "groups": [{"code": code, "name": group_name(code)} for code in one.groups],
        "complete": one.complete,
        "why": one.why,
    }


def _signatures(one: Signatures) -> JSON:
    return {
        "version": version_name(one.version),
        "schemes": [{"code": code, "name": signature_name(code)} for code in one.schemes],
        "complete": one.complete,
        "why": one.why,
    }


def _chain(one: ChainServed) -> JSON:
    return {
        "sni": one.asked,
        "expected": one.expected,
        "ok": one.ok,
        "trusted": one.trusted,
        "why": one.why,
        "stapled": one.stapled,
        "problems": [{"cause": problem.cause, "message": problem.what} for problem in one.problems],
        "certificates": [_certificate(shown) for shown in shown_of(one)],
    }


def shown_of(chain: ChainServed) -> list[Shown]:
    """The certificates of a chain, each read or with the reason why it cannot be."""
    from ssldiag.keydb.certificate import NotACertificate

    found = []
    for der in chain.certificates:
        try:
            read, error = certificate(der), ""
        except NotACertificate as problem:
            found.append(Shown("server", 0, _digest(der), None, str(problem)))
        else:
            found.append(Shown("server", 0, read.sha256, read, error))
    return found


def _digest(der: bytes) -> str:
    from hashlib import sha256

    return sha256(der).hexdigest()


def _certificate(shown: Shown) -> JSON:
    found = shown.certificate
    if found is None:
        return {"sha256": shown.sha256, "error": shown.error}
    return {
        "subject": found.subject,
        "issuer": found.issuer,
        "serial": found.serial_hex,
        "not_before": moment(found.not_before),
        "not_after": moment(found.not_after),
        "key": found.key,
        "signature": found.signature,
        "sha256": shown.sha256,
        "dns_names": list(found.dns_names),
        "ip_addresses": list(found.ip_addresses),
        "is_ca": found.is_ca,
        "defects": list(found.defects),
        "error": None,
    }


def _client(one: ClientAuth) -> JSON:
    return {
        "wanted": one.wanted,
        "types": [certificate_type_name(number) for number in one.types],
        "signature_algorithms": [signature_name(number) for number in one.algorithms],
        "authorities": list(one.authorities),
        "why": one.why,
    }


def _told(one: Told) -> JSON:
    return {"answer": one.answer, "why": one.why}


TOLD = (
    "secure_renegotiation",
    "client_renegotiation",
    "compression",
    "fallback_scsv",
    "extended_master_secret",
    "encrypt_then_mac",
    "stapling",
)
"""Fields of :class:`Features` that are answers with reasons."""


def _features(one: Features) -> JSON:
    answers: JSON = {name: _told(getattr(one, name)) for name in TOLD}
    return answers | {"alpn": list(one.alpn), "alpn_why": one.alpn_why, "dh_bits": one.dh_bits}


def _attempt(one: Attempt) -> JSON:
    return {
        "purpose": one.purpose,
        "ended": one.ended,
        "cause": one.verdict.cause if one.verdict else None,
        "why": one.why,
        "took": round(one.took, 6),
    }
