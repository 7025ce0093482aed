"""Bytes in, tag-length-value elements out (ITU-T X.690), BER as well as DER; knows nothing of certificates.

Elements are windows on the one buffer, so walking copies nothing, and the bytes of a private key are passed
over unread. Anything that does not fit raises :class:`DerError`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

# Certificates nest about 10 deep, PKCS#12 about 15; a deeper one is made to exhaust the reader.
MAX_DEPTH = 32
# A PKCS#12 or PKCS#7 file of a whole trust store holds some hundred elements side by side.
MAX_CHILDREN = 20_000

INTEGER, BIT_STRING, OCTET_STRING, OID = 0x02, 0x03, 0x04, 0x06
UTC_TIME, GENERALIZED_TIME, SEQUENCE, SET = 0x17, 0x18, 0x30, 0x31


class DerError(ValueError):
    """The bytes at ``offset`` are not the element that was expected."""

    def __init__(self, what: str, offset: int) -> None:
        super().__init__(f"{what} (at byte {offset})")
        self.what = what
        self.offset = offset


class Element(NamedTuple):
    """``data[start:end]`` is the element, ``data[body:stop]`` its content.

    ``minimal`` is false if the length is not in DER's form. A tuple, as a certificate has a hundred of them.
    """

    data: bytes
    tag: int
    start: int
    body: int
    stop: int
    end: int
    minimal: bool = True

    def __repr__(self) -> str:
        return f"Element(tag={self.tag:02x}, start={self.start}, end={self.end})"

    @property
    def content(self) -> bytes:
        return self.data[self.body : self.stop]

    @property
    def raw(self) -> bytes:
        return self.data[self.start : self.end]

    @property
    def constructed(self) -> bool:
        return bool(self.tag & 0x20)

    @property
    def length(self) -> int:
        return self.stop - self.body


def read(data: bytes, start: int = 0, end: int | None = None, depth: int = 0) -> Element:
    """The element that starts at ``start`` and must end before ``end``."""
    limit = len(data) if end is None else end
    body, length, minimal = _length(data, _after_tag(data, start, limit), limit)
    tag = data[start]
    if length is None:
        if not tag & 0x20:
            raise DerError("an indefinite length on a primitive element", start)
        stop = _find_end(data, body, limit, depth)
        return Element(data, tag, start, body, stop, stop + 2, False)
    if body + length > limit:
        raise DerError(f"an element of {length} bytes where {limit - body} are left", start)
    return Element(data, tag, start, body, body + length, body + length, minimal)


def _after_tag(data: bytes, start: int, limit: int) -> int:
    """Where the length begins. Multi-byte tags (X.690 8.1.2.4) are passed over; no structure read here uses
    them.
    """
    if start >= limit:
        raise DerError("the data end where an element should start", start)
    if data[start] & 0x1F != 0x1F:
        return start + 1
    for here in range(start + 1, min(start + 6, limit)):  # 5 octets hold any 32-bit tag number
        if not data[here] & 0x80:
            return here + 1
    raise DerError("a tag that does not end", start)


def _length(data: bytes, here: int, limit: int) -> tuple[int, int | None, bool]:
    """Start of the content, its length (None: indefinite), and whether the length is in its shortest form."""
    if here >= limit:
        raise DerError("the data end before a length", here)
    first = data[here]
    if first < 0x80:
        return here + 1, first, True
    count = first & 0x7F
    if count == 0:
        return here + 1, None, False
    if count > 8 or here + 1 + count > limit:  # 8 octets already count more bytes than any file has
        raise DerError("a length that does not fit the data", here)
    length = int.from_bytes(data[here + 1 : here + 1 + count], "big")
    minimal = length >= 0x80 and data[here + 1] != 0
    return here + 1 + count, length, minimal


def _find_end(data: bytes, here: int, limit: int, depth: int) -> int:
    """The end-of-contents octets that close an indefinite length (X.690 8.1.5), passing over what lies
    inside.
    """
    if depth >= MAX_DEPTH:
        raise DerError("elements nested too deep", here)
    while data[here : min(here + 2, limit)] != b"\0\0":
        here = read(data, here, limit, depth + 1).end
    return here


def children(element: Element) -> list[Element]:
    """What lies inside an element (constructed, or an OCTET STRING that holds DER) and must fill it
    exactly.
    """
    return list(_walk(element.data, element.body, element.stop))


def _walk(data: bytes, here: int, stop: int) -> Iterator[Element]:
    count = 0
    while here < stop:
        if count >= MAX_CHILDREN:
            raise DerError(f"more than {MAX_CHILDREN} elements side by side", here)
        element = read(data, here, stop)
        yield element
        here = element.end
        count += 1


def expect(element: Element, tag: int, what: str) -> Element:
    """The element itself if it has this tag, otherwise a :class:`DerError` that names what was expected."""
    if element.tag != tag:
        raise DerError(f"{what} expected, tag {element.tag:02x} found", element.start)
    return element


def first(element: Element, what: str) -> Element:
    """The first element inside this one."""
    if element.body >= element.stop:
        raise DerError(f"{what} expected, nothing found", element.start)
    return read(element.data, element.body, element.stop)


def integer(element: Element) -> int:
    """The value of an INTEGER, two's complement."""
    expect(element, INTEGER, "an INTEGER")
    if not element.length:
        raise DerError("an INTEGER without content", element.start)
    return int.from_bytes(element.content, "big", signed=True)


def oid(element: Element) -> str:
    """The dotted text of an OBJECT IDENTIFIER; 128 content octets are more than any in use."""
    content = expect(element, OID, "an OBJECT IDENTIFIER").content
    if not content or len(content) > 128 or content[-1] & 0x80:
        raise DerError("a malformed OBJECT IDENTIFIER", element.start)
    numbers, value = [], 0
    for octet in content:
        value = value << 7 | octet & 0x7F
        if not octet & 0x80:
            numbers.append(value)
            value = 0
    first = min(numbers[0] // 40, 2)
    return ".".join(map(str, [first, numbers[0] - 40 * first, *numbers[1:]]))


def bits(element: Element) -> tuple[int, bytes]:
    """A BIT STRING: the number of unused bits at the end, and the octets."""
    content = expect(element, BIT_STRING, "a BIT STRING").content
    if not content or content[0] > 7 or (content[0] and len(content) == 1):
        raise DerError("a malformed BIT STRING", element.start)
    return content[0], content[1:]


def octets(element: Element) -> bytes:
    """An OCTET STRING; its BER form in pieces (X.690 8.7.3) is put together."""
    if element.tag == OCTET_STRING | 0x20:
        return b"".join(expect(piece, OCTET_STRING, "an OCTET STRING").content for piece in children(element))
    return expect(element, OCTET_STRING, "an OCTET STRING").content


def not_der(element: Element) -> str | None:
    """A sentence about the first length that is not in DER's shortest form, or None."""
    stack, seen = [(element, 0)], 0
    while stack:
        here, depth = stack.pop()
        seen += 1
        if not here.minimal:
            return f"the length at byte {here.start} is not in its shortest form (X.690 10.1)"
        if not here.constructed:
            continue
        if depth >= MAX_DEPTH or seen > MAX_CHILDREN:
            return "it is nested too deep or has too many parts to be walked"
        try:
            stack.extend((child, depth + 1) for child in reversed(children(here)))
        except DerError as error:
            return f"{error.what} at byte {error.offset}"
    return None
