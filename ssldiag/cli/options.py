"""Options that commands share, as annotated types, and what their words mean."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from ssldiag.cli.exits import USAGE, Stop
from ssldiag.model import Severity


class FailOn(StrEnum):
    """The least severity that makes the exit code 1."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"
    NEVER = "never"

    @property
    def severity(self) -> Severity | None:
        """As the rest of the program has it: None for never."""
        return None if self is FailOn.NEVER else Severity(self.value)


class ReportFormat(StrEnum):
    """How to write reports; each word is a module of :mod:`ssldiag.render`."""

    TEXT = "text"
    JSON = "json"
    JSONL = "jsonl"
    SARIF = "sarif"
    JUNIT = "junit"
    MARKDOWN = "markdown"


class ListFormat(StrEnum):
    """How to write a list or a page."""

    TEXT = "text"
    JSON = "json"
    MARKDOWN = "markdown"


def complete_code(incomplete: str) -> list[tuple[str, str]]:
    """Codes for the shell's completion, each with its name."""
    from ssldiag.registry import load

    return [(code, rule.name) for code, rule in load().items() if code.startswith(incomplete.upper())]


Output = Annotated[
    Path | None,
    typer.Option("--output", "-o", metavar="FILE", help="Write to FILE instead of standard output."),
]
NoColor = Annotated[bool, typer.Option("--no-color", help="No colours (NO_COLOR does the same).")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="One line a finding, and nothing else.")]
Verbose = Annotated[
    bool, typer.Option("--verbose", "-v", help="Say what each file was taken for and why; cut no list short.")
]
Now = Annotated[
    str | None,
    typer.Option(metavar="ISO8601", help="The moment to judge by, such as 2026-11-22T12:00Z [default: now]."),
]
FailOnOption = Annotated[
    FailOn | None, typer.Option(help="The least severity that makes the exit code 1 [default: error].")
]
Select = Annotated[
    list[str] | None,
    typer.Option(
        metavar="CODES", autocompletion=complete_code, help="Run only these checks: ZVM101, ZVM1, CERT ..."
    ),
]
Ignore = Annotated[
    list[str] | None,
    typer.Option(metavar="CODES", autocompletion=complete_code, help="Do not run these checks."),
]
ConfigFile = Annotated[
    Path | None,
    typer.Option(
        "--config", metavar="FILE", help="Settings [default: ssldiag.toml in PATH, then in this folder]."
    ),
]
BaselineFile = Annotated[
    Path | None,
    typer.Option(
        "--baseline", metavar="FILE", help="Show only what an earlier --format json report did not have."
    ),
]
Release = Annotated[
    str | None,
    typer.Option(
        metavar="LEVEL", help="The z/VM level (630) or release of IBM i (V5R4), where no file tells."
    ),
]
ExpiryDays = Annotated[
    int | None,
    typer.Option(
        min=0, max=36_500, metavar="N", help="Warn of certificates that expire within N days [default: 30]."
    ),
]
PasswordFile = Annotated[
    Path | None, typer.Option(metavar="FILE", help="Passwords for PKCS#12 stores, one a line, tried in turn.")
]
PasswordEnv = Annotated[
    str | None, typer.Option(metavar="NAME", help="The environment variable that holds such a password.")
]
PasswordPrompt = Annotated[bool, typer.Option("--password-prompt", help="Ask for such a password.")]


def moment(text: str | None) -> datetime:
    """A point in time with its zone; UTC where none is given, now for None. Raises Stop."""
    if text is None:
        return datetime.now(UTC)
    try:
        when = datetime.fromisoformat(text.strip())
    except ValueError as error:
        raise Stop(f"--now {text}: is not a time such as 2026-11-22 or 2026-11-22T12:00Z", USAGE) from error
    return when if when.tzinfo else when.replace(tzinfo=UTC)


def codes(values: Sequence[str] | None) -> tuple[str, ...] | None:
    """Codes from an option given any number of times, with commas or blanks between; None without it."""
    if not values:
        return None
    return tuple(word for value in values for word in value.replace(",", " ").split() or [""])


def level(text: str | None) -> str | None:
    """A z/VM level, or a release of IBM i, as three digits. Raises Stop."""
    from ssldiag.releases import parse

    if text is None:
        return None
    parsed = parse(text)
    if parsed is None:
        raise Stop(
            f"--release {text}: is not a z/VM level or release of IBM i, such as 630, 6.3 or V5R4", USAGE
        )
    return parsed
