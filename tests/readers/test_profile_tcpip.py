"""PROFILE TCPIP: the statements that matter to TLS, and the places of their words."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ssldiag.model import Located
from ssldiag.readers.profile_tcpip import ProfileTcpip, read
from tests.readers.support import located, pointed_at, source, values

SAMPLE = """\
; QASYS TCPIP - stack TCPIPQA
SSLSERVERID * TIMEOUT 90
SslLimits MaxSessions 800 MaxPerSSLServer 200   ; 4 servers
DATABUFFERPOOLSIZE 400 8192
Autolog
  FTPSERVE 0                  ; FTP, explicit TLS
  SMTP     password           ; mail
EndAutolog
PORT
    20 TCP FTPSERVE NOAUTOLOG
    23 TCP INTCLIEN           ; Telnet, dynamic TLS
   992 TCP INTCLIEN SECURE QATN3270
INTERNALCLIENTPARMS
  PORT 23
  SECURECONNECTION ALLOWED;dynamic
  TLSLABEL QATN3270
  CCSTERMNAME TCPIP
ENDINTERNALCLIENTPARMS
"""


def parsed(text: str, path: str = "PROFILE.TCPIP") -> ProfileTcpip:
    return read(source(text, "profile_tcpip", path))


def value(word: Located[object] | None) -> object:
    return None if word is None else word.value


def names(profile: ProfileTcpip) -> list[str]:
    return [item.name.value for item in profile.statements]


def test_statements_in_order() -> None:
    found = parsed(SAMPLE)
    assert names(found) == [
        "SSLSERVERID",
        "SSLLIMITS",
        "DATABUFFERPOOLSIZE",
        "AUTOLOG",
        "PORT",
        "INTERNALCLIENTPARMS",
    ]
    assert values(found.named("DATABUFFERPOOLSIZE")[0].words) == ["400", "8192"]
    assert found.unknown == ()
    assert found.unreadable == ()


def test_every_place_points_at_its_word() -> None:
    for word in located(parsed(SAMPLE)):
        assert pointed_at(word.place, SAMPLE).upper() == str(word.value).upper()


def test_places_under_xedit_numbers() -> None:
    shown = "\n".join(f"{number:05} {line}" for number, line in enumerate(SAMPLE.splitlines(), 37))
    found = parsed(shown)
    assert names(found) == names(parsed(SAMPLE))
    for word in located(found):
        assert pointed_at(word.place, shown).upper() == str(word.value).upper()


def test_the_server_id() -> None:
    (found,) = parsed(SAMPLE).ssl_server_ids
    assert (value(found.userid), value(found.timeout)) == ("*", 90)
    assert pointed_at(found.place, SAMPLE) == "SSLSERVERID"


@pytest.mark.parametrize(
    ("text", "userid", "timeout", "notes"),
    [
        ("SSLSERVERID SSLSERV", "SSLSERV", None, []),
        ("SSLSERVERID\n  *\n  TIMEOUT\n  60", "*", 60, []),
        ("SSLSERVERID TIMEOUT 60", None, 60, []),
        ("SSLSERVERID", None, None, []),
        ("SSLSERVERID * TIMEOUT", "*", None, ["TIMEOUT needs a number"]),
        ("SSLSERVERID * TIMEOUT soon", "*", None, ["TIMEOUT needs a number", "no operand of the statement"]),
        ("SSLSERVERID * 60", "*", None, ["no operand of the statement"]),
    ],
)
def test_forms_of_the_server_id(text: str, userid: str | None, timeout: int | None, notes: list[str]) -> None:
    found = parsed(text)
    (item,) = found.ssl_server_ids
    assert (value(item.userid), value(item.timeout)) == (userid, timeout)
    assert [note.reason for note in found.unreadable] == notes


@pytest.mark.parametrize(
    ("text", "most", "each"),
    [
        ("SSLLIMITS MAXSESSIONS 3000 MAXPERSSLSERVER 600", 3000, 600),
        ("SSLLIMITS MAXPERSSLSERVER 600\nMAXSESSIONS 3000", 3000, 600),
        ("SSLLIMITS maxsessions 10", 10, None),
        ("SSLLIMITS", None, None),
        ("SSLLIMITS MAXSESSIONS 99999999999", None, None),
    ],
)
def test_limits(text: str, most: int | None, each: int | None) -> None:
    (found,) = parsed(text).ssl_limits
    assert (value(found.max_sessions), value(found.max_per_server)) == (most, each)


@pytest.mark.parametrize("name", ["SLLIMITS", "SSSLIMITS", "SSLIMITS", "sllimits"])
def test_limits_misspelt_keep_their_spelling(name: str) -> None:
    found = parsed(f"{name} MAXSESSIONS 3000\n")
    assert [item.name.value for item in found.ssl_limits] == [name.upper()]
    assert found.unknown == ()


def test_a_short_statement_leaves_room_on_its_line() -> None:
    found = parsed(
        "SSLSERVERID * TIMEOUT 60 SSLLIMITS MAXSESSIONS 10 ARPAGE 20 AUTOLOG A 0 ENDAUTOLOG PORT 1 TCP A"
    )
    assert names(found) == ["SSLSERVERID", "SSLLIMITS", "ARPAGE", "AUTOLOG", "PORT"]
    assert value(found.ssl_limits[0].max_sessions) == 10
    assert found.unreadable == ()


def test_autolog_users() -> None:
    (found,) = parsed(SAMPLE).autologs
    assert values(found.users) == ["FTPSERVE", "SMTP"]
    assert found.closed


@pytest.mark.parametrize(
    "text",
    [
        "AUTOLOG\n A 0\n B 0\nENDAUTOLOG",
        "AUTOLOG A 0 B 0 ENDAUTOLOG",
        "AUTOLOG A 0 B 0\nENDAUTOLOG",
        "AUTOLOG\n A 0 B password\n ENDAUTOLOG",
        "AUTOLOG\n A\n B\nENDAUTOLOG",
        "AUTOLOG\n A\n 0\n B\n 0\nENDAUTOLOG",
        "AUTOLOG\n A 0 B\nENDAUTOLOG",
        "AUTOLOG\n A 0",
        "AUTOLOG\n A 0\n B 0\nENDATOLOG\nPORT\n 1 TCP A",
        "AUTOLOG\n A 0\n B 0\nSSLSERVERID *",
    ],
)
def test_forms_of_autolog(text: str) -> None:
    (found,) = parsed(text).autologs
    assert values(found.users) == ["A", "B"][: 1 if text.endswith("A 0") else 2]
    assert found.closed == ("ENDAUTOLOG" in text)


def test_ports() -> None:
    found = parsed(SAMPLE).ports
    assert [(item.number.value, item.protocol, item.userid.value) for item in found] == [
        (20, "TCP", "FTPSERVE"),
        (23, "TCP", "INTCLIEN"),
        (992, "TCP", "INTCLIEN"),
    ]
    assert [item.noautolog for item in found] == [True, False, False]
    assert [value(item.label) for item in found] == [None, None, "QATN3270"]
    assert [item.secure for item in found] == [False, False, True]
    assert values(found[2].options) == ["SECURE", "QATN3270"]


def test_internal_client() -> None:
    (found,) = parsed(SAMPLE).internal_clients
    assert values(found.ports) == [23]
    assert value(found.secure_connection) == "ALLOWED"
    assert value(found.tls_label) == "QATN3270"
    assert found.client_cert_check is None
    assert values(found.options) == ["CCSTERMNAME", "TCPIP"]
    assert found.length == len("PORT 23 SECURECONNECTION ALLOWED TLSLABEL QATN3270 CCSTERMNAME TCPIP")
    assert found.closed


@pytest.mark.parametrize(
    ("text", "security", "label", "check", "ports"),
    [
        ("PORT 23 992 TLSLABEL L", None, "L", None, [23, 992]),
        ("SECURECONNECTION TLSLABEL L", None, "L", None, []),
        ("CLIENTCERTCHECK REQUIRED SECURECONNECTION\nNEVER", "NEVER", None, "REQUIRED", []),
        ("SECURECONNECTION NEVER SECURECONNECTION REQUIRED", "REQUIRED", None, None, []),
        ("PORT x 23 TLSLABEL", None, None, None, []),
    ],
)
def test_forms_of_internal_client(
    text: str, security: str | None, label: str | None, check: str | None, ports: list[int]
) -> None:
    (found,) = parsed(f"INTERNALCLIENTPARMS\n{text}\nENDINTERNALCLIENTPARMS\n").internal_clients
    assert (value(found.secure_connection), value(found.tls_label)) == (security, label)
    assert (value(found.client_cert_check), values(found.ports)) == (check, ports)


def test_a_glued_comment_leaves_the_word_and_is_told() -> None:
    found = parsed(SAMPLE)
    assert [pointed_at(place, SAMPLE) for place in found.glued] == ["ALLOWED;"]


@pytest.mark.parametrize(
    ("path", "filename"),
    [("x/PROFILE.TCPIP", "PROFILE"), ("zvm1 tcpip d1", "ZVM1"), ("TCPIP.DATA", None), ("what.ever", None)],
)
def test_the_cms_name(path: str, filename: str | None) -> None:
    assert parsed(SAMPLE, path).filename == filename


def test_the_real_file(shared: Path) -> None:
    path = shared / "real" / "zvm-bootcamp" / "profile tcpip (xedit screen).txt"
    text = path.read_text("utf-8")
    found = read(source(text, "profile_tcpip", path.name))
    assert found.filename == "PROFILE"
    assert [(item.name.value, len(item.words)) for item in found.statements] == [
        ("DEVICE", 4),
        ("LINK", 6),
        ("HOME", 3),
        ("GATEWAY", 4),
        ("START", 1),
    ]
    assert (found.unreadable, found.unknown, found.glued) == ((), (), ())
    assert all(pointed_at(word.place, text) == word.value for word in located(found))


@pytest.mark.parametrize("mark", ['"', "'"])
def test_a_label_with_blanks_in_quotation_marks_is_one_word(mark: str) -> None:
    text = (
        f"INTERNALCLIENTPARMS\n  TLSLABEL {mark}My  Root CA{mark} PORT 992\nENDINTERNALCLIENTPARMS\n"
        f"PORT\n  992 TCP INTCLIEN SECURE {mark}A B{mark} NOAUTOLOG ; glued no more\n"
    )
    found = parsed(text)
    (client,), (port,) = found.internal_clients, found.ports
    assert client.tls_label is not None and client.tls_label.value == "My  Root CA"
    assert pointed_at(client.tls_label.place, text) == "My  Root CA"
    assert ([one.value for one in client.ports], client.options) == ([992], ())
    assert port.label is not None and (port.label.value, port.noautolog) == ("A B", True)


@pytest.mark.parametrize("label", ['"TNLAB1"', '"TN LAB', 'TN"LAB'])
def test_marks_that_enclose_no_blank_stay(label: str) -> None:
    (client,) = parsed(f"INTERNALCLIENTPARMS\nTLSLABEL {label}\nENDINTERNALCLIENTPARMS\n").internal_clients
    assert client.tls_label is not None and client.tls_label.value == label.split()[0]


SOUP = st.lists(
    st.one_of(
        st.sampled_from(
            [
                *SAMPLE.split(),
                "\n",
                "\n",
                "\n  ",
                ";",
                "ENDAUTOLOG",
                "INTERNALCLIENTPARMS",
                "UNKNOWN",
                "SSLLIMITS",
                "TRACE",
            ]
        ),
        st.text(max_size=8),
    ),
    max_size=60,
)


@settings(max_examples=100, deadline=None)
@given(SOUP)
def test_any_text_gives_a_profile_and_no_word_is_lost(pieces: list[str]) -> None:
    text = " ".join(pieces)
    found = parsed(text)
    kept = [item.name.place for item in (*found.statements, *found.unknown)]
    kept += [word.place for item in (*found.statements, *found.unknown) for word in item.words]
    assert len(kept) == len(set(kept)), "no word belongs to two statements"


@settings(max_examples=50, deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_give_a_value(data: bytes) -> None:
    assert read(source(data, "profile_tcpip")).file == "folder/FILE"
