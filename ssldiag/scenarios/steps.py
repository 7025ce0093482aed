"""The documented steps of both scenarios, by number and name (i5/OS V5R4, Secure Sockets Layer). A table.

Steps 2, 7 and 8 of the second scenario have parts, numbered as their lists are there: ``2a`` begins at letter
a, ``8.8`` is item 8 of step 8. What a part does is in :mod:`acts`, what it refuses in :mod:`forbids`; both
go by ``kind``.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from ssldiag.facts.ibmi_mc import ANY, BOTH, SERVER
from ssldiag.scenarios.state import ALL_CONNECTIONS, CLIENT_CONNECTION


@dataclass(frozen=True, slots=True)
class Step:
    """A step or a part of one. ``where``: ``pc``, ``central`` or ``endpoint``. ``level`` is the one that it
    sets or spreads. ``how`` says where it is done.
    """

    number: str
    name: str
    title: str
    kind: str
    where: str
    how: str
    level: str = ""
    optional: bool = False

    @property
    def whole(self) -> str:
        """The number of the step that it is a part of, or its own."""
        head = self.number.partition(".")[0]
        return head.rstrip("abcdefghijk")


SECURITY = "Management Central > Properties > Security"
SOCKETS = "My Connections > system > Properties > Secure Sockets, then exit and restart Navigator"
SERVERS = "My Connections > system > Network > Servers > TCP/IP > Management Central: Stop, then Start"
GROUPS = "Management Central > System Groups"
COMPARE = "Trusted Group > System Values > Compare and Update, category Management Central"
COLLECT = "Endpoint Systems > central system > Inventory > Collect: System Values alone"
PACKAGES = "Management Central > Definitions > Package"
OBJECTS = "on each system before V5R3 in Trusted Group, by hand"


def _client(number: str, name: str, title: str, kind: str, optional: bool = False) -> Step:
    return Step(number, name, title, kind, "pc", SOCKETS, optional=optional)


def _restart(number: str, where: str) -> Step:
    what = "the central system" if where == "central" else "all endpoints"
    again = "-again" if number in ("9", "10") else ""
    name = f"restart-{where}{'s' if where == 'endpoint' else ''}{again}"
    return Step(
        number, name, f"Restart Management Central on {what}", "restart", where, SERVERS, optional=bool(again)
    )


@cache
def steps(scenario: str) -> tuple[Step, ...]:
    """The steps and parts of a scenario in their order."""
    return _TABLE[scenario]


_TABLE = {
    CLIENT_CONNECTION: (
        _client("1", "deactivate-client", "Take SSL from the PC, if it has it", "client-off"),
        Step("2", "set-level", "Set the authentication level", "level", "central", SECURITY, ANY),
        _restart("3", "central"),
        _client("4", "activate-client", "Give SSL to the PC", "client-on"),
        _client("5", "deactivate-again", "Take SSL from the PC again", "client-off", True),
    ),
    ALL_CONNECTIONS: (
        _client("0", "deactivate-client", "Take SSL from the PC, if it has it", "client-off"),
        Step("1", "configure-central", "Set up the central system", "level", "central", SECURITY, SERVER),
        Step("2a", "collect-inventory", "Collect the model values", "collect", "central", COLLECT, SERVER),
        Step("2c", "define-group", "Make the group of all endpoints", "group", "central", GROUPS),
        Step("2f", "compare-and-update", "Spread the settings", "compare", "central", COMPARE, SERVER),
        _restart("3", "central"),
        _restart("4", "endpoint"),
        _client("5", "activate-client", "Give SSL to the PC", "client-on"),
        Step("6", "configure-central-both", "Ask for both proofs", "level", "central", SECURITY, BOTH, True),
        Step("7a", "collect-again", "Collect the model values", "collect", "central", COLLECT, BOTH, True),
        Step("7c", "update-again", "Spread the settings", "compare", "central", COMPARE, BOTH, True),
        Step("8.1", "define-package", "Define the package", "package", "central", PACKAGES, "", True),
        Step("8.8", "send-package", "Send the validation list", "send", "central", PACKAGES, "", True),
        Step("8.10", "move-list", "Move the list to QUSRSYS", "move", "endpoint", OBJECTS, "", True),
        _restart("9", "central"),
        _restart("10", "endpoint"),
    ),
}

WHOLE = {
    "2": ("endpoints-server", "Set up the endpoints"),
    "7": ("endpoints-both", "Set up the endpoints for both proofs"),
    "8": ("copy-list", "Copy the validation list to the endpoints"),
}
"""Steps with parts: name and title."""


def find(scenario: str, word: str) -> tuple[Step, ...]:
    """The step of this number or name, in parts where it has them; nothing if there is none.

    >>> [part.number for part in find("all-connections", "2")]
    ['2a', '2c', '2f']
    """
    wanted = word.strip().lower().removeprefix("step").strip(" -")
    table = steps(scenario)
    exact = tuple(step for step in table if wanted in (step.number, step.name))
    if exact:
        return exact
    number = next((each for each, (name, _) in WHOLE.items() if wanted in (each, name)), "")
    return tuple(step for step in table if step.whole == number)


def after(scenario: str, taken: frozenset[str]) -> Step | None:
    """The first step that was not taken yet, optional ones of the first scenario left out."""
    return next(
        (
            step
            for step in steps(scenario)
            if step.number not in taken and not (step.optional and scenario == CLIENT_CONNECTION)
        ),
        None,
    )
