"""Every cause from a handshake that has it, and what goes with it: side, confidence, evidence, advice."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest

from ssldiag.wire.events import Quality
from ssldiag.wire.model import Handshake, Verdict
from ssldiag.wire.verdict import judge
from tests.wire.plays import (
    EXPIRED,
    FUTURE,
    GSKIT12,
    HELLO,
    HELLO13,
    ISSUED,
    ISSUING,
    LEAF,
    NOW,
    ROOT,
    SELF,
    SERVER_HELLO,
    certificate,
    chain_of_two,
    play,
)

FLIGHT = "s server_hello certificate server_hello_done"
ASKING = "s server_hello certificate certificate_request server_hello_done"
CLIENT = "c client_key_exchange change_cipher_spec encrypted_handshake"
FINISHED = "s change_cipher_spec encrypted_handshake"
FLIGHT13 = "s server_hello change_cipher_spec 23 947 281 53"

WEAK = certificate("tls.example.test", "Example Root", key="RSA 1024", key_bits=1024)
OTHER_NAME = certificate("other.example.test", "Example Root", dns_names=("other.example.test",))
CLIENT_ONLY = certificate("tls.example.test", "Example Root", extended_key_usage=frozenset(("clientAuth",)))
CRITICAL = certificate("tls.example.test", "Example Root", unknown_critical=("1.2.3.4",))
NO_CA = certificate("Example Root", "Top", is_ca=False)
SHORT_PATH = certificate("Example Root", is_ca=True, path_length=0)
FORGED = chain_of_two()[1]
PERSON = certificate("A person", "People CA", dns_names=())


def refuses(code: int, *chain: object, **more: object) -> Handshake:
    """A client that answers the server's part with an alert."""
    return play("c hello", FLIGHT, f"c !{code}", "c fin", chain=chain, **more)  # type: ignore[arg-type]


def server_refuses(code: int, **more: object) -> Handshake:
    """A server that answers the client's part with an alert."""
    lines = ("c hello", ASKING, f"c certificate {CLIENT[2:]}", f"s !{code}", "s fin")
    return play(*lines, **more)  # type: ignore[arg-type]


def answers(code: int, **more: object) -> Handshake:
    """A server that answers the ClientHello with an alert."""
    return play("c hello", f"s !{code}", "s fin", **more)  # type: ignore[arg-type]


def plain(text: bytes, *lines: str, **more: object) -> Handshake:
    """A client that sends something else than TLS."""
    return play("c bytes", *lines, first_bytes=(text, b""), **more)  # type: ignore[arg-type]


def greets(text: bytes, *lines: str) -> Handshake:
    """A server that sends something else than TLS."""
    return play("c hello", "s bytes", *lines, first_bytes=(b"\x16\x03\x01", text))


OLD = replace(HELLO, legacy_version=0x0301)
SSL2 = replace(HELLO, format="sslv2", legacy_version=0x0002, ciphers=(0x010080,))
RSA_ONLY = replace(HELLO, ciphers=(0x002F, 0x0035, 0x00FF))
ONE_GROUP = replace(HELLO13, groups=(0x0019,))
ONE_SIGNATURE = replace(HELLO, signature_algorithms=(0x0501,))

