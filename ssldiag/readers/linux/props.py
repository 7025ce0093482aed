"""ssl.client.props of WebSphere Application Server and db2cli.ini of Db2 in, their settings out.

Grammar: ``key=value`` lines; ``#``, ``!`` and ``;`` begin comments; ``[name]`` begins a section of
db2cli.ini.
A setting whose name speaks of a password is left out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from ssldiag.model import Located, Source
from ssldiag.readers.linux.document import LinuxDocument, document, text_of

_SECTION = re.compile(r"\s*\[([^\]]{1,200})\]\s*$")
_PAIR = re.compile(r"\s*([A-Za-z][\w.]{0,100})\s*[=:]\s*(.*?)\s*$")
_SECRET = re.compile(r"(?i)passw|pwd|secret")


@dataclass(frozen=True, slots=True)
class Setting:
    """``key`` in lower case; ``section`` is empty before the first one."""

    key: str
    value: Located[str]
    section: str = ""
    number: int = 0
    """Which section of the file it is in: two may have the same name."""


def read(source: Source) -> LinuxDocument[Setting]:
    """Read a file of settings."""
    found, notes = text_of(source)
    rows: list[Setting] = []
    section, number = "", 0
    for line in found:
        text = line.text[:4_096]
        if text.lstrip().startswith(("#", "!", ";")):
            continue
        if head := _SECTION.match(text):
            section, number = head[1].strip(), number + 1
        elif (pair := _PAIR.match(text)) and not _SECRET.search(pair[1]):
            rows.append(Setting(pair[1].lower(), line.located(*pair.span(2)), section, number))
    return document(source, tuple(rows), notes)
