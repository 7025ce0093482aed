"""SSL machines of the directory: role, completeness, and shipped entries that nobody uses."""

from __future__ import annotations

import pytest

from ssldiag.facts.core import Facts
from ssldiag.facts.machines import SslMachine
from ssldiag.settings import Settings
from tests.support import BASES, NOW, snapshot_of


def base(name: str) -> dict[str, bytes]:
    """The files of a clean host."""
    return {path.name: path.read_bytes() for path in (BASES / name).iterdir()}


def machines(files: dict[str, bytes]) -> dict[str, SslMachine]:
    """Its machines by name."""
    return {item.name: item for item in Facts(snapshot_of(files), Settings(), NOW).all(SslMachine)}


def test_roles() -> None:
    assert {name: item.role for name, item in machines(base("pool")).items()} == {
        "SSL*": "pool",
        "SSLDCSSM": "agent",
    }
    assert {name: item.role for name, item in machines(base("single")).items()} == {
        "SSLSERV": "single",
        "SSLDCSSM": "agent",
    }


def test_where_statements_belong() -> None:
    found = machines(base("pool"))
    assert found["SSL*"].entry_in_words == "PROFILE TCPSSLU of pool SSL*"
    assert found["SSLDCSSM"].entry_in_words == "USER SSLDCSSM"
    assert [word.value for word in found["SSL*"].words("NAMESAVE")] == ["TCPIP"]


@pytest.mark.parametrize(
    ("old", "new", "name"),
    [
        (b"PROFILE TCPSSLU\n", b"PROFILE OTHER\n", "SSL*"),
        (b"GE\n  INCLUDE TCPCMSU", b"GE\n  INCLUDE OTHER", "SSLDCSSM"),
    ],
)
def test_a_missing_profile_makes_it_incomplete(old: bytes, new: bytes, name: str) -> None:
    files = base("pool")
    assert machines(files)[name].complete
    files["USER.DIRECT"] = files["USER.DIRECT"].replace(old, new, 1)
    assert not machines(files)[name].complete


def test_a_subconfig_belongs_to_its_identity() -> None:
    files = base("pool")
    files["USER.DIRECT"] = files["USER.DIRECT"].replace(
        b"USER SSLDCSSM LBYONLY 32M 64M GE\n",
        b"SUBCONFIG AGENT-1\n  MDISK 0199 3390 1 1 VOL001 MR\n"
        b"IDENTITY SSLDCSSM LBYONLY 32M 64M GE\n  BUILD ON ZVM1 USING SUBCONFIG AGENT-1\n",
    )
    agent = machines(files)["SSLDCSSM"]
    assert agent.complete
    assert [item.words[0].value for item in agent.all("MDISK")] == ["0191", "0199"]


def test_a_shipped_pool_that_nobody_uses_is_left_out() -> None:
    files = base("single")
    files["IBM.DTCPARMS"] += b"\n:nick.SSL* :type.server :class.ssl :stack.TCPIP\n"
    files["USER.DIRECT"] += b"\nUSER SSL LBYONLY 160M 256M G\n  POOL LOW 1 HIGH 5 PROFILE TCPCMSU\n"
    assert "SSL*" not in machines(files)
    files["PROFILE.TCPIP"] = files["PROFILE.TCPIP"].replace(b"SSLSERVERID SSLSERV", b"SSLSERVERID *")
    assert "SSL*" in machines(files)
    del files["PROFILE.TCPIP"]
    assert "SSL*" in machines(files)
