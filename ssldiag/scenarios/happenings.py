"""What happens to a network, and what is answered: events in the machine's sense, and what actors see."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from ssldiag.scenarios.state import World

DOCUMENTED, CONFIRMED, INFERRED, UNCONFIRMED, OURS = (
    "documented",
    "confirmed",
    "inferred",
    "unconfirmed",
    "our choice",
)
"""How sure something is: the document of the scenarios says it; another public source does; it follows from
what they say; nobody says it; or it is a choice of this reference."""


@dataclass(frozen=True, slots=True)
class Take:
    """Someone takes a step: its number or name, on one actor or on all that it is for. ``settings`` are what
    is chosen in its windows, where that is not what the document says. ``force``: do it although the document
    forbids it.
    """

    step: str
    on: str = ""
    settings: Mapping[str, str] = field(default_factory=dict)
    force: bool = False


@dataclass(frozen=True, slots=True)
class Change:
    """Something about an actor that no step changes: its release, its certificate, where its name leads."""

    actor: str
    key: str
    value: str


Event = Take | Change


@dataclass(frozen=True, slots=True)
class Seen:
    """What an actor sees, and how sure that is."""

    actor: str
    text: str
    certainty: str = DOCUMENTED


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why something is not done. ``firm``: it cannot be done at all, whoever insists."""

    what: str
    why: str
    certainty: str = DOCUMENTED
    firm: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """The network afterwards; a refusal leaves it as it was."""

    world: World
    seen: tuple[Seen, ...] = ()
    refusal: Refusal | None = None
