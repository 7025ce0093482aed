"""SSLLIMITS: what is written, what is left to the defaults, and what cannot be read."""

from __future__ import annotations

import pytest

from ssldiag.facts.core import Facts
from ssldiag.facts.limits import limits_of
from ssldiag.readers.profile_tcpip import ProfileTcpip
from ssldiag.settings import Settings
from tests.support import NOW, snapshot_of


def profile(text: str) -> ProfileTcpip:
    """The profile of this text."""
    facts = Facts(
        snapshot_of({"PROFILE.TCPIP": f"SSLSERVERID * TIMEOUT 60\n{text}\n".encode()}), Settings(), NOW
    )
    return facts.all(ProfileTcpip)[0]


@pytest.mark.parametrize(
    ("text", "sessions", "each"),
    [
        ("", 3000, 600),
        ("SSLLIMITS MAXSESSIONS 800 MAXPERSSLSERVER 200", 800, 200),
        ("ssllimits\n  MaxPerSSLServer 120", 3000, 120),
        ("SSLLIMITS MAXSESSIONS 800\nSSLLIMITS MAXSESSIONS 900 MAXPERSSLSERVER 300", 900, 300),
        ("SSLLIMITS MAXPERSSLSERVER 300\nSSLLIMITS MAXSESSIONS 900", 900, 300),
        ("SLLIMITS MAXSESSIONS 800 MAXPERSSLSERVER 200", 3000, 600),
    ],
)
def test_limits_in_effect(text: str, sessions: int, each: int) -> None:
    found = limits_of(profile(text))
    assert (found.max_sessions, found.max_per_server) == (sessions, each)
    assert found.readable


def test_a_limit_without_a_number_is_not_the_default() -> None:
    assert not limits_of(profile("SSLLIMITS MAXSESSIONS 8OO MAXPERSSLSERVER 200")).readable
    assert not limits_of(profile("SSLLIMITS MAXPERSSLSERVER")).readable


def test_places_and_words() -> None:
    found = limits_of(profile("SSLLIMITS MAXSESSIONS 800"))
    assert [str(place) for place, _ in found.places] == ["PROFILE.TCPIP:2"]
    assert found.in_words == "MAXSESSIONS 800 and MAXPERSSLSERVER 600 (the default)"
    assert [str(place) for place, _ in limits_of(profile("")).places] == ["PROFILE.TCPIP"]
