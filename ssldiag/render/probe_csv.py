"""Results of probes as CSV, a line a host, for spreadsheets: everything made visible, formulas made text."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Mapping

from ssldiag.probe.findings import worries
from ssldiag.probe.model import Result
from ssldiag.probe.record import parsed
from ssldiag.render.escape import spreadsheet_cell
from ssldiag.render.handshake_names import suite
from ssldiag.render.handshake_words import day
from ssldiag.wire.numbers import version_name


def _version(result: Result) -> object:
    handshake = result.main.handshake
    return None if handshake is None or handshake.version is None else version_name(handshake.version)


def _suite(name: str) -> Callable[[Result], object]:
    def cell(result: Result) -> object:
        hello = result.main.handshake.server_hello if result.main.handshake else None
        return getattr(suite(hello.ciphers[0]), name) if hello and hello.ciphers else None

    return cell


def _leaf(name: str) -> Callable[[Result], object]:
    def cell(result: Result) -> object:
        chain = result.chains[0].certificates[:1] if result.chains else ()
        found = next((getattr(one, name) for one in parsed(chain)), None)
        return day(found) if found is not None and name == "not_after" else found

    return cell


def _supported(result: Result) -> object:
    return " ".join(version_name(one.version) for one in result.versions if one.supported)


COLUMNS: Mapping[str, Callable[[Result], object]] = {
    "host": lambda result: result.target.host,
    "port": lambda result: result.target.port,
    "starttls": lambda result: result.target.starttls,
    "address": lambda result: result.address.ip if result.address else None,
    "completed": lambda result: "yes" if result.completed else "no",
    "cause": lambda result: result.main.verdict.cause if result.main.verdict else None,
    "verdict": lambda result: result.verdict_line,
    "version": _version,
    "cipher": _suite("name"),
    "ibm_name": _suite("ibm"),
    "versions": _supported,
    "subject": _leaf("subject"),
    "issuer": _leaf("issuer"),
    "not_after": _leaf("not_after"),
    "sha256": _leaf("sha256"),
    "client_certificate": lambda result: result.client_auth.wanted,
    "worst": lambda result: next((one.severity.value for one in worries(result)), None),
    "findings": lambda result: "; ".join(f"{one.what} [{one.word}]" for one in worries(result)),
    "took": lambda result: f"{result.took:.6f}",
}
"""The columns from left to right, and what each holds."""


def render(results: Iterable[Result]) -> Iterator[str]:
    """The heading, then a line a host as soon as it is done."""
    yield _line(COLUMNS)
    for result in results:
        yield _line(_cell(value(result)) for value in COLUMNS.values())


def _line(values: Iterable[str]) -> str:
    stream = io.StringIO()
    csv.writer(stream, lineterminator="\n").writerow(values)
    return stream.getvalue()


def _cell(value: object) -> str:
    return "" if value is None else spreadsheet_cell(str(value))
