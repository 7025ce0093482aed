"""The value that one thing going wrong in a scenario is, and the words to write tables of them with.

Events that the document forbids are forced; the machine refuses each of them when nobody insists.
"""

from __future__ import annotations

from dataclasses import dataclass

from ssldiag.scenarios.happenings import (
    Event,
    Take,
)
from ssldiag.scenarios.state import MGTC


@dataclass(frozen=True, slots=True)
class Shows:
    """How one connection ends: as :class:`ssldiag.scenarios.links.Link` has it. ``proved`` counts."""

    client: str
    server: str
    outcome: str
    cause: str = ""
    by: str = ""
    service: str = MGTC
    proved: int = 0


@dataclass(frozen=True, slots=True)
class Violation:
    """One. ``refused``: the last event is one that nothing makes possible. ``rules`` are rows of the rule
    list that doctor is to name; ``certainty`` that of what is shown.
    """

    name: str
    scenario: str
    what: str
    events: tuple[Event, ...]
    shows: tuple[Shows, ...]
    certainty: str
    rules: tuple[str, ...]
    refused: bool = False


def forced(step: str, on: str = "", **settings: str) -> Take:
    """A step that the document does not have here."""
    return Take(step, on, {key.replace("_", "-"): value for key, value in settings.items()}, force=True)


def taken(*numbers: str) -> tuple[Event, ...]:
    """Steps as the document has them."""
    return tuple(Take(number) for number in numbers)


CENTRAL, ONE, TWO, PC, OFFICE = "SYSTEMA", "ENDPT1", "ENDPT2", "PC1", "PC2"
SERVER_STEPS = ("0", "1", "2", "3", "4", "5")
BOTH_STEPS = (*SERVER_STEPS, "6", "7", "8", "9", "10")
UNREACHABLE = (Shows(CENTRAL, ONE, "fails", "plain_server", "client"),)
BOTH_UNREACHABLE = (*UNREACHABLE, Shows(CENTRAL, TWO, "fails", "plain_server", "client"))
NO_NAVIGATOR = (Shows(PC, CENTRAL, "fails", "plain_server", "client"),)


def case(
    scenario: str,
    name: str,
    what: str,
    events: tuple[Event, ...],
    shows: tuple[Shows, ...],
    certainty: str,
    *rules: str,
    refused: bool = False,
) -> Violation:
    """A row of a table."""
    return Violation(name, scenario, what, events, shows, certainty, rules, refused)
