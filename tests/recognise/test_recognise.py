"""Content decides what a file is; the name helps where the content says little."""

from __future__ import annotations

import gzip
import struct
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ssldiag.kinds import KINDS
from ssldiag.recognise import recognise
from ssldiag.recognise.signatures import SESSION, SHAPES, STATEMENTS
from ssldiag.text import detect
from tests.text.support import ebcdic

DTCPARMS = """\
.* SYSTEM DTCPARMS - QA system
:nick.TCPIPQA  :type.server
               :class.stack
:nick.SQA*     :type.server
               :class.ssl
               :stack.TCPIPQA
               :parms.KEYFILE /etc/gskadm/QaStore.kdb
"""
PROFILE = """\
; QASYS TCPIP - stack TCPIPQA
SSLSERVERID * TIMEOUT 90
SSLLIMITS MAXSESSIONS 800 MAXPERSSLSERVER 200   ; 4 servers
Autolog
  FTPSERVE 0                  ; FTP, explicit TLS
EndAutolog
PORT
    20 TCP FTPSERVE NOAUTOLOG
   992 TCP INTCLIEN SECURE QATN3270
INTERNALCLIENTPARMS
  SECURECONNECTION ALLOWED
  TLSLABEL QATN3270
ENDINTERNALCLIENTPARMS
"""
TCPIP_DATA = """\
; private copy for pool SQA*
ZVMQA: TCPIPUSERID  TCPIPQA
HOSTNAME     VMQA
DOMAINORIGIN EXAMPLE.COM
"""
DIRECTORY = """\
GLOBALDEFS
  POSIXGROUP security 7
PROFILE TCPSQAU
  IPL CMS PARM FILEPOOL VMSYS
  LOGONBY TCPMAINT GSKADMIN
  LINK TCPMAINT 0591 0591 RR
USER SQA LBYONLY 160M 256M G
  POOL LOW 1 HIGH 4 PROFILE TCPSQAU
"""
SRVRFTP = """\
; SRVRFTP CONFIG - explicit FTPS
PORT 21
SECURECONTROL REQUIRED
SECUREDATA    REQUIRED
TLSLABEL      QAFTP01
"""
SMTP = """\
; SMTP CONFIG
TLS ALLOWED
TLSLABEL QASMTP1
"""
AUTOLOG = """\
/* PROFILE EXEC of AUTOLOG1 */
'CP XAUTOLOG TCPIP'
if rc = 0 then 'CP XAUTOLOG SSLDCSSM'
"""
CONSOLE = """\
LOGON AT 12:25:00 EDT MONDAY 09/23/13
DMSACP723I D (198) R/O
Ready; T=0.01/0.01 12:25:03
DTCRUN1046I Using 'server' definition (TCPIP) from file: SYSTEM DTCPARMS D1
12:23:09 DTCIPI008I    Initializing... TCPIP MODULE E2 dated 05/22/13 at 14:18
"""
QUERY_NSS = """\
FILE FILENAME FILETYPE MINSIZE  BEGPAG ENDPAG TYPE CL #USERS PARMREGS VMGROUP
9539 TCPIP    DCSS     N/A      10000  100FF   SN  R  00006  N/A      N/A
"""
SSLADMIN = """\
SSL server status for stack TCPIP
Server    State     Sessions  Maximum  Peak
SSL00001  Active         117      600   203
"""
NETSTAT = """\
VM TCP/IP Netstat Level 720       TCP/IP Server Name: TCPIP

User Id  Conn     Local Socket           Foreign Socket         State
INTCLIEN 1009     *..992                 *..*                   Listen
"""
GSKKYMAN = """\
       Key Management Menu

       Database: /etc/gskadm/Database.kdb
       Expiration: None

   1 - Manage keys and certificates
   2 - Manage certificates
"""
OPENVM = """\
User ID   Group Name  Permissions   Type  Path name component
gskadmin  security    rw- r-- ---   F     'Database.kdb'
"""
FTP = """\
VM TCP/IP FTP Level 720
220-FTPSERVE IBM VM Level 720 at VMQA.EXAMPLE.COM
>>>AUTH TLS
421 Temporarily unable to process security
"""

BY_CONTENT = {
    "dtcparms": [DTCPARMS],
    "profile_tcpip": [PROFILE],
    "tcpip_data": [TCPIP_DATA],
    "user_direct": [DIRECTORY],
    "srvrftp_config": [SRVRFTP],
    "smtp_config": [SMTP],
    "autolog_exec": [AUTOLOG],
    "transcript": [CONSOLE, QUERY_NSS, SSLADMIN, NETSTAT, GSKKYMAN, OPENVM, FTP],
}
SAMPLES = [(kind, text) for kind, texts in BY_CONTENT.items() for text in texts]


