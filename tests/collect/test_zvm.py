"""``ssldiag.collect.zvm`` against a server that imitates z/VM: what it fetches, leaves, and survives."""

from __future__ import annotations

import io
import json
import shutil
import socket
import ssl
import subprocess
import threading
import time
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ssldiag.collect import zvm
from ssldiag.collect.zvm_control import Bounds, Door, context
from ssldiag.collect.zvm_list import built_in, parse
from ssldiag.collect.zvm_session import Lost
from tests.collect.zvm_ftp import PASSWORD, Disks, ZvmFtp, certificate, running

QUICK = Bounds(step=1.0, file=1.0, whole=8.0, size=100_000)

DISKS: Disks = {
    "TCPMAINT.198": {
        "PROFILE.TCPIP": b"; the profile\nPORT\n  992 TCP INTCLIEN SECURE TLSCERT1\n",
        "SYSTEM.DTCPARMS": b":nick.TCPIP :type.server :class.stack\n",
        "ZVM1.DTCPARMS": b":nick.SSL00001 :type.server :class.ssl\n",
        "OTHER.EXEC": b"/* not asked for */\n",
    },
    "TCPMAINT.592": {"TCPIP.DATA": b"TCPIPUSERID TCPIP\nHOSTNAME ZVM1\n"},
    "PMAINT.2CC": {
        "USER.DIRECT": b"USER TCPIP HOSTPW88 256M 512M ABCG\n MDISK 0191 3390 1 5 VOL1 MR RDPW77 WRPW66\n"
    },
    "TCPMAINT.191": {
        "SSLDIAG.OUTPUT": b"CP QUERY SSLDCSSM\nSSLDCSSM - DSC\nReady;\n",
        "SSL00001.CONSOLE": b"DTCRUN1022I Console log will be sent to redirect user ID: TCPMAINT\n",
        "TCPIP.DATA": b"; of another stack\n",
    },
    "/../VMBFS:VMSYSU:GSKSSLDB/": {"Database.sth": bytes(range(129))},
}


REPLIES = st.binary(max_size=40) | st.sampled_from(
    [
        *(b"200 ok\r\n", b"250 ok\r\n", b"550 no\r\n", b"332 more\r\n", b"421 bye\r\n", b"\r\n"),
        *(b"999 x\r\n", b"227 at (1,2,3,4,5,6)\r\n", b"227 at (127,0,0,1,999999,9)\r\n"),
        b"125 (" + b"9" * 5000 + b" bytes)\r\n",
    ]
)
BEGINNINGS = (b"", b"220 a\r\n331 b\r\n230 c\r\n", b"220-a\r\n220 b\r\n230 c\r\n250 d\r\n")


def parrot(listener: socket.socket, data: bytes) -> None:
    """Say this to the first who comes, whatever he says."""
    connection, _ = listener.accept()
    with connection, suppress(OSError):
        connection.settimeout(3)
        connection.sendall(data)
        connection.shutdown(socket.SHUT_WR)
        while connection.recv(4096):
            pass


@pytest.fixture(scope="module")
def tls(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, ssl.SSLContext]:
    """A certificate to trust, and the server's context."""
    return certificate(tmp_path_factory.mktemp("tls"))


def asked_of(server: ZvmFtp, trust: Path | None = None, way: str = "plain", user: str = "TCPMAINT") -> Door:
    """The way into a running server."""
    return Door("127.0.0.1", server.port, way, user, PASSWORD, context(str(trust) if trust else None))


def collected(door: Door, text: str = "", bounds: Bounds = QUICK, disk: str = "") -> zvm.Collection:
    """What comes, of a list or of the built-in one."""
    rows = parse(text) if text else built_in("TCPMAINT")
    return zvm.collect(door, rows, bounds, lambda directory: disk, lambda line: None)


@contextmanager
def served(fault: str = "", **more: Any) -> Iterator[ZvmFtp]:
    """The disks above, with a fault."""
    with running(ZvmFtp(DISKS, fault=fault, **more)) as server:
        yield server


def outcomes(found: zvm.Collection) -> dict[str, str]:
    """What became of each name."""
    return {f"{row['directory']} {row['name']}": str(row["outcome"]) for row in found.rows}


ALL = {
    "PROFILE.TCPIP",
    "SYSTEM.DTCPARMS",
    "ZVM1.DTCPARMS",
    "TCPIP.DATA",
    "USER.DIRECT",
    "SSLDIAG.OUTPUT",
    "SSL00001.CONSOLE",
}


