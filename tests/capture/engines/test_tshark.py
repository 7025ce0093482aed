"""tshark as an engine gives what the native reader gives, where both understand a capture."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from ssldiag.capture.engines import EngineFailed, EngineMissing, tshark
from ssldiag.capture.engines.compare import compare
from tests.capture.engines.captures import MADE, brief, native

needs_tshark = pytest.mark.skipif(shutil.which("tshark") is None, reason="tshark is not installed")

AS_TSHARK_SEES_IT = {
    "malformed_certificate_file_cut.pcap": {"certificates"},
    "tunnel_4in6.pcap": {"server_hello", "messages"},
    "tcp_fast_open_syn_data.pcap": {"server_hello", "messages", "first_fin"},
    "tls12_huge_certificate_many_records.pcap.gz": {"certificates", "messages"},
    "corner_cases_no_syn.pcap": {"handshake"},
}
"""Fields of public captures in which tshark 4.0 says something else (docs/differences.md tells why)."""


@needs_tshark
@pytest.mark.parametrize("name", MADE)
def test_the_same_as_the_native_reader(tmp_path: Path, name: str) -> None:
    path = tmp_path / "wire.pcap"
    path.write_bytes(MADE[name])
    found = list(tshark.decode([path]))
    assert brief(found) == brief(native(path))
    assert compare(native(path), found).disagreements == []
    assert bool(found) == (name != "none")


@needs_tshark
def test_segments_in_another_order(tmp_path: Path) -> None:
    """The two segments of the server's flight change places."""
    data = MADE["split"]
    starts, at = [], 24
    while at < len(data):
        starts.append(at)
        at += 16 + int.from_bytes(data[at + 8 : at + 12], "little")
    packets = [data[one:two] for one, two in zip(starts, [*starts[1:], len(data)], strict=True)]
    packets[4], packets[5] = packets[5], packets[4]
    path = tmp_path / "wire.pcap"
    path.write_bytes(data[:24] + b"".join(packets))
    (one,), (other,) = native(path), list(tshark.decode([path]))
    assert [seen.der for seen in other.certificates] == [seen.der for seen in one.certificates] != []


@needs_tshark
def test_what_is_no_capture(tmp_path: Path) -> None:
    path = tmp_path / "text.pcap"
    path.write_text("no capture at all, only words\n")
    with pytest.raises(EngineFailed, match=r"text\.pcap: tshark cannot read it: "):
        list(tshark.decode([path]))
    with pytest.raises(FileNotFoundError):
        list(tshark.decode([tmp_path / "gone.pcap"]))


@needs_tshark
def test_a_file_that_breaks_off(tmp_path: Path) -> None:
    path = tmp_path / "cut.pcap"
    path.write_bytes(MADE["two"][:-30])
    told: list[str] = []
    assert len(list(tshark.decode([path], tell=told.append))) == 2
    (sentence,) = told
    assert "tshark stopped: " in sentence
    assert "cut short" in sentence


@needs_tshark
def test_secrets_are_passed_on(tmp_path: Path) -> None:
    path, log = tmp_path / "wire.pcap", tmp_path / "keys.log"
    path.write_bytes(MADE["completed"])
    log.write_text(f"CLIENT_RANDOM {'00' * 32} {'11' * 48}\n")
    assert len(list(tshark.decode([path], keylog=log))) == 1


def test_tshark_is_not_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.which", lambda name: None)
    with pytest.raises(EngineMissing, match="tshark is not installed"):
        tshark.check()
    monkeypatch.setattr("shutil.which", lambda name: "/usr/bin/tshark")
    monkeypatch.setattr(tshark, "find_spec", lambda name: None)
    with pytest.raises(EngineMissing, match="pyshark is not installed"):
        tshark.check()


@needs_tshark
@pytest.mark.parametrize(
    "name",
    [
        *AS_TSHARK_SEES_IT,
        "postgresql_ssl_request.pcap",
        "tls13_hello_retry_out_of_order.pcap",
        "sslv2_handshake.pcap",
        "tls12_client_certificate.pcap",
        "vlan_qinq_pppoe.pcap",
        "mysql_tls13.pcap",
    ],
)
def test_public_captures(shared: Path, name: str) -> None:
    path = shared / "captures" / name
    found = compare(native(path), tshark.decode([path])).disagreements
    assert {item.field for item in found} <= AS_TSHARK_SEES_IT.get(name, set())
