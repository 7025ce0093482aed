"""A judged handshake in, what to do about it out, in the user's terms: the version, cipher suite, group,
algorithm or certificate that one side lacks.

A server does not show its lists; what it can be known to lack is what the client offers.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from ssldiag.wire.judging.model import Judgement
from ssldiag.wire.judging.offers import COMMON_GROUPS, suites, versions, weak
from ssldiag.wire.judging.peer_certificate import flaws_seen_by
from ssldiag.wire.judging.scene import Scene, other
from ssldiag.wire.judging.suite_words import suite_names
from ssldiag.wire.judging.trust import called, common_name, missing_issuer
from ssldiag.wire.judging.wording import listing, sentence, version_list
from ssldiag.wire.model import Side
from ssldiag.wire.numbers import TLS13, group_name, is_grease, signature_name, version_name

WHERE_VERSIONS = (
    "where to look: PROTOCOL of the SSL server on z/VM, the system value QSSLPCL on IBM i, MinProtocol in "
    "openssl.cnf"
)
WHERE_CIPHERS = (
    "where to look: EXEMPT and ENABLE of the SSL server on z/VM, the system value QSSLCSL on IBM i, "
    "CipherString in openssl.cnf"
)


def advice(scene: Scene, judgement: Judgement) -> str:
    """What to do, in a few sentences; empty if there is nothing to do."""
    special = SPECIAL.get(judgement.cause)
    if special is not None:
        return sentence(*special(scene, judgement))
    if not scene.captured and judgement.cause in UNCAPTURED:
        return UNCAPTURED[judgement.cause]
    return GENERAL.get(judgement.cause, "")


def _shower(judgement: Judgement) -> Side:
    """The side whose certificate was refused."""
    return "client" if judgement.by == "server" else "server"


def _version(scene: Scene, judgement: Judgement) -> list[str]:
    hello, chosen = scene.hello, scene.handshake.version
    if hello is None:
        return ["enable a version that both sides have", WHERE_VERSIONS]
    if chosen is not None and scene.handshake.server_hello is not None:
        return [
            f"the server has {version_name(chosen)} at most, or was told to use it, and the client offers "
            f"{version_list(hello)}",
            f"enable {version_name(max(versions(hello)))} at the server",
            WHERE_VERSIONS,
        ]
    if min(versions(hello)) >= TLS13:
        return [
            f"the client offers {version_list(hello)} alone, and the server does not have it switched on",
            "enable it at the server, if it can; else let the client offer TLSv1.2 too",
            WHERE_VERSIONS,
        ]
    return [
        f"the client offers {version_list(hello)}, and the server has none of that switched on",
        "update the client or enable a newer version there; else enable at the server what the client has",
        WHERE_VERSIONS,
    ]


def _cipher(scene: Scene, judgement: Judgement) -> list[str]:
    hello = scene.hello
    if hello is None:
        return ["enable a cipher suite that both sides have", WHERE_CIPHERS]
    offered = suite_names(hello.ciphers)
    told = f"enable at the server one of what the client offers: {offered}" if offered else ""
    if weak(suites(hello)):
        return [
            "let the client offer suites with AES; what it offers now should stay off",
            f"if it cannot be changed, {told}" if told else "",
            WHERE_CIPHERS,
        ]
    return [
        told,
        "if one of them is on there, the server lacks a certificate with a key of the kind that it needs",
        "or let the client offer more",
        WHERE_CIPHERS,
    ]


def _group(scene: Scene, judgement: Judgement) -> list[str]:
    groups = [] if scene.hello is None else [one for one in scene.hello.groups if not is_grease(one)]
    if not groups:
        return ["enable a key exchange group that both sides have, such as secp256r1"]
    missing = listing(group_name(one) for one in sorted(COMMON_GROUPS - set(groups)))
    return [
        f"enable at the server one of the client's groups: {listing(map(group_name, groups), 'or')}",
        f"or let the client offer {missing} too" if missing else "",
    ]


def _signature(scene: Scene, judgement: Judgement) -> list[str]:
    offered = () if scene.hello is None else scene.hello.signature_algorithms
    named = listing((signature_name(one) for one in offered if not is_grease(one)), "or")
    return [
        f"the client takes signatures with {named} alone" if named else "",
        "give the server a certificate whose key and signature fit that, or widen the client's list",
    ]


def _trust(scene: Scene, judgement: Judgement) -> list[str]:
    shower = _shower(judgement)
    refuser = other(shower)
    chain = scene.chain(shower)
    missing = missing_issuer(chain)
    if missing:
        return [
            f"import the authority {missing} into the trust store of the {refuser}",
            f"if that is an intermediate, let the {shower} send it with its certificate",
            _wanted(scene, shower),
        ]
    if chain:
        return [f"import {called(chain[-1])} as trusted into the trust store of the {refuser}"]
    return [
        f"find out which authority issued the certificate of the {shower} and import it into the trust "
        f"store of the {refuser}",
        f"let the {shower} send its intermediate certificates",
    ]


def _wanted(scene: Scene, shower: Side) -> str:
    wanted = scene.handshake.certificate_wanted
    if shower != "client" or wanted is None or not wanted.authorities:
        return ""
    names = (common_name(name) or name for name in wanted.authorities)
    return f"the server says that it takes certificates of {listing(names, 'or')}"


def _self_signed(scene: Scene, judgement: Judgement) -> list[str]:
    shower = _shower(judgement)
    return [
        f"import the certificate of the {shower} as trusted into the trust store of the {other(shower)}",
        "or use a certificate that an authority has issued which is trusted there",
    ]


def _incomplete(scene: Scene, judgement: Judgement) -> list[str]:
    shower = _shower(judgement)
    missing = missing_issuer(scene.chain(shower)) or "the issuer"
    return [
        f"let the {shower} send the certificate of {missing} too: put it into its key database",
        f"or import it into the trust store of the {other(shower)}",
    ]


def _certificate(scene: Scene, judgement: Judgement) -> list[str]:
    """What is wrong with the certificate, and who has to replace it."""
    shower = _shower(judgement)
    what = [flaw.what for flaw in flaws_seen_by(scene, other(shower)) if flaw.cause == judgement.cause]
    return [what[0] if what else "", REPLACE[judgement.cause].format(shower=shower, refuser=other(shower))]


REPLACE: Mapping[str, str] = {
    "certificate_expired": "renew the certificate of the {shower}; if it is good, set the clock of the "
    "{refuser}",
    "certificate_not_yet_valid": "check the clocks of both sides; else use a certificate of the {shower} "
    "that is valid now",
    "certificate_bad_signature": "let the {shower} send the issuer whose key really made the signature: "
    "after a renewal two authorities can have one name",
    "certificate_wrong_name": "dial a name that is in the certificate, or give the {shower} one with the "
    "name in its subjectAltName",
    "certificate_wrong_usage": "give the {shower} a certificate that is made for this use, from issuers "
    "that are authorities",
    "certificate_weak_key": "give the {shower} a certificate with at least 2048 bits of RSA and a SHA-2 "
    "signature",
    "certificate_unsupported": "give the {shower} a certificate of a usual kind, or update the {refuser}",
    "certificate_revoked": "replace the certificate of the {shower}",
}


def _client_missing(scene: Scene, judgement: Judgement) -> list[str]:
    return [
        "give the client a certificate with its key, and the chain up to a trusted root in its key database",
        "GSKit leaves out, without a word, one that is expired or has no complete chain",
        _wanted(scene, "client"),
        "or let the server not require one",
    ]


def _client_rejected(scene: Scene, judgement: Judgement) -> list[str]:
    found = flaws_seen_by(scene, "server")
    missing = missing_issuer(scene.chain("client"))
    return [
        found[0].what if found else "",
        f"check that the server trusts {missing}"
        if missing
        else "check that the server trusts its authority",
        _wanted(scene, "client"),
        "the log of the server has the reason",
    ]


def _rejected(scene: Scene, judgement: Judgement) -> list[str]:
    refuser = other(_shower(judgement))
    return [
        f"the log of the {refuser} has the reason",
        "check chain, dates, name and key of the certificate, and that its authority is trusted there",
    ]


def _name(scene: Scene, judgement: Judgement) -> list[str]:
    name = scene.hello.sni if scene.hello is not None else None
    asked = f"the client asked for {name}" if name else ""
    return [asked, "configure that name at the server, or correct the name that the client dials"]


def _alpn(scene: Scene, judgement: Judgement) -> list[str]:
    offered = listing(scene.hello.alpn, "or") if scene.hello is not None else ""
    return [f"enable at the server one of {offered}" if offered else "put one protocol into both lists"]


def _plain_answer(scene: Scene, judgement: Judgement) -> list[str]:
    if any(cause == "wrong_starttls" for cause, _ in judgement.hypotheses):
        return [
            f"let the client use STARTTLS (AUTH TLS) on port {scene.handshake.server.port}, or dial the port "
            "that has TLS from the start"
        ]
    if any(cause == "server_busy" for cause, _ in judgement.hypotheses):
        return [
            "ask SSLADMIN QUERY STATUS for the states of the SSL servers and look at their consoles; compare "
            "the label of the port with the key database"
        ]
    return [f"port {scene.handshake.server.port} has no TLS: dial the right port, or switch TLS on there"]


def _plain_client(scene: Scene, judgement: Judgement) -> list[str]:
    return [
        f"switch TLS on in the client, or dial a port without TLS instead of {scene.handshake.server.port}"
    ]


def _server_cert(scene: Scene, judgement: Judgement) -> list[str]:
    return [
        "look into the log of the server: its certificate may be expired, its label wrong or its chain not "
        "complete in the key database",
    ]


def _silent(scene: Scene, judgement: Judgement) -> list[str]:
    by = judgement.by if judgement.by in ("client", "server") else "server"
    likely = judgement.hypotheses[0][1] if judgement.hypotheses else ""
    return [f"look into the log of the {by}", f"first to check: {likely}" if likely else ""]


NO_SSL_SERVER = (
    "on z/VM this is what is said while no SSL server takes the connection: see with SSLADMIN QUERY whether "
    "the servers run and have room, and whether the label is in the key database"
)

REFUSALS: tuple[tuple[str, str], ...] = (
    ("421 temporarily unable to process security", NO_SSL_SERVER),
    ("ssl server is not available", NO_SSL_SERVER),
    ("454", "the server offers TLS and cannot give it now (RFC 3207): its log has the reason"),
    ("431", "the server cannot give TLS now (RFC 4217): its log has the reason"),
    ("534", "the policy of the server refuses TLS (RFC 2228): switch it on there"),
    ("502", "the server does not know the request: switch TLS on there, or use a port that has it"),
    ("n (", "set ssl = on at the server, with a certificate and its key"),
)
"""How a refusal begins, in lower case, and what to do. The words of z/VM are those of real sessions."""


def _starttls(scene: Scene, judgement: Judgement) -> list[str]:
    said = (scene.handshake.starttls_refused or "").lower()
    known = next((advice for begins, advice in REFUSALS if said.startswith(begins)), None)
    return [known or "enable TLS at the side that refused it, or see its log for why it cannot offer it"]


Special = Callable[[Scene, Judgement], list[str]]

SPECIAL: Mapping[str, Special] = {
    "no_common_version": _version,
    "no_common_cipher": _cipher,
    "no_common_group": _group,
    "no_common_signature_algorithm": _signature,
    "no_common_alpn": _alpn,
    "unknown_ca": _trust,
    "self_signed_certificate": _self_signed,
    "incomplete_chain": _incomplete,
    **dict.fromkeys(REPLACE, _certificate),
    "certificate_rejected": _rejected,
    "client_certificate_missing": _client_missing,
    "client_certificate_rejected": _client_rejected,
    "unrecognized_name": _name,
    "plaintext_answer": _plain_answer,
    "plaintext_on_tls_port": _plain_client,
    "server_certificate_unusable": _server_cert,
    "peer_closed": _silent,
    "reset": _silent,
    "timeout": _silent,
    "starttls_refused": _starttls,
}

GENERAL: Mapping[str, str] = {
    "http_on_tls_port": "Dial https:// instead of http://.",
    "not_tls": "Check the port, and what runs there.",
    "handshake_refused": "See the log of the side that sent the alert.",
    "protocol_violation": "Update the side whose message was refused, and look for devices that change data.",
    "bad_record": "Look for a device that changes data on the way; else update the stacks of both sides.",
    "decrypt_error": "Check that key and certificate belong together at the side whose message was refused.",
    "sslv2_hello": "Let the client offer TLS 1.2 or newer.",
    "renegotiation_refused": "Connect anew instead, or update the side without secure renegotiation.",
    "fallback_detected": "Find out why the client's first attempt, with a better version, failed.",
    "access_denied": "Ask the owner of the side that refused to let this certificate in.",
    "internal_error": "See the log of the side that sent the alert: memory, configuration or a callback.",
    "unknown_psk_identity": "Give both sides the same pre-shared key under the same name.",
    "cancelled": "See the log of the side that cancelled; a person or a program did so.",
    "connection_refused": "Start the server, or correct the port.",
    "no_answer": "Check the address, and firewalls on the way.",
    "segment_lost": "Look for lost packets on the way, and check the packet size (MTU) for large ones.",
    "capture_cut": "Capture again, whole packets (snap length 0), from before the connection until its end.",
    "one_sided_capture": "Capture where both directions pass.",
    "encrypted_alert": "See the logs of both sides, or capture again with a key log.",
    "unknown": "See the logs of both sides, or capture again with whole packets.",
}
"""Advice that depends on nothing but the cause."""

UNCAPTURED: Mapping[str, str] = {
    "capture_cut": "Try again; see the log of the server if it stops at the same place.",
    "encrypted_alert": "See the logs of both sides.",
    "unknown": "See the logs of both sides.",
}
"""The same where there was no capture."""
