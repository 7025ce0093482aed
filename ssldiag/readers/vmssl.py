"""VMSSL operands: the words of a ``:parms.`` tag in, operands with their values out. Defaults are not filled in here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ssldiag.model import Located, Unreadable


@dataclass(frozen=True, slots=True)
class Operand:
    """One operand: ``key`` in full and upper case (KEYFILE, CACHELIFE, EXEMPT, PROTOCOL, ...), ``words`` its values."""

    key: str
    name: Located[str]
    words: tuple[Located[str], ...]


@dataclass(frozen=True, slots=True)
class Trace:
    """TRACE: ``type`` NORMAL, CONNECTIONS, FLOW or DEBUG; ``data`` with CONNECTIONS DATA; ``selector`` and ``length`` as written."""

    name: Located[str]
    type: str
    data: bool = False
    selector: Located[str] | None = None
    length: Located[str] | None = None


@dataclass(frozen=True, slots=True)
class VmsslOperands:
    """The operands in the order written, and those that carry a structure of their own.

    ``keyfile`` as written; ``cache_life`` in seconds; ``exempt`` and ``enable`` each word as written; ``protocols`` pairs of
    sign (``+``, ``-`` or empty) and name in upper case; ``unknown`` words that belong to no operand.
    """

    operands: tuple[Operand, ...]
    keyfile: Located[str] | None = None
    cache_life: Located[int] | None = None
    cache_cleanup: Located[int] | None = None
    exempt: tuple[Located[str], ...] = ()
    enable: tuple[Located[str], ...] = ()
    protocols: tuple[Located[tuple[str, str]], ...] = ()
    fips: Located[str] | None = None
    mode: Located[str] | None = None
    fallback_scsv: Located[str] | None = None
    gsktrace: Located[str] | None = None
    trace: Trace | None = None
    vmdump: Located[str] | None = None
    leading_vmssl: Located[str] | None = None
    unknown: tuple[Located[str], ...] = ()
    unreadable: tuple[Unreadable, ...] = ()

    def get(self, key: str) -> Operand | None:
        """The first operand of this full name."""
        return next((item for item in self.operands if item.key == key), None)


def parse(words: Sequence[Located[str]]) -> VmsslOperands:
    """Parse the words of ``:parms.`` (grammar: VMSSL command; 5.4/6.1 with the 2010 service, and later)."""
    raise NotImplementedError
