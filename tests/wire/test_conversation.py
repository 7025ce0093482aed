"""Connections as scripts: what each side says, and what is made of it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ssldiag.wire import conversation
from ssldiag.wire.conversation import PLAIN_ENOUGH, Conversation
from ssldiag.wire.course import Course
from ssldiag.wire.events import Closed, Data, Direction, Ended, Event, Gap, Opened, Quality
from ssldiag.wire.model import Endpoint, Handshake

from . import bytesmith as make
from .bytesmith import CLIENT, SERVER, Said, decode, events, gap, one, record, types

FTP: Said = [("b", b"220 FTP\r\n"), ("a", b"AUTH TLS\r\n"), ("b", b"234 go\r\n")]
SCRIPTS: dict[str, Said] = {
    "tls12": list(make.FULL12),
    "tls13": list(make.FULL13),
    "ftp": [*FTP, *make.FULL12],
    "ftp with an old hello": [*FTP, ("a", make.old_client_hello(0x0303)), *make.FULL12[1:]],
    "old hello": [("a", make.old_client_hello()), *make.FULL12[1:]],
    "long old hello": [("a", make.long_client_hello(4)), *make.FULL12[1:]],
    "postgresql": [("a", bytes.fromhex("0000000804d2162f")), ("b", b"S"), *make.FULL12],
    "ssl2": [
        ("a", make.old_client_hello(2)),
        ("b", make.old_server_hello()),
        ("a", make.old_record(b"\x02\x01\x00\x80" + bytes(20))),
        ("b", make.old_record(b"\x05" + bytes(30))),
        ("a", make.old_record(b"\x03" + bytes(30))),
    ],
    "refused": [("a", make.HELLO12), ("b", record(21, b"\x02\x28"))],
    "text to a TLS port": [("a", b"GET / HTTP/1.1\r\n\r\n"), ("b", record(21, b"\x02\x0a"))],
    "text from a TLS port": [("a", make.HELLO12), ("b", b"HTTP/1.1 400 Bad Request\r\n\r\n")],
}


def essence(found: list[Handshake]) -> list[object]:
    """What does not depend on how bytes were spread over packets."""
    return [
        (
            types(item),
            [message.length for message in item.messages],
            item.starttls,
            item.version,
            item.resumed,
            item.application_data,
            item.first_bytes,
            [(alert.side, alert.level, alert.code, alert.encrypted) for alert in item.alerts],
            [seen.der for seen in item.certificates],
            [oddity.what for oddity in item.oddities],
            replace(item.client_hello, frame=0, time=0.0) if item.client_hello else None,
            replace(item.server_hello, frame=0, time=0.0) if item.server_hello else None,
        )
        for item in found
    ]


@pytest.mark.parametrize("script", SCRIPTS)
def test_whole_and_byte_by_byte(script: str) -> None:
    wanted = essence(decode(events(SCRIPTS[script])))
    assert len(wanted) == 1
    assert essence(decode(events(SCRIPTS[script], 1))) == wanted


@pytest.mark.parametrize(
    "script", ["tls12", "ftp", "ftp with an old hello", "ssl2", "tls13", "long old hello"]
)
def test_each_turn_cut_at_every_byte(script: str) -> None:
    said = SCRIPTS[script]
    wanted = essence(decode(events(said)))
    for index, (direction, data) in enumerate(said):
        for at in range(1, len(data), 1 if len(data) < 300 else 7):
            pieces = [*said[:index], (direction, data[:at]), (direction, data[at:]), *said[index + 1 :]]
            assert essence(decode(events(pieces))) == wanted


@pytest.mark.parametrize("script", ["tls12", "ftp", "ssl2", "tls13", "old hello", "long old hello"])
def test_truncated_at_every_byte(script: str) -> None:
    """A connection that stops anywhere says nothing that the whole one does not."""
    whole = one(events(SCRIPTS[script]))
    stream = b"".join(data for _, data in SCRIPTS[script])
    for size in range(0, len(stream), 5):
        said: Said = []
        left = size
        for direction, data in SCRIPTS[script]:
            said.append((direction, data[:left]))
            left = max(left - len(data), 0)
        for found in decode(events([turn for turn in said if turn[1]])):
            assert types(found) == types(whole)[: len(found.messages)]


@pytest.mark.parametrize("script", ["tls12", "tls13", "refused"])
def test_junk_after_is_told_and_changes_nothing_before(script: str) -> None:
    whole = one(events(SCRIPTS[script]))
    found = one(events([*SCRIPTS[script], ("b", b"HTTP/1.1 400 Bad Request\r\n"), ("b", b"more")]))
    assert types(found) == types(whole)
    assert [oddity.what for oddity in found.oddities] == ["bytes that are no TLS record: 'HTTP/1.1 400 Bad'"]


def test_a_whole_handshake() -> None:
    found = one([*events(make.FULL12), make.closing("fin"), make.closing("rst", "b", 91)])
    assert types(found) == [
        "c client_hello",
        "s server_hello",
        "s certificate",
        "s server_key_exchange",
        "s server_hello_done",
        "c client_key_exchange",
        "c change_cipher_spec",
        "c encrypted_handshake",
        "s change_cipher_spec",
        "s encrypted_handshake",
        "c application_data",
        "s application_data",
    ]
    assert (found.client, found.server, found.file) == (CLIENT, SERVER, "test.pcap")
    assert (found.version, found.resumed, found.resumed_by, found.renegotiated) == (
        0x0303,
        False,
        None,
        False,
    )
    assert (found.selected_group, found.server_signature, found.application_data) == (29, 0x0804, (1, 1))
    assert (found.first_frame, found.last_frame, found.start, found.end) == (1, 99, 0.0, 0.99)
    assert found.duration == pytest.approx(0.03)
    assert (found.rtt, found.opened, found.syns) == (0.02, ("syn", "syn_ack", "ack"), 1)
    ending = found.ending
    assert (ending.first_fin, ending.fin_frame, ending.first_rst, ending.rst_frame) == (
        "client",
        90,
        "server",
        91,
    )
    assert (ending.why, ending.fin_in_record) == ("closed", False)
    assert (found.starttls, found.starttls_refused, found.plaintext, found.oddities) == (None, None, None, ())


def test_the_side_that_sent_the_syn_may_be_the_server() -> None:
    """As on the data connection of active FTP."""
    told = [Opened("b", "syn", 1, 0.0), *events(make.FULL12, opened=False)]
    found = decode(told, Quality(a_bytes=1, b_bytes=2), SERVER, CLIENT)[0]
    assert (found.client, found.server) == (SERVER, CLIENT)
    turned: Said = [("b" if side == "a" else "a", data) for side, data in make.FULL12]
    found = decode(events(turned), Quality(a_bytes=1, b_bytes=2))[0]
    assert (found.client, found.server) == (SERVER, CLIENT)
    assert (found.quality.a_bytes, found.quality.b_bytes) == (2, 1)
    assert types(found) == types(one(events(make.FULL12)))


def test_only_the_server_was_captured() -> None:
    found = one(events([("b", make.FLIGHT12 + make.END12)], opened=False))
    assert (found.client, found.client_hello, found.version) == (CLIENT, None, 0x0303)
    assert types(found)[-1] == "s encrypted_handshake"


def test_only_the_client_was_captured() -> None:
    found = one(events([("a", make.HELLO12 + make.ANSWER12)]))
    assert types(found)[-2:] == ["c change_cipher_spec", "c encrypted_handshake"]
    assert (found.server_hello, found.version, found.resumed) == (None, None, False)


def test_fin_in_the_middle_of_a_record() -> None:
    for said in (make.FLIGHT12[:20], make.FLIGHT12[:90], b"\x16\x03"):
        found = one([*events([("a", make.HELLO12), ("b", said)]), make.closing("fin", "b")])
        assert found.ending.fin_in_record


def test_starttls() -> None:
    found = one(events(SCRIPTS["ftp"]))
    assert (found.starttls, found.starttls_refused) == ("ftp", None)
    assert [first[:40] for first in found.first_bytes] == [make.HELLO12[:40], make.FLIGHT12[:40]]


def test_starttls_refused() -> None:
    found = one(events([*FTP[:2], ("b", b"421 no\r\n")]), b=Endpoint("192.0.2.2", 21))
    assert (found.starttls, found.starttls_refused, found.client_hello) == ("ftp", "421 no", None)
    assert found.plaintext == "ftp"


def test_plain_text_before_tls_of_a_protocol_that_is_not_known() -> None:
    assert one(events([("a", b"please\n"), ("b", b"yes\n"), *make.FULL12])).starttls == "unknown"


def test_a_greeting_that_the_client_did_not_wait_for_is_no_starttls() -> None:
    found = one(events([("b", b"220 FTP ready\r\n"), ("a", make.HELLO12)]))
    assert (found.starttls, found.first_bytes[1]) == (None, b"220 FTP ready\r\n")


def test_tls_where_an_answer_to_telnet_was_due() -> None:
    asked = b"\xff\xfd\x2e"  # DO START_TLS
    found = one(events([("b", asked), ("a", make.HELLO12)]))
    assert (found.starttls, found.first_bytes[1]) == (None, asked)
    agreed = b"\xff\xfb\x2e\xff\xfa\x2e\x01\xff\xf0"  # WILL START_TLS, FOLLOWS
    assert one(events([("b", asked), ("a", agreed), ("a", make.HELLO12)])).starttls == "telnet"
    assert one(events([("b", asked), *make.FULL12])).starttls == "telnet"


def test_tls_inside_tds_packets() -> None:
    def packet(payload: bytes, kind: int = 0x12) -> bytes:
        return bytes((kind, 1)) + (len(payload) + 8).to_bytes(2, "big") + bytes(4) + payload

    options = b"\x00\x00\x0b\x00\x06\x01\x00\x11\x00\x01\xff" + bytes(6) + b"\x01"
    inside: Said = [(side, packet(data)) for side, data in make.FULL12[:4]]
    for size in (0, 1):
        found = one(
            events([("a", packet(options)), ("b", packet(options, 4)), *inside, *make.FULL12[4:]], size)
        )
        assert (found.starttls, found.application_data) == ("tds", (1, 1))
        assert types(found) == types(one(events(make.FULL12)))


@pytest.mark.parametrize(
    ("said", "port", "there"),
    [
        ([], 9476, True),
        ([], 5000, False),
        ([("a", b"GET / HTTP/1.1\r\n")], 443, True),
        ([("a", b"GET / HTTP/1.1\r\n")], 80, False),
        ([("a", b"GET / HTTP/1.1\r\n"), ("b", record(21, b"\x02\x0a"))], 80, True),
        ([("a", b"\x16\x03\x03\xff\xff\x01")], 5000, True),
        ([("a", b"\x16\x03")], 5000, True),
        ([("a", b"\x01\x02\x03")], 5000, False),
        ([("b", b"\xff\xfd\x2e"), ("a", b"\xff\xfc\x2e")], 23, True),
    ],
)
def test_what_hints_at_tls(said: Said, port: int, there: bool) -> None:
    for size in (0, 1):
        assert bool(decode(events(said, size), b=Endpoint("192.0.2.2", port))) is there


def test_a_port_that_is_known_to_speak_tls() -> None:
    known = Conversation("test.pcap", CLIENT, Endpoint("192.0.2.2", 15000), expected=True)
    known.feed(Opened("a", "syn", 1, 0.0))
    (found,) = known.result(Quality())
    assert (found.opened, found.client_hello, found.ending.why) == (("syn",), None, "capture")


def test_nothing_is_made_to_decode_bytes_where_there_are_none(monkeypatch: pytest.MonkeyPatch) -> None:
    """A flood of SYNs has many such connections."""
    made: list[Course] = []

    def noted(*words: Any) -> Course:
        made.append(Course(*words))
        return made[-1]

    monkeypatch.setattr(conversation, "Course", noted)
    opening: list[Event] = [Opened("a", "syn", 1, 0.0), Closed("b", "rst", 2, 0.1), Ended("idle", 2, 0.1)]
    assert decode(opening, b=Endpoint("192.0.2.2", 15000)) == []
    assert made == []
    assert len(decode(opening, b=Endpoint("192.0.2.2", 443))) == 1
    assert len(made) == 1


def test_nothing_was_seen_at_all() -> None:
    assert decode([]) == []
    assert Conversation("test.pcap", CLIENT, SERVER).result(Quality()) == []


def test_a_capture_that_begins_in_the_middle() -> None:
    found = one(events([("a", b"\xee" * 50 + make.DATA), ("b", make.DATA + make.DATA)], opened=False))
    assert (found.client_hello, found.application_data, found.starttls) == (None, (1, 2), None)
    sealed = record(22, b"\x02" + bytes(7) + b"\xaa" * 32)
    assert types(one(events([("b", sealed)], opened=False))) == ["s encrypted_handshake"]


def test_two_handshakes_in_the_clear_one_after_the_other() -> None:
    """FTP that goes back to plain text (CCC) and to TLS once more."""
    said = [*FTP, *make.FULL12, ("a", b"NOOP\r\n"), ("b", b"200 ok\r\n"), *make.FULL12]
    first, second = decode(events(said))
    assert (first.starttls, second.starttls) == ("ftp", None)
    assert types(first) == types(second)
    assert first.application_data == second.application_data == (1, 1)
    assert first.end <= second.start < second.end
    assert first.client_hello is not None
    assert second.client_hello is not None
    assert first.client_hello.frame < second.client_hello.frame


def test_end_of_reading() -> None:
    conversation = Conversation("test.pcap", CLIENT, SERVER)
    for event in events(make.FULL12):
        conversation.feed(event)
    assert not conversation.finished
    for frame in range(20, 22):
        conversation.feed(Data("a", make.DATA, frame, 1.0))
    assert conversation.finished
    conversation.feed(gap("a", None))
    conversation.feed(Data("a", b"\xbb" * 30, 60, 1.0))
    conversation.feed(Data("a", record(21, bytes(26)), 70, 1.1))
    conversation.feed(Closed("a", "fin", 71, 1.1))
    conversation.feed(Ended("idle", 72, 9.0))
    (found,) = conversation.result(Quality())
    assert [(alert.side, alert.encrypted, alert.frame) for alert in found.alerts] == [("client", True, 70)]
    assert found.ending.first_fin == "client"


def test_the_end_ends_the_reading() -> None:
    conversation = Conversation("test.pcap", CLIENT, SERVER)
    conversation.feed(Ended("reused", 1, 0.0))
    assert conversation.finished


def test_much_plain_text_ends_the_reading() -> None:
    conversation = Conversation("test.pcap", CLIENT, SERVER)
    conversation.feed(Data("a", b"x" * PLAIN_ENOUGH, 1, 0.0))
    assert not conversation.finished
    conversation.feed(Data("a", b"x", 2, 0.0))
    assert conversation.finished


def test_one_side_that_talks_on_ends_the_reading() -> None:
    conversation = Conversation("test.pcap", CLIENT, SERVER)
    for event in events([*make.FULL12[:4], ("b", make.DATA * 70)]):
        conversation.feed(event)
    assert conversation.finished


def test_tls13_is_read_long_enough_to_see_a_refusal() -> None:
    conversation = Conversation("test.pcap", CLIENT, SERVER)
    for event in events([*make.FULL13, *make.FULL13[-1:] * 2]):
        conversation.feed(event)
    assert not conversation.finished
    for event in events([("b", make.DATA * 20)], opened=False):
        conversation.feed(event)
    assert conversation.finished


# Gaps


def torn(
    at: int, size: int | None, script: str = "tls12", turn: int = 1, hole: int | None = None
) -> Handshake:
    """A script of which ``size`` bytes (``hole`` really) of one turn are missing, from byte ``at`` on."""
    said = SCRIPTS[script]
    direction, data = said[turn]
    left_out = size if hole is None else hole
    told: list[Event] = [
        *events([*said[:turn], (direction, data[:at])]),
        gap(direction, size),
        *events([(direction, data[at + (left_out or 0) :]), *said[turn + 1 :]], opened=False),
    ]
    return one(told)


def test_a_gap_inside_one_message_keeps_what_follows() -> None:
    start = make.FLIGHT12.index(b"\x16\x03\x03", 20)  # the record of the certificates
    found = torn(start + 20, 4)
    assert types(found) == types(one(events(make.FULL12)))
    assert [seen.der for seen in found.certificates] == [b"\x30\x03\x02\x01\x05"]
    assert found.oddities == ()


def test_a_gap_inside_a_hello() -> None:
    found = torn(60, 20, turn=0)
    assert found.client_hello is not None
    assert (found.client_hello.partial, found.client_hello.ciphers) == (True, (0xC02F, 0x009C, 0x002F))
    assert types(found) == types(one(events(make.FULL12)))


def test_a_gap_over_a_border_of_records() -> None:
    start = make.FLIGHT12.index(b"\x16\x03\x03", 20)
    found = torn(start + 20, 60)
    assert types(found)[:3] == ["c client_hello", "s server_hello", "s certificate"]
    assert "s encrypted_handshake" in types(found)
    assert found.resumed is False


def test_a_gap_of_unknown_size_where_resumption_cannot_be_told() -> None:
    resumed: Said = [
        ("a", make.HELLO12),
        ("b", make.handshake(2, make.server_hello()) + b"x" * 40 + make.END12),
    ]
    size = len(resumed[1][1]) - 40 - len(make.END12)
    told = [
        *events([resumed[0], ("b", resumed[1][1][:size])]),
        gap("b", None),
        *events([("b", make.END12)], opened=False),
    ]
    assert one(told).resumed is None


def test_gaps_everywhere() -> None:
    """Whatever is lost, what remains is part of the truth."""
    whole = set(types(one(events(make.FULL12))))
    for turn, (_, data) in enumerate(make.FULL12):
        for at in range(0, len(data), 11):
            for size in (1, 30, 200):
                for known in (size, None):
                    found = torn(at, known, turn=turn, hole=size)
                    assert set(types(found)) <= whole | {"c alert", "s alert"}, (turn, at, size)


def test_a_gap_before_anything_was_seen() -> None:
    found = one([*events([]), gap("b", None), *events(make.FULL12, opened=False)])
    assert types(found) == types(one(events(make.FULL12)))
    found = one([*events([("a", make.HELLO12[:3])]), gap("a", 10), *events(make.FULL12[1:], opened=False)])
    assert found.server_hello is not None


def test_cut_packets() -> None:
    """A snap length leaves the first bytes of each packet."""
    told: list[Event] = events([])
    for frame, (direction, data) in enumerate(make.FULL12, start=4):
        told.append(Data(direction, data[:50], frame, frame / 100))
        if len(data) > 50:
            told.append(Gap(direction, len(data) - 50, frame, frame / 100, cut=True))
    found = one(told)
    assert found.client_hello is not None
    assert found.client_hello.partial
    assert found.server_hello is not None
    assert found.version == 0x0303
    assert found.application_data == (1, 1)


# Anything


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["a", "b"]),
            st.one_of(
                st.binary(max_size=60),
                st.sampled_from([data for said in SCRIPTS.values() for _, data in said]),
                st.integers(0, 80),
            ),
            st.integers(0, 200),
        ),
        max_size=12,
    ),
    st.booleans(),
)
@settings(max_examples=100, deadline=None)
def test_any_events_give_handshakes(script: list[tuple[str, bytes | int, int]], opened: bool) -> None:
    told: list[Event] = events([], opened=opened)
    for frame, (side, what, cut) in enumerate(script, start=4):
        direction: Direction = "a" if side == "a" else "b"
        if isinstance(what, int):
            told.append(Gap(direction, what or None, frame, 0.5))
        else:
            told.append(Data(direction, what[cut:] if cut < 100 else what, frame, 0.5))
    for found in decode(told):
        assert found.client != found.server
        assert len(found.messages) < 500


def test_an_alert_that_was_captured_before_the_hello_is_its_answer() -> None:
    """Captures of busy machines have the packets of both directions in a slightly wrong order."""
    found = one(events([("b", record(21, b"\x02\x46")), ("a", make.HELLO12)]))
    assert types(found) == ["s alert", "c client_hello"]
    assert found.client_hello is not None
    assert [alert.code for alert in found.alerts] == [70]


def test_a_hello_after_a_refusal_is_a_handshake_of_its_own() -> None:
    refused: Said = [("a", make.HELLO12), ("b", record(21, b"\x02\x28"))]
    first, second = decode(events([*refused, *make.FULL12]))
    assert (types(first), first.version) == (["c client_hello", "s alert"], None)
    assert second.version == 0x0303


@pytest.mark.parametrize("padding", [0, 1, 7])
def test_an_old_hello_with_a_long_header(padding: int) -> None:
    hello = make.long_client_hello(padding)
    script: Said = [("a", hello), *make.FULL12[1:]]
    found = one(events(script))
    assert found.client_hello is not None
    assert (found.client_hello.format, found.client_hello.legacy_version) == ("sslv2", 0x0301)
    assert found.client_hello == one(events(SCRIPTS["old hello"])).client_hello
    assert types(found)[:2] == ["c ssl2_client_hello", "s server_hello"]
    assert found.messages[0].length == len(make.old_client_hello()) - 3
    assert essence(decode(events(script, 1))) == essence([found])


@pytest.mark.parametrize("said", [b"\x05\x01", b"\x05\x01\x00", b"\x00\x00\x00\x01\x05", b"\x03\x00\x00\x01"])
def test_few_bytes_that_are_no_old_hello_are_plain(said: bytes) -> None:
    found = one(events([("a", said)]))
    assert found.client_hello is None
    assert (found.first_bytes[0], found.messages, found.oddities) == (said, (), ())
    assert found.plaintext == ("socks" if said[0] == 5 else None)
