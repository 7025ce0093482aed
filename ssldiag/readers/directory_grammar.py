"""Directory statements: names and abbreviations, and which of their words are passwords, never to be kept.

Grammar: user directory (z/VM CP Planning and Administration). The shortest abbreviations are lenient: CP
may want more letters, and then the directory that holds them was never put online.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from ssldiag.readers.words import spellings

NAMED = ("USER", "IDENTITY", "SUBCONFIG", "PROFILE")
HEADS = (*NAMED, "GLOBALDEFS", "DIRECTORY")
"""Statements that begin an entry; those of the first line are followed by its name."""

OWNERS = ("USER", "IDENTITY")
"""Entries with a password, storage sizes and privilege classes behind their name."""

NO_PASSWORD = frozenset(("NOLOG", "LBYONLY", "AUTOONLY", "NOPASS"))
"""Words in the place of a password that are none."""

_STATEMENTS = """
USER IDENtity SUBConfig PROFile GLOBALDefs DIRectory ACCount ACIgroup APPCpass AUTOLog BUILD CLAss
COMMand CONsole CPU CRYpto D8ONECMD DASDopt DATEFormat DEDicate GLOBALOpts INClude IOPRiority IPL
IUCV LINk LOADDEV LOGONby MACHine MAXSTORage MDIsk MINIDisk MINIOpt NAMESave NICdef NOPdata OPTion
POOL POSIXGList POSIXGRoup POSIXInfo POSIXOpt SCReen SHAre SPEcial SPOol SPOOLFile STDEVopt STOrage
SYSAFFin VMRELOcate XAUTOLog XCONFig XSTORe
"""

_ALIASES = {"MINIDISK": "MDISK"}

LOGS_ON = re.compile(r"LINK|L|LOGO.*|LOGI.*|X?AUTO.*")
"""CP commands that can carry a password."""


@cache
def _spellings() -> dict[str, str]:
    found = spellings(_STATEMENTS.split())
    return {spelling: _ALIASES.get(name, name) for spelling, name in found.items()}


def statement(text: str) -> str | None:
    """The statement, in full and upper case, that a word names; None for any other word."""
    return _spellings().get(text.upper())


def secrets(key: str | None, words: Sequence[str]) -> slice | None:
    """Which words of a statement, its name being the first, are or may be passwords.

    Of a statement that is not known, all but the name: it may be a USER or MDISK with a typing error.
    """
    if key is None:
        return slice(1, None)
    if key in OWNERS:
        return None if len(words) < 3 or words[2].upper() in NO_PASSWORD else slice(2, 3)
    rule = _SECRETS.get(key)
    return rule(words) if rule else None


def minidisk(words: Sequence[str]) -> slice | None:
    """``MDISK vdev type start count volid mode`` and passwords; some kinds of disk have one word less."""
    short = len(words) > 3 and words[3].upper() in ("DEVNO", "T-DISK", "V-DISK")
    first = 6 if short else 7
    return slice(first, None) if len(words) > first else None


def command(words: Sequence[str]) -> slice | None:
    """``COMMAND`` with a CP command that logs on or links: all behind its first operand."""
    verb = 2 if len(words) > 1 and words[1].upper() == "CP" else 1
    if len(words) > verb + 2 and LOGS_ON.fullmatch(words[verb].upper()):
        return slice(verb + 2, None)
    return None


def conversation(words: Sequence[str]) -> slice | None:
    """``APPCPASS`` with two LU names and a user id before the password."""
    return slice(4, None) if len(words) > 4 else None


_SECRETS = {"MDISK": minidisk, "COMMAND": command, "APPCPASS": conversation}
