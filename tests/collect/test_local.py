"""A tree that is collected as a host: what is taken, what stays, and that the zip says what the host does."""

from __future__ import annotations

import importlib.util
import io
import json
import os
import stat
import sys
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from ssldiag.collect import local, local_tree
from ssldiag.doctor import examine
from ssldiag.keydb import stash
from ssldiag.settings import Settings
from ssldiag.snapshot import open_snapshot
from tests.permissions import bound_by_permissions
from tests.support import NOW, rules

ROOT = Path(__file__).parents[2]
CASES = ROOT / "tests" / "checks"
CHAIN = CASES / "LNX108" / "quiet" / "opt/IBM/HTTPServer/conf/ihskey.kdb"
CONF = "opt/IBM/HTTPServer/conf/httpd.conf"
IHSKEY = "opt/IBM/HTTPServer/conf/ihskey"


def build(top: Path, **files: bytes | str) -> Path:
    """A tree of these files; ``__`` in a name stands for ``/``, ``_DOT_`` for a point."""
    for name, data in files.items():
        path = top / name.replace("__", "/").replace("_DOT_", ".")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data.encode() if isinstance(data, str) else data)
    return top


def web(top: Path, conf: str = "", keyfile: str = f"/{IHSKEY}.kdb") -> Path:
    """A tree with an IBM HTTP Server."""
    text = f"ServerRoot /opt/IBM/HTTPServer\nListen 443\nKeyFile {keyfile}\n"
    text += "<VirtualHost *:443>\nSSLEnable\n</VirtualHost>\n"
    (top / CONF).parent.mkdir(parents=True, exist_ok=True)
    (top / CONF).write_text(text + conf)
    return top


def collect(top: Path) -> local.Collected:
    return local.collect(top, NOW)


def states(found: local.Collected) -> dict[str, str]:
    return {item.path: item.state for item in found.items}


def findings(snapshot: Any) -> set[tuple[str, str, str]]:
    report = examine(snapshot, list(rules().values()), NOW, Settings())
    assert report.crashed == ()
    return {
        (item.finding.code, str(item.finding.evidence[0].place), item.finding.message)
        for item in report.all_results()
    }


def made(name: str, top: Path) -> local.Collected:
    """A host of samples/linux."""
    module: ModuleType = sample_maker()
    found: local.Collected = module.collected(name, top)
    return found


def sample_maker() -> ModuleType:
    spec = importlib.util.spec_from_file_location(
        "samples_linux_make", ROOT / "samples" / "linux" / "make.py"
    )
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("name", ["sound", "broken"])
def test_the_samples_are_what_the_collector_gives(name: str, tmp_path: Path) -> None:
    fresh = zipfile.ZipFile(io.BytesIO(local.packed(made(name, tmp_path))))
    kept = zipfile.ZipFile(ROOT / "samples" / "linux" / name / "linux1.zip")
    assert fresh.namelist() == kept.namelist()
    for member in fresh.namelist():
        assert fresh.read(member) == kept.read(member), member


@pytest.mark.parametrize("name", ["sound", "broken"])
def test_doctor_says_of_the_zip_what_it_says_of_the_host(name: str, tmp_path: Path) -> None:
    found = made(name, tmp_path)
    archive = tmp_path / "host.zip"
    archive.write_bytes(local.packed(found))
    here = local.as_snapshot(found)
    assert findings(here) == findings(open_snapshot(archive))
    assert {(item.path, item.kind) for item in here.sources} == {
        (item.path, item.kind) for item in open_snapshot(archive).sources
    }


