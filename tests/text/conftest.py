"""Key databases beside the repository, where there are any."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def shared_keydb(shared: Path) -> list[bytes]:
    """The bytes of key databases and stash files."""
    return [path.read_bytes() for path in sorted((shared / "keydb").glob("*.[kcrs][dtr][bhl]"))]
