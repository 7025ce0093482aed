"""Output of ``db2 get dbm cfg`` and of ``db2set -all`` in, the parameters out.

Layouts: ``description (NAME) = value`` a line for the configuration; ``[i] NAME=value`` (or without the
bracket, as profile.env has it) for registry variables.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from ssldiag.model import Located, Source
from ssldiag.readers.linux.document import LinuxDocument, document, text_of

_PARAMETER = re.compile(r"[^()]{0,200}\((?P<name>[A-Z][A-Z0-9_]{1,40})\) *=(?P<value>.*)$")
_VARIABLE = re.compile(r"\s*(?:\[(?P<level>[ieglu])\]\s*)?(?P<name>DB2[A-Z0-9_]{2,60})\s*=(?P<value>.*)$")


@dataclass(frozen=True, slots=True)
class Db2Parameter:
    """A parameter (``registry`` False) or a registry variable; the value may be empty."""

    name: str
    value: Located[str]
    registry: bool


def read(source: Source) -> LinuxDocument[Db2Parameter]:
    """Read what Db2 says of an instance."""
    found, notes = text_of(source)
    rows = []
    for line in found:
        text = line.text[:4_096]
        match = _PARAMETER.match(text) or _VARIABLE.match(text)
        if match:
            start, end = match.span("value")
            value = text[start:end]
            lead = len(value) - len(value.lstrip())
            here = Located(value.strip().strip('"'), line.place(start + lead, max(end, start + lead + 1)))
            rows.append(Db2Parameter(match["name"], here, match.re is _VARIABLE))
    return document(source, tuple(rows), notes)
