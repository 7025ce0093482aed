"""A line of a source and its kind in, stretches with a class each out: keywords, comments, values, messages.

Colours help the eye and say nothing by themselves. One pass of one regular expression a line, and no state
between lines, since a page shows lines without those before them; lines are cut before they get here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

_ID = r"\b[A-Z]{3,6}\d{3,5}"
_MESSAGE = rf"(?P<err>{_ID}[ES]\b)|(?P<warn>{_ID}W\b)|(?P<msg>{_ID}[IRAD]\b)"
_NUMBER = r"(?P<num>\b\d[\d.:/-]*\b)"
_STRING = r"(?P<str>'[^']{0,200}'|\"[^\"]{0,200}\")"
_STATEMENT = rf"(?P<com>;.*)|(?P<key>^\s*[A-Za-z][\w-]*)|{_STRING}|{_NUMBER}"

_PATTERNS: Final = {
    "dtcparms": re.compile(rf"(?P<com>^\s*\.\*.*)|(?P<key>:[A-Za-z_]\w{{0,30}}\.)|{_NUMBER}"),
    "profile_tcpip": re.compile(_STATEMENT),
    "tcpip_data": re.compile(_STATEMENT),
    "srvrftp_config": re.compile(_STATEMENT),
    "smtp_config": re.compile(_STATEMENT),
    "user_direct": re.compile(rf"(?P<com>^\s*\*.*)|(?P<key>^\s*[A-Za-z]\w*)|{_NUMBER}"),
    "autolog_exec": re.compile(
        rf"(?P<com>/\*.*?(?:\*/|$))|{_STRING}|(?P<key>\b(?i:address|do|end|if|then|else|say|exit|parse|call)\b)|{_NUMBER}"
    ),
    "transcript": re.compile(
        rf"(?P<num>^\s*\d\d:\d\d:\d\d\b)|{_MESSAGE}|(?P<key>^\s*Ready\b.*$)|(?P<com>^\s*\*{{3,}}.*)|{_STRING}"
    ),
    "pem": re.compile(r"(?P<key>^-----(?:BEGIN|END) [A-Z0-9 ]{1,40}-----)|(?P<com>^[A-Za-z][\w -]*:.*)"),
    "note": re.compile(r"(?P<key>^#{1,6} .*)|(?P<str>`[^`]{1,200}`)"),
}
"""Kinds that have words worth telling apart; a line of any other kind stays as it is."""


def stretches(line: str, kind: str) -> Iterator[tuple[str, str]]:
    """``(class, text)`` from left to right; the texts together are the line."""
    pattern = _PATTERNS.get(kind)
    at = 0
    for found in pattern.finditer(line) if pattern else ():
        if found.end() == found.start():
            continue
        if found.start() > at:
            yield "", line[at : found.start()]
        yield found.lastgroup or "", found[0]
        at = found.end()
    if at < len(line):
        yield "", line[at:]
