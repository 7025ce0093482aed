"""Filters by themselves, in the reader, and as the command line gives them."""

from __future__ import annotations

import json
from ipaddress import ip_network
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from ssldiag.capture.filters import Filters, network, ports
from ssldiag.cli import app
from ssldiag.wire.model import Endpoint
from tests.capture.files import pcap
from tests.capture.makers import (
    BEGIN,
    ENDS,
    ENDS6,
    GOOD,
    REFUSED,
    SECOND,
    Ends,
    Said,
    ethernet,
    frames,
    merged,
    packets,
    spoken,
)
from tests.capture.support import read, verdict
from tests.capture.wraps import TUNNELS
from tests.pcaps import hello
from tests.wire.bytesmith import client_hello, handshake

OTHER = Ends("198.51.100.9", 40000, "203.0.113.1", 443)
NAMED: tuple[Said, ...] = (("c", hello("Mail.Example.Test")), *GOOD[1:])
NAMELESS: tuple[Said, ...] = (("c", handshake(1, client_hello())),)

FIRST, LAST = BEGIN / SECOND, BEGIN / SECOND + 60
CAPTURE = pcap(
    merged(
        frames(spoken(GOOD)),
        frames(spoken(REFUSED, start=BEGIN + 20 * SECOND), OTHER),
        frames(spoken(NAMED, start=BEGIN + 40 * SECOND), ENDS6),
        frames(spoken(NAMELESS, start=BEGIN + 60 * SECOND), Ends(client_port=50124, server_port=25)),
    )
)


def starts(filters: Filters) -> list[int]:
    """Seconds after the first one at which the handshakes that are wanted begin."""
    return [round(found.start - FIRST) for found in read(CAPTURE, filters=filters).handshakes]


@pytest.mark.parametrize(
    ("filters", "wanted"),
    [
        (Filters(), [0, 20, 40, 60]),
        (Filters(hosts=(network("192.0.2.7"),)), [0, 60]),
        (Filters(hosts=(network("192.0.2.0/24"), network("198.51.100.9"))), [0, 20, 60]),
        (Filters(hosts=(network("[2001:db8::10]"),)), [40]),
        (Filters(hosts=(network("2001:db8::/32"),)), [40]),
        (Filters(hosts=(network("::/0"),)), [40]),
        (Filters(hosts=(network("0.0.0.0/0"),)), [0, 20, 60]),
        (Filters(hosts=(network("192.0.2.8"),)), []),
        (Filters(ports=tuple(ports("992"))), [0, 40]),
        (Filters(ports=tuple(ports("40000"))), [20]),
        (Filters(ports=tuple(ports("25,443"))), [20, 60]),
        (Filters(ports=tuple(ports("0-65535"))), [0, 20, 40, 60]),
        (Filters(ports=tuple(ports("1-24"))), []),
        (Filters(names=("telnet.example.test",)), [0, 20]),
        (Filters(names=("*.example.test",)), [0, 20, 40]),
        (Filters(names=("mail.*", "nobody")), [40]),
        (Filters(names=("*",)), [0, 20, 40]),
        (Filters(names=("[t]elnet.*",)), [0, 20]),
        (Filters(since=FIRST), [0, 20, 40, 60]),
        (Filters(since=FIRST + 0.001), [20, 40, 60]),
        (Filters(until=FIRST), [0]),
        (Filters(since=FIRST + 20, until=FIRST + 40), [20, 40]),
        (Filters(since=LAST + 1), []),
        (Filters(hosts=(network("192.0.2.7"),), ports=tuple(ports("25"))), [60]),
        (Filters(names=("telnet.*",), since=FIRST + 1), [20]),
    ],
)
def test_what_is_wanted(filters: Filters, wanted: list[int]) -> None:
    assert sorted(starts(filters)) == wanted


def test_what_is_not_wanted_is_counted_all_the_same() -> None:
    found = read(CAPTURE, filters=Filters(ports=tuple(ports("1"))))
    assert (found.handshakes, found.file.counts.packets) == ([], read(CAPTURE).file.counts.packets)


def test_the_inner_addresses_count() -> None:
    """A tunnel's own ends are not those of the connection."""
    data = pcap([(time, TUNNELS["gre"](packet)) for time, packet in packets(spoken(GOOD))])
    inner, outer = (Filters(hosts=(network(host),)) for host in ("192.0.2.7", "198.51.100.1"))
    assert len(read(data, filters=inner).handshakes) == 1
    assert read(data, filters=outer).handshakes == []


