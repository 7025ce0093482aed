"""A small fleet that has something of everything: hosts sound, faulty and broken; clients old and new."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

from ssldiag.cli.fleet_examiner import Examiner
from ssldiag.cli.plan import Order
from ssldiag.fleet import places, run_doctor
from ssldiag.fleet.dataset import Dataset, Writer
from tests import pcaps
from tests.benchmarks.doctor.hosts import write_host
from tests.fleet.here import Here
from tests.fleet.support import NOW, Quiet, fleet_pcap
from tests.wire.bytesmith import client_hello, handshake

HOSTS = 6
"""Sound ones but the fifth; beside them one without any known file, and one that is no archive."""

MARKUP = "<script>alert(1)</script>"


def hosts(folder: Path) -> None:
    """Folders and archives of hosts."""
    for number in range(1, HOSTS + 1):
        write_host(folder / f"host{number}", number)
    with (folder / "host5" / "TCPIP.CONSOLE").open("a", encoding="ascii") as log:
        log.write("12:00:01 gsk_secure_socket_init failed: return code 8 (GSK_ERR_CERT_VALIDATION)\n" * 2)
    (folder / "notes").mkdir()
    (folder / "notes" / "shopping.txt").write_text("milk and bread, and nothing about TLS", "ascii")
    (folder / f"{MARKUP.replace('/', '-')}.zip").write_bytes(b"PK\x03\x04 this is no archive" * 50)


def old_hello() -> bytes:
    """A ClientHello of SSL 3.0."""
    return handshake(1, client_hello(version=0x0300), 0x0300)


def captures(folder: Path) -> None:
    """Two files: handshakes of today's clients and of old ones, failed and completed; a third is none."""
    folder.mkdir()
    start = pcaps.START
    first = [
        pcaps.completed(client_port=50_000 + number, start=start + number, name="telnet.example.test")
        for number in range(5)
    ]
    first += [pcaps.refused(48, client="192.0.2.8", client_port=51_000, start=start + 20)]
    second = [
        pcaps.no_cipher([0x0005], client="192.0.2.9", client_port=52_000 + number) for number in range(3)
    ]
    said = (("c", old_hello()), ("s", pcaps.alert(70)), ("s-fin", b""), ("c-fin", b""))
    second += [pcaps.Connection(said, client="192.0.2.66", start=start + 40)]
    (folder / "eth0-1.pcap").write_bytes(pcaps.pcap(*first))
    (folder / "eth0-2.pcap").write_bytes(pcaps.pcap(*second))
    (folder / "eth0-3.pcap").write_bytes(b"no capture at all")


def order(now: datetime) -> Order:
    """Examine with all rules."""
    return Order((), now)


def fleet_doctor(
    patterns: list[str], to: Path, now: datetime = NOW, resume: bool = False
) -> run_doctor.Examined:
    """As ``ssldiag fleet doctor`` does it."""
    items = [item for pattern in patterns for item in places.hosts(pattern)]
    with Writer(Dataset(to, "doctor", now, resume)) as writer:
        return run_doctor.run(items, Here(), writer, Examiner(order(now)), now, Quiet())


def fleet(folder: Path) -> Path:
    """A dataset of two runs over the hosts, a day apart, and one over the captures."""
    hosts(folder / "hosts")
    captures(folder / "captures")
    to = folder / "dataset"
    fleet_doctor([f"{folder}/hosts/*"], to, NOW - timedelta(days=1))
    fleet_doctor([f"{folder}/hosts/*"], to, NOW, resume=True)
    fleet_pcap([folder / "captures"], to)
    return to
