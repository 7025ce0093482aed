"""What ``ssldiag probe --format json`` or ``jsonl`` wrote in, one value a host and port out.

Fields that are not as they should be are taken for unknown, and said to be so; nothing is asked anew here.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from ssldiag.model import FilePlace, Source, Unreadable

SCHEMA = "ssldiag.probe/1"
MOST_BYTES = 64 * 1024 * 1024
"""Of one file: a thousand hosts asked everything take about 20 MB."""

MOST = 20_000
"""Documents of one file."""


@dataclass(frozen=True, slots=True)
class ProbedCertificate:
    """A certificate that was shown. Dates are None where it could not be read."""

    subject: str
    sha256: str
    not_before: datetime | None
    not_after: datetime | None


@dataclass(frozen=True, slots=True)
class ProbedVersion:
    """A version of the protocol; ``supported`` is None where it is not known. ``complete``: all of its
    suites were found.
    """

    name: str
    supported: bool | None
    ciphers: tuple[int, ...] = ()
    complete: bool = True


@dataclass(frozen=True, slots=True)
class ProbedService:
    """What a probe saw of one host and port. ``step`` and ``trouble`` say why it came to nothing, if so.

    ``outcome``, ``cause`` and ``why`` are those of the verdict; ``chain`` is what a usual client is shown,
    the server's own certificate first; ``findings`` are severity, word and sentence.
    """

    place: FilePlace
    host: str
    port: int
    starttls: str | None
    started: datetime
    step: str | None
    trouble: str
    completed: bool
    outcome: str
    cause: str
    why: str
    chain: tuple[ProbedCertificate, ...]
    versions: tuple[ProbedVersion, ...]
    findings: tuple[tuple[str, str, str], ...]

    def __str__(self) -> str:
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"


@dataclass(frozen=True, slots=True)
class ProbeDocument:
    """The services of a file."""

    file: str
    services: tuple[ProbedService, ...]
    unreadable: tuple[Unreadable, ...] = ()


def read(source: Source) -> ProbeDocument:
    """All services of a source. Raises OSError."""
    place = FilePlace(source.path)
    found: list[ProbedService] = []
    wrong: list[Unreadable] = []
    for number, value in enumerate(_values(source.read(MOST_BYTES)), 1):
        if number > MOST:
            wrong.append(Unreadable(place, f"only the first {MOST:,} hosts are taken"))
            break
        try:
            found.append(service(value, place))
        except (TypeError, ValueError, KeyError, AttributeError, OverflowError) as error:
            wrong.append(Unreadable(place, f"document {number} is no {SCHEMA}: {type(error).__name__}"))
    return ProbeDocument(source.path, tuple(found), tuple(wrong))


def _values(data: bytes) -> Iterator[Any]:
    """One document over several lines, or one a line; None for what is no JSON."""
    text = data.decode("utf-8", "replace")
    try:
        yield json.loads(text)
    except RecursionError:
        yield None
    except ValueError:
        for line in filter(str.strip, text.splitlines()):
            try:
                yield json.loads(line)
            except (ValueError, RecursionError):
                yield None


def service(value: Mapping[str, Any], place: FilePlace) -> ProbedService:
    """The service of a document. Raises TypeError, ValueError, KeyError, AttributeError or OverflowError."""
    if value["schema"] != SCHEMA:
        raise ValueError("another schema")
    target, trouble = value["target"], value["trouble"] or {}
    verdict = (value["handshake"] or {}).get("verdict") or {}
    shown = [one for one in value["chains"] if one["certificates"]]
    return ProbedService(
        place,
        str(target["host"]),
        int(target["port"]),
        None if target["starttls"] is None else str(target["starttls"]),
        _moment(value["started"]) or datetime.fromtimestamp(0, UTC),
        str(trouble["step"]) if trouble else None,
        str(trouble.get("message", "")),
        value["completed"] is True,
        str(verdict.get("outcome") or ""),
        str(verdict.get("cause") or ""),
        str(verdict.get("why") or ""),
        tuple(_certificate(one) for one in shown[0]["certificates"]) if shown else (),
        tuple(_version(one) for one in value["versions"]),
        tuple((str(one["severity"]), str(one["word"]), str(one["message"])) for one in value["findings"]),
    )


def _certificate(value: Mapping[str, Any]) -> ProbedCertificate:
    return ProbedCertificate(
        str(value.get("subject") or "a certificate that cannot be read"),
        str(value["sha256"]),
        _moment(value.get("not_before")),
        _moment(value.get("not_after")),
    )


def _version(value: Mapping[str, Any]) -> ProbedVersion:
    supported = value["supported"]
    if supported not in (True, False, None):
        raise ValueError("supported is yes, no or not known")
    codes = tuple(int(one["code"]) for one in value["ciphers"])
    return ProbedVersion(str(value["version"]), supported, codes, value["complete"] is True)


def _moment(value: object) -> datetime | None:
    if not isinstance(value, str):
        return None
    found = datetime.fromisoformat(value)
    return found if found.tzinfo is not None else found.replace(tzinfo=UTC)
