"""``pool.toml``: defaults, values, and sentences about what cannot stand in it."""

from __future__ import annotations

from pathlib import Path

import pytest

from ssldiag.pool.pool_toml import LONGEST, PoolToml, PoolTomlError, read


def test_no_file_is_all_defaults(tmp_path: Path) -> None:
    assert read(tmp_path) == PoolToml()


def test_values(tmp_path: Path) -> None:
    (tmp_path / "pool.toml").write_text(
        '[pool]\nport_offset = 0\nengine = "public"\n[backends]\nechosrv = "127.0.0.1:7"\n'
        '[users]\nme = "tcpmaint"\n[kinds]\nx = "ftp"\n[timings]\ndrain = 1.5\n'
    )
    found = read(tmp_path)
    assert (found.port_offset, found.engine, found.timings.drain) == (0, "public", 1.5)
    assert found.backends == {"ECHOSRV": "127.0.0.1:7"}
    assert found.users == {"me": "TCPMAINT"}
    assert found.kinds == {"X": "ftp"}


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("[pool", "pool.toml: "),
        ("[other]\n", r"there is no table \[other\]"),
        ("pool = 1\n", "pool is a table"),
        ("[pool]\nlisten = 3\n", "listen = 3 cannot stand"),
        ("[pool]\nport_offset = true\n", "port_offset = True cannot stand"),
        ("[pool]\nport_offset = 70000\n", "0 to 64000"),
        ('[pool]\nengine = "x"\n', "engine is one of"),
        ('[kinds]\nA = "http"\n', "kinds are"),
        ("[users]\nme = 1\n", "takes a text"),
        ("[timings]\ndrain = -1\n", "drain = -1 cannot stand"),
        ("[timings]\ndarin = 1\n", "darin = 1 cannot stand"),
    ],
)
def test_what_cannot_be_is_a_sentence(tmp_path: Path, text: str, why: str) -> None:
    (tmp_path / "pool.toml").write_text(text)
    with pytest.raises(PoolTomlError, match=why):
        read(tmp_path)


def test_bytes_that_are_no_text_and_large_files(tmp_path: Path) -> None:
    for content in (b"\xff\xfe", b"#" * (LONGEST + 1)):
        (tmp_path / "pool.toml").write_bytes(content)
        with pytest.raises(PoolTomlError, match=r"pool\.toml"):
            read(tmp_path)
