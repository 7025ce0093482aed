"""Steps without a pool: what they change, and what is said where one cannot be taken."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from ssldiag.keydb import stash, store_file
from ssldiag.lab.fault import Setup, Step, Value
from ssldiag.lab.ground import Ground, free, ground, reserve
from ssldiag.lab.keys import Keys, database_of, made_pool
from ssldiag.lab.machinery import Pool, Trouble, first_words
from ssldiag.lab.play import now
from ssldiag.lab.relay import Device
from ssldiag.lab.stage import Ran, Say, Shown, Stage
from ssldiag.lab.steps import Crew


@pytest.fixture(scope="module")
def place() -> Iterator[tuple[Ground, Keys]]:
    """A pool's folder with its keys; no pool runs."""
    with ground(keep=False) as here:
        yield here, made_pool(here, Setup(key="p256"), now())


@pytest.fixture
def stage() -> Stage:
    made = Stage()
    made.act(2)
    return made


@pytest.fixture
def crew(place: tuple[Ground, Keys], stage: Stage) -> Crew:
    made = Crew(place[0], stage, Pool(place[0].pool), place[1])
    made.save()
    return made


def labels(here: Ground) -> dict[str, bool]:
    """The labels of the key database, and whether each has a key."""
    path = database_of(here)
    password = stash.decode(path.with_suffix(".sth").read_bytes())
    return {record.label: record.key is not None for record in store_file.load(path, password).records}


@pytest.mark.parametrize(
    ("step", "words"),
    [
        (Step("replace", {"file": "TCPIP.DATA", "find": "nothing", "put": ""}), "0 times, not once"),
        (Step("delete", {"file": "../saved"}), "not in the pool's folder"),
        (Step("delete", {"file": "NO.FILE"}), "No such file"),
        (Step("remove", {"label": "NONE"}), 'no label "NONE"'),
        (Step("kill", {"machine": "NOBODY"}), "no process runs as NOBODY"),
        (Step("wait", {"seconds": 0.1, "machine": "SSL00001", "state": "Active"}), "SSL00001 is not there"),
        (Step("hold", {"to": "nowhere", "count": 1}), "nowhere is no port"),
        (Step("hold", {"to": "echo", "count": 1}), "session 1 of 1 could not be opened"),
        (Step("ssladmin", {"words": ("QUERY", "STATUS")}), "ended with code 3"),
    ],
)
def test_a_step_that_cannot_be_taken_says_why(step: Step, words: str, crew: Crew) -> None:
    with pytest.raises(Trouble, match=words):
        crew.take(step)


def test_files_change_and_come_back(crew: Crew, stage: Stage, place: tuple[Ground, Keys]) -> None:
    folder = place[0].pool
    before = {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}
    (folder / "run" / "here").touch()
    crew.take(
        Step("replace", {"file": "TCPIP.DATA", "find": "TCPIPUSERID  TCPIP", "put": "TCPIPUSERID X"}, "Why.")
    )
    crew.take(Step("append", {"file": "PROFILE.TCPIP", "text": "; more\n"}))
    crew.take(Step("write", {"file": "NEW.FILE", "text": "new"}))
    crew.take(Step("rename", {"file": "IBM.DTCPARMS", "to": "OLD.DTCPARMS"}))
    crew.take(Step("delete", {"file": "USER.DIRECT"}))
    crew.take(Step("chmod", {"file": "NEW.FILE", "mode": "0640"}))
    assert (folder / "NEW.FILE").stat().st_mode & 0o777 == 0o640
    assert stage.acts[0].items[:3] == [
        Say("Why."),
        Shown("$LAB/pool/TCPIP.DATA", ("- TCPIPUSERID  TCPIP", "+ TCPIPUSERID X")),
        Shown("$LAB/pool/PROFILE.TCPIP", ("+ ; more",)),
    ]
    assert Ran("rm $LAB/pool/USER.DIRECT") in stage.acts[0].items
    crew.take(Step("undo"))
    assert {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()} == before
    assert (folder / "run" / "here").exists()


def test_the_key_database_changes(crew: Crew, stage: Stage, place: tuple[Ground, Keys]) -> None:
    here = place[0]
    assert labels(here) == {"Reference CA": False, "TLSCERT1": True}
    crew.take(Step("certificate", {"label": "TLSCERT1", "ends": -3, "by": "stranger", "key": "rsa1024"}))
    crew.take(Step("certificate", {"label": "BARE", "without_key": True, "by": "itself"}))
    words: dict[str, Value] = {"label": "DEEP", "by": "intermediate", "usage": "client", "names": ("a.b",)}
    crew.take(Step("certificate", words))
    crew.take(Step("relabel", {"label": "DEEP", "to": "OTHER"}))
    assert labels(here) == {"Reference CA": False, "TLSCERT1": True, "BARE": False, "OTHER": True}
    crew.take(Step("remove", {"label": "BARE"}))
    assert "BARE" not in labels(here)
    said = [item.text for item in stage.acts[0].items if isinstance(item, Say)]
    assert "valid until 3 days ago" in said[0]
    assert "with a key of rsa1024" in said[0]
    assert "without its private key" in said[1]
    crew.take(Step("undo"))
    assert labels(here) == {"Reference CA": False, "TLSCERT1": True}


def test_devices_come_and_go(crew: Crew) -> None:
    crew.take(Step("network", {"fault": "drop-hello", "over": 300}))
    assert crew.device == Device("drop-hello", 300)
    crew.take(Step("network", {"fault": "none"}))
    assert not crew.device.faulty


def test_two_runs_have_ports_of_their_own() -> None:
    one, first = reserve()
    two, second = reserve()
    try:
        assert abs(first - second) >= 1_100
        assert not free(first + 1_099)
    finally:
        one.close()
        two.close()
    assert free(first + 1_099)


def test_a_folder_goes_unless_it_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    for keep in (False, True):
        with ground(keep) as here:
            assert here.pool.is_dir()
            assert here.short(f"{here.pool}/x") == "$LAB/pool/x"
        assert here.folder.exists() is keep


def test_a_pool_that_says_nothing_is_not_waited_for() -> None:
    reading, writing = os.pipe()
    try:
        os.write(writing, b"rea")
        with pytest.raises(Trouble, match=r"did not start within 0\.1 s"):
            first_words(reading, 0.1)
        os.write(writing, b"ready\n")
        os.close(writing)
        assert first_words(reading, 1.0) == "ready"
    finally:
        os.close(reading)
