"""CP's answers about segments and users."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from ssldiag.readers import cp_query
from ssldiag.text import Line
from tests.readers.support import located, pointed_at, values


def lines(text: str) -> list[Line]:
    return [Line("FILE", number, line) for number, line in enumerate(text.split("\n"), 1)]


MAP = """\
--> CP QUERY NSS NAME TCPIP MAP
FILE FILENAME FILETYPE MINSIZE  BEGPAG ENDPAG TYPE CL #USERS PARMREGS
VMGROUP
9539 TCPIP    DCSS     N/A      10000  100FF  SN   R  00006  N/A
N/A
"""

USERS = """\
CP QUERY NSS USERS TCPIP
FILE FILENAME FILETYPE CLASS
9539 TCPIP    DCSS     R
  SSL00005 SSL00004 SSL00002

  SSL00003 SSL00001 SSLDCSSM
9540 TCPIP2   DCSS     S
"""


def test_a_map_row_with_its_last_column_wrapped() -> None:
    (row,) = cp_query.nss_map(lines(MAP))
    assert (row.name.value, row.filetype, row.begin_page, row.end_page) == ("TCPIP", "DCSS", 0x10000, 0x100FF)
    assert (row.type, row.storage_class, row.users) == ("SN", "R", 6)
    assert pointed_at(row.name.place, MAP) == "TCPIP"


def test_a_row_that_wraps_earlier_is_joined() -> None:
    text = "9539 TCPIP    DCSS     N/A      10000  100FF  SN\n   R  00006  N/A      N/A\n9540 OTHER DCSS"
    (row,) = cp_query.nss_map(lines(text))
    assert (row.storage_class, row.users) == ("R", 6)


def test_several_ranges_and_values_that_are_no_numbers() -> None:
    text = (
        "0088 CMS      NSS      0000256K 00000   0000D   EW   A  00008  00-15    NO\n"
        "                                00F00   013FF   SR\n"
        "0089 GHOST    CPNSS    N/A      N/A     N/A     N/A  S  N/A    N/A      N/A\n"
    )
    cms, ghost = cp_query.nss_map(lines(text))
    assert (cms.begin_page, cms.end_page, cms.users) == (0, 0x13FF, 8)
    assert (ghost.begin_page, ghost.end_page, ghost.users, ghost.storage_class) == (None, None, None, "S")


def test_users_of_segments() -> None:
    first, second = cp_query.nss_users(lines(USERS))
    assert (first.name.value, first.storage_class, second.name.value) == ("TCPIP", "R", "TCPIP2")
    assert values(first.users) == ["SSL00005", "SSL00004", "SSL00002", "SSL00003", "SSL00001", "SSLDCSSM"]
    assert second.users == ()
    assert [pointed_at(user.place, USERS) for user in first.users] == values(first.users)


def test_users_logged_on_or_not() -> None:
    text = (
        "query names\n12:00:00 SSLDCSSM - DSC\nTCPIP    -L0003\n"
        "OPERATOR - 0009, MAINT - LTERM01, FTPSERVE - DSC\n"
        "HCPCQU045E SSL00001 not logged on\nHCPCQU361E LOGOFF/FORCE pending for user SSL00002\n"
    )
    found = cp_query.user_states(lines(text))
    assert [(row.userid.value, row.state, row.terminal) for row in found] == [
        ("SSLDCSSM", "disconnected", ""),
        ("TCPIP", "logged on", "L0003"),
        ("OPERATOR", "logged on", "0009"),
        ("MAINT", "logged on", "LTERM01"),
        ("FTPSERVE", "disconnected", ""),
        ("SSL00001", "not logged on", ""),
    ]
    assert [pointed_at(row.userid.place, text) for row in found] == [row.userid.value for row in found]


PIECES = st.sampled_from(
    [*MAP.splitlines(), *USERS.splitlines(), "A - B,", "HCPCQU045E “x not logged on", "9539 X"]
)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.one_of(PIECES, st.text(max_size=60)), max_size=20))
def test_any_lines_give_rows(texts: list[str]) -> None:
    given_lines = [Line("FILE", number, text) for number, text in enumerate(texts, 1)]
    for read in (cp_query.nss_map, cp_query.nss_users, cp_query.user_states):
        assert isinstance(read(given_lines), tuple)
    for item in located(cp_query.nss_users(given_lines)):
        assert str(item.place).startswith("FILE:")


def test_many_rows_take_no_time_to_speak_of() -> None:
    many = [Line("FILE", n, f"{n % 10000:04d} SEG{n % 9999} DCSS R") for n in range(20_000)]
    assert len(cp_query.nss_users(many)) == 20_000
    assert cp_query.nss_map(many) == ()
