"""Commands as typer makes them in, the same out without the tenth of a second that pydantic takes to load.

Typer 0.29 converts each value with pydantic. Words, paths, numbers and choices that are right do not need it;
whatever is not right is left to typer and its messages. Versions without pydantic pass through unchanged.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from enum import Enum
from pathlib import Path
from typing import Any, get_args, get_origin

import typer

HELP = ["-h", "--help"]
"""How help is asked for, of the program and of every command."""


def _decimal(word: str) -> float:
    """A number as people write it; raises an error for all else, of which typer knows what it takes."""
    if re.fullmatch(r"\d{1,15}(?:\.\d{1,15})?", word, re.ASCII):
        return float(word)
    raise ValueError(word)


PLAIN: dict[type, Callable[[str], Any]] = {str: str, int: int, float: _decimal, Path: Path}
"""How a word becomes a value of each type; choices become the member of that value."""


class Swift:
    """Converts the values of one parameter; stands where typer keeps its own converter."""

    def __init__(self, param: Any) -> None:
        self._type = param.type_descriptor.annotation
        self._info = param.type_descriptor.parameter_info

    def coerce(self, value: Any, param: Any, ctx: Any) -> Any:
        """``value`` as the parameter's type."""
        try:
            return self._plain(value, param)
        except (TypeError, ValueError, KeyError):
            param._runtime_param = None
            return param.get_runtime_param().coerce(value, param=param, ctx=ctx)

    def _plain(self, value: Any, param: Any) -> Any:
        several = param.multiple or param.nargs == -1
        if value is None:
            return () if several else None
        if not several:
            return self._one(value, self._type)
        (kind,) = get_args(self._type)
        return [self._one(each, kind) for each in value]

    def _one(self, value: Any, kind: Any) -> Any:
        """Raises one of the errors that ``coerce`` expects where this is not a plain case."""
        if isinstance(value, kind):
            return self._within(value)
        return self._within(kind(value) if issubclass(kind, Enum) else PLAIN[kind](value))

    def _within(self, value: Any) -> Any:
        low, high = self._info.min, self._info.max
        if (low is not None and value < low) or (high is not None and value > high):
            raise ValueError
        return value


def swift(command: Any) -> Any:
    """``command``, its parameters and those of its subcommands converted plainly where that is possible."""
    for param in command.get_params(typer.Context(command, help_option_names=HELP)):  # --help is one of them
        if getattr(param, "_runtime_param", "") is None and _is_plain(param.type_descriptor.annotation):
            param._runtime_param = Swift(param)
    for sub in getattr(command, "commands", {}).values():
        swift(sub)
    return command


def _is_plain(annotation: Any) -> bool:
    kind = get_args(annotation)[0] if get_origin(annotation) is list else annotation
    return isinstance(kind, type) and (kind in PLAIN or kind is bool or issubclass(kind, Enum))
