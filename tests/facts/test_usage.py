"""Which entries are in use: the site's own always, shipped ones only where something asks for them."""

from __future__ import annotations

import pytest

from ssldiag.facts import Facts
from ssldiag.facts.usage import agents_in_use, class_is_known, servers_in_use, tag_in_effect
from ssldiag.settings import Settings
from tests.support import NOW, snapshot_of

SHIPPED = """\
:nick.ssl :type.class :command.VMSSL :admin_id_list.TCPMAINT
:nick.SSL* :type.server :class.ssl :stack.TCPIP
:nick.SSLDCSSM :type.server :class.ssl_dcss_agent :stack.TCPIP :for.SSL*
"""
STACK = ":nick.TCPIP :type.server :class.stack\n"


def facts_of(**files: str) -> Facts:
    """Facts of files, whose names have an underscore for the dot."""
    named = {name.replace("_", "."): text.encode() for name, text in files.items()}
    return Facts(snapshot_of(named), Settings(), NOW)


@pytest.mark.parametrize(
    ("files", "used"),
    [
        ({}, False),
        ({"PROFILE_TCPIP": "SSLSERVERID * TIMEOUT 60\n"}, True),
        ({"PROFILE_TCPIP": "SSLSERVERID SSLSERV TIMEOUT 60\n"}, False),
        ({"PROFILE_TCPIP": "HOME 192.0.2.1 255.255.255.0 ETH0\n"}, False),
        ({"SSL00001_CONSOLE": "LOGON SSL00001\nDTCRUN1011I Running server command: VMSSL\n"}, True),
    ],
)
def test_a_shipped_pool_counts_where_something_asks_for_it(files: dict[str, str], used: bool) -> None:
    facts = facts_of(IBM_DTCPARMS=SHIPPED, SYSTEM_DTCPARMS=STACK, **files)
    assert [pool.name for pool in servers_in_use(facts)] == (["SSL*"] if used else [])
    assert [agent.userid for agent in agents_in_use(facts)] == (["SSLDCSSM"] if used else [])


def test_the_sites_own_entries_count_always() -> None:
    own = ":nick.SQA* :type.server :class.ssl :stack.TCPIPQA\n:nick.SQADCSSM :class.ssl_dcss_agent\n"
    facts = facts_of(IBM_DTCPARMS=SHIPPED, SYSTEM_DTCPARMS=STACK + own)
    assert [pool.name for pool in servers_in_use(facts)] == ["SQA*"]
    assert [agent.userid for agent in agents_in_use(facts)] == ["SQADCSSM"]


def test_a_pool_that_only_the_directory_shows_has_no_entry_in_use() -> None:
    facts = facts_of(USER_DIRECT="USER SSL NOLOG 10M 20M G\n  POOL LOW 1 HIGH 5 PROFILE X\n")
    assert servers_in_use(facts) == ()


def test_tags_of_the_class_hold_where_the_entry_says_nothing() -> None:
    own = ":nick.SQA* :type.server :class.ssl\n:nick.SQB* :type.server :class.other :admin_id_list.OPER\n"
    facts = facts_of(
        IBM_DTCPARMS=SHIPPED, SYSTEM_DTCPARMS=own + ":nick.SSLX :type.server :stack.T :mount./a /b\n"
    )
    pools = {pool.name: pool for pool in servers_in_use(facts)}
    tag = tag_in_effect(facts, pools["SQA*"], "admin_id_list")
    assert tag is not None and tag.value.value == "TCPMAINT"
    assert class_is_known(facts, pools["SQA*"])
    assert not class_is_known(facts, pools["SSLX"])
    assert tag_in_effect(facts, pools["SSLX"], "admin_id_list") is None


def test_a_file_of_a_member_does_not_speak_for_its_pool() -> None:
    """Only that member reads it: the pool's entry is the one of SYSTEM DTCPARMS."""
    facts = facts_of(
        SYSTEM_DTCPARMS=":nick.SQA* :stack.TCPIP\n", SQA00003_DTCPARMS=":nick.SQA* :stack.OTHER\n"
    )
    assert [pool.stack.value for pool in servers_in_use(facts) if pool.stack] == ["TCPIP"]
