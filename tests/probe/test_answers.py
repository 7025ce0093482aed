from __future__ import annotations

import pytest

from ssldiag.probe.answers import chain_of, client_auth, distinct, from_main, keys_apart, newest_below13
from ssldiag.probe.dial import Dialled
from ssldiag.probe.model import Attempt, ChainServed, Trouble, VersionSupport
from tests.keydb.makers import NOW
from tests.probe.rig import client

NOTHING = Dialled(Attempt("usual", "closed", trouble=Trouble("hello", "it closed")), client(groups=()))


def test_without_an_answer_nothing_is_known() -> None:
    found = client_auth(NOTHING)
    assert (found.wanted, found.why) == ("unknown", "it closed")
    assert from_main(None, NOTHING).stapling.answer == "unknown"
    assert chain_of("n", NOTHING, "n", NOW, None) is None


def test_the_newest_old_version() -> None:
    accepted = [VersionSupport(version, True) for version in (0x0304, 0x0301, 0x0302)]
    found = newest_below13(accepted)
    assert found is not None and found.version == 0x0302
    assert newest_below13(accepted[:1]) is None


@pytest.mark.parametrize(
    ("ciphers", "parts"),
    [((0xC02F, 0xC02B, 0x002F), 2), ((0xC02F, 0x002F), 0), ((), 0), ((0x0034, 0xC02B), 0)],
)
def test_kinds_of_keys(ciphers: tuple[int, ...], parts: int) -> None:
    found = keys_apart([VersionSupport(0x0304, True, (0x1301,)), VersionSupport(0x0303, True, ciphers)])
    assert len(found) == parts
    assert all(set(part) <= set(ciphers) for part in found)


def test_each_chain_once() -> None:
    one, two = ChainServed("n", (b"1",)), ChainServed(None, (b"1",))
    other = ChainServed("n", (b"2",))
    assert set(distinct((one, two, one, other))) == {one, two, other}
    assert len(distinct((one, two, one, other))) == 3
