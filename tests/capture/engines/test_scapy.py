"""scapy as an engine gives what the native reader gives."""

from __future__ import annotations

import bz2
import gzip
import lzma
from collections.abc import Callable
from pathlib import Path

import pytest

from ssldiag.capture.engines import EngineFailed, EngineMissing, scapy
from ssldiag.capture.engines.compare import compare
from ssldiag.capture.filters import Filters, ports
from ssldiag.wire.keylog import parse
from tests.capture.engines.captures import DER, MADE, brief, native
from tests.pcaps import pcap, refused


@pytest.fixture
def wire(tmp_path: Path) -> Path:
    """Two connections."""
    path = tmp_path / "wire.pcap"
    path.write_bytes(MADE["two"])
    return path


@pytest.mark.parametrize("name", MADE)
def test_the_same_as_the_native_reader(tmp_path: Path, name: str) -> None:
    path = tmp_path / "wire.pcap"
    path.write_bytes(MADE[name])
    if name == "none":
        assert list(scapy.decode([path])) == []
        return
    found = list(scapy.decode([path]))
    assert brief(found) == brief(native(path)) != []
    assert compare(native(path), found).disagreements == []


def test_a_filter_is_asked_early(wire: Path) -> None:
    wanted = Filters(ports=tuple(ports("50002")))
    (found,) = scapy.decode([wire], wanted=wanted.connection)
    assert found.client.port == 50002


def test_secrets_are_passed_on(wire: Path) -> None:
    log = parse([f"CLIENT_RANDOM {'00' * 32} {'11' * 48}"])
    assert len(list(scapy.decode([wire], keylog=log))) == 2


def test_a_file_that_breaks_off(wire: Path) -> None:
    wire.write_bytes(MADE["two"][:-30])
    assert len(list(scapy.decode([wire]))) == 2


@pytest.mark.parametrize("pack", [gzip.compress, lzma.compress, bz2.compress])
def test_packed_files(wire: Path, pack: Callable[[bytes], bytes]) -> None:
    data = pack(MADE["two"])
    wire.write_bytes(data)
    assert len(list(scapy.decode([wire]))) == 2


def test_a_packed_file_that_breaks_off(wire: Path) -> None:
    wire.write_bytes(gzip.compress(MADE["two"])[:-20])
    told: list[str] = []
    assert len(list(scapy.decode([wire], tell=told.append))) == 2
    (sentence,) = told
    assert sentence.startswith("the packed data ends early, after packet ")


def test_what_is_no_capture(tmp_path: Path) -> None:
    path = tmp_path / "text.pcap"
    path.write_text("no capture at all, only words\n")
    with pytest.raises(EngineFailed, match=r"text\.pcap: scapy cannot read it: "):
        list(scapy.decode([path]))
    with pytest.raises(FileNotFoundError):
        list(scapy.decode([tmp_path / "gone.pcap"]))


def test_scapy_fails_in_the_middle(wire: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    module = scapy.load()
    before = module.PcapReader

    class Failing(before):  # type: ignore[misc, valid-type]
        def __next__(self) -> object:
            self.given = getattr(self, "given", 0) + 1
            if self.given > 12:
                raise ValueError("no more\n of this")
            return super().__next__()

    monkeypatch.setattr(module, "PcapReader", Failing)
    told: list[str] = []
    found = list(scapy.decode([wire], tell=told.append))
    assert told == ["scapy stopped after packet 12: no more of this"]
    assert len(found) == 2


def test_fragments_are_put_together(tmp_path: Path) -> None:
    module = scapy.load()
    path, target = tmp_path / "whole.pcap", tmp_path / "fragments.pcap"
    path.write_bytes(pcap(refused(48, DER)))
    pieces = []
    for packet in module.rdpcap(str(path)):
        for piece in packet[module.IP].fragment(400):
            whole = module.Ether(src=packet.src, dst=packet.dst) / piece
            whole.time = packet.time
            pieces.append(whole)
    module.wrpcap(str(target), pieces)
    assert len(pieces) > 8
    (one,), (other,) = native(path), list(scapy.decode([target]))
    assert [message.type for message in other.messages] == [message.type for message in one.messages]
    assert [seen.der for seen in other.certificates] == [DER]


def test_scapy_is_not_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scapy, "find_spec", lambda name: None)
    with pytest.raises(EngineMissing, match="scapy is not installed"):
        scapy.check()


def test_public_captures(shared: Path) -> None:
    """Of tunnels, scapy does not open Geneve and GTP."""
    folder, other = shared / "captures", {"tunnel_geneve.pcap", "tunnel_gtp_snaplen.pcap"}
    for path in sorted((*folder.glob("*.pcap*"), *(folder / "synthetic").glob("*.pcap*"))):
        result = compare(native(path), scapy.decode([path]))
        assert result.disagreements == [] or path.name in other, path.name
