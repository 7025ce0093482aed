from __future__ import annotations

import ssl
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ssldiag.probe.client import Client
from ssldiag.probe.hello import ssl2_hello
from ssldiag.probe.offers import usual
from ssldiag.probe.resume import with_psk
from ssldiag.probe.state import Goal
from ssldiag.wire.conversation import Conversation
from ssldiag.wire.events import Data, Quality
from ssldiag.wire.hello import RETRY_RANDOM
from ssldiag.wire.model import Endpoint
from ssldiag.wire.suites import table
from tests.probe.rig import RANDOM, Memory, client, context, play
from tests.wire.peers import Pki

V10, V11, V12, V13 = (
    ssl.TLSVersion.TLSv1,
    ssl.TLSVersion.TLSv1_1,
    ssl.TLSVersion.TLSv1_2,
    ssl.TLSVersion.TLSv1_3,
)
NUMBERS = {V10: 0x0301, V11: 0x0302, V12: 0x0303, V13: 0x0304}


def server(own: Path, version: ssl.TLSVersion) -> Memory:
    return Memory(context(own, version, version))


@pytest.mark.parametrize("size", [1, 7, 1 << 20])
@pytest.mark.parametrize("version", NUMBERS)
def test_each_version_comes_to_its_end(version: ssl.TLSVersion, size: int, pki: Pki) -> None:
    other = server(Path(pki.own), version)
    one = play(client(), other, size)
    assert (one.state.ended, one.state.version, one.state.finished) == ("reached", NUMBERS[version], True)
    assert other.done and other.error is None


KINDS = ("", "DHE-RSA-", "ECDHE-RSA-", "AECDH-", "ADH-")
MODES = ("AES128-SHA", "AES256-SHA", "AES128-GCM-SHA256", "AES256-CCM8", "CHACHA20-POLY1305", "NULL-SHA")
BY_NAME = {one.openssl: one.code for one in table().values() if one.openssl}


@pytest.mark.parametrize(
    "wanted", [kind + mode for kind in KINDS for mode in MODES if kind + mode in BY_NAME]
)
def test_each_kind_of_suite_of_tls12(wanted: str, rsa_own: Path) -> None:
    made = context(rsa_own, V12, V12)
    made.set_ciphers(f"{wanted}:@SECLEVEL=0")
    offer = replace(usual(None, 0x0303), ciphers=(BY_NAME[wanted],))
    other = Memory(made)
    one = play(client(offer), other)
    assert (one.state.ended, one.state.flaw, other.error) == ("reached", "", None)
    assert other.tls.cipher() is not None


@pytest.mark.parametrize("code", [0x1301, 0x1302, 0x1303])
@pytest.mark.parametrize("group", [0x0017, 0x0018, 0x0019, 0x001D, 0x001E])
def test_each_group_of_tls13_by_way_of_another_hello(code: int, group: int, pki: Pki) -> None:
    offer = replace(usual(None), ciphers=(code,), groups=(group,))
    other = server(Path(pki.own), V13)
    one = play(client(offer, groups=()), other)
    assert (one.state.ended, other.error, other.done) == ("reached", None, True)
    assert one.state.retry is not None and one.state.retry.key_shares == (group,)


def test_goals_before_the_end(pki: Pki) -> None:
    one = play(client(goal=Goal.HELLO), server(Path(pki.own), V13))
    assert (one.state.ended, one.state.version, one.state.finished) == ("reached", 0x0304, False)
    for version in (V12, V13):
        one = play(client(goal=Goal.FLIGHT), server(Path(pki.own), version))
        assert (one.state.ended, one.state.finished, one.goodbye()) == ("reached", False, b"")


def test_sessions_are_taken_up_again(pki: Pki) -> None:
    made = context(Path(pki.own), V12, V12)
    first = play(client(), Memory(made)).state.new_session
    assert first is not None and first.ticket
    offer = replace(usual("server.example.test"), ticket=first.ticket, session_id=b"\1" * 32)
    other = Memory(made)
    again = play(client(offer, session=first), other)
    assert (again.state.resumed, again.state.finished, other.error) == (True, True, None)
    assert other.tls.session_reused


