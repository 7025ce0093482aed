"""Which DTCPARMS files are missing, by their names and by what the consoles say."""

from __future__ import annotations

import pytest

from ssldiag.facts import Facts
from ssldiag.facts.definitions import collected_all, missing_files
from ssldiag.settings import Settings
from tests.support import NOW, snapshot_of

SYSTEM, IBM = "SYSTEM DTCPARMS (TCPMAINT 198)", "IBM DTCPARMS (TCPMAINT 591)"
ENTRY = b":nick.TCPIP :type.server :class.stack :stack.TCPIP\n"
START = "LOGON TCPIP\nDTCRUN1046I Using 'server' definition (TCPIP) from file: {} DTCPARMS D1\n"
START += "DTCRUN1011I Running server command: TCPIP\n"


def facts_of(collected: str, read: str) -> Facts:
    """Facts of DTCPARMS files by name (``-``: a file without one) and of a console that names one."""
    files = {("parms.txt" if name == "-" else f"{name}.DTCPARMS"): ENTRY for name in collected.split()}
    if read:
        files["TCPIP.CONSOLE"] = START.format(read).encode()
    return Facts(snapshot_of(files), Settings(), NOW)


@pytest.mark.parametrize(
    ("collected", "read", "missing"),
    [
        ("SYSTEM IBM", "", ""),
        ("SYSTEM IBM", "SYSTEM", ""),
        ("- IBM", "SYSTEM", ""),
        ("- IBM", "VMPROD", ""),
        ("SYSTEM IBM", "VMPROD", "VMPROD DTCPARMS"),
        ("SYSTEM IBM VMPROD", "VMPROD", ""),
        ("IBM", "", SYSTEM),
        ("IBM", "SYSTEM", SYSTEM),
        ("SYSTEM", "", IBM),
        ("-", "IBM", IBM),
        ("VMPROD", "SYSTEM", f"{SYSTEM} and {IBM}"),
        ("", "", f"{SYSTEM} and {IBM}"),
    ],
)
def test_what_is_missing(collected: str, read: str, missing: str) -> None:
    facts = facts_of(collected, read)
    assert missing_files(facts) == missing
    assert collected_all(facts) == (missing == "")


def test_only_the_last_start_counts() -> None:
    log = START.format("OLD") + "\n" + START.format("SYSTEM")
    files = {"SYSTEM.DTCPARMS": ENTRY, "IBM.DTCPARMS": ENTRY, "TCPIP.CONSOLE": log.encode()}
    assert collected_all(Facts(snapshot_of(files), Settings(), NOW))
