"""Values converted as typer would, without its converter; mistakes are still typer's to explain."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import pytest
import typer

from ssldiag.cli.swift import swift


class Colour(StrEnum):
    RED = "red"
    BLUE = "blue"


GOT: list[tuple[Any, ...]] = []

app = typer.Typer(rich_markup_mode=None, add_completion=False)


@app.command()
def command(
    paths: Annotated[list[Path] | None, typer.Argument()] = None,
    words: Annotated[list[str] | None, typer.Option("-w")] = None,
    colour: Annotated[Colour, typer.Option("-c")] = Colour.RED,
    maybe: Annotated[Colour | None, typer.Option("-m")] = None,
    number: Annotated[int | None, typer.Option("-n", min=0, max=9)] = None,
    text: Annotated[str | None, typer.Option("-t")] = None,
    flag: Annotated[bool, typer.Option("-f")] = False,
    share: Annotated[float, typer.Option("-s")] = 0.5,
    day: Annotated[datetime | None, typer.Option("-d")] = None,
) -> None:
    GOT.append((paths, words, colour, maybe, number, text, flag, share, day))


ARGUMENTS = [
    [],
    ["a", "b"],
    ["-w", "x", "-w", "y z"],
    ["-c", "blue", "-m", "red"],
    ["-n", "0"],
    ["-n", "9", "-t", "", "-f", "-s", "0.25"],
    ["-s", "7", "-d", "2026-11-22"],
    ["-s", "1e-3"],
    ["-s", "-2.5"],
]


@pytest.mark.parametrize("arguments", ARGUMENTS)
def test_values_are_those_that_typer_gives(arguments: list[str]) -> None:
    GOT.clear()
    typer.main.get_command(app)(arguments, standalone_mode=False)
    swift(typer.main.get_command(app))(arguments, standalone_mode=False)
    slow, fast = GOT
    assert fast == slow
    assert [type(value) for value in fast] == [type(value) for value in slow]


@pytest.mark.parametrize(
    "arguments",
    [
        ["-n", "x"],
        ["-n", "10"],
        ["-n", "-1"],
        ["-c", "green"],
        ["-m", ""],
        ["-s", "much"],
        ["-s", "1_0x"],
        ["-z"],
    ],
)
def test_mistakes_are_explained_by_typer(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    told = []
    for make in (typer.main.get_command, lambda it: swift(typer.main.get_command(it))):
        with pytest.raises(SystemExit) as caught:
            make(app)(arguments)
        told.append((caught.value.code, capsys.readouterr().err))
    assert told[0] == told[1]
    assert told[0][0] == 2


def test_subcommands_are_reached() -> None:
    group = typer.Typer(rich_markup_mode=None, add_completion=False)
    group.add_typer(app, name="sub")
    group.command("plain")(lambda word: None)  # a parameter without a type is left to typer
    made = swift(typer.main.get_command(group))
    (sub,) = made.commands["sub"].commands.values()
    kinds = {param.name: type(getattr(param, "_runtime_param", None)).__name__ for param in sub.params}
    assert kinds["share"] == "Swift"
    assert kinds["day"] != "Swift"
    if hasattr(sub.params[0], "_runtime_param"):
        assert {kind for name, kind in kinds.items() if name != "day"} == {"Swift"}
