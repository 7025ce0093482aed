"""EXECs that autolog machines (PROFILE EXEC of AUTOLOG1): lines in, the XAUTOLOG commands out; comments are skipped."""

from __future__ import annotations

from dataclasses import dataclass

from ssldiag.model import Located, Place, Source, Unreadable


@dataclass(frozen=True, slots=True)
class AutologExec:
    """One EXEC and the user ids it autologs (AUTOLOG or XAUTOLOG, CP prefix and quotes allowed)."""

    file: str
    place: Place
    users: tuple[Located[str], ...]
    unreadable: tuple[Unreadable, ...] = ()


def read(source: Source) -> AutologExec:
    """Read one REXX or EXEC 2 program as text, as far as XAUTOLOG commands with literal user ids."""
    raise NotImplementedError
