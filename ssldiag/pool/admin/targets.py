"""The options of SSLADMIN and a user's defaults in, whom a command is for out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ssldiag.pool.admin.requests import ALL, Refused, Request
from ssldiag.pool.admin.words import keyword, number, userid

PROGRAM = "SSLADMIN"

OPTIONS = ("SSLserver", "TCPserver", "MONitor")
"""In capitals as far as they must be typed (SSLADMIN command)."""

NAMES = {"SSLSERVER": "server", "TCPSERVER": "stack"}
"""What a user's defaults are called."""

LONGEST_MONITOR = 86_400
"""Seconds between two answers of MONITOR at most: a day."""


@dataclass(frozen=True, slots=True)
class Targets:
    """``given`` are the options as they stand, ``defaults`` what SET left."""

    given: Mapping[str, str]
    defaults: Mapping[str, str]
    monitor: int = 0

    @property
    def server(self) -> str:
        """The SSL server meant, or ALL."""
        return self.given.get("server") or self.defaults.get("server", ALL)

    @property
    def stack(self) -> str:
        """The stack meant; empty for the one asked."""
        return self.given.get("stack") or self.defaults.get("stack", "")

    def request(self, command: str, *needs: str) -> Request:
        """A request that only asks."""
        return Request(
            PROGRAM,
            command,
            self.server,
            self.stack,
            self.monitor,
            frozenset(needs),
            defaults=pairs(self.defaults),
        )


def pairs(defaults: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """Defaults as a request holds them."""
    return tuple(sorted(defaults.items()))


def targets(options: Sequence[str], seen: Mapping[str, str]) -> Targets:
    """Raises Refused."""
    given: dict[str, str] = {}
    monitor = 0
    rest = list(options)
    while rest:
        name = keyword(rest.pop(0), OPTIONS, "an option of SSLADMIN", "option")
        if not rest:
            raise Refused("option", f"{name} needs a value")
        if NAMES.get(name) in given or (monitor and name == "MONITOR"):
            raise Refused("option", f"{name} is given twice")
        if name == "MONITOR":
            monitor = number(rest.pop(0), name, 1, LONGEST_MONITOR)
        else:
            given[NAMES[name]] = userid(rest.pop(0), name)
    return Targets(given, known(seen), monitor)


def known(seen: Mapping[str, str]) -> dict[str, str]:
    """Those defaults of a user that can be any: what a file says is not trusted."""
    found = {}
    for option, name in NAMES.items():
        try:
            found[name] = userid(str(seen[name]), option)
        except (KeyError, Refused):
            continue
    return found
