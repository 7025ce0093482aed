"""A file of hosts in, targets out: ``host[:port] [protocol] [name]`` a line, ``#`` for comments.

A line that names no target gives what is wrong with it; the others still count.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ssldiag.probe.many import Unusable
from ssldiag.probe.model import Target
from ssldiag.probe.starttls import UnknownProtocol
from ssldiag.probe.target import NoTarget, target

LONGEST = 1000
"""Characters of a line: a name has at most 255, and there are two."""


def targets(
    lines: Iterable[str], file: str, starttls: str | None = None, sni: str | None = None
) -> Iterator[Target | Unusable]:
    """The targets in order. ``starttls`` and ``sni`` are for lines that do not say; a name ``-`` asks for
    none.
    """
    for number, line in enumerate(lines, 1):
        words = line[:LONGEST].partition("#")[0].split()
        if not words:
            continue
        where = f"{file}:{number}"
        if len(line) > LONGEST or len(words) > 3:
            yield Unusable(where, "is no line of host[:port] [protocol] [name]")
            continue
        protocol = words[1] if len(words) > 1 else starttls
        name = ("" if words[2] == "-" else words[2]) if len(words) > 2 else sni
        try:
            yield target(words[0], protocol, name)
        except (NoTarget, UnknownProtocol) as error:
            yield Unusable(where, str(error))
