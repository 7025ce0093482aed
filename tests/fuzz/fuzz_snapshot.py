"""Zip, tar, gzip and xz archives, and single files."""

from __future__ import annotations

import sys
from collections.abc import Hashable
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from ssldiag.archive import Limits
from ssldiag.snapshot import SnapshotError, open_snapshot
from tests.archive.makers import gzip_of, tar_of, xz_of, zip_of
from tests.fuzz.corpus import seeds
from tests.fuzz.loop import main
from tests.fuzz.support import shape

LIMITS = Limits(
    members=200, total=4 * 1024 * 1024, ratio_from=64 * 1024, held=1024 * 1024, held_member=64 * 1024
)
"""Small ones, so that variants reach them."""


@cache
def SEEDS() -> list[bytes]:
    """Small archives of every form, one inside the other too."""
    files = {
        "SYSTEM.DTCPARMS": b":nick.TCPIP :type.server\n",
        "logs/TCPIP.CONSOLE": b"DTCTCP001I z/VM\n" * 200,
    }
    packs = (zip_of, tar_of, lambda all: gzip_of(tar_of(all)), lambda all: xz_of(tar_of(all)))
    plain = [pack(files) for pack in packs]
    return [*plain, *(zip_of({"inner": data, **files}) for data in plain), *seeds(".zip")]


def target(data: bytes) -> Hashable:
    """Any bytes."""
    with TemporaryDirectory(prefix="ssldiag-fuzz-") as folder:
        path = Path(folder) / "host"
        path.write_bytes(data)
        try:
            found = open_snapshot(path, LIMITS)
        except SnapshotError as error:
            return str(error).removeprefix(str(path))[:40]
        total = 0
        for source in found.sources:
            assert not source.path.startswith("/") and ".." not in source.path.split("/")
            try:
                total += len(source.read())
            except OSError as error:
                assert str(error)
        assert total <= LIMITS.total or len(found.sources) == 1
        return (shape(len(found.sources), total), frozenset(item.reason[:30] for item in found.unreadable))


if __name__ == "__main__":
    main(target, SEEDS)
