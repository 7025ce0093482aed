"""The words of TRACE in, a TraceSetting out; its text, and which connections it covers.

Grammar: SSLADMIN TRACE and the TRACE operand of VMSSL (z/VM TCP/IP Planning and Customization). What kind a
word names is for the callers' grammars; nothing here prints.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from ssldiag.pool.plan import TraceSetting

if TYPE_CHECKING:
    from ssldiag.readers.vmssl import Trace

KINDS = ("NORMal", "CONNections", "FLOW", "DEBug")
"""Types of trace, in capitals as far as they must be typed (VMSSL command)."""

DEFAULT_LENGTH = 20
"""Bytes shown of each send and receive with CONNECTIONS DATA (SSLADMIN TRACE)."""

EVERYTHING = -1
NO_TRACE = TraceSetting("NONE")

LONGEST_DATA = 65_535
"""Bytes of a length that can be asked for: more than the largest TLS record (RFC 8446 5.1) holds."""

MOST_CONNECTION = 999_999_999
MOST_PORT = 65_535

_PORT = re.compile(r"(?::|\.\.)(?P<port>[0-9]{1,5})")
_APART = re.compile(r"\[(?P<inner>[^\[\]]+)\](?::|\.\.)(?P<port>[0-9]{1,5})")
_JOINED = re.compile(r"(?P<host>[^:]+):(?P<port>[0-9]{1,5})|(?P<other>.+)\.\.(?P<after>[0-9]{1,5})")
_LONGEST_SELECTOR = 64
"""Characters of an IPv6 address (45 at most), brackets, separator and port, with room to spare."""


def setting(kind: str, data: bool, rest: Sequence[str]) -> TraceSetting:
    """The setting of a kind in full and capitals, whether DATA was given, and the words behind: a selector,
    and with DATA a length. Raises ValueError with a sentence.
    """
    words = [word.upper() for word in rest]
    if kind == "DEBUG":
        _none_left(words, "DEBUG covers everything and takes no selector")
        return TraceSetting("DEBUG", EVERYTHING)
    address, port, connection = selector(words.pop(0)) if words else (None, None, None)
    length = 0
    if data:
        length = data_length(words.pop(0)) if words else DEFAULT_LENGTH
    _none_left(words, "TRACE takes one selector" + (" and one length" if data else ""))
    return TraceSetting(kind, length, address, port, connection)


def _none_left(words: Sequence[str], why: str) -> None:
    if words:
        raise ValueError(f"{why}; what is {' '.join(words)}?")


def data_length(word: str) -> int:
    """How many bytes of data are shown: a number or ALL. Raises ValueError."""
    if word == "ALL":
        return EVERYTHING
    if len(word) <= 5 and word.isascii() and word.isdigit() and 1 <= int(word) <= LONGEST_DATA:
        return int(word)
    raise ValueError(f"the length of DATA is a number from 1 to {LONGEST_DATA} or ALL, not {word}")


def selector(word: str) -> tuple[str | None, int | None, int | None]:
    """Address, port and connection that a selector names; all None for ALL. Raises ValueError."""
    if word.upper() == "ALL":
        return None, None, None
    if len(word) <= _LONGEST_SELECTOR:
        if word.isascii() and word.isdigit() and 0 < int(word) <= MOST_CONNECTION:
            return None, None, int(word)
        if match := _PORT.fullmatch(word):
            return None, _port(match["port"]), None
        address = _address(word)
        if address:
            return address, None, None
        if match := _APART.fullmatch(word) or _JOINED.fullmatch(word):
            parts = match.groupdict()
            host = parts.get("inner") or parts.get("host") or parts.get("other") or ""
            address = _address(host)
            if address:
                return address, _port(parts.get("port") or parts.get("after") or ""), None
    raise ValueError(f"a trace is limited by ALL, an address, :port, address:port or a number, not by {word}")


def _port(text: str) -> int:
    if 1 <= int(text) <= MOST_PORT:
        return int(text)
    raise ValueError(f"a port is a number from 1 to {MOST_PORT}, not {text}")


def _address(text: str) -> str | None:
    """An IP address in its usual form; None for anything else."""
    from ipaddress import IPv6Address, ip_address

    try:
        found = ip_address(text)
    except ValueError:
        return None
    if isinstance(found, IPv6Address) and found.ipv4_mapped is not None:
        found = found.ipv4_mapped
    return str(found).partition("%")[0]


def of_vmssl(trace: Trace | None, silent: bool = False) -> TraceSetting:
    """The setting that VMSSL's operands ask for: NORMAL ALL without any, none with NOTRACE (``silent``).

    VMSSL knows no connection numbers: a number alone is the length. Raises ValueError.
    """
    if silent:
        return NO_TRACE
    if trace is None:
        return TraceSetting()
    words = [trace.selector.value if trace.selector else "ALL"]
    if words[0].isdigit():
        raise ValueError(f"TRACE in VMSSL takes no connection number ({words[0]})")
    if trace.type == "DEBUG":
        words = []
    elif trace.length:
        words.append(trace.length.value)
    return setting(trace.type, trace.data, words)


def text(wanted: TraceSetting) -> str:
    """The setting as it would be typed, in full: ``CONNECTIONS DATA ALL 20``, ``NOTRACE``."""
    if wanted.kind == "NONE":
        return "NOTRACE"
    if wanted.kind == "DEBUG":
        return "DEBUG"
    words = [wanted.kind]
    if wanted.kind == "CONNECTIONS":
        words.append("DATA" if wanted.data else "NODATA")
    words.append(selector_text(wanted))
    if wanted.kind == "CONNECTIONS" and wanted.data:
        words.append("ALL" if wanted.data == EVERYTHING else str(wanted.data))
    return " ".join(words)


def selector_text(wanted: TraceSetting) -> str:
    """Its selector: ``ALL``, ``1043``, ``:992``, ``192.0.2.7:992``, ``2001:db8::7..992``."""
    if wanted.connection is not None:
        return str(wanted.connection)
    if wanted.address is None:
        return "ALL" if wanted.port is None else f":{wanted.port}"
    if wanted.port is None:
        return wanted.address
    return f"{wanted.address}{'..' if ':' in wanted.address else ':'}{wanted.port}"


def covers(wanted: TraceSetting, connection: int, local: tuple[str, int], foreign: tuple[str, int]) -> bool:
    """Whether a connection is traced. An address is the partner's; a port is that of either end (our choice:
    which one z/VM means is not documented).
    """
    if wanted.kind == "NONE":
        return False
    return (
        wanted.connection in (None, connection)
        and wanted.port in (None, local[1], foreign[1])
        and (wanted.address is None or wanted.address == foreign[0].removeprefix("::ffff:"))
    )
