"""Text of a message in, the TLS return codes that it names out: negative ones of the SSL_ API, positive ones
of GSKit.
"""

from __future__ import annotations

import re

LONGEST = 8_192
"""Characters of a text looked at: first and second level text of a message have at most some 4,000."""

_CODES = re.compile(
    r"(?i)\breturn(?:ed)? (?:code|value)(?: of| is|:)?[ ]*(-?[ ]?\d{1,5})\b"
    r"|\bcomm(?:unications)? rc[ =:]*(-?\d{1,5})\b"
    r"|\brc ?[=(:] ?(-?\d{1,5})\b|\berror code(?: is|:)? (-?\d{1,5})\b"
)


def return_codes(text: str) -> tuple[int, ...]:
    """The codes, each once, in order.

    >>> return_codes("Secure connection error, return code -23. RC(415)")
    (-23, 415)
    """
    found = (
        int(group.replace(" ", ""))
        for match in _CODES.finditer(text[:LONGEST])
        for group in match.groups()
        if group
    )
    return tuple(dict.fromkeys(found))
