"""A return code of System SSL in, its meaning and what to do about it out: from the tables of error codes."""

from __future__ import annotations

API = "System SSL function"


def explained(rc: int) -> str:
    """Sentences on a return code; empty for one that the tables lack, or if they cannot be read. They
    are read anew each time (in some ten milliseconds): a server does that once for each code.
    """
    from ssldiag.bundled import folder
    from ssldiag.errors.load import Tables
    from ssldiag.errors.lookup import lookup

    try:
        found = lookup(Tables(folder("errortables")), "zvm", rc)
    except (OSError, ValueError):
        return ""
    for entry in found:
        if entry.api == API:
            return " ".join(filter(None, (entry.meaning, entry.recovery)))
    return ""
