from __future__ import annotations

import pytest

from ssldiag.probe.dialogue_binary import LDAP_REQUEST, MYSQL_REQUEST, POSTGRESQL_REQUEST
from ssldiag.wire.starttls import recognise
from tests.probe.talks import refusal, talk

DO, DONT, WONT, WILL = (bytes((255, verb, 46)) for verb in (253, 254, 252, 251))
FOLLOWS = bytes((255, 250, 46, 1, 255, 240))
TYPE = bytes((255, 253, 24))
YES = bytes.fromhex("300c02010178070a010004000400")
STRANGE = "the answer is not of this protocol"


def greeting(abilities: int, version: bytes = b"8.0.36") -> bytes:
    """A greeting of MySQL."""
    body = b"\x0a" + version + b"\0" + bytes(4) + b"12345678\0" + abilities.to_bytes(2, "little") + bytes(20)
    return len(body).to_bytes(3, "little") + b"\0" + body


@pytest.mark.parametrize(
    ("protocol", "turns", "said"),
    [
        ("telnet", (DO + FOLLOWS,), [WILL, FOLLOWS]),
        ("telnet", (DO, FOLLOWS), [WILL, FOLLOWS]),
        ("telnet", (TYPE + DO + DO, FOLLOWS), [WILL, FOLLOWS]),
        ("telnet", (b"Welcome\xff\xff\r\n\xff\xf1" + DO, TYPE, FOLLOWS), [WILL, FOLLOWS]),
        ("telnet", (FOLLOWS,), [WILL, FOLLOWS]),
        ("ldap", (YES,), [LDAP_REQUEST]),
        ("ldap", (bytes.fromhex("30840000000c02010178070a010004000400"),), [LDAP_REQUEST]),
        ("postgresql", (b"S",), [POSTGRESQL_REQUEST]),
        ("mysql", (greeting(0xF7FF | 0x0800),), [MYSQL_REQUEST]),
    ],
)
@pytest.mark.parametrize("size", [1, 1000])
def test_tls_is_granted(protocol: str, turns: tuple[bytes, ...], said: list[bytes], size: int) -> None:
    assert talk(protocol, *turns, size=size) == (said, True, None)


@pytest.mark.parametrize(
    ("protocol", "turns", "words"),
    [
        ("telnet", (TYPE + DONT,), "DON'T START_TLS"),
        ("telnet", (b"login\r\n" + WONT,), "WON'T START_TLS; it says: login"),
        (
            "telnet",
            (b"VM TCP/IP Telnet Level 740\r\nSSL Server is not available on local system.\r\n",),
            "SSL Server is not available on local system: no SSL server is there to take the connection",
        ),
        ("telnet", (b"\xff\xfa" + bytes(9000),), "a sub-negotiation does not end"),
        (
            "ldap",
            (bytes.fromhex("300e02010178090a0102040004026e6f"),),
            "result code 2, protocolError: it does not support StartTLS (no)",
        ),
        ("ldap", (bytes.fromhex("300c02010178070a014104000400"),), "result code 65, not named here"),
        ("ldap", (b"HTTP/1.1 400 Bad Request\r\n\r\n" + bytes(90),), STRANGE),
        ("ldap", (bytes.fromhex("3003020101"),), STRANGE),
        ("ldap", (bytes.fromhex("3007020101780278aa"),), STRANGE),
        ("ldap", (bytes.fromhex("3089"),), STRANGE),
        ("ldap", (bytes.fromhex("308400ffffff"),), f"{STRANGE}, or far too long"),
        ("postgresql", (b"N",), "N: the server is not set up for TLS (ssl = off), or not for this client"),
        ("postgresql", (b"E",), "E: an error, as servers older than PostgreSQL 7 give"),
        ("postgresql", (b"H",), f"{STRANGE}: H"),
        ("mysql", (greeting(0xF7FF & ~0x0800, b"5.7.1-log"),), "version 5.7.1-log is not set up for TLS"),
        (
            "mysql",
            (b"\x13\0\0\0\xff\x10\x04#08004Too many " + b"x",),
            "error 1040, Too many x",
        ),
        ("mysql", (b"\x05\0\0\0\xff\x6a\x04no",), "error 1130, no"),
        ("mysql", (b"220 ftp\r\n",), STRANGE),
        ("mysql", (b"\x02\0\0\0\x0a1",), STRANGE),
    ],
)
def test_tls_is_refused(protocol: str, turns: tuple[bytes, ...], words: str) -> None:
    assert refusal(protocol, *turns) == words


@pytest.mark.parametrize(
    ("protocol", "turns"),
    [("telnet", (DO, FOLLOWS)), ("ldap", (YES,)), ("postgresql", (b"S",)), ("mysql", (greeting(0xFFFF),))],
)
def test_a_capture_of_it_is_understood(protocol: str, turns: tuple[bytes, ...]) -> None:
    said = [("a", one) for one in talk(protocol, *turns)[0]]
    answers = [("b", one) for one in turns]
    first = answers if protocol == "mysql" else said
    second = said if protocol == "mysql" else answers
    together = [turn for pair in zip(first, second, strict=True) for turn in pair]
    found = recognise(together)  # type: ignore[arg-type]
    assert (found.protocol, found.refused, found.client) == (protocol, None, "a")
