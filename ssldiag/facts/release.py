"""The z/VM TCP/IP level and the service applied, by the console logs, else by what the user said.

Sources: DTCTCP001I, the Telnet banner and the SLVL list (DTCRUN1048I) of a stack's console.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ssldiag.facts.core import Facts
from ssldiag.model import Place
from ssldiag.readers.transcript import Transcript

APAR = re.compile(r"\b(?:P[KMIQH]|VM|UK|UM|UI)\d{5}\b")
LEVEL = re.compile(r"\b([4-9]\d0)\b")
LEVEL_MESSAGES = ("DTCTCP001I", "TELNET-BANNER")


@dataclass(frozen=True, slots=True)
class Release:
    """``level`` like ``630``. ``source`` is ``log`` or ``option``; ``place`` where a log says so, None
    for an option.
    """

    level: str
    source: str
    place: Place | None


@dataclass(frozen=True, slots=True)
class Service:
    """An APAR or PTF that a log shows as the last service of a part."""

    apar: str
    place: Place


def build_release(facts: Facts) -> Iterator[Release]:
    """The level that the last log with the most telling message gives; the user's word where no log tells.
    The user's word never overrules a log.
    """
    for identifier in LEVEL_MESSAGES:
        found = said(facts, identifier)
        if found:
            yield found
            return
    if facts.settings.release:
        yield Release(facts.settings.release, "option", None)


def said(facts: Facts, identifier: str) -> Release | None:
    """The level in the last message with this id."""
    found = None
    for transcript in facts.all(Transcript):
        for run in transcript.runs:
            for message in run.with_id(identifier):
                match = LEVEL.search(message.text)
                if match:
                    found = Release(match[1], "log", message.place)
    return found


def build_service(facts: Facts) -> Iterator[Service]:
    """Every APAR that an SLVL list shows, once."""
    seen = set()
    for transcript in facts.all(Transcript):
        for run in transcript.runs:
            for message in run.with_id("DTCRUN1048I"):
                for apar in APAR.findall(message.text):
                    if apar not in seen:
                        seen.add(apar)
                        yield Service(apar, message.place)