@pytest.mark.parametrize("way", ["plain", "tls", "implicit"])
@pytest.mark.parametrize("listformat", ["VM", "OLD", "UNIX", "NAMES"])
def test_the_built_in_list(tls: tuple[Path, ssl.SSLContext], way: str, listformat: str) -> None:
    trust, server_side = tls
    known = None if way == "plain" else server_side
    with served(context=known, implicit=way == "implicit", listformat=listformat) as server:
        found = collected(asked_of(server, trust, way))
    assert set(found.files) == ALL
    assert found.files["PROFILE.TCPIP"] == DISKS["TCPMAINT.198"]["PROFILE.TCPIP"]
    assert found.protocol == ("no TLS" if way == "plain" else "TLSv1.3")
    assert outcomes(found)["AUTOLOG1.191 PROFILE.EXEC"].startswith("550 AUTOLOG1.191: no such minidisk")
    assert outcomes(found)["TCPMAINT.198 SMTP.CONFIG"] == "550 SMTP.CONFIG does not exist"
    assert not found.lost
    words = {line.split()[0] for line in server.said}
    assert words <= {"AUTH", "USER", "PASS", "PBSZ", "PROT", "CWD", "TYPE", "PASV", "LIST", "RETR", "QUIT"}


def test_passwords_of_the_directory_are_overwritten_in_their_columns() -> None:
    with served() as server:
        found = collected(asked_of(server))
    text = found.files["USER.DIRECT"].decode()
    assert text.splitlines()[0] == "USER TCPIP XXXXXXXX 256M 512M ABCG".ljust(80)
    assert text.splitlines()[1] == " MDISK 0191 3390 1 5 VOL1 MR XXXXXX XXXXXX".ljust(80)


@pytest.mark.parametrize("kind", ["ebcdic", "binary"])
def test_passwords_in_ebcdic_are_overwritten_too(kind: str) -> None:
    with served() as server:
        found = collected(asked_of(server), f"PMAINT.2CC USER DIRECT {kind}")
    data = found.files["USER.DIRECT"]
    assert len(data) == (162 if kind == "ebcdic" else 160)
    text = data.decode("cp037")
    assert "USER TCPIP XXXXXXXX 256M" in text
    assert not {"HOSTPW88", "RDPW77", "WRPW66"} & set(text.split())


def test_the_password_is_said_nowhere() -> None:
    with served() as server:
        good = collected(asked_of(server))
        bad = Door("127.0.0.1", server.port, "plain", "TCPMAINT", "wrong77", context(None))
        with pytest.raises(Lost) as refused:
            collected(bad)
    packed = zvm.packed(good, datetime.now(UTC), "zvm1")
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        everything = b"".join(archive.read(name) for name in archive.namelist())
    assert PASSWORD.lower() not in everything.decode("latin-1").lower()
    assert str(refused.value).startswith("530 ******** is not the password of TCPMAINT (the user id")
    assert PASSWORD not in repr(asked_of(server))


def test_a_second_file_of_the_same_name_gets_its_directory() -> None:
    with served() as server:
        found = collected(asked_of(server), "TCPMAINT.592 TCPIP DATA\nTCPMAINT.191 TCPIP.DATA\n")
    assert set(found.files) == {"TCPIP.DATA", "TCPMAINT.191/TCPIP.DATA"}
    assert found.files["TCPIP.DATA"].startswith(b"TCPIPUSERID")


def test_the_directory_is_taken_once_from_the_nearest_place() -> None:
    near = {**DISKS, "TCPMAINT.191": {"USER.DIRECT": b"USER SSL00001 LBYONLY 64M\n"}}
    with running(ZvmFtp(near)) as server:
        found = collected(asked_of(server))
    assert found.files["USER.DIRECT"].startswith(b"USER SSL00001")
    assert not [line for line in server.said if "2CC" in line]


def test_a_minidisk_with_a_read_password() -> None:
    row = "TCPMAINT.592 TCPIP.DATA"
    with served(passwords={"TCPMAINT.592": "READIT"}) as server:
        assert set(collected(asked_of(server), row, disk="READIT").files) == {"TCPIP.DATA"}
        wrong = collected(asked_of(server), row, disk="NOTIT")
        none = collected(asked_of(server), row)
    assert outcomes(wrong) == {row: "550 ******** is wrong, no access"}
    assert outcomes(none) == {row: "a read password of this minidisk is needed"}


