"""tshark's trees, as it writes them, taken apart; any tree gives a packet or none."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ssldiag.capture.engines.tshark_hello import hello
from ssldiag.capture.engines.tshark_streams import handshakes
from ssldiag.capture.engines.tshark_tree import TlsMessage, first, messages, number, octets, packet, values

FRAME = {
    "frame.number": "7",
    "frame.time_epoch": "1795338900.25",
    "frame.cap_len": "60",
    "frame.len": "70",
    "frame.protocols": "eth:ethertype:ip:tcp:smtp:tls",
}
IP = {"ip.src": "192.0.2.7", "ip.dst": "192.0.2.10"}
TCP = {
    "tcp.srcport": "50123",
    "tcp.dstport": "465",
    "tcp.stream": "3",
    "tcp.flags": "0x0018",
    "tcp.len": "120",
    "Timestamps": {"tcp.analysis.initial_rtt": "0.004"},
    "tcp.analysis": {"tcp.analysis.flags": {"tcp.analysis.retransmission": ""}},
}
HELLO = {
    "tls.handshake.type": "1",
    "tls.handshake.length": "200",
    "tls.handshake.version": "0x0303",
    "tls.handshake.random": "01:02",
    "tls.handshake.ciphersuites": {"tls.handshake.ciphersuite": ["0xc02f", "0x002f"]},
    "Extension: server_name (len=9)": {
        "tls.handshake.extension.type": "0",
        "Server Name Indication extension": {"tls.handshake.extensions_server_name": "a.example.test"},
    },
    "Extension: signature_algorithms (len=4)": {
        "tls.handshake.extension.type": "13",
        "tls.handshake.sig_hash_algs": {"tls.handshake.sig_hash_alg": ["0x0403", "0x0804"]},
    },
}


def record(kind: str, **more: Any) -> dict[str, Any]:
    head = {"tls.record.content_type": kind, "tls.record.version": "0x0301", "tls.record.length": "5"}
    return head | {f"tls.{name}": value for name, value in more.items()}


@pytest.mark.parametrize(
    ("value", "wanted"),
    [
        ("12", 12),
        ("0x0303", 0x303),
        ("", None),
        ("x", None),
        (None, None),
        (7, None),
        ("007", 7),
        ("9" * 30, 10**30 - 1),
    ],
)
def test_numbers(value: object, wanted: int | None) -> None:
    assert number(value) == wanted


def test_octets() -> None:
    assert octets("16:03:01") == b"\x16\x03\x01"
    assert octets("no") == octets(None) == b""


def test_values_of_any_depth() -> None:
    tree = {"a": ["1", "2"], "b": {"a": "3", "c": [{"a": "4"}]}}
    assert list(values(tree, "a")) == ["1", "2", "3", "4"]
    assert first(tree, "d") is None
    deep: dict[str, Any] = {"a": "x"}
    for _ in range(500):
        deep = {"b": deep}
    assert list(values(deep, "a")) == []


def test_a_packet() -> None:
    found = packet(FRAME, IP, TCP, {"tls.record": record("22", handshake=HELLO)})
    assert found is not None
    assert (found.frame, found.stream, found.flags, found.size, found.cut) == (7, 3, 0x18, 120, True)
    assert (found.source.ip, found.target.port, found.rtt) == ("192.0.2.7", 465, 0.004)
    assert "retransmission" in found.marks
    (message,) = found.messages
    assert (message.type, message.length, message.record_version) == ("client_hello", 200, 0x0301)
    shown = hello(message, found)
    assert (shown.sni, shown.ciphers, shown.extensions) == ("a.example.test", (0xC02F, 0x002F), (0, 13))
    assert (shown.signature_algorithms, shown.random) == ((0x0403, 0x0804), b"\x01\x02")


@pytest.mark.parametrize("missing", ["ip.src", "tcp.stream", "frame.number"])
def test_no_packet(missing: str) -> None:
    frame, ip, tcp = ({key: tree[key] for key in tree if key != missing} for tree in (FRAME, IP, TCP))
    assert packet(frame, ip, tcp, {}) is None


def test_ipv6() -> None:
    found = packet(FRAME, {"ipv6.src": "2001:db8::1", "ipv6.dst": "2001:db8::2"}, TCP, {})
    assert found is not None
    assert found.source.ip == "2001:db8::1"


def types(tls: object) -> list[str]:
    return [message.type for message in messages(tls)]


def test_messages() -> None:
    several = [{"tls.record": [record("20"), record("22", handshake={})]}, {"tls.record": record("23")}]
    assert types(several) == ["change_cipher_spec", "encrypted_handshake", "application_data"]
    assert types({"tls.record": record("21", alert_message={"tls.alert_message.desc": "48"})}) == ["alert"]
    assert types({"tls.record": record("21", alert_message="encrypted")}) == ["alert"]
    assert types({"tls.record": {"tls.record.opaque_type": "23"}}) == ["application_data"]
    assert types({"tls.record": {"tls.handshake.type": "1"}}) == ["ssl2_client_hello"]
    assert types({"tls.record": record("99")}) == types({}) == types("tls") == []


def test_a_stream_becomes_a_handshake() -> None:
    parts = (
        packet(FRAME, IP, TCP, {"tls.record": record("22", handshake=HELLO)}),
        packet(
            FRAME | {"frame.number": "9"},
            {"ip.src": IP["ip.dst"], "ip.dst": IP["ip.src"]},
            TCP | {"tcp.srcport": "465", "tcp.dstport": "50123", "tcp.flags": "0x0011"},
            {
                "tls.record": record(
                    "21", alert_message={"tls.alert_message.level": "2", "tls.alert_message.desc": "40"}
                )
            },
        ),
    )
    (found,) = handshakes([each for each in parts if each], "x.pcap")
    assert (found.client.port, found.server.port, found.starttls) == (50123, 465, "smtp")
    assert [(alert.side, alert.level, alert.name) for alert in found.alerts] == [
        ("server", "fatal", "handshake_failure")
    ]
    assert (found.first_frame, found.last_frame, found.ending.first_fin) == (7, 9, "server")


TREES = st.recursive(
    st.one_of(st.text(max_size=6), st.sampled_from(["1", "22", "21", "0x16", "16:03"]), st.none()),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(
            st.sampled_from(
                [
                    "tls.record",
                    "tls.record.content_type",
                    "tls.handshake",
                    "tls.handshake.type",
                    "tls.alert_message",
                    "x",
                ]
            ),
            inner,
            max_size=4,
        ),
    ),
    max_leaves=12,
)


@settings(max_examples=100, deadline=None)
@given(TREES, TREES)
def test_any_tree(tls: object, inside: object) -> None:
    for message in messages(tls):
        assert isinstance(message, TlsMessage)
    found = packet(FRAME, IP, TCP, {"tls.record": record("22", handshake=inside)})
    assert found is not None
    assert all(
        one.client_hello is None or one.client_hello.frame == 7 for one in handshakes([found], "x.pcap")
    )
