"""Which profiles are in use, whose they are, and what SSLSERVERID asks for."""

from __future__ import annotations

from ssldiag.facts.core import Facts
from ssldiag.facts.profiles import StackProfile
from ssldiag.settings import Settings
from tests.support import NOW, snapshot_of

TWO_STACKS = b""":nick.TCPIP   :type.server :class.stack :DCSS_Parms.<DEFAULT>
:nick.TCPIP2  :type.server :class.stack :DCSS_Parms.<DEFAULT>
:nick.SSL*    :type.server :class.ssl :stack.TCPIP
:nick.ST2*    :type.server :class.ssl :stack.TCPIP2
"""
PROFILE = b"SSLSERVERID * TIMEOUT 60\nPORT\n  992 TCP INTCLIEN SECURE CERT1\n"


def profiles(**files: bytes) -> dict[str, StackProfile]:
    """The profiles in use by file name."""
    named = {name.replace("_", "."): data for name, data in files.items()}
    facts = Facts(snapshot_of(named), Settings(), NOW)
    return {item.profile.file: item for item in facts.all(StackProfile)}


def test_each_stack_has_its_own() -> None:
    found = profiles(SYSTEM_DTCPARMS=TWO_STACKS, PROFILE_TCPIP=PROFILE, TCPIP2_TCPIP=PROFILE)
    assert {file: item.names for file, item in found.items()} == {
        "PROFILE.TCPIP": ("TCPIP", "SSL*"),
        "TCPIP2.TCPIP": ("TCPIP2", "ST2*"),
    }


def test_a_profile_that_both_could_read_is_that_of_tcpip() -> None:
    found = profiles(SYSTEM_DTCPARMS=TWO_STACKS, PROFILE_TCPIP=PROFILE)
    assert found["PROFILE.TCPIP"].names == ("TCPIP", "SSL*")


def test_nobody_knows_whose_it_is() -> None:
    entries = TWO_STACKS.replace(b":nick.TCPIP ", b":nick.TCPIP9 ").replace(
        b":stack.TCPIP\n", b":stack.TCPIP9\n"
    )
    found = profiles(SYSTEM_DTCPARMS=entries, PROFILE_TCPIP=PROFILE)["PROFILE.TCPIP"]
    assert found.stack is None
    assert found.servers == ()


def test_a_hidden_profile_is_not_in_use() -> None:
    assert list(profiles(PROFILE_TCPIP=PROFILE, TCPIP_TCPIP=PROFILE)) == ["TCPIP.TCPIP"]


def test_forms_of_sslserverid() -> None:
    pool = profiles(PROFILE_TCPIP=PROFILE)["PROFILE.TCPIP"]
    single = profiles(PROFILE_TCPIP=PROFILE.replace(b"*", b"sslserv"))["PROFILE.TCPIP"]
    none = profiles(PROFILE_TCPIP=PROFILE.replace(b"SSLSERVERID * TIMEOUT 60\n", b""))["PROFILE.TCPIP"]
    assert [item.single for item in (pool, single, none)] == [False, True, False]
    assert single.operand is not None
    assert single.operand.value == "SSLSERV"
    assert none.server_id is None
    assert none.operand is None


def test_the_console_tells_which_profile_was_read() -> None:
    console = b"LOGON TCPIP\nDTCIPI006I Using profile file %s TCPIP D1 dated 11/20/26 at 23:50\n"
    files = {"PROFILE_TCPIP": PROFILE, "TCPIP_TCPIP": PROFILE}
    assert list(profiles(**files, TCPIP_CONSOLE=console % b"PROFILE")) == ["PROFILE.TCPIP"]
    assert list(profiles(**files, TCPIP_CONSOLE=console % b"TCPIP")) == ["TCPIP.TCPIP"]
    assert list(profiles(**files, TCPIP_CONSOLE=console % b"ELSEWHERE")) == ["TCPIP.TCPIP"]


def test_a_profile_that_was_not_collected_is_no_other_one() -> None:
    console = b"LOGON TCPIP2\nDTCIPI006I Using profile file TCPIP2 TCPIP D1 dated 11/20/26 at 23:50\n"
    found = profiles(SYSTEM_DTCPARMS=TWO_STACKS, PROFILE_TCPIP=PROFILE, TCPIP2_CONSOLE=console)
    assert {file: item.names for file, item in found.items()} == {"PROFILE.TCPIP": ("TCPIP", "SSL*")}
    swapped = console.replace(b"LOGON TCPIP2", b"LOGON TCPIP").replace(b"file TCPIP2", b"file ZVM1")
    found = profiles(SYSTEM_DTCPARMS=TWO_STACKS, PROFILE_TCPIP=PROFILE, TCPIP_CONSOLE=swapped)
    assert found["PROFILE.TCPIP"].names == ("TCPIP2", "ST2*")
