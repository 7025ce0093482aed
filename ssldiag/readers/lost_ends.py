"""The source of a configuration file in; out, why its lines cannot be told apart, where that is so.

Statements that ran together on one line would be misread without a word: the first comment swallows the rest.
"""

from __future__ import annotations

import re
from codecs import getincrementaldecoder

from ssldiag.model import Source
from ssldiag.text import lines, records_run_together

LOST = "has lost its record ends: fetch it again as text, not in binary"
MANGLED = "is EBCDIC that was translated as if it were ASCII: fetch it again as text"

_LOOKED_AT = 4_096  # bytes: what is wrong with a file is wrong from its beginning
_KEYWORDS = {
    "tcpip_data": "TCPIPUSERID HOSTNAME DOMAINORIGIN DOMAINSEARCH NSINTERADDR NSPORTADDR SECURETELNETCLIENT",
    "srvrftp_config": "SECURECONTROL SECUREDATA TLSLABEL PASSIVEPORTRANGE PORT ANONYMOU RACF FTPAIDOPTION",
    "smtp_config": "POSTMASTER TLSLABEL BADSPOOLFILEID GATEWAY MAILHOPCOUNT PORT LOCALFORMAT TLS",
    "profile_tcpip": "SSLSERVERID SSLLIMITS ENDAUTOLOG AUTOLOG HOME PORT DEVICE START ASSORTEDPARMS",
    "dtcparms": ":NICK.",
}
"""Words of which a line holds one: statements by kind."""


def fault(source: Source) -> str:
    """Why the lines of a source cannot be told apart; empty where they can."""
    if records_run_together(source):
        return LOST
    if _is_mangled(source.read(_LOOKED_AT)):
        return MANGLED
    return LOST if source.kind in _KEYWORDS and _is_one_line(source) else ""


def _is_mangled(data: bytes) -> bool:
    """EBCDIC letters read as Latin-1 are accented letters and signs, EBCDIC blanks are ``@``: and all of it
    is UTF-8, which no EBCDIC text is.
    """
    try:
        text = getincrementaldecoder("utf-8")().decode(data)
    except UnicodeDecodeError:
        return False
    high = sum("\x80" <= letter <= "\xff" for letter in text)
    return high > 0.3 * len(text) and text.count("@") > max(text.count(" "), 0.05 * len(text))


def _is_one_line(source: Source) -> bool:
    """Whether a comment, or a keyword that takes the whole line, is followed by further statements."""
    found = [line.text.upper() for _, line in zip(range(2), lines(source), strict=False)]
    if len(found) != 1:
        return False
    text = found[0]
    words = sorted(_KEYWORDS[source.kind].split(), key=len, reverse=True)
    several = len(re.findall("|".join(map(re.escape, words)), text)) > 1
    if source.kind == "profile_tcpip":
        return several and ";" in text
    return several and (source.kind != "dtcparms" or text.lstrip().startswith(("*", ".*")))
