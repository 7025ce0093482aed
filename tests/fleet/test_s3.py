"""Captures and hosts in an S3 bucket: the same records as of the same files in a folder."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.fleet import buckets, made
from tests.fleet.support import NOW, ask, documents, one_process, packed, rotated, statuses

pytestmark = pytest.mark.skipif(
    buckets.program() is None, reason="s3fs with moto is not installed (make test-all does it)"
)

FINDINGS = "SELECT host, code, message, file, line FROM findings ORDER BY ALL"
HOSTS = "SELECT host, status, sources, bytes, errors, warnings FROM hosts ORDER BY ALL"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[buckets.Store]:
    with buckets.store(tmp_path_factory.mktemp("store")) as found:
        yield found


def test_captures(tmp_path: Path, store: buckets.Store) -> None:
    paths = [*rotated(tmp_path / "in" / "plain", files=3), *packed(rotated(tmp_path / "in" / "gz", 2, 3))]
    store.put_all("captures", tmp_path / "in")
    done = store.fleet(
        "pcap", "--to", tmp_path / "out", "s3://captures/in/plain/*.pcap", "s3://captures/in/gz"
    )
    assert done.returncode == 0, done.stderr
    assert set(statuses(tmp_path / "out").values()) == {"read"}
    found = [line.replace("s3://captures/in", f"{tmp_path}/in") for line in documents(tmp_path / "out")]
    assert found == [*one_process(paths[3:]), *one_process(paths[:3])]
    again = store.fleet("pcap", "--resume", "--to", tmp_path / "out", "s3://captures/in")
    assert (again.returncode, "nothing new among 6" in again.stderr) == (0, True), again.stderr


def test_hosts(tmp_path: Path, store: buckets.Store) -> None:
    made.hosts(tmp_path / "in")
    store.put_all("hosts", tmp_path / "in")
    words = ("--now", NOW.isoformat(), "--to", tmp_path / "out")
    done = store.fleet("doctor", *words, "s3://hosts/in")
    assert done.returncode == 3, done.stderr  # one is no archive, another holds nothing that is known
    made.fleet_doctor([str(tmp_path / "in")], tmp_path / "local")
    for question in (HOSTS, FINDINGS):
        found, wanted = ask(tmp_path / "out", question).rows, ask(tmp_path / "local", question).rows
        assert found == wanted
    assert ask(tmp_path / "out", "SELECT count(*) FROM findings").rows[0][0] > 0
