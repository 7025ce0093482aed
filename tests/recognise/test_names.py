"""CMS names are found in every spelling that file transfers leave behind, and not where there are none."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ssldiag.kinds import KINDS
from ssldiag.recognise import cms_name, recognise
from ssldiag.recognise.names import by_name, is_backup


@pytest.mark.parametrize(
    "path",
    [
        "SYSTEM.DTCPARMS",
        "system.dtcparms",
        "SYSTEM DTCPARMS",
        "SYSTEM   DTCPARMS",
        "SYSTEM DTCPARMS D1",
        "SYSTEM DTCPARMS D",
        "SYSTEM.DTCPARMS.D1",
        "system_dtcparms",
        "system-dtcparms.txt",
        "system_dtcparms_d1.TXT",
        "SYSTEM.DTCPARMS.txt",
        "system dtcparms (xedit screen).txt",
        "SYSTEM.DTCPARMS(2)",
        "host/tcpmaint.198/SYSTEM.DTCPARMS",
        "logs.zip/system dtcparms",
    ],
)
def test_spellings_of_one_name(path: str) -> None:
    assert cms_name(path) == ("SYSTEM", "DTCPARMS")


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("TCPIP.DATA", ("TCPIP", "DATA")),
        ("MY-SSL.DTCPARMS", ("MY-SSL", "DTCPARMS")),
        ("ZVM_1 DTCPARMS", ("ZVM_1", "DTCPARMS")),
        ("$ADMIN#1.EXEC", ("$ADMIN#1", "EXEC")),
        ("SSL00001.CONSOLE", ("SSL00001", "CONSOLE")),
    ],
)
def test_other_names(path: str, name: tuple[str, str]) -> None:
    assert cms_name(path) == name


@pytest.mark.parametrize(
    "path",
    [
        "dtcparms.txt",
        "dtcparms",
        "query-nss.txt",
        "console_log.txt",
        "SYSTEM.DTCPARMS.bak",
        "a.b.c.d",
        "TOOLONGNAME.DTCPARMS",
        "SYSTEM.DTCPARMS ZVM1 COPY",
        "",
        ".txt",
        "Größe.DTCPARMS",
    ],
)
def test_what_is_no_cms_name(path: str) -> None:
    assert cms_name(path) is None


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("x/SYSTEM.DTCPARMS", "dtcparms"),
        ("dtcparms.txt", "dtcparms"),
        ("ZVM1 DTCPARMS D1", "dtcparms"),
        ("PROFILE.TCPIP", "profile_tcpip"),
        ("zvmwsxx tcpip", "profile_tcpip"),
        ("TCPIP.CONSOLE", "transcript"),
        ("TCPIP.DATA", "tcpip_data"),
        ("USER.DIRECT", "user_direct"),
        ("SSLDCSSM DIRECT A0", "user_direct"),
        ("srvrftp_config", "srvrftp_config"),
        ("SMTP CONFIG", "smtp_config"),
        ("autolog1.exec", "autolog_exec"),
        ("console-2026-11-22.txt", "transcript"),
        ("ssl00001.log", "transcript"),
        ("README", "note"),
        ("Read Me.txt", "note"),
        ("docs/anything.md", "note"),
        ("LICENSE.txt", "note"),
        ("ssldiag.toml", "note"),
        ("PROFILE.STCPIP", "note"),
        ("SSLPOOL PLANINFO", "note"),
        ("notice_board.kdb", None),
        ("readme.pem", None),
        ("directory.txt", None),
        ("catalog.txt", None),
        ("data.bin", None),
    ],
)
def test_kinds_by_name(path: str, kind: str | None) -> None:
    assert by_name(path) == kind


@given(st.text(max_size=80))
@settings(max_examples=100, deadline=None)
def test_any_name(path: str) -> None:
    kind = by_name(path)
    assert kind is None or kind in KINDS
    name = cms_name(path)
    assert name is None or all(1 <= len(part) <= 8 and part == part.upper() for part in name)


@pytest.mark.parametrize("name", ["wire.pcap.gz", "a/trace.pcapng.xz", "x.cap.zst", "TRACE.PCAP.BZ2"])
def test_packed_captures_go_by_name(name: str) -> None:
    assert by_name(name) == "capture"
    assert recognise(name, b"\x1f\x8b\x08\0", 100, None) == ("capture", f"name: {name.rsplit('/', 1)[-1]}")


@pytest.mark.parametrize("name", ["recap.gz", "wire.pcap", "pcap.gz.txt.zip"])
def test_other_names_are_no_packed_captures(name: str) -> None:
    assert by_name(name) != "capture"


@pytest.mark.parametrize(
    "path",
    [
        "SYSTEM.DTCPOLD",
        "PROFILE.TCPIPBAK",
        "PROFILE TCPIPOLD D1",
        "SYSTEM.DTCPARMS.bak",
        "SYSTEM DTCPARMS.bak.txt",
        "SRVRFTP.CONFIG.old",
        "dtcparms.bak",
        "TCPIP.DATA~",
        "tcpip-data.orig",
        "user.direct.save",
        "profile.tcpip.bak2",
    ],
)
def test_backup_copies_are_known_by_their_names(path: str) -> None:
    assert is_backup(path)


@pytest.mark.parametrize(
    "path",
    ["old/SYSTEM.DTCPARMS", "USER.BACKUP", "USER WITHPASS", "OLDSTACK.TCPIP", "BAK.DTCPARMS", "Gold", ""],
)
def test_other_names_are_no_backup_copies(path: str) -> None:
    assert not is_backup(path)
