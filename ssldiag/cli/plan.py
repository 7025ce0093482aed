"""The command line, a host's configuration and the defaults in, how to examine that host out."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from ssldiag.baseline import Baseline
from ssldiag.config import FILE_NAME, NEVER, Config
from ssldiag.model import Rule, Severity
from ssldiag.selection import known_code, selected
from ssldiag.settings import Settings


@dataclass(frozen=True, slots=True)
class Order:
    """What the command line says; None where it says nothing, so that a configuration may."""

    paths: tuple[Path, ...]
    now: datetime
    select: tuple[str, ...] | None = None
    ignore: tuple[str, ...] | None = None
    fail_on: Severity | None = None
    never: bool = False
    release: str | None = None
    expiry_days: int | None = None
    passwords: tuple[bytes, ...] = ()
    config: Path | None = None
    baseline: Baseline | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """How to examine one host: the command line over its configuration over the defaults."""

    rules: tuple[Rule, ...]
    settings: Settings
    fail_on: Severity | None
    config: Config | None = None


def plan(order: Order, config: Config | None, rules: Mapping[str, Rule]) -> Plan:
    """Raises SelectionError for a code that no rule has."""
    said = config or Config("")
    for entry in said.suppress:
        known_code(entry.code, rules)
    fail_on = NEVER if order.never else order.fail_on or said.fail_on or Severity.ERROR
    defaults = Settings()
    return Plan(
        selected(
            rules,
            said.select if order.select is None else order.select,
            said.ignore if order.ignore is None else order.ignore,
        ),
        Settings(
            order.release or said.release,
            next(
                days
                for days in (order.expiry_days, said.expiry_days, defaults.expiry_days)
                if days is not None
            ),
            order.passwords,
        ),
        None if fail_on == NEVER else Severity(fail_on),
        config,
    )


def config_for(path: Path, order: Order, here: Path) -> Path | None:
    """The configuration for a host: the one asked for, one in its folder, or one in the current folder."""
    if order.config is not None:
        return order.config
    files = (place / FILE_NAME for place in (path, here))
    return next((file for file in files if os.path.isfile(file)), None)  # False too where it may not look
