"""The documentation holds every rule, every command and every option; generated pages are fresh."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from ssldiag.cli import COMMANDS, load
from ssldiag.registry import load as load_rules
from ssldiag.render.docs import rule_pages


def test_rule_pages_are_fresh(root: Path) -> None:
    wanted = rule_pages(tuple(load_rules().values()))
    found = {path.name: path.read_text("utf-8") for path in (root / "docs" / "rules").glob("*.md")}
    assert sorted(found) == sorted(wanted), "run make docs"
    stale = [name for name, page in wanted.items() if found[name] != page]
    assert stale == [], "run make docs"


def options(command: Any) -> set[str]:
    """The long options of a command and its subcommands."""
    own = {name for param in command.params for name in param.opts if name.startswith("--")}
    return own.union(*(options(sub) for sub in getattr(command, "commands", {}).values()))


@pytest.mark.parametrize("name", COMMANDS)
def test_commands_and_their_options_are_described(name: str, root: Path) -> None:
    pages = "\n".join(path.read_text("utf-8") for path in sorted((root / "docs").glob("*.md")))
    assert f"ssldiag {name}" in pages
    assert {option for option in options(load(name)) if option not in pages} == set()
