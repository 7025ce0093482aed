from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ssldiag.probe import hello
from ssldiag.probe.hello import Offer, Psk
from ssldiag.probe.offers import usual
from ssldiag.wire import ssl2
from ssldiag.wire.conversation import Conversation
from ssldiag.wire.events import Data, Quality
from ssldiag.wire.hello import client_hello
from ssldiag.wire.model import Endpoint, Hello

RANDOM = bytes(range(32))
TWO = st.integers(0, 0xFFFF)
FEW = st.lists(TWO, min_size=1, max_size=20, unique=True).map(tuple)


def decoded(offer: Offer, notes: list[str]) -> Hello:
    """The hello as the decoder of captures reads it."""
    said = hello.client_hello(offer, RANDOM)
    assert said[0] == hello.CLIENT_HELLO
    assert int.from_bytes(said[1:4], "big") == len(said) - 4
    return client_hello(said[4:], 0x0301, 1, 0.0, notes)


@settings(max_examples=60, deadline=None)
@given(
    ciphers=FEW,
    groups=FEW,
    signatures=FEW,
    sni=st.none() | st.from_regex(r"\A[a-z0-9-]{1,40}(\.[a-z]{1,10}){0,3}\Z"),
    alpn=st.lists(st.from_regex(r"\A[a-z/.0-9]{1,20}\Z"), max_size=4).map(tuple),
    session_id=st.binary(max_size=32),
    ticket=st.none() | st.binary(max_size=200),
    master=st.booleans(),
    stapling=st.booleans(),
    padding=st.integers(0, 300),
)
def test_what_is_offered_is_what_the_decoder_reads(
    ciphers: tuple[int, ...],
    groups: tuple[int, ...],
    signatures: tuple[int, ...],
    sni: str | None,
    alpn: tuple[str, ...],
    session_id: bytes,
    ticket: bytes | None,
    master: bool,
    stapling: bool,
    padding: int,
) -> None:
    offer = Offer(
        versions=(0x0304, 0x0303),
        ciphers=ciphers,
        groups=groups,
        shares=((29, bytes(32)),),
        signatures=signatures,
        sni=sni,
        alpn=alpn,
        session_id=session_id,
        ticket=ticket,
        extended_master_secret=master,
        stapling=stapling,
        padding=padding,
    )
    notes: list[str] = []
    read = decoded(offer, notes)
    assert notes == []
    assert (read.legacy_version, read.random, read.session_id) == (0x0303, RANDOM, session_id)
    assert (read.ciphers, read.groups, read.signature_algorithms) == (ciphers, groups, signatures)
    assert (read.sni, read.alpn, read.versions) == (sni, alpn, (0x0304, 0x0303))
    assert read.key_shares == (29,)
    assert read.ticket_length == (None if ticket is None else len(ticket))
    assert (read.extended_master_secret, read.ocsp_stapling) == (master, stapling)
    assert (21 in read.extensions) == bool(padding)


@pytest.mark.parametrize("best", [0x0301, 0x0302, 0x0303])
def test_below_tls13_the_best_version_is_named_and_nothing_of_tls13(best: int) -> None:
    read = decoded(usual(None, best), [])
    assert read.legacy_version == best
    assert not {43, 45, 51} & set(read.extensions)
    assert 0xFF01 in read.extensions


def test_ssl3_has_no_extensions_and_the_signalling_suite() -> None:
    read = decoded(Offer((0x0300,), (0x0035,)), [])
    assert (read.legacy_version, read.extensions, read.ciphers) == (0x0300, (), (0x0035, 0x00FF))


def test_a_psk_comes_last_with_room_for_its_binder() -> None:
    psk = Psk(b"ticket", 1234, 32)
    offer = replace(usual(None), psk=psk, more=((0x1234, b"x"),))
    said = hello.client_hello(offer, RANDOM)
    read = client_hello(said[4:], None, 1, 0.0, [])
    assert read.psk_offered and read.extensions[-2:] == (0x1234, 41)
    assert said[-hello.binder_list_size(psk) :] == b"\0\x21\x20" + bytes(32)


def test_renegotiation_carries_the_finished_of_before() -> None:
    said = hello.client_hello(replace(usual(None, 0x0303), renegotiation=b"v" * 12), RANDOM)
    assert b"\xff\x01\0\x0d\x0c" + b"v" * 12 in said
    without = decoded(replace(usual(None, 0x0303), renegotiation=None), [])
    assert 0xFF01 not in without.extensions


def test_a_large_hello_takes_several_records() -> None:
    offer = Offer((0x0303,), tuple(range(0x4000)))
    flight = hello.first_flight(offer, hello.client_hello(offer, RANDOM))
    conversation = Conversation("x", Endpoint("a", 1), Endpoint("b", 443))
    conversation.feed(Data("a", flight, 1, 0.0))
    (found,) = conversation.result(Quality())
    assert found.client_hello is not None
    assert found.client_hello.ciphers == tuple(range(0x4000))


@pytest.mark.parametrize(("version", "record"), [(0x0300, b"\x16\3\0"), (0x0303, b"\x16\3\1")])
def test_the_first_record_has_an_old_version(version: int, record: bytes) -> None:
    offer = Offer((version,), (0x0035,))
    assert hello.first_flight(offer, hello.client_hello(offer, RANDOM))[:3] == record


@settings(max_examples=50, deadline=None)
@given(
    st.lists(st.integers(0, 0xFFFFFF), min_size=1, max_size=30).map(tuple),
    st.binary(min_size=16, max_size=32),
)
def test_an_ssl2_hello_is_one(kinds: tuple[int, ...], challenge: bytes) -> None:
    said = hello.ssl2_hello(kinds, challenge)
    assert ssl2.is_client_hello(said)
    notes: list[str] = []
    read = ssl2.client_hello(said[2:], 1, 0.0, notes)
    assert (read.format, read.legacy_version, read.ciphers, read.random) == ("sslv2", 2, kinds, challenge)
    assert notes == []
