"""How TLS is asked for in protocols of bytes: Telnet, LDAP, PostgreSQL and MySQL."""

from __future__ import annotations

from collections.abc import Generator, Mapping

from ssldiag.probe.dialogue import LONGEST, Refused, Script, Talk, exactly, shown

STRANGE = "the answer is not of this protocol"

IAC, DONT, DO, WONT, WILL, SB, SE = 255, 254, 253, 252, 251, 250, 240
START_TLS, FOLLOWS = 46, 1

NO_SERVER = b"SSL Server is not available on local system"
"""What a Telnet client of z/VM reads in the clear where no SSL server runs."""


def telnet(held: bytearray) -> Talk:
    """Option 46 of Telnet (draft-altman-telnet-starttls; RFC 855 for options).

    We begin with WILL: a server that asks by DO takes it for the answer, one that only allows TLS waits for
    it. Other options are left without an answer: they are negotiated anew inside TLS.
    """
    yield bytes((IAC, WILL, START_TLS))
    follows = bytes((IAC, SB, START_TLS, FOLLOWS, IAC, SE))
    told = False
    text = bytearray()
    while True:
        verb, inside = yield from _command(held, text)
        if verb == DO and inside == bytes((START_TLS,)) and not told:
            told = True
            yield follows
        elif verb == DONT and inside == bytes((START_TLS,)):
            raise Refused("DON'T START_TLS" + _and_said(text))
        elif verb == WONT and inside == bytes((START_TLS,)):
            raise Refused("WON'T START_TLS" + _and_said(text))
        elif verb == SB and inside == bytes((START_TLS, FOLLOWS)):
            if not told:
                yield follows
            return


def _command(held: bytearray, text: bytearray) -> Generator[bytes, None, tuple[int, bytes]]:
    """The next command and its option or content; text before it is put aside."""
    while True:
        start = held.find(IAC)
        if start != 0:
            plain = bytes(held) if start < 0 else bytes(held[:start])
            del held[: len(plain)]
            text += plain
            del text[:-LONGEST]
            if NO_SERVER in text:
                raise Refused(f"{NO_SERVER.decode()}: no SSL server is there to take the connection")
            if not held:
                yield b""
                continue
        (verb,) = (yield from _peek(held, 2))[1:]
        if verb in (DO, DONT, WILL, WONT):
            return verb, (yield from exactly(held, 3))[2:]
        if verb != SB:
            del held[:2]  # commands of two bytes, and a 255 that was doubled
            continue
        while (end := held.find(bytes((IAC, SE)), 2)) < 0:
            if len(held) > LONGEST:
                raise Refused("a sub-negotiation does not end")
            yield b""
        inside = bytes(held[2:end])
        del held[: end + 2]
        return SB, inside


def _peek(held: bytearray, size: int) -> Generator[bytes, None, bytes]:
    while len(held) < size:
        yield b""
    return bytes(held[:size])


def _and_said(text: bytearray) -> str:
    lines = [line for line in bytes(text).splitlines() if line.strip()]
    return f"; it says: {shown(lines[-1])}" if lines else ""


LDAP_REQUEST = bytes.fromhex("301d02010177188016") + b"1.3.6.1.4.1.1466.20037"
"""ExtendedRequest of message 1 with the name of StartTLS (RFC 4511 4.12, 4.14.1)."""

LDAP_ANSWER, LDAP_SEQUENCE = 0x78, 0x30

LDAP_CODES: Mapping[int, str] = {
    1: "operationsError",
    2: "protocolError: it does not support StartTLS",
    10: "referral",
    51: "busy",
    52: "unavailable",
    53: "unwillingToPerform",
    80: "other",
}
"""RFC 4511 4.1.9, 4.14.2."""


def ldap(held: bytearray) -> Talk:
    """StartTLS (RFC 4511 4.14): an extended operation; result code 0 is yes."""
    yield LDAP_REQUEST
    tag, message = yield from _element(held)
    answers = [inside for kind, inside in _whole(message) if kind == LDAP_ANSWER]
    if tag != LDAP_SEQUENCE or len(answers) != 1:
        raise Refused(STRANGE)
    fields = [inside for _, inside in _whole(answers[0])]
    if not fields or not 1 <= len(fields[0]) <= 4:
        raise Refused(STRANGE)
    code = int.from_bytes(fields[0], "big")
    if code:
        text = f" ({shown(fields[2])})" if len(fields) > 2 and fields[2] else ""
        raise Refused(f"result code {code}, {LDAP_CODES.get(code, 'not named here')}{text}")


def _whole(data: bytes) -> list[tuple[int, bytes]]:
    """The elements that fill these bytes; one that is not whole ends them."""
    held, found = bytearray(data), []
    while held:
        reader = _element(held)
        try:
            next(reader)
        except StopIteration as end:
            found.append(end.value)
        else:
            break
    return found


def _element(held: bytearray) -> Generator[bytes, None, tuple[int, bytes]]:
    """Tag and content of the next element of BER with a definite length (RFC 4511 5.1)."""
    head = yield from _peek(held, 2)
    size, skip = head[1], 2
    if size & 0x80:
        more = size & 0x7F
        if not 1 <= more <= 4:
            raise Refused(STRANGE)
        size = int.from_bytes((yield from _peek(held, 2 + more))[2:], "big")
        skip = 2 + more
    if size > LONGEST:
        raise Refused("the answer is not of this protocol, or far too long")
    whole = yield from exactly(held, skip + size)
    return whole[0], whole[skip:]


POSTGRESQL_REQUEST = bytes.fromhex("0000000804d2162f")


def postgresql(held: bytearray) -> Talk:
    """SSLRequest, answered by S or N (PostgreSQL, Frontend/Backend Protocol, SSL Session Encryption)."""
    yield POSTGRESQL_REQUEST
    answer = yield from exactly(held, 1)
    if answer == b"N":
        raise Refused("N: the server is not set up for TLS (ssl = off), or not for this client")
    if answer == b"E":
        raise Refused("E: an error, as servers older than PostgreSQL 7 give")
    if answer != b"S":
        raise Refused(f"{STRANGE}: {shown(answer)}")


MYSQL_REQUEST = bytes.fromhex("20000001" + "008a0800" + "00000001" + "21" + "00" * 23)
"""Protocol::SSLRequest: PROTOCOL_41, SSL, SECURE_CONNECTION and PLUGIN_AUTH; packets up to 16 MiB, utf8."""

MYSQL_SSL = 0x0800
MYSQL_ERROR = 0xFF


def mysql(held: bytearray) -> Talk:
    """The server greets with protocol 10 and its abilities; the client sends the first half of its answer.

    MySQL, Client/Server Protocol, Protocol::HandshakeV10.
    """
    head = yield from exactly(held, 4)
    size = int.from_bytes(head[:3], "little")
    if not 1 <= size <= LONGEST or head[3] != 0:
        raise Refused(STRANGE)
    greeting = yield from exactly(held, size)
    if greeting[0] == MYSQL_ERROR:
        number, text = int.from_bytes(greeting[1:3], "little"), greeting[3:]
        raise Refused(f"error {number}, {shown(text[6:] if text[:1] == b'#' else text)}")
    version, found, rest = greeting[1:].partition(b"\0")
    if greeting[0] != 10 or not found or len(rest) < 15:
        raise Refused(STRANGE)
    if not int.from_bytes(rest[13:15], "little") & MYSQL_SSL:
        raise Refused(f"version {shown(version)} is not set up for TLS")
    yield MYSQL_REQUEST


BINARY: dict[str, Script] = {"telnet": telnet, "ldap": ldap, "postgresql": postgresql, "mysql": mysql}
