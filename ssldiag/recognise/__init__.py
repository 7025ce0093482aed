"""The name and first bytes of a file in; its kind, and why, out. Content decides, the name where it does not.

Nothing is read here beyond the bytes given.
"""

from __future__ import annotations

import re

from ssldiag.kinds import BACKUP, CONFIGURATION, KINDS, LINUX
from ssldiag.recognise.ibmi import by_ibmi
from ssldiag.recognise.linux import by_linux, by_linux_log
from ssldiag.recognise.names import by_name, cms_name, is_backup, is_copy, last_part
from ssldiag.recognise.weigh import by_content, text_lines
from ssldiag.text import decode

__all__ = ["cms_name", "recognise"]

_MAGICS = (
    (b"\xd4\xc3\xb2\xa1", "capture", "content: pcap"),
    (b"\xa1\xb2\xc3\xd4", "capture", "content: pcap"),
    (b"\x4d\x3c\xb2\xa1", "capture", "content: pcap with nanoseconds"),
    (b"\xa1\xb2\x3c\x4d", "capture", "content: pcap with nanoseconds"),
    (b"\x0a\x0d\x0d\x0a", "capture", "content: pcapng"),
    (b"\x1f\x8b", "unknown", "not recognised: packed with gzip"),
    (b"\xfd7zXZ\0", "unknown", "not recognised: packed with xz"),
    (b"BZh", "unknown", "not recognised: packed with bzip2"),
)
"""First bytes of binary files (pcap: draft-ietf-opsawg-pcap; pcapng: draft-ietf-opsawg-pcapng)."""


PROBE = re.compile(r'\s{0,8}\{\s{0,8}"schema": ?"ssldiag\.probe/')

MAY_BE_BACKUP = CONFIGURATION | (LINUX - {"linux_local", "linux_log"})
"""Kinds of which a copy under a backup's name is not in use; a log of yesterday still tells something."""


def recognise(name: str, head: bytes, size: int, encoding: str | None) -> tuple[str, str]:
    """The kind of a file (a word of :data:`ssldiag.kinds.KINDS`) and a short reason.

    ``head`` are its first bytes, up to 64 KiB; ``encoding`` is what :func:`ssldiag.text.detect` says of them.
    """
    hint = by_name(name)
    if hint == "note" and encoding:
        return hint, f"name: {last_part(name)}"
    if encoding is None:
        return _sniffed(name, head, size) or _packed_capture(name, hint) or _binary(head, size)
    text = decode(head, encoding)
    if PROBE.match(text):
        return "probe", "content: what ssldiag probe saw"
    kind, why = (
        (None if hint in CONFIGURATION else by_ibmi(text, last_part(name)) or by_linux(text, last_part(name)))
        or by_content(text, hint)
        or by_linux_log(text, last_part(name))
        or _sniffed(name, text.encode("utf-8", "replace"), size)
        or _by_name_alone(name, text, size > len(head), hint)
    )
    copy = kind in MAY_BE_BACKUP and (is_backup(name) or (kind in LINUX and is_copy(name)))
    return ("note", BACKUP) if copy else (kind, why)


def _sniffed(name: str, head: bytes, size: int) -> tuple[str, str] | None:
    """Key databases, certificates and keys, by content or (a damaged ``.kdb``, a ``.sth``) by name."""
    from ssldiag.keydb.detect import sniff

    for known_name, why in (("", "content: {what}"), (name, "name: {name}")):
        kind = sniff(head, size, known_name)
        if kind:
            return kind, why.format(what=KINDS[kind].what, name=last_part(name))
    return None


def _packed_capture(name: str, hint: str | None) -> tuple[str, str] | None:
    """What is inside is found out when it is read: unpacking only to recognise it would take long."""
    return (hint, f"name: {last_part(name)}") if hint == "capture" else None


def _binary(head: bytes, size: int) -> tuple[str, str]:
    for magic, kind, why in _MAGICS:
        if head.startswith(magic):
            return kind, why
    return "unknown", f"not recognised: {size:,} bytes, not text"


def _by_name_alone(name: str, text: str, more: bool, hint: str | None) -> tuple[str, str]:
    if hint:
        return hint, f"name: {last_part(name)}"
    count = len(text_lines(text))
    if not count:
        return "unknown", "not recognised: no text in it"
    lines = f"{'the first ' if more else ''}{count:,} line{'s' if count > 1 else ''}"
    return "unknown", f"not recognised: {lines} of text, no known statement"
