"""Folders beside the package in a checkout, inside it once installed."""

from __future__ import annotations

from pathlib import Path

import pytest

from ssldiag.bundled import folder


@pytest.mark.parametrize("name", ["checks", "errortables"])
def test_a_checkout_has_them_beside_the_package(name: str, root: Path) -> None:
    assert folder(name).is_dir()
    assert folder(name, root / "ssldiag") == root / name


def test_a_wheel_has_them_inside(tmp_path: Path) -> None:
    package = tmp_path / "site-packages" / "ssldiag"
    (package / "_bundled" / "errortables").mkdir(parents=True)
    (tmp_path / "site-packages" / "errortables").mkdir()
    assert folder("errortables", package) == package / "_bundled" / "errortables"


def test_an_installation_that_lacks_one_says_so(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="errortables"):
        folder("errortables", tmp_path / "ssldiag")
