"""What the checks of FTPS share: FTP servers that ask for TLS, with the ports reserved for them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ssldiag.api import Facts, Keyword, KeywordFile, Located, PortReservation, StackProfile, number

CONTROL_PORT = 21
"""Port of the control connection where SRVRFTP CONFIG does not say (RFC 959)."""

PLAIN_PORTS = (20, CONTROL_PORT)
"""Ports on which explicit FTPS begins in clear text (RFC 959, RFC 4217)."""


@dataclass(frozen=True, slots=True)
class ExplicitFtp:
    """An FTP server whose configuration asks for TLS: ``asked`` is that word, ``statement`` its statement.

    ``ports`` are all TCP ports reserved for the machine that holds its control port.
    """

    file: str
    statement: Keyword
    asked: Located[str]
    userid: str
    ports: tuple[PortReservation, ...]
    profile: StackProfile


def ftp_configurations(facts: Facts) -> tuple[KeywordFile, ...]:
    """Every SRVRFTP CONFIG."""
    return tuple(item for item in facts.all(KeywordFile) if item.kind == "srvrftp_config")


def security_statement(document: KeywordFile) -> Keyword | None:
    """The first statement that asks for TLS by AUTH: SECURECONTROL or SECUREDATA other than NEVER."""
    for key in ("SECURECONTROL", "SECUREDATA"):
        keyword = document.get(key)
        if keyword is not None and keyword.value is not None and keyword.value.value.upper() != "NEVER":
            return keyword
    return None


def explicit_servers(facts: Facts) -> Iterator[ExplicitFtp]:
    """FTP servers with explicit TLS; none where several profiles are in use: whose ports count is unknown."""
    profiles = facts.all(StackProfile)
    if len(profiles) != 1:
        return
    ports = [item for item in profiles[0].profile.ports if item.protocol != "UDP"]
    for document in ftp_configurations(facts):
        statement = security_statement(document)
        if statement is None or statement.value is None:
            continue
        number = control_port(document)
        owner = next((item.userid.value.upper() for item in ports if item.number.value == number), None)
        if owner is not None:
            own = tuple(item for item in ports if item.userid.value.upper() == owner)
            yield ExplicitFtp(document.file, statement, statement.value, owner, own, profiles[0])


def control_port(document: KeywordFile) -> int:
    """The port of the control connection."""
    keyword = document.get("PORT")
    port = number(keyword.value) if keyword else None
    return port.value if port else CONTROL_PORT
