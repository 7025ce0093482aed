"""Settings of each kind of file: what is named, under which owner, with which words."""

from __future__ import annotations

from pathlib import Path

import pytest

from ssldiag.bundle.settings import Setting, settings, size
from ssldiag.model import FilePlace, Located
from tests.bundle import diffs

CASES: dict[str, tuple[str, dict[tuple[str, str], tuple[str, ...]]]] = {
    "PROFILE.TCPIP": (
        "SSLLIMITS MAXSESSIONS 3000 MAXPERSSLSERVER 600\nAUTOLOG\n  FTPSERVE 0\nENDAUTOLOG\n"
        "PORT\n  992 TCP INTCLIEN SECURE TLSCERT1\nOBEY\n  OPERATOR MAINT\nENDOBEY\nARPAGE 20\n",
        {
            ("MAXSESSIONS", "SSLLIMITS"): ("3000",),
            ("FTPSERVE", "AUTOLOG"): (),
            ("PORT 992 TCP", ""): ("INTCLIEN", "SECURE", "TLSCERT1"),
            ("MAINT", "OBEY"): (),
            ("ARPAGE", ""): ("20",),
        },
    ),
    "SYSTEM.DTCPARMS": (
        ":nick.SSL* :type.server :class.ssl :stack.TCPIP\n  :parms.KEYFILE /a.kdb CACHELIFE 8 H EXEMPT LOW\n",
        {
            (":stack.", "SSL*"): ("TCPIP",),
            ("CACHELIFE", ":parms. of SSL*"): ("8", "H"),
            ("EXEMPT", ":parms. of SSL*"): ("LOW",),
        },
    ),
    "USER.DIRECT": (
        "USER SSL LBYONLY 160M 256M G\n  NAMESAVE TCPIP\n",
        {
            ("storage", "USER SSL"): ("160M",),
            ("privilege classes", "USER SSL"): ("G",),
            ("NAMESAVE", "USER SSL"): ("TCPIP",),
        },
    ),
    "TCPIP.DATA": ("TCPIPUSERID TCPIP\nHOSTNAME ZVM1\n", {("HOSTNAME", ""): ("ZVM1",)}),
}


@pytest.mark.parametrize("name", CASES)
def test_what_a_file_sets(tmp_path: Path, name: str) -> None:
    content, wanted = CASES[name]
    host = diffs.side(tmp_path / "host", {name: content})
    found = {(item.name, item.owner): item.words for item in settings(host.facts)}
    assert {key: found.get(key) for key in wanted} == wanted


def test_a_password_of_a_directory_is_no_setting(tmp_path: Path) -> None:
    host = diffs.side(tmp_path / "host", {"USER.DIRECT": "USER SSL S3CRETPW 160M 256M G\n  IPL CMS\n"})
    assert not any("S3CRETPW" in (*item.words, item.name) for item in settings(host.facts))


@pytest.mark.parametrize(("number", "said"), [(32 << 20, "32M"), (1 << 40, "1T"), (1000, "1000"), (0, "0")])
def test_sizes_are_said_as_directories_say_them(number: int, said: str) -> None:
    assert size(Located(number, FilePlace("x"))) == said


def test_a_setting_is_one_of_a_file() -> None:
    assert Setting("A", (), FilePlace("x")).entry == ""
