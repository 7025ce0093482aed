"""Who may import whom (``docs/architecture.md``), read from the syntax trees; and that importing does no
work.
"""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

BOTTOM = {"model", "kinds", "releases", "settings", "text", "bundled", "unpacking"}

ALLOWED: dict[str, set[str]] = {
    "model": set(),
    "kinds": set(),
    "releases": set(),
    "settings": set(),
    "bundled": set(),
    "unpacking": set(),
    "text": {"model"},
    "readers": {"model", "text", "kinds", "releases", "recognise"},
    "keydb": {"model"},
    "errors": BOTTOM,
    "wire": {*BOTTOM, "errors", "keydb", "readers"},  # verdicts need certificates and IBM's names of suites
    "capture": {*BOTTOM, "wire", "keydb"},
    "recognise": {*BOTTOM, "keydb"},
    "snapshot": {*BOTTOM, "recognise", "archive", "keydb"},
    "archive": {*BOTTOM, "recognise"},
    "facts": {*BOTTOM, "readers", "keydb", "capture", "wire"},
    "api": {"model", "facts", "readers", "keydb", "errors", "releases", "text", "capture", "wire"},
    "registry": {"model", "api", "bundled"},
    "story": {"model"},
    "doctor": {*BOTTOM, "facts", "api", "story"},
    "config": {"model", "settings", "releases"},
    "baseline": {"model"},
    "aside": {"model", "story"},
    "selection": {"model"},
    "pool": {*BOTTOM, "readers", "facts", "keydb", "errors", "wire", "snapshot"},
    "probe": {*BOTTOM, "errors", "keydb", "readers", "wire"},
    "bundle": {
        *(*BOTTOM, "facts", "keydb", "errors", "capture", "wire", "readers", "render", "recognise"),
        *("snapshot", "archive", "doctor", "registry", "story"),
    },
    "collect": {*BOTTOM, "keydb", "pool", "bundle", "facts", "readers", "recognise", "probe", "wire"},
    "fleet": {*BOTTOM, "capture", "errors", "facts", "keydb", "render", "wire"},
    "scenarios": {*BOTTOM, "errors", "facts", "keydb", "wire"},
    "lab": {
        *(*BOTTOM, "pool", "keydb", "capture", "wire", "doctor", "registry", "errors", "scenarios"),
        *("snapshot", "render"),
    },
    "render": {
        *BOTTOM,
        *("errors", "keydb", "registry", "readers", "capture", "wire", "bundle", "probe"),
    },
}
"""Unit -> units of ssldiag that it may import, besides itself. ``cli`` may import all; nothing imports
``cli``.
"""


def unit_of(path: Path, package: Path) -> str:
    """The first part of a module's path below the package."""
    first = path.relative_to(package).parts[0]
    return first.removesuffix(".py")


def imports(path: Path) -> Iterator[str]:
    """The units of ssldiag that a file imports, in functions too."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        names: list[str] = []
        if isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        elif isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        for name in names:
            parts = name.split(".")
            if parts[0] == "ssldiag" and len(parts) > 1:
                yield parts[1]


def test_arrows(root: Path) -> None:
    package = root / "ssldiag"
    wrong = []
    for path in sorted(package.rglob("*.py")):
        unit = unit_of(path, package)
        if unit in ("__init__", "__main__", "cli", "_bundled"):
            continue
        assert unit in ALLOWED, f"{path.relative_to(root)}: ALLOWED does not know {unit}"
        bad = {name for name in imports(path) if name not in ALLOWED[unit] | {unit, "__version__"}}
        wrong += [f"{path.relative_to(root)} imports {name}" for name in sorted(bad)]
    assert wrong == []


def test_checks_import_the_api_alone(root: Path) -> None:
    wrong = [
        f"{path.relative_to(root)} imports ssldiag.{name}"
        for path in sorted((root / "checks").rglob("*.py"))
        for name in imports(path)
        if name != "api"
    ]
    assert wrong == []


@pytest.mark.parametrize(
    "module", ["ssldiag.api", "ssldiag.doctor", "ssldiag.snapshot", "ssldiag.keydb.read"]
)
def test_import_loads_nothing_heavy(module: str) -> None:
    code = (
        f"import sys, {module};"
        "heavy = {'rich', 'cryptography', 'jinja2', 'numpy', 'scapy'} & set(sys.modules);"
        "print(sorted(heavy)); sys.exit(bool(heavy))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
