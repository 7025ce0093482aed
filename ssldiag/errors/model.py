"""The plain values of this package: a row of a table, a reading of a spelling, an entry and an
explanation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

PLATFORMS: Mapping[str, str] = {
    "ibmi": "IBM i",
    "zvm": "z/VM",
    "zos": "z/OS",
    "gskit8": "GSKit 8",
    "tls": "TLS",
    "openssl": "OpenSSL",
    "java": "Java",
    "python": "Python",
    "ssldiag": "ssldiag",
}
"""Word of a platform in output and options -> its name in prose."""

CONFIDENCES: Mapping[str, str] = {
    "measured": "checked against the library itself, or measured with it",
    "seen": "number and name stand in a public source",
    "registry": "registered with IANA; not measured",
    "name-inferred": "number and meaning were seen; the name follows the usual naming",
    "number-only": "number and meaning were seen; the name is not known",
    "name-only": "name and meaning were seen; the number is not known",
    "unverified": "recalled or derived, not seen in a source",
    "own": "ssldiag's own words",
}
"""How sure a row is, as ``errortables/README.md`` says."""


class Row(NamedTuple):
    """A line of a table of codes as it stands; a named tuple, because a query reads hundreds of them."""

    platform: str
    api: str
    code: str
    hex: str
    constant: str
    message_id: str
    text: str
    meaning: str
    cause: str
    recovery: str
    source: str
    confidence: str

    @property
    def platforms(self) -> list[str]:
        """The platforms that share this row, the usual one first."""
        return self.platform.split()


class Reading(NamedTuple):
    """One way to read a spelling. ``kind`` is a word of :data:`ssldiag.errors.kinds.KINDS`.

    ``platforms`` limits the reading to these (empty: any); ``note`` says how the spelling was read where
    that is not plain; ``said`` are the words that follow a message id.
    """

    kind: str
    value: str
    platforms: tuple[str, ...] = ()
    note: str = ""
    said: str = ""


@dataclass(frozen=True, slots=True)
class OtherSide:
    """What the peer will have logged. ``basis`` is ``measured``, or ``expected`` where that was not
    measured.

    ``text`` are the words it is logged with, if any; ``when`` says what had gone wrong, as far as that is
    known.
    """

    platform: str
    code: int | None
    constant: str
    text: str = ""
    when: tuple[str, ...] = ()
    basis: str = "measured"


@dataclass(frozen=True, slots=True)
class ErrorEntry:
    """What one code means on one platform. ``same_as`` is the same condition in the words of other
    platforms."""

    platform: str
    api: str
    code: int | None
    hex: str
    constant: str
    message_id: str
    text: str
    meaning: str
    cause: str
    recovery: str
    source: str
    confidence: str
    other_side: tuple[OtherSide, ...] = ()
    same_as: tuple[OtherSide, ...] = ()
    look_for: str = ""
    notes: tuple[str, ...] = ()
    docs: str = ""

    @property
    def title(self) -> str:
        """The code as its platform writes it."""
        number = "" if self.code is None else str(self.code)
        if len(self.hex) == 8 and not self.hex.startswith("0x") and (self.code or 0) >= 0:
            number = f"{self.hex} ({number})" if self.platform in ("zvm", "zos") else self.hex
        return number or self.message_id or self.constant or self.text


@dataclass(frozen=True, slots=True)
class Explanation:
    """The answer to one query, or one code found in a log: its entries, most likely first; none if unknown.

    ``lines`` are the first lines of ``file`` that it stands in, ``count`` how often it was found.
    """

    query: str
    entries: tuple[ErrorEntry, ...]
    notes: tuple[str, ...] = ()
    suggestions: tuple[str, ...] = ()
    file: str = ""
    lines: tuple[int, ...] = ()
    count: int = 1
