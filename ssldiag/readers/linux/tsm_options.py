"""dsm.opt, dsm.sys and dsmserv.opt of Spectrum Protect in, their options out.

Grammar ("Client options reference", "Server options reference"): a keyword and its value a line, ``*``
begins a comment; ``SErvername`` begins a stanza of dsm.sys. Keywords may be cut to their capitals.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from ssldiag.model import Located, Source
from ssldiag.readers.linux.document import LinuxDocument, document, text_of
from ssldiag.readers.words import spellings

KEYWORDS = (
    *("SErvername", "TCPServeraddress", "TCPPort", "TCPADMINPort", "COMMMethod", "SSL", "SSLREQUIRED"),
    *("SSLFIPSMODE", "SSLACCEPTCERTFROMSERV", "SSLDISABLELEGACYtls", "SSLTCPPort", "SSLTCPADMINPort"),
    *("SSLTLS12", "SSLHIDELEGACY", "USETLS12", "SSLINITTIMEout", "ADMINONCLIENTport", "LDAPURL", "NODename"),
)
"""The options that matter here; the capitals of those that are not TLS's are the shortest form."""

_LINE = re.compile(r"\s*([A-Za-z][A-Za-z0-9_.]*)(?:\s+(\"[^\"]*\"|'[^']*'|\S.*?))?\s*$")


@dataclass(frozen=True, slots=True)
class TsmOption:
    """``key`` in upper case and whole where it is one of :data:`KEYWORDS`. ``stanza``: the server's name."""

    key: str
    name: Located[str]
    value: Located[str] | None
    stanza: str = ""


@cache
def _names() -> dict[str, str]:
    return spellings(KEYWORDS)


def read(source: Source) -> LinuxDocument[TsmOption]:
    """Read an options file."""
    found, notes = text_of(source)
    rows: list[TsmOption] = []
    stanza = ""
    for line in found:
        match = None if line.text.lstrip().startswith("*") else _LINE.match(line.text[:1_024])
        if match is None:
            continue
        key = _names().get(match[1].upper(), match[1].upper())
        value = None
        if match[2] is not None:
            text = match[2]
            cut = 1 if text[:1] in "\"'" and text[-1:] == text[:1] and len(text) > 1 else 0
            start, end = match.span(2)
            value = line.located(start + cut, end - cut)
        if key == "SERVERNAME" and value is not None:
            stanza = value.value
        rows.append(TsmOption(key, line.located(*match.span(1)), value, stanza))
    return document(source, tuple(rows), notes)
