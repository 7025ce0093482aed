"""A wheel holds what a checkout has: the package, every check and every error table."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest


@pytest.fixture(scope="module")
def wheel(root: Path, tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    """A wheel built from this tree, without a look at any registry."""
    out = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(out), str(root)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return zipfile.ZipFile(next(out.glob("*.whl")))


def test_wheel_has_checks_and_tables(root: Path, wheel: zipfile.ZipFile) -> None:
    names = set(wheel.namelist())
    for folder in ("checks", "errortables"):
        tracked = [
            path.relative_to(root).as_posix()
            for path in (root / folder).rglob("*")
            if path.is_file() and "__pycache__" not in path.parts
        ]
        assert tracked, f"{folder} is empty"
        assert [path for path in tracked if f"ssldiag/_bundled/{path}" not in names] == []


def test_wheel_has_the_package_and_no_tests(root: Path, wheel: zipfile.ZipFile) -> None:
    names = set(wheel.namelist())
    modules = [path.relative_to(root).as_posix() for path in (root / "ssldiag").rglob("*.py")]
    assert [path for path in modules if path not in names] == []
    assert not [name for name in names if name.startswith(("tests/", "samples/", "docs/"))]


def test_rules_load_from_an_unpacked_wheel(wheel: zipfile.ZipFile, tmp_path: Path) -> None:
    wheel.extractall(tmp_path)
    code = "import ssldiag, ssldiag.registry as r; print(ssldiag.__file__); print(len(r.load()))"
    done = subprocess.run(
        [sys.executable, "-S", "-c", f"import sys; sys.path.insert(0, {str(tmp_path)!r}); {code}"],
        capture_output=True,
        text=True,
        check=False,
        cwd=tmp_path,
    )
    assert done.returncode == 0, done.stderr
    where, count = done.stdout.split()
    assert where.startswith(str(tmp_path))
    assert int(count) > 100
