"""``ssldiag.toml`` in, settings and dated suppressions out; a mistake is an error that names file and key.

``KEYS`` and ``SUPPRESS_KEYS`` are the only lists of what the file may hold; docs/configuration.md describes
them.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from difflib import get_close_matches
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

from ssldiag.model import Finding, Severity
from ssldiag.releases import parse

FILE_NAME = "ssldiag.toml"

LARGEST = 1024 * 1024
"""Bytes of a configuration: thousands of suppressions fit; more is some other file."""

MOST_DAYS = 36_500
"""A hundred years: no certificate is worth a warning earlier."""

NEVER = "never"
FAIL_ON = (*(severity.value for severity in Severity), NEVER)


class ConfigError(Exception):
    """A configuration that cannot be used. The message is a sentence that names the file and the key."""


@dataclass(frozen=True, slots=True)
class Suppression:
    """Findings of one rule that the owner accepts through the day ``until``, and why.

    ``file`` is a glob for one of the finding's files, ``match`` a part of its message; case does not count.
    """

    code: str
    reason: str
    until: date
    file: str = "*"
    match: str = ""

    def covers(self, finding: Finding) -> bool:
        """Whether this finding is meant, whatever the day."""
        return (
            finding.code == self.code
            and self.match.casefold() in finding.message.casefold()
            and any(_glob(item.place.file, self.file) for item in finding.evidence)
        )


@dataclass(frozen=True, slots=True)
class Config:
    """What a file says; None where it says nothing. ``name`` is how to speak of the file."""

    name: str
    select: tuple[str, ...] | None = None
    ignore: tuple[str, ...] | None = None
    fail_on: str | None = None
    release: str | None = None
    expiry_days: int | None = None
    suppress: tuple[Suppression, ...] = ()

    def excuse(self, finding: Finding, today: date) -> tuple[str, str] | None:
        """The reason and the last day for setting a finding aside; None where nothing in force covers it."""
        for entry in self.suppress:
            if entry.until >= today and entry.covers(finding):
                return entry.reason, entry.until.isoformat()
        return None

    def expired(self, today: date) -> list[str]:
        """A sentence for each suppression that has ended."""
        return [
            f"{self.name}: the suppression of {entry.code} ended on {entry.until} ({entry.reason})"
            for entry in self.suppress
            if entry.until < today
        ]


def _glob(file: str, pattern: str) -> bool:
    return fnmatchcase(file.casefold(), pattern.casefold())


def read_config(path: Path) -> Config:
    """The configuration at ``path``. Raises ConfigError."""
    try:
        with path.open("rb") as stream:
            data = stream.read(LARGEST + 1)
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read: {error.strerror or error}") from error
    if len(data) > LARGEST:
        raise ConfigError(f"{path}: is larger than {LARGEST:,} bytes, so it is no configuration of ssldiag")
    try:
        return parse_config(data.decode("utf-8"), str(path))
    except UnicodeDecodeError as error:
        raise ConfigError(f"{path}: is not UTF-8 (byte {error.start}), which TOML demands") from error


def parse_config(text: str, name: str) -> Config:
    """The configuration that ``text`` spells. Raises ConfigError with ``name`` in front."""
    try:
        table = tomllib.loads(text)
    except (ValueError, RecursionError) as error:  # ValueError: a number of thousands of digits, too
        why = str(error) if isinstance(error, ValueError) else "values are nested too deeply"
        raise ConfigError(f"{name}: is not valid TOML: {why}") from error
    return Config(name, **_values(table, KEYS, name, ""))


def _values(table: Mapping[str, Any], keys: Mapping[str, Read], name: str, within: str) -> dict[str, Any]:
    """Each value read by its entry in ``keys``."""
    read = {}
    for key, value in table.items():
        where = f"{name}: {within}{key}"
        if key not in keys:
            raise ConfigError(f"{where}: there is no such key{_near(key, keys)}")
        try:
            read[key] = keys[key](value, where)
        except ValueError as error:
            raise ConfigError(f"{where} must be {error}") from error
    return read


def _near(word: str, known: Mapping[str, object]) -> str:
    close = get_close_matches(word, known, n=1)
    return f"; did you mean {close[0]}?" if close else f" (known are {', '.join(known)})"


Read = Callable[[Any, str], object]
"""Value and where it stands to what it means. Raises ValueError with what the value "must be"."""


def _codes(value: Any, _: str) -> tuple[str, ...]:
    values = [value] if isinstance(value, str) else value
    if not isinstance(values, list) or not all(isinstance(code, str) and code for code in values):
        raise ValueError('a list of codes or beginnings of codes, such as ["ZVM1", "CERT"]')
    return tuple(code.strip().upper() for code in values)


def _code(value: Any, _: str) -> str:
    if not isinstance(value, str) or not value.strip():
        raise ValueError('the code of a rule, such as "ZVM101"')
    return value.strip().upper()


def _fail_on(value: Any, _: str) -> str:
    if value not in FAIL_ON:
        raise ValueError(f"one of {', '.join(FAIL_ON)}")
    return str(value)


def _release(value: Any, _: str) -> str:
    level = parse(value) if isinstance(value, str) else None
    if level is None:
        raise ValueError('a z/VM level in quotes, such as "630" or "6.3"')
    return level


def _days(value: Any, _: str) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= MOST_DAYS:
        raise ValueError(f"a number of days from 0 to {MOST_DAYS:,}")
    return value


def _text(value: Any, _: str) -> str:
    if not isinstance(value, str) or not value.strip():
        raise ValueError("a text in quotes, and not an empty one")
    return value


def _date(value: Any, _: str) -> date:
    try:
        found = date.fromisoformat(value) if isinstance(value, str) else value
    except ValueError:
        found = None
    if isinstance(found, datetime) or not isinstance(found, date):
        raise ValueError("a date such as 2027-01-31")
    return found


def _suppressions(value: Any, where: str) -> tuple[Suppression, ...]:
    if not isinstance(value, list) or not all(isinstance(entry, dict) for entry in value):
        raise ValueError("written as [[suppress]] sections")
    return tuple(_suppression(entry, f"{where} {number}") for number, entry in enumerate(value, 1))


def _suppression(table: dict[str, Any], where: str) -> Suppression:
    values = _values(table, SUPPRESS_KEYS, where, "")
    for needed in ("code", "reason", "until"):
        if needed not in values:
            raise ConfigError(f"{where}: {needed} is missing; a suppression needs code, reason and until")
    return Suppression(**values)


KEYS: Mapping[str, Read] = {
    "select": _codes,
    "ignore": _codes,
    "fail_on": _fail_on,
    "release": _release,
    "expiry_days": _days,
    "suppress": _suppressions,
}

SUPPRESS_KEYS: Mapping[str, Read] = {
    "code": _code,
    "file": _text,
    "match": _text,
    "reason": _text,
    "until": _date,
}
