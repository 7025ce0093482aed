"""A line of JSON is, to the byte, what ``json.dumps`` makes of the same values."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ssldiag.capture.judged import Judged, Shown
from ssldiag.render.escape import json_text
from ssldiag.render.handshake_line import Lines
from ssldiag.render.handshake_offers import KEPT, _ciphers
from ssldiag.render.json_words import real
from ssldiag.wire.model import Alert, CertificateWanted, Ending, Handshake, Oddity, WillLog
from ssldiag.wire.shapes import SMALL
from tests.render.handshakes import client_hello, failed, handshake, judged, message, server_hello

NUMBERS = st.lists(st.integers(0, 0xFFFF), max_size=4).map(tuple)
WORDS = st.text(max_size=12)


@st.composite
def hellos(draw: st.DrawFn) -> dict[str, Any]:
    """Changes to a hello."""
    numbers = ("ciphers", "extensions", "versions", "groups", "key_shares", "signature_algorithms")
    changes: dict[str, Any] = {name: draw(NUMBERS) for name in numbers}
    changes["sni"] = draw(st.none() | WORDS)
    changes["alpn"] = tuple(draw(st.lists(WORDS, max_size=2)))
    changes["ticket_length"] = draw(st.none() | st.integers(0, 300))
    changes["raw"] = bytes(draw(st.sampled_from((0, 100, SMALL + 1))))
    changes["time"] = draw(st.floats(allow_nan=True))
    return changes


def canonical(line: str) -> str:
    return json_text(json.loads(line), indent=None)


def written(of: Handshake) -> str:
    return Lines().line(judged(of))


@given(hellos(), hellos(), WORDS)
@settings(max_examples=60, deadline=None)
def test_any_hellos(client: dict[str, Any], server: dict[str, Any], file: str) -> None:
    of = handshake(client_hello=client_hello(**client), server_hello=server_hello(**server), file=file)
    line = written(of)
    found = json.loads(line)
    assert line == canonical(line) and line.isascii() and "\x7f" not in line
    assert (found["file"], found["sni"]) == (file, client["sni"])
    assert found["ciphers"]["offered"] == list(client["ciphers"])
    assert found["client_hello"]["extensions"] == list(client["extensions"])
    assert found["client_hello"]["ticket_length"] == client["ticket_length"]
    assert found["alpn"]["offered"] == list(client["alpn"])
    assert written(replace(of, client_hello=client_hello(**client | {"raw": b""}))) == line


@pytest.mark.parametrize(
    "of",
    [
        handshake(),
        failed(),
        handshake(client_hello=None, server_hello=None, version=None, messages=(), duration=None, rtt=None),
        handshake(
            oddities=(Oddity('"\\\x7f\ud800\u202e', 3),),
            starttls="ftp",
            plaintext="text",
            resumed=True,
            resumed_by="id",
            first_bytes=(b"\xff" * 80, b""),
            certificate_wanted=CertificateWanted((1, 99), (0x0401,), ("CN=\u00fc",), 7),
            ending=Ending("client", None, 9, None, "closed"),
            opened=("syn", "syn_ack"),
            alerts=(Alert("server", None, None, None, 9, 1e-7, True, True),),
        ),
    ],
)
def test_all_kinds_of_values(of: Handshake) -> None:
    line = written(of)
    assert line == canonical(line)


@given(st.text(alphabet='a"\\\x7f\n\ud800\u20ac', max_size=20))
@settings(max_examples=50, deadline=None)
def test_verdicts_with_any_words(word: str) -> None:
    of = judged(failed())
    logged = (WillLog("client", word, word, word, word, "likely"), WillLog("server", "", "", ""))
    verdict = replace(of.verdict, why=word, advice=word, will_log=logged, hypotheses=((word, word),))
    line = Lines().line(replace(of, verdict=verdict))
    assert line == canonical(line)
    found = json.loads(line)["verdict"]
    assert (found["why"], found["hypotheses"]) == (word, [{"cause": word, "why": word}])
    assert [entry["validation"] for entry in found["will_log"]] == [word or None, None]


@pytest.mark.parametrize("number", [0.0, -0.0, 1e-9, 1e22, 0.1, 7, float("inf"), float("-inf"), float("nan")])
def test_numbers(number: float) -> None:
    assert real(number) == json.dumps(number)


@given(st.floats() | st.integers(0, 5_000_000_000_000_000).map(lambda micros: micros / 1_000_000))
@settings(max_examples=100, deadline=None)
def test_any_number(number: float) -> None:
    assert real(number) == json.dumps(number)


def test_frames_of_one_number_in_two_files_have_times_of_their_own() -> None:
    said = (message("client", "client_hello", 4, 0.0), message("server", "server_hello", 4, 0.25))
    one, two = json.loads(written(handshake(messages=said)))["messages"]
    assert two["time"] - one["time"] == 0.25


def shown(number: int, of: Judged) -> Judged:
    return replace(of, certificates=(Shown("server", number, f"{number:064x}", None, "is none"),))


def test_certificates_are_forgotten_when_there_are_too_many() -> None:
    of = judged(handshake())
    lines = Lines(room=1000)
    for number in (*range(20), *range(20)):
        (found,) = json.loads(lines.line(shown(number, of)))["certificates"]
        assert (found["frame"], found["sha256"], found["error"]) == (number, f"{number:064x}", "is none")
        assert sum(map(len, map("".join, lines._certificates.values()))) <= 1000


def test_what_is_remembered_of_hellos_is_bounded() -> None:
    for number in range(KEPT + 20):
        written(handshake(client_hello=client_hello(ciphers=(number,), raw=b"hello")))
    assert _ciphers.cache_info().currsize == KEPT
    before = _ciphers.cache_info().misses
    written(handshake(client_hello=client_hello(ciphers=(1, 2, 3), raw=bytes(SMALL + 1))))
    assert _ciphers.cache_info().misses == before
