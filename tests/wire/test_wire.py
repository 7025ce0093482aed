"""The package as a whole: it is pure, light to load, and the same for whoever feeds it."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

FORBIDDEN = {
    "socket",
    "select",
    "ssl",
    "os",
    "pathlib",
    "io",
    "tempfile",
    "subprocess",
    "asyncio",
    "time",
    "random",
}


def test_it_touches_neither_files_nor_sockets_nor_clocks(root: Path) -> None:
    found = []
    for path in sorted((root / "ssldiag" / "wire").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            names: list[str] = []
            if isinstance(node, ast.Import):
                names = [alias.name.partition(".")[0] for alias in node.names]
            elif isinstance(node, ast.ImportFrom) and node.module:
                names = [node.module.partition(".")[0]]
            elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                names = [node.func.id] if node.func.id in ("open", "print", "input") else []
            found += [
                f"{path.name}: {name}" for name in names if name in FORBIDDEN | {"open", "print", "input"}
            ]
    assert found == []


def test_loading_it_loads_nothing_heavy() -> None:
    code = (
        "import sys, ssldiag.wire.conversation, ssldiag.wire.keylog, ssldiag.wire.fingerprint;"
        "heavy = {'rich', 'cryptography', 'jinja2', 'numpy', 'scapy', 'pyshark'} & set(sys.modules);"
        "print(sorted(heavy)); sys.exit(bool(heavy))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
