"""A DER Name in, its RFC 4514 text and a key for comparing names out. Never raises on what the strings
hold.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from ssldiag.keydb import der
from ssldiag.keydb.oids import ATTRIBUTES

# X.509 names of public CAs have up to 10 parts; a name of thousands is made to keep the reader busy.
MAX_RDNS = 256


@dataclass(frozen=True, slots=True)
class Name:
    """``key`` is equal for names that RFC 5280 7.1 calls equal: letter case, blanks and string type aside."""

    text: str
    key: tuple[tuple[tuple[str, str], ...], ...]
    defects: tuple[str, ...] = ()


def _ascii(content: bytes) -> str:
    # Old software put Latin-1 into these; it is shown as such, and is what the reader would have typed.
    return content.decode("ascii" if content.isascii() else "latin-1")


def _utf8(content: bytes) -> str:
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return content.decode("latin-1")


# How each string type of RFC 5280's DirectoryString (and IA5String and its kin) is decoded. TeletexString
# is read as
# Latin-1, as everybody does: nobody implemented T.61.
DECODERS: Mapping[int, Callable[[bytes], str]] = {
    0x0C: _utf8,
    0x12: _ascii,
    0x13: _ascii,
    0x14: lambda content: content.decode("latin-1"),
    0x16: _ascii,
    0x1A: _utf8,
    0x1C: lambda content: content.decode("utf-32-be"),
    0x1E: lambda content: content.decode("utf-16-be", "surrogatepass"),
}


def read(element: der.Element) -> Name:
    """The Name as RFC 4514 writes it: last RDN first. Raises :class:`ssldiag.keydb.der.DerError` if it is
    no Name.
    """
    der.expect(element, der.SEQUENCE, "a Name")
    parts = der.children(element)
    if len(parts) > MAX_RDNS:
        raise der.DerError(f"a Name of {len(parts)} parts", element.start)
    rdns = [_rdn(part) for part in parts]
    text = ",".join("+".join(_shown(kind, value) for kind, value in rdn) for rdn in reversed(rdns))
    key = tuple(tuple(sorted((kind, _folded(value)) for kind, value in rdn)) for rdn in rdns)
    return Name(text, key, tuple(_defects(rdns)))


def _rdn(element: der.Element) -> list[tuple[str, str | der.Element]]:
    parts = [der.children(pair) for pair in der.children(der.expect(element, der.SET, "an RDN"))]
    if not parts or any(len(pair) != 2 for pair in parts):
        raise der.DerError("an attribute that is no pair of type and value", element.start)
    return [(der.oid(kind), _value(value)) for kind, value in parts]


def _value(element: der.Element) -> str | der.Element:
    """The text of a string, or the element itself where it is no string or cannot be decoded."""
    decode = DECODERS.get(element.tag)
    if decode is None:
        return element
    try:
        return decode(element.content)
    except UnicodeDecodeError:
        return element


def _shown(kind: str, value: str | der.Element) -> str:
    text = escaped(value) if isinstance(value, str) else "#" + value.raw.hex()
    return f"{ATTRIBUTES.get(kind, kind)}={text}"


def escaped(value: str) -> str:
    r"""A string value as RFC 4514 2.4 writes it; control characters and lone surrogates as hex pairs
    (``\0A``).
    """
    shown = "".join(_escaped(character) for character in value)
    if value[:1] in (" ", "#"):
        shown = "\\" + shown
    if len(value) > 1 and value.endswith(" "):
        shown = shown[:-1] + "\\ "
    return shown


def _escaped(character: str) -> str:
    if character in '"+,;<>\\':
        return "\\" + character
    if character.isprintable() or unicodedata.category(character) not in ("Cc", "Cs"):
        return character
    return "".join(f"\\{octet:02X}" for octet in character.encode("utf-8", "surrogatepass"))


def _folded(value: str | der.Element) -> str:
    if isinstance(value, str):
        return " ".join(value.casefold().split())
    return "#" + value.raw.hex()


def _defects(rdns: list[list[tuple[str, str | der.Element]]]) -> list[str]:
    """NUL characters: a name with one reads differently to software in C than to everybody else."""
    kinds = [kind for rdn in rdns for kind, value in rdn if isinstance(value, str) and "\0" in value]
    return [f"{ATTRIBUTES.get(kind, kind)} holds a NUL character" for kind in kinds]