@pytest.mark.parametrize("groups", [(0x001D,), ()])
def test_a_ticket_of_tls13_is_a_psk(groups: tuple[int, ...], pki: Pki) -> None:
    made = context(Path(pki.own), V13, V13)
    first = play(client(), Memory(made)).state.new_session
    assert first is not None
    offer = with_psk(usual("server.example.test"), first)
    other = Memory(made)
    again = play(client(offer, groups=groups, session=first), other)
    assert (again.state.resumed, again.state.finished, other.error) == (True, True, None)
    assert other.tls.session_reused


def test_a_session_that_is_not_known_is_not_taken_up(pki: Pki) -> None:
    first = play(client(), server(Path(pki.own), V12)).state.new_session
    assert first is not None
    offer = replace(usual(None), ticket=first.ticket)
    again = play(client(offer, session=first), server(Path(pki.own), V12))
    assert (again.state.resumed, again.state.finished) == (False, True)


@pytest.mark.parametrize("version", [V12, V13])
def test_a_client_certificate_that_is_wanted(version: ssl.TLSVersion, pki: Pki) -> None:
    made = context(Path(pki.own), version, version)
    made.load_verify_locations(pki.ca)
    made.verify_mode = ssl.CERT_OPTIONAL
    one = play(client(), Memory(made))
    assert (one.state.wanted, one.state.ended, one.state.alerts) == (True, "reached", [])
    made.verify_mode = ssl.CERT_REQUIRED
    one = play(client(), Memory(made))
    assert one.state.alerts == [(2, 116 if version == V13 else 40)]


def test_what_was_agreed_besides(pki: Pki) -> None:
    for version in (V12, V13):
        made = context(Path(pki.own), version, version)
        made.set_alpn_protocols(["http/1.1"])
        offer = replace(usual(None), alpn=("h2", "http/1.1"))
        assert play(client(offer), Memory(made)).state.alpn == "http/1.1"


def test_a_second_handshake_is_refused_by_this_server(pki: Pki) -> None:
    made = context(Path(pki.own), V12, V12)
    made.options |= ssl.OP_NO_RENEGOTIATION
    one = play(client(usual(None, 0x0303), Goal.RENEGOTIATED), Memory(made))
    assert (one.state.finished, one.state.renegotiated, one.state.ended) == (True, False, "alert")
    assert one.state.alerts[0][1] == 100


@pytest.mark.parametrize("version", [V12, V13])
def test_the_key_log_opens_the_whole_connection(version: ssl.TLSVersion, pki: Pki) -> None:
    one, other = client(), server(Path(pki.own), version)
    said: list[tuple[str, bytes]] = []
    mine = one.start()
    while mine:
        said.append(("a", mine))
        its = other.feed(mine)
        said.append(("b", its))
        mine = one.feed(its)
    conversation = Conversation("x", Endpoint("a", 1), Endpoint("b", 443), one.keylog)
    for frame, (side, data) in enumerate(said, 1):
        conversation.feed(Data("a" if side == "a" else "b", data, frame, float(frame)))
    (found,) = conversation.result(Quality())
    assert found.decrypted and found.oddities == ()
    assert found.certificates[0].der == pki.der
    assert [one.type for one in found.messages].count("finished") == 2


def test_an_alert_and_a_goodbye_end_it() -> None:
    one = client()
    one.start()
    one.feed(b"\x15\3\3\0\2\1\x70")
    assert not one.done, "unrecognized_name is a warning"
    one.feed(b"\x15\3\3\0\2\2\x28")
    assert (one.state.ended, one.state.alerts[-1]) == ("alert", (2, 40))
    two = client()
    two.start()
    two.feed(b"\x15\3\3\0\2\1\0")
    assert two.state.ended == "closed"


