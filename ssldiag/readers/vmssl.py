"""VMSSL operands: the words of a ``:parms.`` tag in, operands with values out. Defaults are not filled in."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ssldiag.model import Located, Unreadable
from ssldiag.readers.vmssl_grammar import is_address, operand, take, trace_type
from ssldiag.readers.words import is_number, number, part, span, spellings, upper


@dataclass(frozen=True, slots=True)
class Operand:
    """One operand: ``key`` in full and upper case (KEYFILE, CACHELIFE, EXEMPT, ...), ``words`` its values."""

    key: str
    name: Located[str]
    words: tuple[Located[str], ...]


@dataclass(frozen=True, slots=True)
class Trace:
    """TRACE: ``type`` NORMAL, CONNECTIONS, FLOW or DEBUG; ``data`` with CONNECTIONS DATA; rest as written."""

    name: Located[str]
    type: str
    data: bool = False
    selector: Located[str] | None = None
    length: Located[str] | None = None


@dataclass(frozen=True, slots=True)
class VmsslOperands:
    """The operands in the order written, and those that carry a structure of their own.

    ``keyfile`` as written; ``cache_life`` in seconds; ``exempt`` and ``enable`` each word as written;
    ``protocols`` pairs of sign (``+``, ``-`` or empty) and name in upper case; ``mode``, ``fallback_scsv``
    and ``vmdump`` in upper case; ``unknown`` words that belong to no operand. Of an operand given twice these
    hold the last (our choice: which one VMSSL takes is not documented); lists are joined.
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


UNITS = {"H": 3600, "M": 60, "S": 1}
"""Seconds of the units of CACHELIFE; hours where none is given (VMSSL command)."""

FLAGS = ("FIPS", "TRACE", "NOTRACE")
"""Operands that can stand alone."""

VERSION = re.compile(r"[A-Z][A-Z0-9_.]{0,30}[0-9]", re.IGNORECASE)
"""A protocol version: a name that ends in a digit. 30 characters are five times the longest."""


def parse(words: Sequence[Located[str]]) -> VmsslOperands:
    """Parse the words of ``:parms.`` (grammar: VMSSL command; 5.4/6.1 with the 2010 service, and later)."""
    tidied = [piece for word in words for piece in tidy(word)]
    leading = tidied.pop(0) if tidied and tidied[0].value.upper() == "VMSSL" else None
    operands, unknown = assign(tidied)
    last = {item.key: item for item in operands}
    versions, strays = protocols(words_of(operands, "PROTOCOL"))
    return VmsslOperands(
        tuple(operands),
        keyfile=value(last, "KEYFILE"),
        cache_life=seconds(last.get("CACHELIFE")),
        cache_cleanup=number(value(last, "CACHECLEANUP")),
        exempt=words_of(operands, "EXEMPT"),
        enable=words_of(operands, "ENABLE"),
        protocols=versions,
        fips=last["FIPS"].name if "FIPS" in last else None,
        mode=folded(last, "MODE"),
        fallback_scsv=folded(last, "TLSFALLBACKSCSV"),
        gsktrace=value(last, "GSKTRACE"),
        trace=trace(last.get("TRACE")),
        vmdump=dump(value(last, "VMDUMP")),
        leading_vmssl=leading,
        unknown=(*unknown, *strays),
        unreadable=tuple(problems(operands)),
    )


def tidy(word: Located[str]) -> Iterator[Located[str]]:
    """A word without quotes and commas around it; commas inside separate words, except in a path."""
    text = word.value
    if not any(mark in text for mark in ",'\""):
        if text:
            yield word
        return
    bare = text.strip(",'\"")
    pattern = r".+" if bare.startswith("/") else r"[^,'\"]+"
    offset = text.find(bare)
    for match in re.finditer(pattern, bare):
        yield part(word, offset + match.start(), offset + match.end())


