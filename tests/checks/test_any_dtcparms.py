"""The DTCPARMS and operand checks over any entries: they find, pass or are skipped, and never crash."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from ssldiag.doctor import examine
from ssldiag.settings import Settings
from tests.support import NOW, rules, snapshot_of

NAMES = """
nick type class stack for dcss_parms admin_id_list parms mount vmlink mixedcaseparms anonymous
"""
TEXT = """
SSL* SSL00001 SSLSERV SSLDCSSM TCPIP server class ssl stack ssl_dcss_agent YES NO * <NONE> <DEFAULT> A 1-0
10000-100FF KEYFILE /etc/gskadm/Database.kdb / // relative CACHELIFE 0 99999 H EXEMPT HIGH MEDIUM NULL ENABLE
RC4_128_SHA PROTOCOL + - SSLV3 TLSV1_2 FIPS MODE NIST-800-131A TRACE DEBUG GSKTRACE 0x CACHESIZE VMSSL , ' ü
.*
"""
TAGS = st.sampled_from(NAMES.split())
WORDS = st.sampled_from(TEXT.split())
ENTRIES = st.lists(st.tuples(TAGS, st.lists(WORDS, max_size=6)), max_size=25)
DIRECT = b"""\
DIRECTORY
USER SSL NOLOG 1G 2G G
  POOL LOW 1 HIGH 5 PROFILE X
USER SSLSERV NOLOG 1M 2M G
"""
LEVELS = st.sampled_from([None, "540", "610", "620", "630", "720"])


@settings(max_examples=60, deadline=None)
@given(ENTRIES, ENTRIES, st.lists(WORDS, max_size=4), LEVELS)
def test_no_crash(
    own: list[tuple[str, list[str]]],
    shipped: list[tuple[str, list[str]]],
    server: list[str],
    level: str | None,
) -> None:
    chosen = [rule for code, rule in rules().items() if code.startswith(("ZVM1", "ZVM2"))]
    files = {
        "SYSTEM.DTCPARMS": text_of(own),
        "IBM.DTCPARMS": text_of(shipped),
        "PROFILE.TCPIP": f"SSLSERVERID {' '.join(server)}\n".encode(),
        "TCPIP.DATA": b"TCPIPUSERID TCPIP\n",
        "USER.DIRECT": DIRECT,
    }
    report = examine(snapshot_of(files), chosen, NOW, Settings(release=level))
    assert [(item.rule.code, item.error) for item in report.crashed] == []


def text_of(entries: list[tuple[str, list[str]]]) -> bytes:
    """A DTCPARMS file of these tags."""
    return "\n".join(f":{tag}.{' '.join(words)}" for tag, words in entries).encode()
