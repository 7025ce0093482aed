"""``ssldiag.handshake/1`` and ``ssldiag.capture/1``: the contract, exact strings, one at a time."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from ssldiag.capture.judged import Judged
from ssldiag.render import handshake_json as render
from ssldiag.render.capture_notes import CaptureNotes, FileNote
from ssldiag.wire.model import CertificateSeen, CertificateWanted, Oddity
from tests.render.handshakes import NOW, START, client_hello, failed, handshake, judged, server_hello

CONTRACT: dict[str, Any] = {
    "schema": None,
    "file": None,
    "client": {"ip", "port"},
    "server": {"ip", "port"},
    "start": None,
    "end": None,
    "frames": {"first", "last"},
    "starttls": None,
    "record_version": None,
    "client_version": None,
    "server_version": None,
    "offered_versions": None,
    "version": None,
    "sni": None,
    "alpn": {"offered", "chosen"},
    "ciphers": {"offered", "chosen", "name", "ibm_name", "strength"},
    "groups": {"offered", "chosen"},
    "signature_algorithms": None,
    "session": {"resumed", "by"},
    "client_certificate": {"requested", "given"},
    "messages": {"from", "type", "frame", "time"},
    "certificates": {
        *("from", "subject", "issuer", "serial", "not_before", "not_after", "key", "signature", "sha256"),
    },
    "alerts": {"from", "level", "code", "name", "frame", "encrypted"},
    "ja3": None,
    "ja3s": None,
    "ja4": None,
    "rtt": None,
    "duration": None,
    "quality": {
        *("client_bytes", "server_bytes", "gaps", "retransmitted", "out_of_order", "truncated"),
        *("one_sided", "starts_mid_stream"),
    },
    "oddities": {"what", "frame"},
    "verdict": {"outcome", "cause", "by", "confidence", "why", "evidence", "will_log", "advice"},
}
"""The fields of CLI.md, and the keys inside those that are objects or lists of objects."""

BARE = handshake(
    client_hello=None, server_hello=None, version=None, messages=(), certificates=(), duration=None
)


def one(of: Judged) -> dict[str, Any]:
    (line,) = render.jsonl([of])
    assert line.isascii() and line.endswith("}\n") and line.count("\n") == 1
    found: dict[str, Any] = json.loads(line)
    return found


@pytest.mark.parametrize("of", [handshake(), failed(oddities=(Oddity("odd", 5),)), BARE])
def test_the_contract(of: Any) -> None:
    found = one(judged(of))
    assert found["schema"] == "ssldiag.handshake/1"
    for name, inner in CONTRACT.items():
        assert name in found
        parts = found[name] if isinstance(found[name], list) else [found[name]]
        assert all(set(part) >= inner for part in parts if inner)
    for entry in found["verdict"]["will_log"]:
        assert set(entry) >= {"side", "platform", "code", "constant"}


def test_values() -> None:
    found = one(
        judged(
            handshake(selected_group=29, client_hello=client_hello(versions=(0x0304, 0x0303), alpn=("h2",)))
        )
    )
    assert (found["client"], found["server"]) == (
        {"ip": "192.0.2.7", "port": 50123},
        {"ip": "192.0.2.10", "port": 992},
    )
    assert (found["start"], found["frames"]) == (START, {"first": 4, "last": 12})
    assert (found["record_version"], found["client_version"], found["version"]) == (
        "TLSv1.0",
        "TLSv1.2",
        "TLSv1.2",
    )
    assert (found["offered_versions"], found["alpn"]) == (
        ["TLSv1.3", "TLSv1.2"],
        {"offered": ["h2"], "chosen": None},
    )
    assert found["ciphers"] == {
        "offered": [0xC02F, 0x2F, 0x35],
        "chosen": 0x35,
        "name": "TLS_RSA_WITH_AES_256_CBC_SHA",
        "openssl_name": "AES256-SHA",
        "ibm_name": "RSA_AES_256",
        "strength": "High",
        "strength_confirmed": True,
        "offered_names": [
            "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
            "TLS_RSA_WITH_AES_128_CBC_SHA",
            "TLS_RSA_WITH_AES_256_CBC_SHA",
        ],
    }
    assert (found["groups"]["offered"], found["groups"]["chosen"], found["groups"]["name"]) == (
        [23, 24],
        29,
        "x25519",
    )
    assert found["messages"][0] == {
        "from": "client",
        "type": "client_hello",
        "frame": 4,
        "time": START,
        "length": 100,
    }
    (shown,) = found["certificates"]
    assert (shown["from"], shown["subject"], shown["not_after"]) == (
        "server",
        "CN=server.example.test,O=Example,C=DE",
        "2027-11-12T12:00:00Z",
    )
    assert len(shown["sha256"]) == 64


def test_a_failure() -> None:
    found = one(judged(failed()))
    assert found["alerts"][0] | {"time": 0} == {
        "from": "client",
        "level": "fatal",
        "code": 48,
        "name": "unknown_ca",
        "frame": 8,
        "time": 0,
        "encrypted": False,
        "inferred": False,
    }
    assert found["verdict"]["will_log"][0] == {
        "side": "client",
        "platform": "gskit8",
        "code": "414",
        "constant": "GSK_ERROR_BAD_CERT",
        "validation": "575010",
        "confidence": "likely",
    }


def test_what_is_not_there_is_null_or_empty() -> None:
    found = one(judged(BARE, ja3=None, ja3s=None, ja4=None))
    assert [found[name] for name in ("sni", "version", "ja3", "ja4", "record_version")] == [None] * 5
    assert (found["ciphers"]["chosen"], found["messages"], found["client_hello"]) == (None, [], None)


def test_certificates_that_are_none() -> None:
    found = one(judged(handshake(certificates=(CertificateSeen("client", b"junk", 9),))))
    (shown,) = found["certificates"]
    assert shown["subject"] is None and shown["error"] and shown["frame"] == 9


def test_what_a_server_wants() -> None:
    wanted = CertificateWanted((1, 64), (0x0401,), ("CN=A",), 6)
    found = one(judged(handshake(certificate_wanted=wanted)))["client_certificate"]
    assert found["requested"] is True
    assert found["wanted"] == {
        "types": ["rsa_sign", "ecdsa_sign"],
        "signature_algorithms": ["rsa_pkcs1_sha256"],
        "authorities": ["CN=A"],
        "frame": 6,
    }


def test_strings_are_exact() -> None:
    evil = "\x1b[31m\u202e\x7f\ud800"
    line = next(render.jsonl([judged(handshake(file=evil, client_hello=client_hello(sni=evil)))]))
    assert line.rstrip("\n").isprintable() and line.isascii()
    assert json.loads(line)["sni"] == evil


def test_ssl2_has_no_chosen_suite() -> None:
    hello = server_hello(format="sslv2", ciphers=(0x010080, 0x0700C0))
    assert one(judged(handshake(server_hello=hello)))["ciphers"]["chosen"] is None


def test_lines_come_one_by_one() -> None:
    def feed() -> Iterator[Judged]:
        yield judged()
        raise AssertionError("asked for more than was wanted")

    assert next(render.jsonl(feed()))


def notes() -> CaptureNotes:
    return CaptureNotes(NOW, 400, lambda: [FileNote("a.pcap", "pcap", 9, ("breaks off",), (("DTLS", 2),))])


def test_a_capture() -> None:
    text = "".join(render.json([judged(), judged(failed())], notes()))
    assert text.isascii() and text.endswith("}\n")
    found = json.loads(text)
    assert found["schema"] == "ssldiag.capture/1"
    assert [each["verdict"]["outcome"] for each in found["handshakes"]] == ["completed", "failed"]
    assert found["handshakes"][0] == one(judged())
    assert found["files"] == [
        {
            "file": "a.pcap",
            "format": "pcap",
            "packets": 9,
            "problems": ["breaks off"],
            "not_decoded": {"DTLS": 2},
        }
    ]
    assert found["quality"]["connections"] == 2
    assert found["quality"]["problems"] == ["a.pcap: breaks off"]
    summary = found["summary"]
    assert (summary["completed"], summary["failed"], summary["incomplete"]) == (1, 1, 0)
    assert summary["causes"] == {"unknown_ca": 1}
    assert summary["ciphers"] == {"TLS_RSA_WITH_AES_256_CBC_SHA": 2}
    assert summary["slowest"][0]["duration"] == 0.012
    (expiring,) = summary["expiring"]
    assert (expiring["times"], expiring["shown_by"]) == (2, ["192.0.2.10:992"])


def test_an_empty_capture() -> None:
    found = json.loads("".join(render.json([], CaptureNotes(NOW))))
    assert (found["handshakes"], found["files"], found["quality"]["connections"]) == ([], [], 0)
