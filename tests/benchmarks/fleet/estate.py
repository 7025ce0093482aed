"""A folder in, an estate out to look at a report of: 200 hosts and 40 capture files, some of everything.

``python -m tests.benchmarks.fleet.estate FOLDER``. Same words, same estate, but for keys and certificates.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from ssldiag.keydb.choices import KeyKind, Purpose
from ssldiag.keydb.edit_make import Wanted
from ssldiag.keydb.edit_new import with_issued, with_self_signed
from ssldiag.keydb.store import Database
from tests import pcaps
from tests.benchmarks.doctor.hosts import write_hosts
from tests.wire.bytesmith import client_hello, handshake

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
HOSTS, FILES, EACH = 200, 40, 60
LEFT = (-12, 6, 19, 33, 58, 88, 140, 200, 265, 300, 330, 360)
"""Days that the certificates of servers have left."""

DAMAGED, NONE = 17, 31
"""The file that is damaged, and the one that is no capture."""


def server_certificates() -> list[bytes]:
    """One for each server."""
    start = NOW - timedelta(days=400)
    ca = Wanted("CN=Example CA,O=Example", kind=KeyKind.P_256, purpose=Purpose.CA, days=4000)
    found = with_self_signed(Database(), "CA", ca, start).database
    ders = []
    for number, left in enumerate(LEFT):
        name = f"host{number + 1:02}.example.test"
        wanted = Wanted(f"CN={name},O=Example", (f"DNS:{name}",), KeyKind.P_256, days=395 + left)
        found = with_issued(found, name, wanted, "CA", NOW - timedelta(days=395)).database
        record = found.find(name)
        assert record is not None and record.certificate is not None
        ders.append(record.certificate)
    return ders


def connections(chance: random.Random, ders: list[bytes], file: int) -> Iterator[pcaps.Connection]:
    """What one file holds, a few hours of it: mostly what works."""
    begin = (NOW - timedelta(days=10) + timedelta(hours=6 * file)).timestamp()
    for number in range(EACH):
        which = chance.randrange(len(ders))
        where: dict[str, Any] = {
            "client": f"192.0.2.{chance.randrange(1, 120)}",
            "client_port": 49_200 + number,
            "server": f"198.51.100.{which + 1}",
            "server_port": chance.choice((992, 992, 990, 9476)),
            "start": begin + number * 300 + chance.random(),
        }
        lot = chance.random()
        if lot < 0.78:
            yield pcaps.completed(ders[which], name=f"host{which + 1:02}.example.test", **where)
        elif lot < 0.86:
            yield pcaps.refused(48 if lot < 0.83 else 45, ders[which], **where)
        elif lot < 0.91:
            yield pcaps.no_cipher([0x0005, 0x000A], **where)
        elif lot < 0.97:
            version = chance.choice((0x0300, 0x0301, 0x0301, 0x0302))
            hello = handshake(1, client_hello(version=version, ciphers=(0x002F, 0x0035)), version)
            said = (("c", hello), ("s", pcaps.alert(70)), ("s-fin", b""), ("c-fin", b""))
            yield pcaps.Connection(said, **{**where, "client": f"203.0.113.{chance.randrange(1, 25)}"})
        else:
            yield pcaps.Connection((("c", pcaps.hello()), ("s-rst", b"")), **where)


def write(folder: Path) -> None:
    """Make all of it."""
    write_hosts(folder / "hosts", HOSTS)
    (folder / "hosts" / "host0042" / "Database.kdb").write_bytes(b"")
    (folder / "hosts" / "host0099.zip").write_bytes(b"PK\x03\x04 was cut off while it was sent")
    captures = folder / "captures"
    captures.mkdir(parents=True)
    chance, ders = random.Random(7), server_certificates()
    for number in range(FILES):
        data = pcaps.pcap(*connections(chance, ders, number))
        if number == DAMAGED:
            data = data[: len(data) // 2] + b"\xff" * 2000 + data[len(data) // 2 + 2000 :]
        path = captures / f"lpar-{number + 1:03}.pcap"
        path.write_bytes(b"\0" * 5000 if number == NONE else data)


if __name__ == "__main__":
    write(Path(sys.argv[1]))