def told(data: bytes | str, name: str = "file.dat") -> tuple[str, str]:
    data = data.encode() if isinstance(data, str) else data
    head = data[:65536]
    return recognise(name, head, len(data), detect(head, len(data)))


@pytest.mark.parametrize(("kind", "text"), SAMPLES)
def test_by_content_alone(kind: str, text: str) -> None:
    found, why = told(text)
    assert found == kind
    assert why.startswith("content: ")


@pytest.mark.parametrize(("kind", "text"), SAMPLES)
def test_in_lower_case_and_other_encodings(kind: str, text: str) -> None:
    assert told(text.replace("\n", "\r\n").encode("utf-16"))[0] == kind
    assert told(ebcdic(text))[0] == kind
    assert told("".join(line.ljust(80) for line in text.split("\n")).encode("cp037"))[0] == kind
    if kind != "transcript":
        assert told(text.lower())[0] == kind


@pytest.mark.parametrize(("kind", "text"), SAMPLES)
def test_on_a_screen(kind: str, text: str) -> None:
    if kind == "transcript" or text == AUTOLOG:
        return
    numbered = "\n".join(f"{number:05} {line}" for number, line in enumerate(text.split("\n"), 1))
    assert (
        told(f"X  Y  D1  V 80  Trunc=80 Size=5 Line=3 Col=1 Alt=0\n{numbered}\n   RUNNING   ZVM1")[0] == kind
    )


@pytest.mark.parametrize(("kind", "text"), SAMPLES)
def test_no_name_makes_them_something_else(kind: str, text: str) -> None:
    for name in (
        "SYSTEM.DTCPARMS",
        "PROFILE.TCPIP",
        "TCPIP.DATA",
        "USER.DIRECT",
        "SMTP.CONFIG",
        "x.log",
        "a.kdb",
    ):
        assert told(text, name)[0] == kind


def test_reasons() -> None:
    assert told(DTCPARMS)[1] == "content: 2 :nick. entries"
    assert told(":nick.A :type.server")[1] == "content: 1 :nick. entry"
    assert told(SMTP)[1] == "content: 2 statements (TLS, TLSLABEL)"
    assert told(CONSOLE)[1] == "content: message ids (3 lines)"
    assert told(QUERY_NSS)[1] == "content: QUERY NSS tables (1 line)"
    assert told(AUTOLOG)[1] == "content: REXX that says XAUTOLOG (2 times)"
    assert told(SMTP, "SYSTEM.DTCPARMS")[1].endswith(", although its name says DTCPARMS file")
    assert told("; nothing yet\n", "a/SYSTEM.DTCPARMS") == ("dtcparms", "name: SYSTEM.DTCPARMS")
    assert told("one\ntwo\n\nthree\n") == (
        "unknown",
        "not recognised: 3 lines of text, no known statement",
    )
    assert told("one\n")[1] == "not recognised: 1 line of text, no known statement"
    assert told("one\n" * 20_000)[1] == "not recognised: the first 16,384 lines of text, no known statement"
    assert told("") == ("unknown", "not recognised: no text in it")
    assert told(b"\0\1\2\3" * 300)[1] == "not recognised: 1,200 bytes, not text"


@pytest.mark.parametrize(("kind", "text"), [pair for pair in SAMPLES if pair[0] != "transcript"])
def test_a_log_that_quotes_a_file_is_a_log(kind: str, text: str) -> None:
    log = f"type some file\n{text * 3}\nReady; T=0.01/0.01 12:25:03\nHCPCQU045E SSL00001 not logged on\n"
    assert told(log)[0] == "transcript"


def test_a_file_whose_comments_quote_messages_is_a_file() -> None:
    quoted = "".join(f"; {line}\n" for line in CONSOLE.splitlines())
    assert told(quoted + PROFILE)[0] == "profile_tcpip"
    assert told("".join(f"* {line}\n" for line in CONSOLE.splitlines()) + DIRECTORY)[0] == "user_direct"


def test_one_stray_prompt_does_not_make_a_log() -> None:
    assert told(PROFILE + "Ready; T=0.01/0.01 12:25:03\n")[0] == "profile_tcpip"


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("TLSLABEL X\n", "SRVRFTP.CONFIG", "srvrftp_config"),
        ("TLSLABEL X\n", "SMTP.CONFIG", "smtp_config"),
        ("TLSLABEL X\n", "some.file", "unknown"),
        ("PORT 21\nTLSLABEL X\n", "some.file", "srvrftp_config"),
        ("* empty\n", "SSLDCSSM DIRECT", "user_direct"),
        ("", "TCPIP.DATA", "tcpip_data"),
        ("logged on\n", "SSL00001.CONSOLE", "transcript"),
        ("say hello\n", "autolog1.exec", "autolog_exec"),
        ("/* hello */\nsay hello\n", "profile.exec", "unknown"),
    ],
)
def test_little_content_and_a_name(text: str, name: str, kind: str) -> None:
    assert told(text, name)[0] == kind


