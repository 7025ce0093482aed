"""Names of directory statements, and where passwords stand."""

from __future__ import annotations

import pytest

from ssldiag.readers.directory_grammar import secrets, statement


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("INCL", "INCLUDE"),
        ("mach", "MACHINE"),
        ("CONS", "CONSOLE"),
        ("OPT", "OPTION"),
        ("SPOOL", "SPOOL"),
        ("SPOOLF", "SPOOLFILE"),
        ("MINIDISK", "MDISK"),
        ("NAMESAVE", "NAMESAVE"),
        ("POSIXINFO", "POSIXINFO"),
        ("IUCV", "IUCV"),
        ("SHARE", "SHARE"),
        ("ident", "IDENTITY"),
    ],
)
def test_names_and_abbreviations(text: str, name: str) -> None:
    assert statement(text) == name


@pytest.mark.parametrize("text", ["", "I", "US", "USERS", "POSIX", "MDSK", "*"])
def test_what_is_no_statement(text: str) -> None:
    assert statement(text) is None


@pytest.mark.parametrize(
    ("line", "hidden"),
    [
        ("USER SSL SECRET 160M 256M G", ["SECRET"]),
        ("IDENTITY MAINT pw", ["pw"]),
        ("USER SSL lbyonly 160M", []),
        ("USER SSL NOLOG", []),
        ("USER SSL", []),
        ("MDISK 191 3390 1 5 VOL MR READ WRITE MULTI", ["READ", "WRITE", "MULTI"]),
        ("MDISK 191 3390 1 5 VOL MR", []),
        ("MDISK 191 3390 DEVNO 1234 MR READ", ["READ"]),
        ("MDISK 191 FB-512 V-DISK 100 MR READ", ["READ"]),
        ("COMMAND CP LINK MAINT 190 190 RR pw", ["190", "190", "RR", "pw"]),
        ("COMMAND XAUTOLOG SSLSERV pw", ["pw"]),
        ("COMMAND SET RUN ON", []),
        ("COMMAND", []),
        ("APPCPASS GATE LU USERID pw", ["pw"]),
        ("LINK TCPMAINT 0591 0591 RR", []),
    ],
)
def test_passwords(line: str, hidden: list[str]) -> None:
    words = line.split()
    where = secrets(statement(words[0]), words)
    assert (words[where] if where else []) == hidden


def test_of_an_unknown_statement_everything_may_be_secret() -> None:
    assert secrets(None, ["USR", "SSL", "SECRET"]) == slice(1, None)