def test_no_key_no_stash_and_no_password_leaves_the_host(tmp_path: Path) -> None:
    secret = stash.encode(b"secret12", lambda count: bytes(count))
    database = CHAIN.read_bytes()
    build(tmp_path, opt__IBM__k__a_DOT_kdb=database, opt__IBM__k__a_DOT_sth=secret)
    build(tmp_path, opt__IBM__k__odd_DOT_p12=secret, home__db2inst1__keys__server_DOT_p12=b"0\x80" + secret)
    build(tmp_path, var__mqm__qm_DOT_ini="QueueManager:\n   Name=QM\nSSL:\n   Password=Geheim2026\n")
    web(tmp_path, "SSLProxyMachineCertificateFile x\n# -----BEGIN PRIVATE KEY-----\n", "/opt/IBM/k/a.kdb")
    found = collect(tmp_path)
    packed = zipfile.ZipFile(io.BytesIO(local.packed(found)))
    whole = b"".join(packed.read(name) for name in packed.namelist())
    assert states(found)["opt/IBM/k/a.sth"] == "described"
    assert not [name for name in packed.namelist() if name.endswith(".sth")]
    for name in ("opt/IBM/k/odd.p12", "home/db2inst1/keys/server.p12"):
        assert packed.read(name).startswith(b'{"schema": "ssldiag.keydb-public/1", "refused"')
    assert secret not in whole and secret[:40] not in whole and b"secret12" not in whole
    assert b"Geheim2026" not in whole
    for offset in encrypted_keys(database):
        piece = database[offset : offset + 24]
        assert piece not in whole and piece.hex().encode() not in whole
    assert json.loads(packed.read("collected.json"))["schema"] == "ssldiag.linux-host/1"


def encrypted_keys(database: bytes) -> list[int]:
    """Where the encrypted keys begin: behind the OID of their scheme."""
    oid = bytes.fromhex("2a864886f70d010c050103")
    found, at = [], database.find(oid)
    while at >= 0:
        found.append(at + 40)
        at = database.find(oid, at + 1)
    assert found
    return found


def test_what_is_named_elsewhere_is_followed_and_what_is_not_there_noted(tmp_path: Path) -> None:
    build(tmp_path, srv__keys__web_DOT_kdb=CHAIN.read_bytes(), srv__ssl_DOT_conf="SSLServerCert NONE\n")
    web(tmp_path, "Include /srv/ssl.conf\nInclude conf/none.conf\n", "/srv/keys/web.kdb")
    said = states(collect(tmp_path))
    assert said["srv/keys/web.kdb"] == said["srv/ssl.conf"] == "taken"
    assert said["srv/keys/web.sth"] == said["opt/IBM/HTTPServer/conf/none.conf"] == "absent"


def test_the_stashed_password_is_tried(tmp_path: Path) -> None:
    web(tmp_path)
    for word, opens in ((b"secret12", True), (b"other", False)):
        (tmp_path / f"{IHSKEY}.kdb").write_bytes(CHAIN.read_bytes())
        (tmp_path / f"{IHSKEY}.sth").write_bytes(stash.encode(word, lambda count: bytes(count)))
        (item,) = (each for each in collect(tmp_path).items if each.path.endswith(".sth"))
        assert (item.opens, item.data) == (opens, None)


def test_links_out_of_the_tree_are_not_followed(tmp_path: Path) -> None:
    outside = tmp_path / "outside.kdb"
    outside.write_bytes(CHAIN.read_bytes())
    top = web(tmp_path / "root")
    (top / f"{IHSKEY}.kdb").symlink_to(outside)
    (top / f"{IHSKEY}.sth").symlink_to("/etc/hostname")
    (top / "opt/IBM/loop").symlink_to(top / "opt")
    (top / "var").symlink_to(tmp_path)
    found = collect(top)
    assert states(found)[f"{IHSKEY}.kdb"] == "left out"
    assert states(found)[f"{IHSKEY}.sth"] == "left out"
    assert all(item.data is None or item.path == CONF for item in found.items)


def test_a_pipe_and_a_folder_in_place_of_a_file(tmp_path: Path) -> None:
    top = web(tmp_path)
    os.mkfifo(top / f"{IHSKEY}.kdb")
    (top / f"{IHSKEY}.sth").mkdir()
    found = collect(top)
    assert states(found)[f"{IHSKEY}.kdb"] == "left out"
    assert {item.reason for item in found.items if item.path == f"{IHSKEY}.kdb"} == {"is not a file"}


def test_what_may_not_be_read_is_listed(tmp_path: Path) -> None:
    top = web(tmp_path)
    (top / f"{IHSKEY}.kdb").write_bytes(b"x")
    (top / f"{IHSKEY}.kdb").chmod(0)
    with bound_by_permissions():
        assert states(collect(top))[f"{IHSKEY}.kdb"] == "unreadable"


