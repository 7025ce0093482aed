"""One spelling of a code in, the ways to read it out, most likely first; no table is looked at.

The forms are those of ``errortables/number_forms.csv``: signs, hexadecimal with and without prefix, two's
complement, the 134CCxxx and 03353xxx ranges of System SSL and their decimal spellings, packed OpenSSL
errors, constants, message ids, alerts.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from ssldiag.errors.model import Reading

LONGEST = 200
"""Characters of a spelling: the longest constant has 60, the longest OpenSSL line that people paste 200."""

SYSTEM_SSL = 0x134CC
"""The upper digits of a System SSL function code, 134CCxxx (z/OS System SSL Programming, gsk_strerror)."""
CMS = 0x03353
"""The upper digits of a certificate management status, 03353xxx (as above)."""
CMS_ENCODING = 0x014CE
"""The upper digits of the second range of certificate management codes (as above)."""

_WORD = 1 << 32
_HEX_PLATFORMS = ("zvm", "zos", "gskit8")

_DECIMAL = re.compile(r"([-+\u2212\u2013]?)(\d{1,10})")
_HEX = re.compile(r"(0[xX]|[xX]['\"])?([0-9A-Fa-f]{1,16})['\"]?")
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9]*(?:[_ .-][A-Za-z0-9]+)*")
_MESSAGE = re.compile(
    r"(?:CP[A-Z][0-9A-F]{4}|TCP[0-9A-F]{4}|CWBCO\d{4}|AMQ\d{4}[EWIST]?|SSL0\d{3}[EWI]"
    r"|DTC[A-Z]{3}T\d{2}[EIW]|DTCC?[A-Z]{3}\d{3,4}[AEIRSTW]?|(?:DMS|HCP)[A-Z0]{3}\d{3,4}[AEIRSTW]?|[A-Z]+(?:-[A-Z0-9]+)+)"
)
_ALERT = re.compile(
    r"(?:(?:tls|ssl|fatal|warning|received|sent|the) )*alert(?: number| description|:)*[ :(]*"
    r"([A-Za-z0-9_ -]+?)\)?"
)
_EXCEPTION = re.compile(r"[a-z]+(?:\.[a-z]+)*\.[A-Z]\w*(?:Exception|Error)")
_RULE = re.compile(r"(?:ZVM|IBMI|LNX|CERT|TLS)\d{3}")
_TRACE_POINT = re.compile(r"(?:(?:trace ?point|trcpnt|ssl|sckssl)[ -]*)+(\d{5})")


def readings(spelling: str) -> list[Reading]:
    """The ways to read ``spelling``, most likely first; of the same likelihood all that apply.

    >>> [(r.kind, r.value) for r in readings("0x134CC19E")]
    [('system-ssl', '414')]
    """
    text = " ".join(spelling.split())
    if not text or len(text) > LONGEST:
        return []
    found: dict[tuple[str, str], Reading] = {}
    for form in _FORMS:
        for reading in form(text):
            found.setdefault(reading[:2], reading)
    return list(found.values())


def number(value: int) -> Iterator[Reading]:
    """The readings of a number, whatever it was written like."""
    if value < 0:
        yield Reading("negative", str(value))
    elif value >= _WORD // 2:
        yield Reading("negative", str(value - _WORD), (), f"{value} as a signed number of 32 bits")
    elif value >> 12 == SYSTEM_SSL:
        yield Reading("system-ssl", str(value & 0xFFF), (), f"{value} is {value:08X} in hexadecimal")
    elif value >> 12 == CMS:
        yield Reading("cms", str(value), (), f"{value} is {value:08X} in hexadecimal")
    elif value >> 12 == CMS_ENCODING:
        yield Reading("cms", str(value), (), "a certificate management code of the second range, 014CExxx")
    else:
        yield Reading("number", str(value), (), _range_note(value))
        if 25_000 < value < 26_000:
            yield Reading(
                "pc-client", str(value - 25_000), ("ibmi",), f"{value} of the PC client, less 25000"
            )


def _range_note(value: int) -> str:
    if 5_001 <= value <= 5_999:
        return "5001 to 5999 are codes of AT-TLS on z/OS that the user can correct, not of System SSL"
    if 6_001 <= value <= 6_999:
        return "on z/OS 6001 to 6999 are internal codes of AT-TLS, not of System SSL"
    return ""


def _decimal(text: str) -> Iterator[Reading]:
    match = _DECIMAL.fullmatch(text)
    if match:
        value = int(match[2])
        yield from number(value if match[1] in ("", "+") else -value)


def _hexadecimal(text: str) -> Iterator[Reading]:
    match = _HEX.fullmatch(text)
    if match is None:
        return
    digits = match[2].upper()
    value = int(digits, 16)
    if len(digits) == 16 and digits.startswith("FFFFFFFF"):
        value &= _WORD - 1
    if value >= _WORD:
        return
    if value >> 12 in (SYSTEM_SSL, CMS, CMS_ENCODING):
        yield from (reading._replace(note="") for reading in number(value))
    elif value >= _WORD // 2:
        yield Reading("negative", str(value - _WORD), (), f"{digits} is {value - _WORD} in two's complement")
    elif len(digits) == 8 and value > 0xFFFFFF:
        yield from (Reading("openssl", form) for form in packed(value))
    elif match[1] or not digits.isdigit():
        yield Reading("number", str(value), _HEX_PLATFORMS, f"{digits} is {value} in decimal")
    else:
        yield Reading(
            "perhaps-hex", str(value), _HEX_PLATFORMS, f"{digits} in hexadecimal, as traces print it"
        )


def packed(value: int) -> Iterator[str]:
    """A packed OpenSSL error as OpenSSL 3 writes it (library at bit 23); the older form (bit 24) converted
    as well.

    >>> list(packed(0x14094418))
    ['14094418', '0A000418']
    """
    yield f"{value:08X}"
    if (value >> 12) & 0xFFF:  # a function number: gone since OpenSSL 3
        yield f"{(value >> 24) << 23 | value & 0xFFF:08X}"


def _alert(text: str) -> Iterator[Reading]:
    match = _ALERT.fullmatch(text.lower().replace("_", " ").replace("-", " "))
    if match is None:
        return
    word = match[1].strip()
    if word.isdigit():
        yield from alert_number(int(word))
    else:
        yield Reading("alert-name", word.replace(" ", "_"))


def alert_number(value: int) -> Iterator[Reading]:
    """An alert by number; curl adds 256 or 512 for the level (``TLS alert, unknown CA (560)``)."""
    level, code = divmod(value, 256)
    if level in (1, 2):
        yield Reading("alert", str(code), (), f"{value} is level {level} and alert {code}")
    elif level == 0:
        yield Reading("alert", str(code))


def _trace_point(text: str) -> Iterator[Reading]:
    match = _TRACE_POINT.fullmatch(text.lower())
    if match:
        yield Reading("trace-point", match[1])


def _message(text: str) -> Iterator[Reading]:
    upper = text.upper()
    if _RULE.fullmatch(upper):
        yield Reading("rule", upper)
    elif _MESSAGE.fullmatch(upper):
        yield Reading("message", upper)


def _exception(text: str) -> Iterator[Reading]:
    if _EXCEPTION.fullmatch(text):
        yield Reading("exception", text)


def _name(text: str) -> Iterator[Reading]:
    if _NAME.fullmatch(text) and not _EXCEPTION.fullmatch(text):
        yield Reading("name", text)


_FORMS: tuple[Callable[[str], Iterator[Reading]], ...] = (
    _decimal,
    _hexadecimal,
    _alert,
    _trace_point,
    _message,
    _exception,
    _name,
)
