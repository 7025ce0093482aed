"""``ssldiag fleet query|report``: a dataset is asked, and the answer written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from ssldiag.cli import output
from ssldiag.cli.exits import USAGE, Stop
from ssldiag.fleet.asks import ASKS
from ssldiag.fleet.model import FleetError
from ssldiag.fleet.query import Answer, opened
from ssldiag.render import answers

WRITERS = {"table": answers.table, "json": answers.json, "csv": answers.csv}


def answer(
    folder: Path, ask: str | None, sql: str, given: Mapping[str, Any], form: str, target: Path | None
) -> None:
    """Ask, and write. Raises Stop."""
    if ask is not None:
        if ask not in ASKS:
            raise Stop(f"--ask {ask}: is none of {', '.join(ASKS)}", USAGE)
        sql = ASKS[ask].sql
    try:
        with opened(folder) as questions:
            found = questions.ask(sql, given)
    except FleetError as error:
        raise Stop(str(error)) from error
    write(found, form, target)


def list_asks(form: str, target: Path | None) -> None:
    """The ready questions."""
    rows = tuple((ask.name, ask.what) for ask in ASKS.values())
    write(Answer(("name", "what"), rows), form, target)


def write(found: Answer, form: str, target: Path | None) -> None:
    """An answer in the format asked for."""
    lines: Iterator[str] = WRITERS[form](found.columns, found.rows)
    output.write(lines, target)


def write_report(folder: Path, target: Path, title: str, now: datetime, days: int) -> None:
    """The overview of a dataset. Raises Stop."""
    from ssldiag.fleet.overview import overview
    from ssldiag.render.html.fleet_page import page

    try:
        with opened(folder) as questions:
            found = overview(questions, title or folder.resolve().name, now, days)
    except FleetError as error:
        raise Stop(str(error)) from error
    output.write(page(found), target)
