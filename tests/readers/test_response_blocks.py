"""Where a response starts and ends, seen through the transcript that it stands in."""

from __future__ import annotations

import pytest

from ssldiag.readers import response_blocks
from ssldiag.readers.transcript import scan


def responses(text: str) -> list[tuple[str, str, list[str]]]:
    found = scan("F", enumerate(text.split("\n"), 1)).responses
    return [(item.kind, item.command, [line.text for line in item.lines]) for item in found]


def test_the_command_is_the_first_line_and_ready_the_end() -> None:
    text = "query ssldcssm\nSSLDCSSM - DSC\nReady;\nSSL00001 is mentioned"
    assert responses(text) == [("query_user", "query ssldcssm", ["query ssldcssm", "SSLDCSSM - DSC"])]


def test_a_prompt_is_no_part_of_the_command() -> None:
    ((kind, command, _),) = responses(
        "--> CP QUERY NSS USERS TCPIP\nFILE FILENAME FILETYPE CLASS\n9539 TCPIP DCSS R"
    )
    assert (kind, command) == ("nss_users", "CP QUERY NSS USERS TCPIP")


def test_without_a_command_the_heading_starts_it() -> None:
    assert responses(
        "x\nFILE FILENAME FILETYPE CLASS\n9539 TCPIP DCSS R\n\n  SSL00001 SSLDCSSM\n\nother words"
    )[0][2] == [
        "FILE FILENAME FILETYPE CLASS",
        "9539 TCPIP DCSS R",
        "  SSL00001 SSLDCSSM",
    ]


def test_behind_an_empty_line_only_what_fits_belongs_to_it() -> None:
    text = "netstat conn\nVM TCP/IP Netstat Level 720\n\nActive IPv4 Transmission Blocks:\n\nand now prose"
    assert len(responses(text)[0][2]) == 3


def test_a_message_stream_ends_it() -> None:
    text = (
        "ssladmin query status\nSSL00001  Active\nDTCSSL022E Handshake failed rc: 8 reason: x\nSSL00001 is it"
    )
    assert responses(text)[0][2] == ["ssladmin query status", "SSL00001  Active"]


def test_ssladmin_s_own_messages_belong_to_it() -> None:
    error = "DTCSSL2421E SSL00001: Communication error: Connection timed out"
    assert responses(f"ssladmin query status\n{error}\nSSL00002  Active")[0][2] == [
        "ssladmin query status",
        error,
        "SSL00002  Active",
    ]


def test_a_refused_query_is_a_response() -> None:
    refusal = "HCPCQV003E Invalid option - NSS"
    assert responses(f"query nss name tcpip map\n{refusal}\nReady(00003);") == [
        ("nss_map", "query nss name tcpip map", ["query nss name tcpip map", refusal])
    ]
    assert responses(refusal) == [("nss_map", "", [refusal])]


def test_a_user_not_logged_on_is_a_response() -> None:
    assert responses("x\nHCPCQU045E SSL00001 not logged on\nReady(00045);")[0][0] == "query_user"


def test_a_title_that_comes_again_starts_the_next_response() -> None:
    text = (
        "SSL server status for stack TCPIP\nSSL00001 Active\nSSL server status for stack B\nSTS00001 Active"
    )
    assert [len(item[2]) for item in responses(text)] == [2, 2]
    config = (
        "netstat config ssl\nVM TCP/IP Netstat Level 720\nSSL server:  SSL*\nServer  State\nSSL00001  Active"
    )
    assert [item[0] for item in responses(config)] == ["netstat"]


def test_another_database_is_another_listing() -> None:
    first = "Key Management Menu\nDatabase: a.kdb\nKey and Certificate List\nDatabase: a.kdb\n1 - X\n"
    text = first + "Database: b.kdb\n1 - Y"
    assert [item[2][-1] for item in responses(text)] == ["1 - X", "1 - Y"]


def test_rows_that_look_like_headings_stay_inside() -> None:
    text = "netstat config ssl\nSSL00001 Active 1 600\nCurrent sessions: 1\n\nReady;"
    assert [item[0] for item in responses(text)] == ["netstat"]


def test_a_command_without_a_response_is_none() -> None:
    assert (
        responses("query ssl00001\nReady;\nssladmin query status\nReady;\nquery time\nTIME IS 12:00:00") == []
    )


def test_what_is_too_much_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(response_blocks, "LINES", 10)
    monkeypatch.setattr(response_blocks, "RESPONSES", 2)
    text = "\n".join(["ssladmin query status", *(f"SSL{n:05d} Active" for n in range(20))] * 3)
    found = scan("F", enumerate(text.split("\n"), 1))
    assert [len(item.lines) for item in found.responses] == [10, 10]
    (note,) = found.unreadable
    assert "1 responses and 42 lines" in note.reason


def test_room_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(response_blocks, "ROOM", 1_000)
    text = "\n".join(["ssladmin query status", *(f"SSL{n:05d} Active" for n in range(20))])
    found = scan("F", enumerate(text.split("\n"), 1))
    assert len(found.responses[0].lines) < 8
    assert found.unreadable
