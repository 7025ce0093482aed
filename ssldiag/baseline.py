"""An earlier JSON report in, the findings known since then out: compared by fingerprint, host by host."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ssldiag.model import Report, Result

LARGEST = 256 * 1024 * 1024
"""Bytes of a baseline: a report with 10,000 findings takes 8 MB, a thousand small hosts 60 MB."""

SCHEMAS = ("ssldiag.report/1", "ssldiag.reports/1")


class BaselineError(Exception):
    """A baseline that cannot be used. The message is a sentence that names the file."""


@dataclass(frozen=True, slots=True)
class Baseline:
    """The identifiers of known findings by host. ``name`` is how to speak of the file."""

    name: str
    hosts: dict[str, frozenset[str]]

    def known(self, host: str) -> frozenset[str]:
        """What was found on ``host`` before. A baseline of one host counts for any: folders get new names."""
        if len(self.hosts) == 1:
            return next(iter(self.hosts.values()))
        return self.hosts.get(host, frozenset())

    def excuse(self, result: Result, host: str) -> tuple[str, str] | None:
        """The reason to set a known result aside; None for a new one."""
        return (f"already in {self.name}", "") if result.fingerprint in self.known(host) else None

    def notes(self, report: Report) -> list[str]:
        """What the comparison says about ``report`` as a whole, before anything was set aside."""
        host = report.snapshot.name
        if len(self.hosts) > 1 and host not in self.hosts:
            return [f"{self.name} has no report on {host}, so all of its findings are new"]
        present = {result.fingerprint for root in report.results for result in root.walk()}
        present |= {item.result.fingerprint for item in report.suppressed}
        gone = len(self.known(host) - present)
        return [f"{gone} of the findings in {self.name} are gone"] if gone else []


def read_baseline(path: Path) -> Baseline:
    """The baseline at ``path``: what ``--format json`` or ``jsonl`` wrote. Raises BaselineError."""
    try:
        with path.open("rb") as stream:
            data = stream.read(LARGEST + 1)
    except OSError as error:
        raise BaselineError(f"{path}: cannot be read: {error.strerror or error}") from error
    if len(data) > LARGEST:
        raise BaselineError(f"{path}: is larger than {LARGEST:,} bytes, the most that a baseline may have")
    hosts: dict[str, frozenset[str]] = {}
    for document in _documents(data, path):
        host, known = _host(document, path)
        hosts[host] = hosts.get(host, frozenset()) | known
    if not hosts:
        raise BaselineError(f"{path}: is not a report that ssldiag doctor --format json wrote")
    return Baseline(path.name, hosts)


def _documents(data: bytes, path: Path) -> Iterator[Any]:
    """The reports in a file: one document, a list document, or one a line."""
    try:
        whole = json.loads(data)
    except (ValueError, RecursionError):
        yield from _lines(data, path)
        return
    if (
        isinstance(whole, dict)
        and whole.get("schema") == SCHEMAS[1]
        and isinstance(whole.get("reports"), list)
    ):
        yield from whole["reports"]
    else:
        yield whole


def _lines(data: bytes, path: Path) -> Iterator[Any]:
    for number, line in enumerate(data.splitlines(), 1):
        if not line.strip():
            continue
        try:
            yield json.loads(line)
        except (ValueError, RecursionError) as error:
            raise BaselineError(
                f"{path}: line {number} is not JSON, so it is no report of ssldiag"
            ) from error


def _host(document: Any, path: Path) -> tuple[str, frozenset[str]]:
    """The host of a report and what it holds, by identifier, with what an earlier baseline had set aside."""
    try:
        if document["schema"] != SCHEMAS[0]:
            raise ValueError
        aside = [entry["finding"]["id"] for entry in document["suppressed"] if not entry["until"]]
        found = [entry["id"] for entry in document["findings"]]
        return str(document["snapshot"]["name"]), frozenset(map(str, (*found, *aside)))
    except (KeyError, TypeError, ValueError) as error:
        raise BaselineError(f"{path}: is not a report that ssldiag doctor --format json wrote") from error
