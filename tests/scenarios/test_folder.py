"""Folders of networks: made, changed, refused."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ssldiag.keydb import store_file
from ssldiag.scenarios import folder, keys
from ssldiag.scenarios.folder import FolderError
from ssldiag.scenarios.happenings import Change, Take
from ssldiag.scenarios.history import History
from ssldiag.scenarios.keys import Pair
from ssldiag.scenarios.state import ALL_CONNECTIONS
from tests.scenarios.stage import NOW


@pytest.fixture
def network(tmp_path: Path, held: dict[str, Pair]) -> Path:
    """A new network of one endpoint."""
    begin = History(ALL_CONNECTIONS, 1, NOW)
    worlds = begin.world(), begin.world().with_system("ENDPT1", certificate="expired")
    for world in worlds:
        held.update(keys.filled(held, world, NOW))
    own = {name: held[name] for world in worlds for name in keys.wanted(world)}
    folder.create(tmp_path / "net", begin, NOW, own)
    return tmp_path / "net"


def test_a_new_folder(network: Path) -> None:
    assert sorted(path.name for path in network.iterdir()) == [
        "ENDPT1",
        "PC1",
        "SYSTEMA",
        "keys.json",
        "mc.json",
        "network.txt",
    ]
    assert (network / "keys.json").stat().st_mode & 0o777 == 0o600
    assert folder.load(network).world.scenario == ALL_CONNECTIONS


def test_what_happens_is_kept(network: Path) -> None:
    world, answer = folder.happen(network, [Take("0"), Take("1")], NOW)
    assert answer.refusal is None
    assert folder.load(network).world == world
    assert "level-stored = Server" in (network / "SYSTEMA/settings.txt").read_text("utf-8")


def everything(network: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in network.rglob("*") if path.is_file()}


def test_what_is_refused_changes_no_file(network: Path) -> None:
    before = everything(network)
    _, answer = folder.happen(network, [Take("1"), Take("3")], NOW)
    assert answer.refusal is not None
    assert everything(network) == before


def test_a_store_that_is_gone_has_no_certificates(network: Path) -> None:
    folder.happen(network, [Change("ENDPT1", "store", "no")], NOW)
    assert not (network / "ENDPT1/certificate_info.csv").exists()
    folder.happen(network, [Change("ENDPT1", "store", "yes")], NOW)
    assert (network / "ENDPT1/certificate_info.csv").exists()


def test_certificates_are_made_when_they_are_wanted(network: Path) -> None:
    before = set(folder.load(network).ring)
    folder.happen(network, [Change("network", "ca", "expired")], NOW)
    assert set(folder.load(network).ring) - before == {"ca-expired"}


def test_a_folder_with_something_in_it_is_left_alone(network: Path) -> None:
    with pytest.raises(FolderError, match="is not empty"):
        folder.create(network, History(ALL_CONNECTIONS, 1, NOW), NOW)


@pytest.mark.parametrize(
    ("name", "text", "why"),
    [
        ("mc.json", "{}", "no document of ssldiag.mc/1"),
        ("mc.json", " " * 5_000_000, "too large"),
        ("keys.json", "[]", "does not hold the keys"),
        ("keys.json", "nonsense", "does not hold the keys"),
        ("keys.json", json.dumps({"ca": ["QUJD", "QUJD"]}), "does not hold the keys"),
        ("keys.json", json.dumps({"ca": ["?", "?"]}), "does not hold the keys"),
        ("keys.json", json.dumps({"ca": "QUJD"}), "does not hold the keys"),
        ("keys.json", "{}", "it lacks ca"),
    ],
)
def test_damaged_files_give_a_sentence(network: Path, name: str, text: str, why: str) -> None:
    (network / name).write_text(text, "utf-8")
    with pytest.raises(FolderError, match=why):
        folder.load(network)


def test_no_network_at_all(tmp_path: Path) -> None:
    with pytest.raises(FolderError, match="ssldiag mc init makes it"):
        folder.load(tmp_path)


def test_one_change_at_a_time(network: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store_file, "WAIT", 0.05)
    with (
        store_file.locked(network / "mc.json"),
        pytest.raises(FolderError, match="another program is changing it"),
    ):
        folder.happen(network, [Take("0")], NOW)
