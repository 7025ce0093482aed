"""Files: modes, whole or not at all, one writer at a time."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from ssldiag.keydb import store_file
from ssldiag.keydb.edit import with_default
from ssldiag.keydb.store import Database, StoreError, WrongPassword

from .stores import PASSWORD, full, root


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "Database.p12"
    store_file.create(path, PASSWORD)
    store_file.save(path, full(), PASSWORD)
    return path


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_there_and_back(file: Path) -> None:
    assert store_file.load(file, PASSWORD) == full()
    assert mode(file) == 0o600
    assert os.listdir(file.parent) == ["Database.p12"]


def test_the_mode_is_set_whatever_it_was(file: Path) -> None:
    file.chmod(0o644)
    store_file.save(file, root(), PASSWORD)
    assert mode(file) == 0o600


def test_create_replaces_nothing(file: Path) -> None:
    before = file.read_bytes()
    with pytest.raises(StoreError, match="already"):
        store_file.create(file, PASSWORD)
    assert file.read_bytes() == before
    assert os.listdir(file.parent) == ["Database.p12"]


@pytest.mark.parametrize("name", ["a.kdb", "a.pem", "a"])
def test_only_pkcs12_is_written(tmp_path: Path, name: str) -> None:
    with pytest.raises(StoreError, match="PKCS#12"):
        store_file.create(tmp_path / name, PASSWORD)
    with pytest.raises(StoreError, match="PKCS#12"):
        store_file.save(tmp_path / name, Database(), PASSWORD)


def test_a_link_stays_a_link(file: Path) -> None:
    link = file.with_name("link.p12")
    link.symlink_to(file.name)
    store_file.save(link, root(), PASSWORD)
    assert link.is_symlink()
    assert store_file.load(file, PASSWORD) == root()


def test_change(file: Path) -> None:
    store_file.change(file, PASSWORD, lambda database: with_default(database, "TLSCERT1"))
    default = store_file.load(file, PASSWORD).default
    assert default is not None and default.label == "TLSCERT1"
    before = file.read_bytes()
    with pytest.raises(StoreError):
        store_file.change(file, PASSWORD, lambda database: with_default(database, "NEWREQ"))
    with pytest.raises(WrongPassword):
        store_file.change(file, b"other", lambda database: with_default(database, "TLSCERT1"))
    assert file.read_bytes() == before


def test_one_writer_at_a_time(file: Path) -> None:
    with store_file.locked(file):
        with pytest.raises(StoreError, match="another program"), store_file.locked(file, wait=0.1):
            pass
        assert store_file.load(file, PASSWORD) == full()
    with store_file.locked(file):
        pass
    assert os.listdir(file.parent) == ["Database.p12"]


KILLED = """
import os, signal, sys
from pathlib import Path
from ssldiag.keydb import store_file
from ssldiag.keydb.store import Database
def end(*arguments, **named):
    os.kill(os.getpid(), signal.SIGKILL)
setattr(*{where}, end)
path = Path(sys.argv[1])
with store_file.locked(path):
    store_file.save(path, Database(), b"other")
"""


@pytest.mark.parametrize("where", ["(os, 'fsync')", "(Path, 'replace')", "(os, 'fchmod')"])
def test_killed_in_the_middle(file: Path, where: str) -> None:
    before = file.read_bytes()
    done = subprocess.run([sys.executable, "-c", KILLED.format(where=where), file], check=False)
    assert done.returncode == -signal.SIGKILL
    assert file.read_bytes() == before
    left = sorted(set(os.listdir(file.parent)) - {"Database.p12"})
    assert len(left) == 2  # the lock and the part
    assert all(mode(file.parent / name) == 0o600 for name in left)
    with store_file.locked(file):
        store_file.save(file, root(), PASSWORD)
    assert os.listdir(file.parent) == ["Database.p12"]
    assert store_file.load(file, PASSWORD) == root()


def test_a_disk_that_is_full(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full_disk(_: int) -> None:
        raise OSError(28, "No space left on device")

    before = file.read_bytes()
    monkeypatch.setattr(os, "fsync", full_disk)
    with pytest.raises(OSError, match="No space"):
        store_file.save(file, root(), PASSWORD)
    assert file.read_bytes() == before
    assert os.listdir(file.parent) == ["Database.p12"]


def test_a_file_that_is_too_large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store_file, "LARGEST", 10)
    path = tmp_path / "a.p12"
    path.write_bytes(b"x" * 11)
    with pytest.raises(StoreError, match="larger"):
        store_file.contents(path)


def test_writers_wait_for_each_other(file: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from ssldiag.keydb import edit, store_file;"
        f"store_file.change(Path(sys.argv[1]), {PASSWORD!r}, lambda one: edit.renamed(one, *sys.argv[2:]))"
    )
    pairs = (("TLSCERT1", "A"), ("user one", "B"), ("NEWREQ", "C"))
    several = [subprocess.Popen([sys.executable, "-c", code, file, *pair]) for pair in pairs]
    assert [one.wait(60) for one in several] == [0, 0, 0]
    assert [one.label for one in store_file.load(file, PASSWORD).records] == ["Root CA", "A", "B", "C"]
    assert os.listdir(file.parent) == ["Database.p12"]
