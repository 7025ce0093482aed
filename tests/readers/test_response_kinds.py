"""Which response a line or a command belongs to."""

from __future__ import annotations

import pytest

from ssldiag.readers import response_kinds
from ssldiag.readers.console_lines import echo

HEADINGS = [
    ("FILE FILENAME FILETYPE MINSIZE  BEGPAG ENDPAG TYPE CL #USERS PARMREGS VMGROUP", "nss_map"),
    ("FILE FILENAME FILETYPE CLASS", "nss_users"),
    ("SSLDCSSM - DSC", "query_user"),
    ("TCPIP    -L0003", "query_user"),
    ("OPERATOR - 0009, TCPIP    - DSC , SSL00001 - DSC", "query_user"),
    ("User ID   Group Name  Permissions   Type  Path name component", "openvm_list"),
    ("Key Management Menu", "gskkyman"),
    ("           Key and Certificate List", "gskkyman"),
    ("   Database: /etc/gskadm/Database.kdb", "gskkyman"),
    ("VM TCP/IP Netstat Level 720       TCP/IP Server Name: TCPIP", "netstat"),
    ("User Id  Conn     Local Socket           Foreign Socket         State", "netstat"),
    ("SSL server:  SSL*        Timeout: 60", "netstat"),
    ("SSL server status for stack TCPIP", "ssladmin"),
    ("Server    State     Sessions  Maximum  Peak", "ssladmin"),
    ("SSL00001: Active since 2024-03-04 07:12:09", "ssladmin"),
    ("Current sessions: 117", "ssladmin"),
    ("1 - TLSCERT1", None),
    ("NOTE - READ", None),
    ("A - B", None),
    ("Server States", None),
    ("Certificate Menus are described below", None),
    ("VM TCP/IP Telnet Level 610", None),
]


@pytest.mark.parametrize(("line", "kind"), HEADINGS, ids=[line[:24].strip() for line, _ in HEADINGS])
def test_headings(line: str, kind: str | None) -> None:
    assert response_kinds.heading(line) == kind


@pytest.mark.parametrize(
    ("command", "kind"),
    [
        ("--> CP QUERY NSS NAME TCPIP MAP", "nss_map"),
        ("--> q nss users tcpip", "nss_users"),
        ("q ssl00001", "query_user"),
        ("netstat conn", "netstat"),
        ("ssladmin q status", "ssladmin"),
        ("openvm list /etc (own", "openvm_list"),
        ("gskkyman", "gskkyman"),
        ("===> link tcpmaint 198 198", None),
    ],
)
def test_commands(command: str, kind: str | None) -> None:
    found = echo(command)
    assert found is not None
    assert response_kinds.of_command(found) == kind


def test_a_refusal_tells_its_query_by_the_words_it_quotes() -> None:
    assert response_kinds.of_refusal("Invalid option - NSS") == "nss_map"
    assert response_kinds.of_refusal("Invalid option - SSL00001") == "query_user"


def test_every_kind_has_rows() -> None:
    kinds = {kind for kind, _ in response_kinds.HEADING_PATTERNS}
    assert kinds == set(response_kinds.ROWS)
