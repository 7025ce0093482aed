"""Requests for TLS, and tunnels, of protocols not made of lines. Turns in, a :class:`Prelude` out."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

from ssldiag.wire.events import Direction

Turn = tuple[Direction, bytes]
"""Who sent it, and what it sent until the other side did."""


class Prelude(NamedTuple):
    """What was said before TLS. ``at`` is the turn in which TLS was asked for, ``client`` who asked;
    ``refused`` the answer if it was no.
    """

    protocol: str | None = None
    refused: str | None = None
    asked: bool = False
    client: Direction | None = None
    at: int = -1


def after(turns: Sequence[Turn], index: int, side: Direction) -> bytes:
    """What the other side than ``side`` sent after turn ``index``."""
    return b"".join(said for other, said in turns[index + 1 :] if other != side)


_LDAP_ANSWER = re.compile(rb"\x78.{1,5}?\x0a\x01(.)", re.DOTALL)
_LDAP_OID = b"1.3.6.1.4.1.1466.20037"


def ldap(turns: Sequence[Turn]) -> Prelude:
    """The StartTLS extended operation (RFC 4511 4.14)."""
    for index, (side, said) in enumerate(turns):
        if _LDAP_OID in said and b"\x77" in said and said[:1] == b"\x30":
            answer = _LDAP_ANSWER.search(after(turns, index, side))
            code = answer.group(1)[0] if answer else 0
            return Prelude("ldap", f"result code {code}" if code else None, True, side, index)
    return Prelude()


_SSL_REQUEST = bytes.fromhex("0000000804d2162f")
_GSS_REQUEST = bytes.fromhex("0000000804d21630")


def postgresql(turns: Sequence[Turn]) -> Prelude:
    """SSLRequest, answered by S or N (PostgreSQL, Frontend/Backend Protocol, SSL Session Encryption)."""
    for index, (side, said) in enumerate(turns):
        if said.startswith((_SSL_REQUEST, _GSS_REQUEST + _SSL_REQUEST)):
            answer = after(turns, index, side)[:1]
            refused = {b"N": "N (no TLS)", b"E": "E (error)"}.get(answer)
            return Prelude("postgresql", refused, True, side, index)
    return Prelude()


_CLIENT_SSL = 0x0800


def mysql(turns: Sequence[Turn]) -> Prelude:
    """The server greets with protocol 10; a client that wants TLS sends the first half of its answer alone.

    MySQL, Client/Server Protocol, Protocol::SSLRequest: 32 bytes, CLIENT_SSL among the capabilities.
    """
    if len(turns) < 2 or turns[0][1][3:5] != b"\x00\x0a":
        return Prelude()
    side, said = turns[1]
    asks = said[:4] in (b"\x20\x00\x00\x01", b"\x04\x00\x00\x01") and len(said) >= 8
    if asks and int.from_bytes(said[4:6], "little") & _CLIENT_SSL:
        return Prelude("mysql", None, True, side, 1)
    return Prelude()


_DO, _DONT, _WILL, _WONT = (b"\xff" + word + b"\x2e" for word in (b"\xfd", b"\xfe", b"\xfb", b"\xfc"))


def telnet(turns: Sequence[Turn]) -> Prelude:
    """Option 46, START_TLS: DO and WILL, then both say FOLLOWS (draft-altman-telnet-starttls); WONT or DONT
    refuse.
    """
    for index, (side, said) in enumerate(turns):
        if _DO in said or _WILL in said:
            asker = "client" if _WILL in said and _DO not in said else "server"
            answer = after(turns, index, side)
            refused = None
            if _WONT in answer:
                refused = "WON'T START_TLS"
            elif _DONT in answer:
                refused = "DON'T START_TLS"
            other: Direction = "b" if side == "a" else "a"
            return Prelude("telnet", refused, True, side if asker == "client" else other, index)
    return Prelude()


_SOCKS5 = {
    1: "general failure",
    2: "not allowed",
    3: "network unreachable",
    4: "host unreachable",
    5: "connection refused",
    6: "TTL expired",
    7: "command not supported",
    8: "address type not supported",
}


def socks(turns: Sequence[Turn]) -> Prelude:
    """A tunnel through a SOCKS proxy: version 5 (RFC 1928) or 4."""
    if not turns or len(turns[0][1]) < 3:
        return Prelude()
    side, said = turns[0]
    if said[0] == 4 and said[1] == 1 and len(said) >= 9:
        answer = after(turns, 0, side)[:2]
        refused = len(answer) == 2 and answer[0] == 0 and answer[1] != 0x5A
        return Prelude("socks", f"SOCKS 4 code {answer[1]}" if refused else None, True, side, 0)
    if said[0] == 5 and 1 <= said[1] <= len(said) - 2:
        return _socks5(turns, side)
    return Prelude()


def _socks5(turns: Sequence[Turn], side: Direction) -> Prelude:
    answer = after(turns, 0, side)
    if answer[:2] == b"\x05\xff":
        return Prelude("socks", "no acceptable way to authenticate", True, side, 0)
    for index, (other, said) in enumerate(turns):
        if index and other == side and said[:2] == b"\x05\x01":
            reply = after(turns, index, side)[:2]
            code = reply[1] if len(reply) == 2 and reply[0] == 5 else 0
            return Prelude("socks", _SOCKS5.get(code, f"code {code}") if code else None, True, side, index)
    return Prelude("socks", None, True, side, 0) if answer[:1] == b"\x05" else Prelude()


def proxy(turns: Sequence[Turn]) -> Prelude:
    """The header by which a load balancer tells the client's address (HAProxy, The PROXY protocol)."""
    for index, (side, said) in enumerate(turns[:2]):
        if said.startswith((b"PROXY TCP", b"PROXY UNKNOWN", b"\r\n\r\n\0\r\nQUIT\n")):
            return Prelude("proxy", None, False, side, index)
    return Prelude()


