"""Key databases of a pool: what keeps a server from opening one."""

from __future__ import annotations

from pathlib import Path

import pytest

from ssldiag.pool.database import DatabaseError, open_database

KEYFILE = "/etc/gskadm/Database.p12"


def why(path: str) -> str:
    """Why a database cannot be used."""
    with pytest.raises(DatabaseError) as caught:
        open_database(path, KEYFILE)
    return str(caught.value)


def test_no_mount_and_no_file() -> None:
    assert why("") == f"no :mount. covers the key database {KEYFILE}"
    assert why("/nowhere/Database.p12") == f"key database {KEYFILE} does not exist"


@pytest.mark.parametrize("name", ["Database.p12", "Database.sth"])
def test_what_nobody_may_read_is_not_read_by_root_either(tmp_path: Path, name: str) -> None:
    for each in ("Database.p12", "Database.sth"):
        (tmp_path / each).write_bytes(b"x" * 129)
    (tmp_path / name).chmod(0o200)
    assert why(str(tmp_path / "Database.p12")) == f"key database {KEYFILE} cannot be read: Permission denied"


def test_what_is_no_database_is_told_by_its_name(tmp_path: Path) -> None:
    (tmp_path / "Database.p12").write_bytes(b"no database")
    assert why(str(tmp_path / "Database.p12")).startswith(f"key database {KEYFILE}: ")
