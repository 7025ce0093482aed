"""A text with PEM blocks (RFC 7468) in, certificates and requests out; of private keys only that they are
there.

The text around the blocks may be anything. EBCDIC, as z/VM keeps such files, and UTF-16, as some editors
save them, are read too.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice

from ssldiag.keydb import der, pkcs7, plain
from ssldiag.keydb.model import Entry, KeyDatabase, NotAKeyDatabase, PrivateKeyNote, Problem

# Public trust stores have some 150 blocks.
MAX_BLOCKS = 5000
# A PKCS7 block of a whole trust store has 300 kB, a revocation list of the largest CAs 20 MB.
MAX_TEXT = 16 * 1024 * 1024
BEGIN = re.compile(r"-----BEGIN ([A-Z0-9][A-Z0-9 #.]{0,40})-----")
ASCII_MARK = b"-----BEGIN "
EBCDIC_MARK = ASCII_MARK.decode().encode("cp037")  # code page 1047 has all that PEM needs in the same places
# How an OpenSSH key begins whose cipher is "none" (OpenSSH, PROTOCOL.key).
OPENSSH_PLAIN = base64.b64encode(b"openssh-key-v1\0\0\0\0\x04none").decode().rstrip("=")[:-1]
UTF_16 = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}


@dataclass(frozen=True, slots=True)
class Block:
    """What stands between BEGIN and END; ``offset`` counts bytes of the file."""

    word: str
    text: str
    offset: int
    ended: bool


@dataclass(frozen=True, slots=True)
class Found:
    """What one block gave."""

    entries: tuple[Entry, ...] = ()
    problems: tuple[Problem, ...] = ()
    keys: tuple[PrivateKeyNote, ...] = ()


def decoded(data: bytes) -> str:
    """The text, one character for each byte (or pair of bytes in UTF-16)."""
    if data[:2] in UTF_16:
        return data.decode(UTF_16[data[:2]], "replace")
    if ASCII_MARK not in data and EBCDIC_MARK in data:
        return data.decode("cp037")
    return data.decode("latin-1")


def read(data: bytes, file: str) -> KeyDatabase:
    """Read a file. Raises :class:`NotAKeyDatabase` if it has no PEM block at all."""
    entries: list[Entry] = []
    problems: list[Problem] = []
    keys: list[PrivateKeyNote] = []
    count = 0
    for block in blocks(data):
        if max(count, len(entries)) >= MAX_BLOCKS:  # one PKCS7 block can hold many certificates
            problems.append(Problem(f"only the first {count} blocks were read", block.offset, "limit"))
            break
        count += 1
        found = read_block(block, len(entries) + 1)
        entries.extend(found.entries)
        problems.extend(found.problems)
        keys.extend(found.keys)
    if not count:
        raise NotAKeyDatabase("no PEM block (-----BEGIN ...-----) in it")
    return KeyDatabase(
        file, "pem", records=count, entries=tuple(entries), problems=tuple(problems), private_keys=tuple(keys)
    )


def blocks(data: bytes) -> Iterator[Block]:
    """All blocks of a file, bounded by :data:`MAX_BLOCKS` and one."""
    text = decoded(data)
    width = 2 if data[:2] in UTF_16 else 1
    starts = list(islice(BEGIN.finditer(text), MAX_BLOCKS + 1))
    ends = [match.start() for match in starts[1:]] + [len(text)]
    for match, stop in zip(starts, ends, strict=False):
        end = text.find(f"-----END {match[1]}-----", match.end(), stop)
        body = text[match.end() : stop if end < 0 else end]
        yield Block(match[1], body, match.start() * width, end >= 0)


def read_block(block: Block, record: int) -> Found:
    """What is in one block; a private key is only noted."""
    if block.word.endswith("PRIVATE KEY"):
        return Found(keys=(_key(block),))
    reader = READERS.get(block.word)
    if reader is None:
        return Found()  # parameters, CRLs and other things that are no business of a key database
    place = f"the {block.word} block at byte {block.offset}"
    if len(block.text) > MAX_TEXT:
        return Found(problems=(Problem(f"{place} is too long to be read", block.offset, "limit"),))
    if not block.ended:
        return Found(problems=(Problem(f"{place} has no END line", block.offset, "truncated"),))
    data = binary(block.text)
    if data is None:
        return Found(problems=(Problem(f"{place} is no base64", block.offset, "certificate"),))
    return reader(data, record, block.offset)


def _key(block: Block) -> PrivateKeyNote:
    """Only the words around the key are looked at: RFC 7468 11, RFC 1421 4.6.1.1 (Proc-Type)."""
    if block.word == "OPENSSH PRIVATE KEY":
        encrypted = not block.text.lstrip().startswith(OPENSSH_PLAIN)
    else:
        encrypted = block.word.startswith("ENCRYPTED") or "4,ENCRYPTED" in block.text[:80]
    return PrivateKeyNote(block.word, encrypted, block.offset)


def binary(text: str) -> bytes | None:
    """The base64 inside, leaving out header lines such as RFC 1421 has them."""
    lines = ("".join(line.split()) for line in text.splitlines())
    try:
        return base64.b64decode("".join(line for line in lines if ":" not in line), validate=True)
    except (binascii.Error, ValueError):
        return None


def _certificate(data: bytes, record: int, offset: int) -> Found:
    return _with_problem(plain.certificate_entry(data, record, offset))


def _request(data: bytes, record: int, offset: int) -> Found:
    return _with_problem(plain.request_entry(data, record, offset))


def _trusted(data: bytes, record: int, offset: int) -> Found:
    """OpenSSL's own form: a certificate, then what it is trusted for; that second part is left alone."""
    with suppress(der.DerError):  # the certificate's own reader says better what is wrong
        data = der.read(data).raw
    return _certificate(data, record, offset)


def _pkcs7(data: bytes, record: int, offset: int) -> Found:
    try:
        entries, problems = pkcs7.contents(data)
    except der.DerError as error:
        return Found(problems=(Problem(f"the PKCS7 block cannot be read: {error}", offset, "certificate"),))
    return Found(tuple(entries), tuple(problems))


def _with_problem(entry: Entry) -> Found:
    if not entry.error:
        return Found((entry,))
    what = f"the {entry.kind} in the block at byte {entry.offset} cannot be read: {entry.error}"
    return Found((entry,), (Problem(what, entry.offset, "certificate"),))


READERS: Mapping[str, Callable[[bytes, int, int], Found]] = {
    "CERTIFICATE": _certificate,
    "X509 CERTIFICATE": _certificate,
    "X.509 CERTIFICATE": _certificate,
    "TRUSTED CERTIFICATE": _trusted,
    "CERTIFICATE REQUEST": _request,
    "NEW CERTIFICATE REQUEST": _request,
    "PKCS7": _pkcs7,
    "PKCS #7 SIGNED DATA": _pkcs7,
    "CMS": _pkcs7,
}
