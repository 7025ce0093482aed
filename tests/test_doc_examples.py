"""Examples in the documentation are run: each ``$ ssldiag ...`` of a ``console`` block, with what it shows.

Output that a page shows must be there, line by line; a line ``...`` stands for what the page leaves out.
``$ echo $?`` after a command shows its exit code; without it 0 and 1 are both fine. Commands on files that
the repository does not have are only held to the options that exist.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import pytest
from typer.testing import CliRunner

from ssldiag.cli import COMMANDS, app, load
from tests.test_docs import PAGES, ROOT, options

BLOCK = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Example:
    """A command, what the page shows of its output, and of its exit code."""

    page: str
    command: str
    shown: tuple[str, ...]
    code: int | None

    @property
    def arguments(self) -> list[str]:
        """The command's words behind ``ssldiag``."""
        return shlex.split(self.command, comments=True)[1:]

    @property
    def runs(self) -> bool:
        """Whether it needs no file, or only those of the repository."""
        paths = [word for word in self.arguments if "/" in word or re.search(r"\.[a-z]{3,4}$", word)]
        made = {after for before, after in pairwise(self.arguments) if before in ("-o", "--output")}
        return all((ROOT / path).exists() or path in made for path in paths)


def steps(block: str) -> list[tuple[str, list[str]]]:
    """Commands and the lines behind each."""
    found: list[tuple[str, list[str]]] = []
    for line in block.splitlines():
        if line.startswith("$ "):
            found.append((line[2:], []))
        elif found:
            found[-1][1].append(line)
    return found


def examples() -> Iterator[Example]:
    """All of the documentation."""
    for page in PAGES:
        name = page.relative_to(ROOT).as_posix()
        for block in BLOCK.findall(page.read_text("utf-8")):
            found = steps(block)
            for (command, shown), following in zip(found, [*found[1:], ("", [])], strict=True):
                if command.startswith("ssldiag "):
                    code = int(following[1][0]) if following[0] == "echo $?" else None
                    yield Example(name, command, tuple(shown), code)


EXAMPLES = list(examples())


def pieces(shown: tuple[str, ...]) -> Iterator[list[str]]:
    """Runs of lines between lines ``...``."""
    piece: list[str] = []
    for line in (*shown, "..."):
        if line == "...":
            yield piece
            piece = []
        else:
            piece.append(line)


def missing(shown: tuple[str, ...], output: list[str]) -> list[str]:
    """The first run of lines that is not in the output, behind the runs before it; empty if all are."""
    start = 0
    for piece in pieces(shown):
        last = len(output) - len(piece)
        found = next((at for at in range(start, last + 1) if output[at : at + len(piece)] == piece), None)
        if found is None:
            return piece
        start = found + len(piece)
    return []


@pytest.fixture
def at_the_top(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A current folder where examples find the files that they name, and may write their own."""
    for name in ("samples", "tests"):
        (tmp_path / name).symlink_to(ROOT / name)
    monkeypatch.chdir(tmp_path)
    for name in ("COLUMNS", "FORCE_COLOR", "SSLDIAG_DEBUG"):
        monkeypatch.delenv(name, raising=False)


@pytest.mark.usefixtures("at_the_top")
@pytest.mark.parametrize(
    "example", [item for item in EXAMPLES if item.runs], ids=lambda item: f"{item.page}: {item.command}"
)
def test_example(example: Example) -> None:
    result = CliRunner().invoke(app, example.arguments)
    assert result.exit_code in ((0, 1) if example.code is None else (example.code,)), result.output
    assert missing(example.shown, [line.rstrip() for line in result.stdout.splitlines()]) == []


@pytest.mark.parametrize(
    "example", [item for item in EXAMPLES if not item.runs], ids=lambda item: f"{item.page}: {item.command}"
)
def test_an_example_of_the_readers_own_uses_what_exists(example: Example) -> None:
    command, *words = example.arguments
    assert command in COMMANDS
    assert {word for word in words if word.startswith("--")} <= options(load(command))
    assert not [word for word in words if word.startswith("samples/")]


def test_there_are_examples_of_every_command() -> None:
    assert {example.arguments[0] for example in EXAMPLES if example.runs} == set(COMMANDS)


def test_elisions() -> None:
    output = ["a", "b", "c", "d"]
    assert missing(("a", "b", "...", "d"), output) == []
    assert missing(("...", "c", "..."), output) == []
    assert missing((), output) == []
    assert missing(("b", "...", "a"), output) == ["a"]
    assert missing(("a", "c"), output) == ["a", "c"]