def test_a_stash_file_is_not_kept_under_any_name() -> None:
    disks = {"A.191": {"LIBRARY.BIN": DISKS["/../VMBFS:VMSYSU:GSKSSLDB/"]["Database.sth"]}}
    with running(ZvmFtp(disks)) as server:
        found = collected(asked_of(server), "A.191 LIBRARY.BIN binary")
    assert not found.files
    assert "LIBRARY.BIN" in next(iter(outcomes(found)))


def test_the_manifest_tells_all() -> None:
    with served() as server:
        found = collected(asked_of(server))
    with zipfile.ZipFile(
        io.BytesIO(zvm.packed(found, datetime(2026, 11, 22, tzinfo=UTC), "zvm1"))
    ) as archive:
        manifest = json.loads(archive.read("collected.json"))
        assert {*archive.namelist()} == {*manifest["files"], "collected.json"}
    assert manifest["greeting"].startswith("220-FTPSERVE IBM VM Level 720")
    assert manifest["ended_early"] is None
    assert "PROFILE.EXEC" in manifest["missing"]
    row = next(row for row in manifest["asked"] if row["name"] == "ZVM1.DTCPARMS")
    assert row == {
        "directory": "TCPMAINT.198",
        "name": "ZVM1.DTCPARMS",
        "type": "ascii",
        "listed": "V 38",
        "file": "ZVM1.DTCPARMS",
        "bytes": 39,
        "outcome": "kept",
    }


# Faults of the server: each ends, soon, and what came whole is kept.


@pytest.mark.parametrize("fault", ["dies", "later 421"])
def test_a_session_that_ends_in_the_middle_keeps_what_came(fault: str) -> None:
    with served(fault) as server:
        found = collected(asked_of(server))
    assert {"PROFILE.TCPIP", "SYSTEM.DTCPARMS", "ZVM1.DTCPARMS"} <= set(found.files)
    assert len(found.files) < len(ALL)
    assert found.lost
    assert "the session ended before" in outcomes(found)["GSKADMIN.191 SSLDIAG.OUTPUT"]
    for name, data in found.files.items():
        assert data.rstrip() == next(files[name] for files in DISKS.values() if name in files).rstrip()


def test_endless_files_are_cut_and_the_rest_still_comes() -> None:
    with served("endless") as server:
        found = collected(asked_of(server))
    assert "TCPIP.DATA" not in found.files  # half a configuration says wrong things
    assert outcomes(found)["TCPMAINT.592 TCPIP.DATA"] == "more than 100,000 bytes"
    assert len(found.files["SSL00001.CONSOLE"]) == 100_000  # the beginning of a log says how it started
    assert outcomes(found)["TCPMAINT.191 SSL00001.CONSOLE"] == "cut, more than 100,000 bytes"
    assert not found.lost


def test_a_file_that_drips_is_given_up() -> None:
    begun = time.monotonic()
    with served("slow") as server:
        found = collected(asked_of(server), "TCPMAINT.592 TCPIP.DATA\nTCPMAINT.191 SSLDIAG.OUTPUT")
    assert time.monotonic() - begun < 6
    assert outcomes(found)["TCPMAINT.592 TCPIP.DATA"] == "not whole after 1 seconds"
    assert set(found.files) == {"SSLDIAG.OUTPUT"}