def assign(words: list[Located[str]]) -> tuple[list[Operand], list[Located[str]]]:
    """The operands with the words that belong to each, and the words that belong to none."""
    operands, unknown = [], []
    index = 0
    while index < len(words):
        key = operand(words[index].value)
        if key is None:
            unknown.append(words[index])
            index += 1
            continue
        end = take(key, words, index + 1)
        operands.append(Operand(key, words[index], tuple(words[index + 1 : end])))
        index = end
    return operands, unknown


def words_of(operands: list[Operand], key: str) -> tuple[Located[str], ...]:
    """The values of all operands of this name: lists may be given in several pieces."""
    return tuple(word for item in operands if item.key == key for word in item.words)


def value(last: dict[str, Operand], key: str) -> Located[str] | None:
    """The first value of an operand."""
    item = last.get(key)
    return item.words[0] if item and item.words else None


def folded(last: dict[str, Operand], key: str) -> Located[str] | None:
    """The same in upper case."""
    word = value(last, key)
    return upper(word) if word else None


def seconds(item: Operand | None) -> Located[int] | None:
    """CACHELIFE in seconds: a number, with its unit behind it or apart."""
    if item is None or not item.words:
        return None
    first, last = item.words[0], item.words[-1]
    text = first.value.upper()
    digits, unit = (text[:-1], text[-1]) if text[-1] in UNITS else (text, "H")
    if last is not first:
        unit = last.value.upper()
    place = span(first.place, last.place)
    return Located(int(digits) * UNITS[unit], place) if is_number(digits) else None


def protocols(
    words: Sequence[Located[str]],
) -> tuple[tuple[Located[tuple[str, str]], ...], list[Located[str]]]:
    """Signed and unsigned versions, a blank after the sign tolerated; and the words that are none."""
    found: list[Located[tuple[str, str]]] = []
    strays: list[Located[str]] = []
    pending: Located[str] | None = None
    for word in words:
        text = word.value
        if text in ("+", "-"):
            if pending:
                strays.append(pending)
            pending = word
        elif pending or text[0] in "+-" or VERSION.fullmatch(text):
            sign = pending.value if pending else text[0] if text[0] in "+-" else ""
            place = span(pending.place, word.place) if pending else word.place
            found.append(Located((sign, text.lstrip("+-").upper()), place))
            pending = None
        else:
            strays.append(word)
    return tuple(found), [*strays, pending] if pending else strays


def trace(item: Operand | None) -> Trace | None:
    """The parts of TRACE; NORMAL where no type is given."""
    if item is None:
        return None
    rest = list(item.words)
    kind = trace_type(rest[0].value) if rest else None
    rest = rest[1:] if kind else rest
    asked = rest.pop(0).value.upper() if rest and rest[0].value.upper() in ("DATA", "NODATA") else ""
    selector = rest.pop(0) if rest and not is_number(rest[0].value) else None
    if selector and rest and is_address(rest[0].value):
        port = rest.pop(0)
        selector = Located(selector.value + port.value, span(selector.place, port.place))
    return Trace(item.name, kind or "NORMAL", asked == "DATA", selector, rest[0] if rest else None)


def dump(word: Located[str] | None) -> Located[str] | None:
    """VMDUMP's value in full and upper case."""
    if word is None:
        return None
    text = word.value.upper()
    return Located(spellings(("Error", "Socket")).get(text, text), word.place)


def problems(operands: list[Operand]) -> Iterator[Unreadable]:
    """Operands without the value they need, and values that are no numbers where one is needed."""
    for item in operands:
        if not item.words and item.key not in FLAGS:
            yield Unreadable(item.name.place, f"{item.key} has no value")
        elif item.key == "CACHELIFE" and seconds(item) is None:
            yield Unreadable(
                item.words[0].place, "CACHELIFE needs a number, with H, M or S if it is not hours"
            )
        elif item.key == "CACHECLEANUP" and number(item.words[0]) is None:
            yield Unreadable(item.words[0].place, "CACHECLEANUP needs a number")