def test_bounds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    top = web(tmp_path)
    (top / f"{IHSKEY}.kdb").write_bytes(b"x" * 5000)
    build(tmp_path, opt__IBM__HTTPServer__logs__error_log="early\n" * 500 + "[x] GSK_ERROR_BAD_CERT late\n")
    monkeypatch.setattr(local_tree, "MOST_BYTES", 4096)
    monkeypatch.setattr(local_tree.Tree.read, "__defaults__", (4096, False))
    monkeypatch.setattr(local, "TAIL", 1000)
    found = collect(top)
    assert states(found)[f"{IHSKEY}.kdb"] == "left out"
    (log,) = (item for item in found.items if item.path.endswith("error_log"))
    assert log.data is not None and len(log.data) <= 1000 and log.data.endswith(b"late\n")
    assert log.data.startswith(b"early\n")
    monkeypatch.setattr(local_tree, "MOST_ENTRIES", 3)
    assert any("search ended" in note for note in collect(top).notes)
    assert any("0 seconds" in note for note in local.collect(top, NOW, seconds=0).notes)


def test_modes_and_times_go_along(tmp_path: Path) -> None:
    top = web(tmp_path)
    (top / CONF).chmod(0o640)
    moment = datetime(2026, 11, 1, 12, 0, 30, tzinfo=UTC)
    os.utime(top / CONF, (moment.timestamp(), moment.timestamp()))
    (source,) = (item for item in local.snapshot(top, NOW).sources if item.path == CONF)
    assert (source.mode, source.taken) == (0o640, moment)
    packed = zipfile.ZipFile(io.BytesIO(local.packed(collect(top))))
    assert stat.S_IMODE(packed.getinfo(CONF).external_attr >> 16) == 0o640


def test_files_that_are_given(tmp_path: Path) -> None:
    output = tmp_path / "qm1.txt"
    output.write_text("AMQ8408I: Display Queue Manager details.\n   QMNAME(QM1)   SSLKEYR(/k/key)\n")
    (tmp_path / "root").mkdir()
    found = local.collect(tmp_path / "root", NOW, [output])
    assert states(found)["added/1-qm1.txt"] == "taken"
    assert states(found)["k/key.kdb"] == "absent"
    output.write_bytes(b"\0\1")
    with pytest.raises(ValueError, match="is no text"):
        local.collect(tmp_path / "root", NOW, [output])


def test_names_that_are_no_text(tmp_path: Path) -> None:
    top = web(tmp_path)
    (Path(os.fsdecode(os.fsencode(top) + b"/opt/IBM/k\xff.kdb"))).write_bytes(CHAIN.read_bytes())
    found = collect(top)
    packed = zipfile.ZipFile(io.BytesIO(local.packed(found)))
    assert "opt/IBM/k\ufffd.kdb" in packed.namelist()
    json.loads(found.manifest())


def test_includes_of_a_pattern_or_a_folder_are_followed(tmp_path: Path) -> None:
    build(
        tmp_path,
        srv__sites__a_DOT_conf="Listen 1\n",
        srv__sites__b="Listen 2\n",
        srv__more__deep__c="Listen 3\n",
    )
    web(
        tmp_path, "Define S /srv/sites\nInclude ${S}/*\nIncludeOptional /srv/more\nIncludeOptional /srv/no*\n"
    )
    assert {path for path in states(collect(tmp_path)) if path.startswith("srv/")} == {
        "srv/sites/a.conf",
        "srv/sites/b",
        "srv/more/deep/c",
    }


def test_a_host_without_products_says_where_was_looked(tmp_path: Path) -> None:
    found = collect(build(tmp_path, etc__motd="x"))
    (note,) = examine(local.as_snapshot(found), list(rules().values()), NOW, Settings()).notes
    assert "found no file of IBM HTTP Server" in note
    assert "/opt/IBM" in note
    assert found.notes == (note,)
    assert collect(web(tmp_path)).notes == ()


def test_clients_of_websphere_and_db2_leave_no_password(tmp_path: Path) -> None:
    base = CASES / "_bases" / "linux_clients"
    for path in base.rglob("*"):
        if path.is_file() and path.name != local.MANIFEST:
            target = tmp_path / path.relative_to(base)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(path.read_bytes())
    packed = local.packed(collect(tmp_path))
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        held = {name: archive.read(name) for name in archive.namelist()}
    assert sum(name.endswith(("security.xml", ".props", ".ini", ".cfg", ".p12")) for name in held) == 7
    assert not any(b"bGxsbG" in data for data in held.values())
