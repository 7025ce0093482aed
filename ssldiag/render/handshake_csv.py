"""Judged handshakes as CSV, a line each, for spreadsheets: everything made visible, formulas made text."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Mapping

from ssldiag.capture.judged import Judged
from ssldiag.render.capture_tally import chosen_cipher
from ssldiag.render.escape import spreadsheet_cell
from ssldiag.render.handshake_names import Suite, suite, versions
from ssldiag.render.handshake_words import alert_list, day, logged
from ssldiag.wire.numbers import version_name


def _chosen(judged: Judged) -> Suite | None:
    code = chosen_cipher(judged.handshake)
    return None if code is None else suite(code)


def _of_suite(name: str) -> Callable[[Judged], object]:
    return lambda judged: getattr(_chosen(judged), name, None)


def _of_hello(name: str) -> Callable[[Judged], object]:
    return lambda judged: getattr(judged.handshake.client_hello, name, None)


def _leaf(judged: Judged, name: str) -> object:
    """A field of the certificate that the server showed first."""
    return next((getattr(found, name) for found in judged.chain("server")), None)


def _offered(judged: Judged) -> object:
    hello = judged.handshake.client_hello
    return versions(hello) if hello else None


def _expires(judged: Judged) -> object:
    chain = judged.chain("server")
    return day(chain[0].not_after) if chain and chain[0].not_after else None


COLUMNS: Mapping[str, Callable[[Judged], object]] = {
    "file": lambda judged: judged.handshake.file,
    "frame": lambda judged: judged.handshake.first_frame,
    "start": lambda judged: f"{judged.handshake.start:.6f}",
    "client": lambda judged: judged.handshake.client.ip,
    "client_port": lambda judged: judged.handshake.client.port,
    "server": lambda judged: judged.handshake.server.ip,
    "server_port": lambda judged: judged.handshake.server.port,
    "starttls": lambda judged: judged.handshake.starttls,
    "sni": _of_hello("sni"),
    "offered_versions": _offered,
    "version": lambda judged: (
        None if judged.handshake.version is None else version_name(judged.handshake.version)
    ),
    "cipher": _of_suite("name"),
    "openssl_name": _of_suite("openssl"),
    "ibm_name": _of_suite("ibm"),
    "strength": _of_suite("strength"),
    "resumed": lambda judged: judged.handshake.resumed,
    "client_certificate": lambda judged: judged.handshake.client_certificate_given,
    "server_subject": lambda judged: _leaf(judged, "subject"),
    "server_issuer": lambda judged: _leaf(judged, "issuer"),
    "server_not_after": _expires,
    "server_sha256": lambda judged: _leaf(judged, "sha256"),
    "alerts": lambda judged: "; ".join(alert_list(judged.handshake)),
    "outcome": lambda judged: judged.verdict.outcome,
    "cause": lambda judged: judged.verdict.cause,
    "by": lambda judged: judged.verdict.by,
    "confidence": lambda judged: judged.verdict.confidence,
    "why": lambda judged: judged.verdict.why,
    "will_log": lambda judged: "; ".join(map(logged, judged.verdict.will_log)),
    "advice": lambda judged: judged.verdict.advice,
    "rtt": lambda judged: judged.handshake.rtt,
    "duration": lambda judged: judged.handshake.duration,
    "gaps": lambda judged: judged.handshake.quality.gaps,
    "truncated": lambda judged: judged.handshake.quality.truncated,
    "one_sided": lambda judged: judged.handshake.quality.one_sided,
    "starts_mid_stream": lambda judged: judged.handshake.quality.starts_mid_stream,
    "ja3": lambda judged: judged.ja3,
    "ja3s": lambda judged: judged.ja3s,
    "ja4": lambda judged: judged.ja4,
}
"""The columns from left to right, and what each holds."""


def render(found: Iterable[Judged]) -> Iterator[str]:
    """The heading, then a line a handshake as soon as it ends."""
    yield _line(COLUMNS)
    for judged in found:
        yield _line(_cell(value(judged)) for value in COLUMNS.values())


def _line(values: Iterable[str]) -> str:
    stream = io.StringIO()
    csv.writer(stream, lineterminator="\n").writerow(values)
    return stream.getvalue()


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:.6f}" if isinstance(value, float) else spreadsheet_cell(str(value))
