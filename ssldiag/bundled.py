"""Where ``checks`` and ``errortables`` lie: beside the package in a checkout, inside it once installed
from a wheel.
"""

from __future__ import annotations

from pathlib import Path

PACKAGE = Path(__file__).resolve().parent


def folder(name: str, package: Path = PACKAGE) -> Path:
    """The folder of this name. Raises FileNotFoundError where the installation lacks it."""
    for candidate in (package / "_bundled" / name, package.parent / name):
        if candidate.is_dir():
            return candidate
    raise FileNotFoundError(f"this installation of ssldiag lacks its folder {name!r}")