STORIES: Mapping[str, tuple[Handshake, ...]] = {
    "completed": (
        play("c hello", FLIGHT, CLIENT, FINISHED, "c data", "s data", "c ?", "c fin"),
        play("c hello", FLIGHT13, "c change_cipher_spec 53 120", "s 234 234 40", "c fin", version=0x0304),
        play("c hello", "s server_hello change_cipher_spec encrypted_handshake", CLIENT[0:1] + CLIENT[21:]),
        play("s server_hello", "c data", "s data", quality=Quality(starts_mid_stream=True)),
        play("c hello", f"{CLIENT}", "c data", "s fin", quality=Quality(500, 500, gaps=1)),
    ),
    "unknown_ca": (
        refuses(48, LEAF),
        refuses(48, ISSUED, ISSUING),
        refuses(42, LEAF, hello=GSKIT12),
        server_refuses(48, client_chain=(PERSON,)),
        play("c hello", FLIGHT13, "c !48", version=0x0304),
    ),
    "self_signed_certificate": (refuses(48, SELF), refuses(42, SELF, hello=GSKIT12)),
    "incomplete_chain": (refuses(48, ISSUED),),
    "certificate_expired": (
        refuses(45, EXPIRED),
        refuses(42, EXPIRED),
        refuses(45, LEAF),
        server_refuses(45, client_chain=(PERSON,)),
    ),
    "certificate_not_yet_valid": (refuses(42, FUTURE), refuses(45, FUTURE)),
    "certificate_bad_signature": (refuses(42, *FORGED, hello=GSKIT12), refuses(51, *FORGED)),
    "certificate_revoked": (refuses(44, LEAF),),
    "certificate_wrong_name": (refuses(42, OTHER_NAME), refuses(46, OTHER_NAME), refuses(42, LEAF)),
    "certificate_wrong_usage": (
        refuses(43, CLIENT_ONLY),
        refuses(42, LEAF, NO_CA, hello=GSKIT12),
        refuses(42, ISSUED, ISSUING, SHORT_PATH, hello=GSKIT12),
    ),
    "certificate_weak_key": (refuses(42, WEAK),),
    "certificate_unsupported": (refuses(43, LEAF), refuses(42, CRITICAL, hello=GSKIT12)),
    "certificate_rejected": (
        refuses(46, LEAF),
        refuses(113, LEAF),
        play("c hello", FLIGHT13, "c 19", "c rst", version=0x0304),
    ),
    "client_certificate_missing": (
        server_refuses(40, client_certificate_given=False),
        server_refuses(116),
        server_refuses(42, client_certificate_given=False),
        play("c hello", FLIGHT13, "c change_cipher_spec 25 69", "s 19", "s fin", version=0x0304),
    ),
    "client_certificate_rejected": (
        server_refuses(40, client_certificate_given=True),
        server_refuses(42, client_chain=(PERSON,)),
        play("c hello", FLIGHT13, "c 900 281 53", "s 19", "s fin", version=0x0304),
    ),
    "server_certificate_unusable": (
        play("c hello", "s server_hello change_cipher_spec 19", "c fin", hello=HELLO13, version=0x0304),
    ),
    "no_common_version": (
        answers(70, hello=OLD),
        answers(40, hello=OLD),
        refuses(70),
        play("c hello", FLIGHT, "c !10", "c rst", hello=GSKIT12, version=0x0302),
    ),
    "no_common_cipher": (answers(40, hello=RSA_ONLY), answers(40), answers(71, hello=RSA_ONLY)),
    "no_common_group": (answers(40, hello=ONE_GROUP),),
    "no_common_signature_algorithm": (
        answers(40, hello=ONE_SIGNATURE),
        play(
            "c hello",
            "s server_hello change_cipher_spec 19",
            hello=replace(HELLO13, signature_algorithms=(0x0804,)),
            version=0x0304,
        ),
    ),
    "no_common_alpn": (answers(120),),
    "unrecognized_name": (answers(112),),
    "handshake_refused": (refuses(40, LEAF), answers(60), answers(199)),
    "plaintext_on_tls_port": (
        plain(b"\xff\xfd\x18", "s !10", "s fin"),
        plain(b"EHLO me\r\n", "s fin"),
        plain(b"USER me\r\n", "s !50", "s fin"),
    ),
    "http_on_tls_port": (plain(b"GET / HTTP/1.1\r\n", "s !10", "s rst"),),
    "plaintext_answer": (
        greets(b"HTTP/1.1 400 Bad Request\r\n", "c !10", "c rst"),
        greets(b"220 ftp.example.test FTP\r\n", "c !50", "c rst"),
        greets(b"\xff\xfd\x18\xff\xfd\x28", "c fin"),
    ),
    "not_tls": (plain(bytes(range(150, 200)), "s !10"), greets(bytes(50), "c !10")),
    "starttls_refused": (
        play("c bytes", "s bytes", "s fin", starttls="smtp", starttls_refused="454 TLS not available"),
        play("s bytes", "c bytes", "s fin", starttls="telnet", starttls_refused="WONT START_TLS"),
    ),
    "sslv2_hello": (answers(40, hello=SSL2),),
    "protocol_violation": (
        refuses(47, LEAF),
        refuses(10, LEAF),
        answers(50),
        play("c hello", "s bytes", "s fin", first_bytes=(b"\x16\x03\x01", b"\x16\x03\x03\xff\xff")),
        play("c hello", "s server_hello", "c fin", server_hello=replace(SERVER_HELLO, ciphers=(0x1303,))),
        play("c hello", "s hello", "c !10", "s fin"),
    ),
    "bad_record": (server_refuses(20), refuses(21)),
    "decrypt_error": (refuses(51, LEAF), server_refuses(51, client_certificate_given=True)),
    "renegotiation_refused": (refuses(100),),
    "fallback_detected": (answers(86),),
    "access_denied": (server_refuses(49, client_certificate_given=True),),
    "internal_error": (answers(80), refuses(80)),
    "unknown_psk_identity": (answers(115),),
    "cancelled": (play("c hello", FLIGHT, "c ~90", "c fin"),),
    "peer_closed": (
        play("c hello", "s fin", "c !50", "s rst"),
        play("c hello", FLIGHT, "c fin"),
        play("c hello", FLIGHT, CLIENT, "s fin"),
        play("c fin"),
        play("c hello", "s !0", "c fin"),
        play("c hello", "s ~112", "s fin"),
    ),
    "reset": (play("c hello", "s rst"), play("c hello", FLIGHT, "c rst"), play("c rst")),
    "timeout": (
        play("c hello", "wait 2", "c fin"),
        play("c hello", ending={"why": "idle"}),
        play("wait 4", "s fin"),
        play("c hello", FLIGHT, "wait 30", "s rst"),
        play("c hello", "wait 2", "c fin", quality=Quality(a_bytes=300, retransmitted=1)),
    ),
    "connection_refused": (play("c syn", "s rst", opened=("syn",)),),
    "no_answer": (
        play("c syn", opened=("syn",), ending={"why": "idle"}),
        play("c syn", "c syn", "c syn", opened=("syn",), syns=3),
    ),
    "segment_lost": (
        play("c hello", quality=Quality(a_bytes=300, retransmitted=5)),
        play("c hello", "wait 1", "c fin", quality=Quality(a_bytes=300, retransmitted=3)),
        play("c hello", "s server_hello_done", "wait 1", "c fin", quality=Quality(300, 40, gaps=1, lost=1)),
        play("s bytes", "wait 1", "s fin", quality=Quality(40, 300, gaps=1, lost=1)),
    ),
    "capture_cut": (
        play("c hello"),
        play("c hello", FLIGHT),
        play("c bytes", "s bytes", quality=Quality(500, 500, truncated=True)),
        play("c hello", "s bytes", "c fin", quality=Quality(500, 500, gaps=1)),
        play("c hello", "s bytes", "c fin", quality=Quality(500, 500, gaps=2, lost=1)),
        play("c hello", "s server_hello", "c data", "s data", quality=Quality(500, 500, truncated=True)),
        play("c data", "s data", quality=Quality(500, 500, starts_mid_stream=True)),
    ),
    "one_sided_capture": (
        play("c hello", CLIENT, "c data", "c fin", quality=Quality(500, 0, one_sided=True)),
        play(FLIGHT, FINISHED, "s data", quality=Quality(0, 500, one_sided=True)),
    ),
    "encrypted_alert": (
        play("c hello", FLIGHT13, "c change_cipher_spec 53 23", "s 19", "s fin", version=0x0304),
        play("c hello", FLIGHT, f"{CLIENT} ?", "c fin"),
    ),
    "unknown": (play("c hello", FLIGHT, ending={"why": "closed"}),),
}