@pytest.mark.parametrize(
    ("said", "ended"),
    [
        (b"SSH-2.0-OpenSSH_9.2\r\n", "rubbish"),
        (b"\x16\3\3\0\4\x0b\0\0\0", "fault"),
        (b"\x16\3\3\0\4\x02\xff\xff\xff", "fault"),
        (b"\x80\x03\0\0\1", "rubbish"),
    ],
)
def test_what_is_no_answer(said: bytes, ended: str) -> None:
    one = client()
    one.start()
    assert one.feed(said) == b""
    assert one.state.ended == ended and one.state.flaw


def test_ssl2_answers() -> None:
    hello = ssl2_hello((0x010080,), bytes(16))
    for said, ended in (
        (b"\x80\x1b\x04\0\1\0\2\0\0\0\0\0\x10" + bytes(16), "reached"),
        (b"\x80\3\0\0\1", "alert"),
        (b"\x15\3\1\0\2\2\x46", "alert"),
    ):
        one = Client(usual(None), RANDOM, Goal.HELLO, first=hello)
        assert one.start() == hello
        one.feed(said)
        assert one.state.ended == ended


def test_ssl3_is_followed_up_to_the_end_of_what_the_server_says() -> None:
    one = client(replace(usual(None), versions=(0x0300,), ciphers=(0x0035,)), groups=())
    assert one.start()[:3] == b"\x16\3\0"
    body = b"\3\0" + bytes(32) + b"\0\0\x35\0"
    hello = b"\2\0\0" + bytes((len(body),)) + body
    rest = b"\x0b\0\0\3\0\0\0" + b"\x0e\0\0\0"
    said = b"\x16\3\0\0" + bytes((len(hello + rest),)) + hello + rest
    assert one.feed(said) == b""
    assert (one.state.ended, one.state.version, one.state.finished) == ("reached", 0x0300, False)


def retry(*extensions: bytes) -> bytes:
    """A HelloRetryRequest in its record."""
    block = b"".join(extensions)
    body = b"\3\3" + RETRY_RANDOM + b"\0\x13\x01\0" + len(block).to_bytes(2, "big") + block
    message = b"\2" + len(body).to_bytes(3, "big") + body
    return b"\x16\3\3" + len(message).to_bytes(2, "big") + message


VERSION = b"\0\x2b\0\2\3\4"


def test_a_hello_is_asked_for_again_once_with_its_cookie() -> None:
    one = client()
    one.start()
    again = one.feed(retry(VERSION, b"\0\x2c\0\5\0\3abc"))
    assert b"\0\x2c\0\5\0\3abc" in again
    one.feed(retry(VERSION, b"\0\x33\0\2\0\x18"))
    assert (one.state.ended, one.state.flaw) == ("fault", "the server asked for another hello twice")


def test_a_group_that_cannot_be_computed_is_our_limit() -> None:
    one = client(replace(usual(None), groups=(0x11EC,)))
    one.start()
    one.feed(retry(VERSION, b"\0\x33\0\2\x11\xec"))
    assert one.state.ended == "unable" and "X25519MLKEM768" in one.state.flaw


@settings(max_examples=100, deadline=None)
@given(st.lists(st.binary(max_size=200), max_size=5))
def test_any_bytes_are_taken(pieces: list[bytes]) -> None:
    one = client(groups=())
    one.start()
    for piece in pieces:
        one.feed(piece)


@settings(max_examples=50, deadline=None)
@given(place=st.floats(0, 0.999), byte=st.integers(0, 255), end=st.floats(0, 1))
@pytest.mark.parametrize("version", [V12, V13])
def test_damaged_answers_are_taken(
    version: ssl.TLSVersion, pki: Pki, place: float, byte: int, end: float
) -> None:
    one = client()
    said = bytearray(server(Path(pki.own), version).feed(one.start()))
    said[int(place * len(said))] = byte
    one.feed(bytes(said[: int(end * len(said))]))
    one.goodbye()
