"""SSLLIMITS of a profile in, the session limits in effect out: what the statements say, else the defaults.

Sources: z/VM TCP/IP Planning and Customization, SSLLIMITS statement. Limits that NETSTAT OBEY sets later
are not here.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ssldiag.model import Located, Place
from ssldiag.readers.profile_tcpip import ProfileTcpip, SslLimits

DEFAULT_MAX_SESSIONS = 3000
"""MAXSESSIONS where SSLLIMITS does not say."""

DEFAULT_MAX_PER_SERVER = 600
"""MAXPERSSLSERVER where SSLLIMITS does not say."""


@dataclass(frozen=True, slots=True)
class Limits:
    """``sessions`` and ``per_server`` are where the two numbers were written, None for a default.

    ``place`` is the statement, or the profile where there is none. ``readable`` is False where an operand has
    no number behind it: the default that stands here is then no more than a guess.
    """

    max_sessions: int
    max_per_server: int
    sessions: Located[int] | None
    per_server: Located[int] | None
    place: Place
    readable: bool = True

    @property
    def in_words(self) -> str:
        """Both limits as an administrator would write them, with a word about defaults."""
        total = f"MAXSESSIONS {self.max_sessions}{'' if self.sessions else ' (the default)'}"
        each = f"MAXPERSSLSERVER {self.max_per_server}{'' if self.per_server else ' (the default)'}"
        return f"{total} and {each}"

    @property
    def places(self) -> tuple[tuple[Place, str], ...]:
        """Where the limits come from, for evidence: MAXSESSIONS first."""
        found: list[tuple[Place, str]] = []
        if self.sessions:
            found.append((self.sessions.place, "sessions over all servers"))
        if self.per_server:
            found.append((self.per_server.place, "sessions of one server"))
        return tuple(found) or ((self.place, "no SSLLIMITS here: the defaults are 3000 and 600"),)


def limits_of(profile: ProfileTcpip) -> Limits:
    """The limits of a profile: of each operand the last that is given; a misspelled statement gives none."""
    statements = [item for item in profile.ssl_limits if item.name.value.upper() == "SSLLIMITS"]
    sessions = last(item.max_sessions for item in statements)
    per_server = last(item.max_per_server for item in statements)
    return Limits(
        sessions.value if sessions else DEFAULT_MAX_SESSIONS,
        per_server.value if per_server else DEFAULT_MAX_PER_SERVER,
        sessions,
        per_server,
        place_of(statements, profile),
        readable(profile, sessions, per_server),
    )


def readable(profile: ProfileTcpip, sessions: Located[int] | None, per_server: Located[int] | None) -> bool:
    """Whether each operand that is written has a number."""
    words = {word.value.upper() for item in profile.named("SSLLIMITS") for word in item.words}
    return (sessions is not None or "MAXSESSIONS" not in words) and (
        per_server is not None or "MAXPERSSLSERVER" not in words
    )


def last(values: Iterable[Located[int] | None]) -> Located[int] | None:
    """The last value that is there."""
    return next((value for value in reversed(list(values)) if value is not None), None)


def place_of(statements: list[SslLimits], profile: ProfileTcpip) -> Place:
    """The last statement, or the profile."""
    return statements[-1].name.place if statements else profile.place