def test_the_session_as_a_whole_ends() -> None:
    begun = time.monotonic()
    with served("slow") as server:
        found = collected(asked_of(server), bounds=replace(QUICK, whole=1.5, file=60.0))
    assert time.monotonic() - begun < 5
    assert found.lost
    assert "PROFILE.TCPIP" in found.files


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(BEGINNINGS), st.lists(REPLIES, max_size=8))
def test_whatever_a_server_says_it_ends_in_a_sentence(begin: bytes, more: list[bytes]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        server = threading.Thread(target=parrot, args=(listener, begin + b"".join(more)), daemon=True)
        server.start()
        door = Door("127.0.0.1", listener.getsockname()[1], "plain", "A", PASSWORD, context(None))
        try:
            found = collected(door, bounds=Bounds(0.5, 0.5, 2.0, 1000))
        except Lost as error:
            assert str(error).isprintable()
        else:
            assert found.rows
            assert all(str(row["outcome"]).isprintable() for row in found.rows)
        server.join(5)


@pytest.mark.parametrize(
    ("fault", "why"),
    [
        ("silent", "no answer in time (--implicit"),
        ("banner", "a reply without end"),
        ("421", "421 Service is not available"),
        ("drip", "no answer in time"),
    ],
)
def test_sessions_that_cannot_begin(fault: str, why: str) -> None:
    begun = time.monotonic()
    with served(fault) as server, pytest.raises(Lost) as lost:
        collected(asked_of(server, way="plain" if fault in ("banner", "drip") else "tls"))
    assert why in str(lost.value)
    assert time.monotonic() - begun < 4


@pytest.mark.parametrize("fault", ["bounce", "names", "sizes"])
def test_lies_change_nothing(fault: str) -> None:
    """PASV to another host (RFC 2577), names that lead elsewhere, sizes of forty digits."""
    with served(fault) as server:
        found = collected(asked_of(server))
    assert set(found.files) == ALL
    assert not any(line.startswith(("DELE", "RETR .", "RETR /")) for line in server.said)


def test_no_listing_leaves_the_files_that_are_named() -> None:
    with served("no list") as server:
        found = collected(asked_of(server))
    assert set(found.files) == {"TCPIP.DATA", "USER.DIRECT", "SSLDIAG.OUTPUT"}
    assert outcomes(found)["TCPMAINT.198 *.TCPIP"] == "550 No files found"


def test_data_connections_that_do_not_come() -> None:
    with served("425") as server:
        found = collected(asked_of(server))
    assert not found.files
    assert outcomes(found)["TCPMAINT.592 TCPIP.DATA"] == "425 Cannot open data connection"
    with served("port") as server:
        found = collected(asked_of(server))
    assert not found.files
    assert found.lost.startswith("the data connection did not come")


# TLS.


def test_a_certificate_that_is_not_trusted(tls: tuple[Path, ssl.SSLContext]) -> None:
    with served(context=tls[1]) as server, pytest.raises(Lost, match=r"CERTIFICATE_VERIFY_FAILED.*--ca"):
        collected(asked_of(server, None, "tls"))
    assert not [line for line in server.said if line.startswith(("USER", "PASS"))]


def test_a_certificate_for_another_name(tmp_path: Path) -> None:
    trust, server_side = certificate(tmp_path, "zvm1.example")
    with served(context=server_side) as server:
        door = asked_of(server, trust, "tls")
        with pytest.raises(Lost, match="CERTIFICATE_VERIFY_FAILED"):
            collected(door)
        named = Door(
            "127.0.0.1", server.port, "tls", "TCPMAINT", PASSWORD, context(str(trust)), "zvm1.example"
        )
        assert set(collected(named).files) == ALL


@pytest.mark.parametrize(
    ("fault", "known", "why"),
    [
        ("", False, "500 AUTH is not known here (--implicit"),
        ("prot", True, "534 Data connections are not protected here (it will not protect data"),
        ("inject", True, "bytes in clear text behind the reply to AUTH"),
    ],
)
def test_there_is_no_way_back_to_clear_text(
    tls: tuple[Path, ssl.SSLContext], fault: str, known: bool, why: str
) -> None:
    with served(fault, context=tls[1] if known else None) as server, pytest.raises(Lost) as lost:
        collected(asked_of(server, tls[0], "tls"))
    assert why in str(lost.value)
    assert not [line for line in server.said if line.startswith("PASS") and fault != "prot"]


def test_the_imitation_talks_to_another_client(tls: tuple[Path, ssl.SSLContext]) -> None:
    """So that the server of these tests speaks FTP, and not only what our client expects."""
    curl = shutil.which("curl")
    if curl is None:
        pytest.skip("curl is not installed")
    with served(context=tls[1]) as server:
        place = f"ftp://127.0.0.1:{server.port}/TCPMAINT.592/TCPIP.DATA;type=a"
        options = ["--ssl-reqd", "--cacert", str(tls[0]), "--user", f"TCPMAINT:{PASSWORD}", "--disable-epsv"]
        done = subprocess.run([curl, "-sS", *options, place], capture_output=True, timeout=20, check=False)
    assert done.stderr == b""
    assert done.stdout.replace(b"\r\n", b"\n") == DISKS["TCPMAINT.592"]["TCPIP.DATA"]
