"""Whole items or nothing of them; a broken run leaves no trace; a manifest that others damaged is said so."""

from __future__ import annotations

import errno
import json
import os
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from ssldiag.fleet import dataset as datasets
from ssldiag.fleet import manifest, sheets
from ssldiag.fleet.dataset import Dataset, Writer
from ssldiag.fleet.model import FleetError
from ssldiag.fleet.schema import SCHEMA, TABLES
from tests.benchmarks.doctor.hosts import write_host
from tests.conftest import ROOT
from tests.fleet.made import fleet_doctor
from tests.fleet.support import NOW, ask, documents, fleet_pcap, rotated

DAY = datetime(2026, 11, 22, 10)


def host(name: str, **more: object) -> dict[str, object]:
    return {"host": name, "judged_at": DAY, "status": "examined", **more}


def written(folder: Path, *names: str, resume: bool = False) -> Dataset:
    there = Dataset(folder, "doctor", NOW, resume)
    with Writer(there) as writer:
        for name in names:
            writer.add("hosts", name, host(name))
            writer.done(name, [(name, 1, "a")])
    return there


def test_rows_by_day_with_their_schema(tmp_path: Path) -> None:
    with Writer(Dataset(tmp_path / "out", "doctor", NOW, False)) as writer:
        writer.add("hosts", "a", host("a", skipped=["ZVM101"]))
        writer.add("hosts", "a", host("b", judged_at=datetime(2026, 11, 23)))
        writer.done("a", [("a", 1, "x")])
    files = sorted((tmp_path / "out" / "hosts").glob("day=*/*.parquet"))
    assert [path.parent.name for path in files] == ["day=2026-11-22", "day=2026-11-23"]
    schema = pq.read_schema(files[0])
    assert schema.metadata[b"ssldiag.schema"].decode() == SCHEMA
    assert schema.names == [column.name for column in TABLES["hosts"].columns]
    assert ask(tmp_path / "out", "SELECT host, skipped, day::VARCHAR FROM hosts ORDER BY 1").rows == (
        ("a", ["ZVM101"], "2026-11-22"),
        ("b", None, "2026-11-23"),
    )
    assert not (tmp_path / "out" / ".part").exists()


def test_what_was_not_done_is_not_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets, "ROWS_IN_GROUP", 1)
    with pytest.raises(KeyboardInterrupt), Writer(Dataset(tmp_path, "doctor", NOW, False)) as writer:
        writer.add("hosts", "a", host("a"))
        assert list((tmp_path / ".part").rglob("*.parquet"))
        raise KeyboardInterrupt
    assert [path.name for path in tmp_path.iterdir()] == [datasets.LOCK]
    assert Dataset(tmp_path, "doctor", NOW, False).known() == {}, "a new run may begin there"


def test_what_was_done_before_a_run_broke_off_is_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(datasets, "PACE", 0.0)
    with pytest.raises(KeyboardInterrupt), Writer(Dataset(tmp_path, "doctor", NOW, False)) as writer:
        writer.add("hosts", "a", host("a"))
        writer.done("a", [("a", 1, "x")])
        writer.add("hosts", "b", host("b"))
        raise KeyboardInterrupt
    assert ask(tmp_path, "SELECT host FROM hosts").rows == (("a",),)
    assert Dataset(tmp_path, "doctor", NOW, True).known() == {"a": (1, "x")}


def test_files_that_no_line_names_are_removed(tmp_path: Path) -> None:
    written(tmp_path, "a")
    stray = tmp_path / "hosts" / "day=2026-11-22" / "stray.parquet"
    stray.write_bytes(b"half")
    assert ask(tmp_path, "SELECT count(*) FROM hosts").rows == ((1,),)
    written(tmp_path, "b", resume=True)
    assert not stray.exists()
    assert ask(tmp_path, "SELECT host FROM hosts ORDER BY 1").rows == (("a",), ("b",))


def test_the_last_run_of_a_host_counts_and_history_has_all(tmp_path: Path) -> None:
    written(tmp_path, "a", "b")
    written(tmp_path, "a", resume=True)
    assert ask(tmp_path, "SELECT host, count(*) FROM hosts GROUP BY 1 ORDER BY 1").rows == (
        ("a", 1),
        ("b", 1),
    )
    assert ask(tmp_path, "SELECT count(*) FROM history.hosts").rows == ((3,),)