def rdp(turns: Sequence[Turn]) -> Prelude:
    """RDP Negotiation Request with TLS, in an X.224 Connection Request (MS-RDPBCGR 2.2.1.1.1)."""
    if not turns or turns[0][1][:2] != b"\x03\x00" or turns[0][1][5:6] != b"\xe0":
        return Prelude()
    side, said = turns[0]
    if said[-8:-7] != b"\x01" or not said[-4] & 0x03:
        return Prelude()
    answer = after(turns, 0, side)
    failed = len(answer) >= 19 and answer[11] == 3
    return Prelude("rdp", f"failure code {answer[15]}" if failed else None, True, side, 0)


TDS_NOT_SUPPORTED = 2


def tds(turns: Sequence[Turn]) -> Prelude:
    """The ENCRYPTION option of PRELOGIN (MS-TDS 2.2.6.5). Turns are the payloads of packets here."""
    options = [
        (index, side, value)
        for index, (side, said) in enumerate(turns)
        if (value := _tds_option(said)) is not None
    ]
    if not options:
        return Prelude()
    index, side, wants = options[0]
    answers = [value for _, other, value in options if other != side]
    refused = answers[:1] == [TDS_NOT_SUPPORTED]
    asked = wants != TDS_NOT_SUPPORTED or any(value in (1, 3) for value in answers)
    return Prelude("tds", "encryption is not supported" if refused and asked else None, asked, side, index)


def _tds_option(said: bytes) -> int | None:
    """The value of ENCRYPTION in a PRELOGIN message, which begins with a table of (token, offset, length)."""
    if said[:1] != b"\x00" or len(said) < 6:
        return None
    for at in range(0, min(len(said) - 5, 60), 5):
        if said[at] == 0xFF:
            return None
        if said[at] == 1:
            place = int.from_bytes(said[at + 1 : at + 3], "big")
            return said[place] if place < len(said) else None
    return None


def drda(turns: Sequence[Turn]) -> Prelude:
    """A DDM data stream, the one of DRDA and of the IBM i DDM server: EXCSAT in a DSS (DDM Vol. 3). It has no
    STARTTLS.
    """
    for index, (side, said) in enumerate(turns[:2]):
        if is_ddm(said):
            return Prelude("drda", None, False, side, index)
    return Prelude()


def is_ddm(said: bytes) -> bool:
    """Length, D0, format; then the length and code point of the first term."""
    return (
        len(said) >= 10
        and said[2] == 0xD0
        and 1 <= said[3] & 0x0F <= 5
        and said[8] in (0x10, 0x12, 0x14, 0x20, 0x24)
    )


BINARY: tuple[Callable[[Sequence[Turn]], Prelude], ...] = (
    drda,
    proxy,
    tds,
    rdp,
    socks,
    mysql,
    postgresql,
    ldap,
    telnet,
)
