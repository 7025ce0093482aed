"""Which protocol speaks in plain text: the first bytes of client and server in, a word out."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from ssldiag.wire.starttls_binary import is_ddm

Test = Callable[[bytes], object]


class Sign(NamedTuple):
    """A protocol, and what the first bytes of its client or server look like (None: says nothing)."""

    protocol: str
    client: Test | None
    server: Test | None


def _like(pattern: bytes) -> Test:
    return re.compile(pattern, re.IGNORECASE | re.DOTALL).match


def _host_server(said: bytes) -> bool:
    """The header of IBM i host servers: size, header id 0, server id E000 to E009 (central to sign-on)."""
    return (
        len(said) >= 8 and said[4:6] == b"\0\0" and said[6] == 0xE0 and said[7] <= 0x0A and said[:1] == b"\0"
    )


SIGNS = (
    Sign(
        "http",
        _like(rb"(?:GET|POST|HEAD|PUT|OPTIONS|DELETE|PATCH|TRACE|CONNECT) \S|PRI \* HTTP/2"),
        _like(rb"HTTP/\d"),
    ),
    Sign("ssh", _like(rb"SSH-\d"), _like(rb"SSH-\d")),
    Sign("smtp", _like(rb"(?:EHLO|HELO|LHLO) "), _like(rb"220[ -].*(?:SMTP|mail)")),
    Sign("ftp", _like(rb"(?:USER |AUTH (?:TLS|SSL))"), _like(rb"220[ -].*FTP")),
    Sign("pop3", _like(rb"(?:CAPA|STLS)\r?\n"), _like(rb"\+OK")),
    Sign("imap", _like(rb"\S+ (?:CAPABILITY|LOGIN|STARTTLS|ID )"), _like(rb"\* (?:OK|PREAUTH|BYE)")),
    Sign("telnet", _like(rb"\xff[\xfa-\xfe]"), _like(rb"\xff[\xfa-\xfe]")),
    Sign("drda", is_ddm, is_ddm),
    Sign("as400", _host_server, _host_server),
    Sign("rdp", _like(rb"\x03\x00..\S\xe0"), _like(rb"\x03\x00..\S\xd0")),
    Sign("smb", _like(rb"\x00...[\xfe\xff]SMB"), _like(rb"\x00...[\xfe\xff]SMB")),
    Sign("tds", _like(rb"\x12\x01.."), None),
    Sign("postgresql", _like(rb"\x00\x00..\x00\x03\x00\x00user"), None),
    Sign("ldap", _like(rb"\x30.{1,5}\x02\x01.\x60"), _like(rb"\x30.{1,5}\x02\x01.\x61")),
    Sign("mysql", None, _like(rb"...\x00\x0a[\d.]+")),
    Sign("socks", _like(rb"\x05[\x01-\x08]"), None),
    Sign("sip", _like(rb"(?:INVITE|REGISTER|OPTIONS) sips?:"), _like(rb"SIP/2\.0 ")),
    Sign("text", _like(rb"[\t\r\n -~]{4}"), _like(rb"[\t\r\n -~]{4}")),
)


def protocol(client: bytes, server: bytes) -> str | None:
    """The protocol that these are the first bytes of; ``text`` if it is text of an unknown one, None if
    unknown.
    """
    for sign in SIGNS:
        if (sign.client and client and sign.client(client)) or (
            sign.server and server and sign.server(server)
        ):
            return sign.protocol
    return None