@pytest.mark.parametrize(
    "prose",
    [
        "User guide here.\nHome is where the profile is.\nStart the server first.\nLink to the book.\n",
        "Port 443 is open.\nDevice drivers:\nPool of ideas.\nShare your thoughts.\n",
        "from ssldiag import model\nclass Server:\n    port = 21\n",
        '{"port": 21, "home": "x"}\n',
        "21 tcp ports were found.\n",
    ],
)
def test_prose_and_code_are_nothing(prose: str) -> None:
    assert told(prose)[0] == "unknown"


def test_notes_are_known_by_name_whatever_they_quote() -> None:
    assert told(CONSOLE + PROFILE, "README.md") == ("note", "name: README.md")
    assert told("MIT License\n", "LICENSE")[0] == "note"
    assert told(PROFILE, "PROFILE.STCPIP")[0] == "note"


def test_a_note_that_is_no_text_is_no_note() -> None:
    assert told(struct.pack("<IHH", 0xA1B2C3D4, 2, 4) + bytes(16), "README")[0] == "capture"


@pytest.mark.parametrize(
    "magic",
    [
        struct.pack("<I", 0xA1B2C3D4),
        struct.pack(">I", 0xA1B2C3D4),
        struct.pack("<I", 0xA1B23C4D),
        struct.pack(">I", 0xA1B23C4D),
        b"\x0a\x0d\x0d\x0a",
    ],
)
def test_captures(magic: bytes) -> None:
    assert told(magic + b"\2\0\4\0" + bytes(40))[0] == "capture"


def test_a_packed_capture_goes_by_its_name() -> None:
    packed = gzip.compress(struct.pack("<I", 0xA1B2C3D4) + bytes(range(256)))
    assert told(packed, "x.pcap.gz") == ("capture", "name: x.pcap.gz")
    assert told(packed, "x.gz") == ("unknown", "not recognised: packed with gzip")


def test_keys_and_certificates() -> None:
    begin, end = "-----BEGIN {}-----\n", "-----END {}-----\n"
    body = "MIIB\n"
    for words, kind in (
        ("CERTIFICATE", "pem"),
        ("RSA PRIVATE KEY", "private_key"),
        ("PRIVATE KEY", "private_key"),
    ):
        block = begin.format(words) + body + end.format(words)
        assert told(block, "x.txt")[0] == kind
        assert told(ebcdic(block), "x.txt")[0] == kind
        assert told(f"friendlyName: TLSCERT1\n{block}", "SYSTEM.DTCPARMS")[0] == kind


def test_a_damaged_key_database_is_known_by_name() -> None:
    assert told(bytes(100), "Database.kdb") == ("gskit_keydb", "name: Database.kdb")


def test_tables_are_well_formed() -> None:
    shapes = {name for name, _ in SHAPES}
    assert set(STATEMENTS) <= set(KINDS)
    for words, _, weight in (row for rows in STATEMENTS.values() for row in rows):
        assert words == words.upper() and weight > 0
        assert {word for word in words.split() if word.startswith("<")} <= shapes
    for _, words, _, weight in SESSION:
        assert words == words.upper() and weight > 0
        assert {word for word in words.split() if word.startswith("<")} <= shapes


@given(st.binary(max_size=300), st.text(max_size=20), st.booleans())
@settings(max_examples=100, deadline=None)
def test_anything_has_a_kind(data: bytes, name: str, more: bool) -> None:
    kind, why = recognise(name, data, len(data) + more, detect(data, len(data) + more))
    assert kind in KINDS
    assert why.startswith(("content: ", "name: ", "not recognised: "))


@given(st.lists(st.sampled_from([line for _, text in SAMPLES for line in text.split("\n")]), max_size=30))
@settings(max_examples=50, deadline=None)
def test_any_mixture_of_lines_has_a_kind(mixture: list[str]) -> None:
    assert told("\n".join(mixture))[0] in KINDS


def test_real_files(shared: Path) -> None:
    folder = shared / "real" / "zvm-bootcamp"
    kinds = {path.name: told(path.read_bytes(), path.name)[0] for path in sorted(folder.iterdir())}
    assert kinds == {
        "LICENSE": "note",
        "TCPIP.CONSOLE": "transcript",
        "profile tcpip (xedit screen).txt": "profile_tcpip",
        "system dtcparms (xedit screen).txt": "dtcparms",
    }


def test_real_captures_and_key_databases(shared: Path) -> None:
    captures = [*(shared / "captures").glob("*.pcap"), *(shared / "captures").glob("*.pcapng")]
    assert {told(path.read_bytes(), "x")[0] for path in captures} == {"capture"}
    databases = [path for path in (shared / "keydb").iterdir() if path.suffix in (".kdb", ".rdb")]
    assert {told(path.read_bytes(), path.name)[0] for path in databases} == {"gskit_keydb"}