def test_folders_that_are_not_taken(tmp_path: Path) -> None:
    written(tmp_path / "there", "a")
    with pytest.raises(FleetError, match="--resume"):
        Dataset(tmp_path / "there", "doctor", NOW, False)
    Dataset(tmp_path / "there", "pcap", NOW, False)
    (tmp_path / "file").touch()
    with pytest.raises(FleetError, match="not a folder"):
        Dataset(tmp_path / "file", "doctor", NOW, False)
    with pytest.raises(FleetError, match="no dataset"):
        Dataset(tmp_path, "doctor", NOW, False)


def test_a_last_line_without_an_end_counts_for_nothing(tmp_path: Path) -> None:
    written(tmp_path, "a")
    path = tmp_path / manifest.NAME
    path.write_bytes(path.read_bytes() + b'{"schema": "ssld')
    assert len(manifest.read(tmp_path).commits) == 1
    written(tmp_path, "b", resume=True)
    assert len(manifest.read(tmp_path).commits) == 2


def bytes_of(value: object) -> bytes:
    return line_of(inputs=value, done=value, files=value).encode() + b"\n"


def line_of(**more: object) -> str:
    told = {
        "schema": SCHEMA,
        "run": "r",
        "kind": "doctor",
        "inputs": [],
        "done": [],
        "replaced": [],
        "files": [],
    }
    return json.dumps(told | more)


@pytest.mark.parametrize(
    "line",
    [
        "{}",
        "[]",
        "nonsense",
        '{"schema": "ssldiag.fleet/99"}',
        line_of(inputs=[["a"]]),
        line_of(files=["../../x"]),
        line_of(files=["/etc/passwd"]),
        line_of(done=5),
    ],
)
def test_a_manifest_that_is_none(tmp_path: Path, line: str) -> None:
    (tmp_path / manifest.NAME).write_text(line + "\n", "utf-8")
    with pytest.raises(FleetError, match=r"is not what ssldiag wrote|is of schema"):
        manifest.read(tmp_path)


def test_one_run_at_a_time(tmp_path: Path) -> None:
    """The files of a run are none that another one may take away."""
    program = """
import sys
from pathlib import Path
from ssldiag.fleet.dataset import Dataset, Writer
from ssldiag.fleet.model import FleetError
from tests.fleet.support import NOW
try:
    with Writer(Dataset(Path(sys.argv[1]), "pcap", NOW, False)):
        print("begun")
except FleetError as error:
    print(error)
"""
    command = [sys.executable, "-c", program, str(tmp_path)]
    with Writer(Dataset(tmp_path, "doctor", NOW, False)) as writer:
        writer.add("hosts", "a", host("a"))
        said = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
        assert said == f"{tmp_path}: another run writes into it\n"
        writer.done("a", [])
    assert ask(tmp_path, "SELECT host FROM hosts").rows == (("a",),)
    said = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert said == "begun\n"


@pytest.mark.parametrize("group", [1, 4000])
def test_rows_taken_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, group: int) -> None:
    monkeypatch.setattr(sheets, "ROWS_IN_GROUP", group)
    with Writer(Dataset(tmp_path, "doctor", NOW, False)) as writer:
        writer.add("hosts", "a", host("a"))
        writer.done("a", [])
        writer.add("hosts", "b", host("b"))
        writer.back()
        writer.add("hosts", "c", host("c"))
        writer.done("c", [])
    assert ask(tmp_path, "SELECT host FROM history.hosts ORDER BY 1").rows == (("a",), ("c",))