def test_a_connection_without_its_beginning() -> None:
    """The first packet seen is the server's: its ends are those of the connection too."""
    data = pcap([(time, ethernet(packet)) for time, packet in packets(spoken(GOOD)[4:])])
    for host in (ENDS.client, ENDS.server):
        assert len(read(data, filters=Filters(hosts=(network(host),))).handshakes) == 1
    assert read(data, filters=Filters(hosts=(network("203.0.113.1"),))).handshakes == []


@pytest.mark.parametrize("text", ["", "a", "1-", "-1", "1,", "9-3", "65536", "1-65536", "1.5", "0x10", "1 2"])
def test_ports_that_make_no_sense(text: str) -> None:
    with pytest.raises(ValueError):
        list(ports(text))


def test_ports() -> None:
    assert list(ports("992")) == [range(992, 993)]
    assert list(ports(" 1-3 , 65535")) == [range(1, 4), range(65535, 65536)]


@pytest.mark.parametrize("text", ["", "example.test", "1.2.3", "1.2.3.4/33", "1.2.3.4.5", "::/129", "[::1"])
def test_networks_that_make_no_sense(text: str) -> None:
    if text == "[::1":
        assert network(text) == ip_network("::1")
        return
    with pytest.raises(ValueError):
        network(text)


def test_networks() -> None:
    assert network("10.1.2.3/8") == ip_network("10.0.0.0/8")
    assert network(" 10.1.2.3 ") == ip_network("10.1.2.3/32")
    assert network("[2001:db8::1]") == ip_network("2001:db8::1/128")


@settings(max_examples=100, deadline=None)
@given(st.ip_addresses().map(str), st.ip_addresses().map(str), st.integers(0, 65535), st.integers(0, 65535))
def test_both_ends_are_alike(one: str, other: str, port: int, other_port: int) -> None:
    first, second = Endpoint(one, port), Endpoint(other, other_port)
    for filters in (Filters((network(one),)), Filters(ports=(range(port, port + 1),))):
        assert filters.connection(first, second)
        assert filters.connection(second, first)


@settings(max_examples=50, deadline=None)
@given(st.text(max_size=20))
def test_any_text_is_read_or_refused(text: str) -> None:
    for reader in (network, lambda word: list(ports(word))):
        try:
            reader(text)
        except ValueError:
            continue


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ([], [0, 20, 40, 60]),
        (["--host", "2001:db8::7"], [40]),
        (["--host", "192.0.2.0/24", "--port", "25"], [60]),
        (["--port", "443,25"], [20, 60]),
        (["--sni", "MAIL.*"], [40]),
        (["--failed"], [20, 60]),
        (["--failed", "--host", "192.0.2.7"], [60]),
        (["--since", "2026-11-20T09:30:20Z", "--until", "2026-11-20T09:30:40Z"], [20, 40]),
        (["--until", "2026-11-20T10:30:00+01:00"], [0]),
    ],
)
def test_the_command_line(tmp_path: Path, words: list[str], wanted: list[int]) -> None:
    path = tmp_path / "made.pcap"
    path.write_bytes(CAPTURE)
    result = CliRunner().invoke(app, ["pcap", str(path), "--format", "jsonl", "--now", "2026-11-22", *words])
    records = [json.loads(line) for line in result.stdout.splitlines()]
    firsts = {1: 0, 13: 20, 22: 40, 34: 60}
    assert sorted(firsts[record["frames"]["first"]] for record in records) == wanted


def test_ports_named_one_by_one_are_asked_for() -> None:
    assert Filters(ports=(range(992, 993), range(1024, 1101))).asked == {992}
    assert Filters().asked == frozenset()


PORT = Ends("192.0.2.7", 50123, "192.0.2.10", 15000)


@pytest.mark.parametrize(
    ("said", "cause"),
    [
        ([("c", b"GET / HTTP/1.1\r\n\r\n")], "http_on_tls_port"),
        ([("c", b"SSH-2.0-PuTTY\r\n")], "plaintext_on_tls_port"),
        ([], "peer_closed"),
    ],
)
def test_what_fails_before_any_tls_on_a_port_that_is_asked_for(said: list[Said], cause: str) -> None:
    data = pcap(frames(spoken(said), PORT))
    assert read(data).handshakes == []
    assert read(data, filters=Filters(ports=tuple(ports("14999-15001")))).handshakes == []
    assert verdict(read(data, filters=Filters(ports=tuple(ports("443,15000")))).only).cause == cause


def test_packets_without_a_beginning_and_without_data_are_no_failure_there() -> None:
    data = pcap(frames(spoken([], opened=False), PORT))
    assert read(data, filters=Filters(ports=tuple(ports("15000")))).handshakes == []