TOLD = [(cause, handshake) for cause, told in STORIES.items() for handshake in told]


@pytest.mark.parametrize(("cause", "handshake"), TOLD, ids=[f"{c}-{i}" for i, (c, _) in enumerate(TOLD)])
def test_every_cause_is_found(cause: str, handshake: Handshake) -> None:
    verdict = verdict_of(handshake)
    assert verdict.cause == cause, verdict.why
    assert verdict.why.endswith(".")
    assert verdict.evidence
    assert (verdict.outcome == "completed") == (cause == "completed")
    assert bool(verdict.advice) == (cause != "completed")


def verdict_of(handshake: Handshake) -> Verdict:
    """The verdict, with all certificates of these tests at hand."""
    return judge(handshake, ALL_CERTIFICATES, NOW)


ALL_CERTIFICATES = (
    *(LEAF, ISSUED, ISSUING, ROOT, EXPIRED, FUTURE, SELF, WEAK, OTHER_NAME, CLIENT_ONLY, CRITICAL, NO_CA),
    *(SHORT_PATH, PERSON, *FORGED),
)


@pytest.mark.parametrize("how", ["fin", "rst"])
def test_who_closes_late_was_busy(how: str) -> None:
    """One that cannot use its certificate or the version closes at once."""
    late, soon = (verdict_of(play("c hello", wait, f"s {how}")) for wait in ("wait 1", "wait 0.01"))
    assert late.hypotheses[0][0] == "server_busy"
    assert soon.hypotheses[0][0] != "server_busy"
    assert set(late.hypotheses) == set(soon.hypotheses)
