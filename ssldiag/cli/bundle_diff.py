"""``ssldiag bundle diff A B``: what changed, in words; parses, calls and prints."""

from __future__ import annotations

import os
from collections.abc import Iterable
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ssldiag.cli import options, output
from ssldiag.cli.exits import FINDINGS, USAGE, Stop

if TYPE_CHECKING:
    from ssldiag.bundle.changes import Difference
    from ssldiag.cli.plan import Order
    from ssldiag.model import Report, Snapshot


class DiffFormat(StrEnum):
    """How to write what changed."""

    TEXT = "text"
    JSON = "json"
    HTML = "html"


def diff(
    old: Annotated[Path, typer.Argument(metavar="A", help="The earlier bundle, folder or archive.")],
    new: Annotated[Path, typer.Argument(metavar="B", help="The later one.")],
    form: Annotated[DiffFormat, typer.Option("--format", help="How to write it.")] = DiffFormat.TEXT,
    target: options.Output = None,
    mapping: Annotated[
        Path | None,
        typer.Option(
            "--mapping", metavar="FILE", help="Replace names in what is no bundle, by this mapping."
        ),
    ] = None,
    no_color: options.NoColor = False,
    now: options.Now = None,
    config: options.ConfigFile = None,
    release: options.Release = None,
    expiry_days: options.ExpiryDays = None,
    password_file: options.PasswordFile = None,
    password_env: options.PasswordEnv = None,
    password_prompt: options.PasswordPrompt = False,
) -> None:
    """Say in words what changed from one bundle to another; exit code 1 if anything did.

    A and B may be anything that doctor takes; what is no bundle is examined as doctor does.
    """
    from ssldiag.cli.passwords import passwords
    from ssldiag.cli.plan import Order

    order = Order(
        (old, new),
        options.moment(now),
        release=options.level(release),
        expiry_days=expiry_days,
        passwords=passwords(password_file, password_env, password_prompt, os.environ),
        config=config,
    )
    found = difference(order, mapping)
    output.write(written(found, form, target, no_color), target)
    if found.changes:
        raise typer.Exit(FINDINGS)


def difference(order: Order, mapping: Path | None) -> Difference:
    """What changed between the two paths of an order. Raises Stop."""
    import tempfile

    from ssldiag.bundle.diff import compare
    from ssldiag.bundle.mapping import load, save
    from ssldiag.bundle.model import BundleError
    from ssldiag.bundle.sides import Wanted, both
    from ssldiag.settings import Settings
    from ssldiag.snapshot import SnapshotError

    if mapping is not None and not mapping.is_file():
        raise Stop(f"{mapping}: there is no such mapping file", USAGE)
    with tempfile.TemporaryDirectory(prefix="ssldiag-") as folder:
        try:
            known = None if mapping is None else load(mapping)
            settings = Settings(passwords=order.passwords)
            old, new = order.paths
            sides = both(old, new, Wanted(Doctor(order), settings, order.now, Path(folder), known))
            found = compare(*sides)
            if known is not None and mapping is not None:
                save(known, mapping)
        except (SnapshotError, BundleError) as error:
            raise Stop(str(error)) from error
        return found


class Doctor:
    """Examines a host as ``ssldiag doctor`` would, with the settings that lie beside it."""

    def __init__(self, order: Order) -> None:
        self._order = order

    def __call__(self, path: Path, snapshot: Snapshot) -> Report:
        from dataclasses import replace

        from ssldiag.cli.plan import config_for, plan
        from ssldiag.cli.survey import finish, nothing_known
        from ssldiag.config import ConfigError, read_config
        from ssldiag.doctor import examine
        from ssldiag.registry import RegistryError, load
        from ssldiag.render.summary import left_alone
        from ssldiag.selection import SelectionError

        if all(map(left_alone, snapshot.sources)):
            raise Stop(nothing_known(path, snapshot))
        try:
            where = config_for(path, self._order, Path())
            config = None if where is None else replace(read_config(where), name=where.name)
            found = plan(self._order, config, load())
        except (ConfigError, SelectionError) as error:
            raise Stop(str(error), USAGE) from error
        except RegistryError as error:
            raise Stop(str(error)) from error
        return finish(examine(snapshot, found.rules, self._order.now, found.settings), found, None)


def written(found: Difference, form: DiffFormat, target: Path | None, no_color: bool) -> Iterable[str]:
    """What changed, in the format asked for."""
    if form is DiffFormat.JSON:
        from ssldiag.bundle.diff import document
        from ssldiag.render.escape import json_text

        return [json_text(document(found, datetime.now(UTC))) + "\n"]
    if form is DiffFormat.HTML:
        from ssldiag.render.html.diff_page import page

        return page(found)
    from ssldiag.render.bundle_diff import render
    from ssldiag.render.style import Style

    return render(found, Style(output.columns(target, 100), output.colour(target, no_color)))