def test_few_large_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Rows of many items, and of one with many rows, are in one file; one is ended when it has enough."""
    monkeypatch.setattr(sheets, "ROWS_IN_GROUP", 3)
    monkeypatch.setattr(sheets, "ROWS_IN_FILE", 20)
    with Writer(Dataset(tmp_path, "doctor", NOW, False)) as writer:
        for number in range(15):
            writer.add("hosts", f"{number}", host(f"{number}"))
            writer.done(f"{number}", [])
        for number in range(30):
            writer.add("hosts", "many", host(f"m{number}"))
        writer.done("many", [])
    files = sorted((tmp_path / "hosts").glob("day=*/*.parquet"))
    assert sorted(pq.ParquetFile(path).metadata.num_rows for path in files) == [9, 15, 21]
    assert ask(tmp_path, "SELECT count(DISTINCT host) FROM hosts").rows == ((45,),)


def test_rows_of_many_days(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets, "ROWS_IN_GROUP", 5)
    monkeypatch.setattr(sheets, "OPEN_SHEETS", 2)
    with Writer(Dataset(tmp_path, "doctor", NOW, False)) as writer:
        for number in range(28):
            writer.add("hosts", "a", host(f"{number}", judged_at=datetime(2026, 2, 1 + number % 7)))
        writer.done("a", [])
    assert ask(tmp_path, "SELECT count(*), count(DISTINCT day) FROM hosts").rows == ((28, 7),)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.one_of(
        st.binary(max_size=200), st.recursive(st.none() | st.floats() | st.text(), st.lists).map(bytes_of)
    )
)
@example(b"[" * 100_000 + b"\n")
@example(line_of(inputs=[["a", float("inf"), "b"]]).encode() + b"\n")
def test_any_manifest_is_one_or_a_sentence(tmp_path: Path, data: bytes) -> None:
    (tmp_path / manifest.NAME).write_bytes(data)
    try:
        manifest.read(tmp_path).current()
    except FleetError as error:
        assert manifest.NAME in str(error) or SCHEMA in str(error)


@pytest.mark.parametrize(
    "place", ["pyarrow.parquet.ParquetWriter.write_table", "ssldiag.fleet.manifest.append"]
)
def test_a_disk_that_is_full(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "Error writing bytes to file. Detail: [errno 28] No space left on device")

    written(tmp_path / "out", "a")
    monkeypatch.setattr(place, full)
    wanted = f"{tmp_path}/out: cannot be written: No space left on device; --resume does"
    with pytest.raises(FleetError, match=wanted):
        written(tmp_path / "out", "b", resume=True)
    monkeypatch.undo()
    assert not (tmp_path / "out" / ".part").exists()
    written(tmp_path / "out", "b", resume=True)
    assert ask(tmp_path / "out", "SELECT host FROM hosts ORDER BY 1").rows == (("a",), ("b",))


def test_names_that_are_not_utf8(tmp_path: Path) -> None:
    odd = os.fsdecode(b"caf\xe9\xff")
    write_host(tmp_path / "hosts" / odd, 5)
    rotated(tmp_path / odd, files=2)
    to = tmp_path / "out"
    assert fleet_doctor([f"{tmp_path}/hosts/*"], to).errors == 1
    fleet_pcap([tmp_path / odd], to)
    told = ask(to, "SELECT host, count(*) FROM hosts JOIN findings USING (host) GROUP BY 1").rows
    assert told == ((r"caf\udce9\udcff", 1),)
    assert documents(to)
    names = ask(to, "SELECT DISTINCT capture, item FROM handshakes JOIN files USING (capture, item)").rows
    assert len(names) == 1 and r"caf\udce9\udcff/ring-#.pcap" in names[0][0]
    fleet_doctor([f"{tmp_path}/hosts/*"], to, resume=True)
    assert ask(to, "SELECT count(*) FROM hosts").rows == ((1,),), "the second run is how it is now"
    assert list(Dataset(to, "doctor", NOW, True).known()) == [f"{tmp_path}/hosts/{odd}"]


def test_a_run_that_ended_since_this_one_was_planned(tmp_path: Path) -> None:
    """What it did would be there twice."""
    late = Dataset(tmp_path, "pcap", NOW, True)
    other = Dataset(tmp_path, "doctor", NOW, True)
    with Writer(Dataset(tmp_path, "pcap", NOW, False)) as writer:
        writer.done("a", [("a", 1, "")])
    with pytest.raises(FleetError, match="another run has just written into it"), Writer(late):
        pass
    for _ in range(2):  # nor is the dataset taken then
        with Writer(other) as writer:
            writer.done("b", [("b", 1, "")])
