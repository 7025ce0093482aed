"""Fragments of IP datagrams in, whole datagrams out (RFC 791 3.2, RFC 8200 4.5). Bounded in number and age.

The first copy of a byte counts. A fragment that the capture cut short is of no use.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from ssldiag.capture.limits import FRAGMENT_SECONDS, MAX_DATAGRAM_PARTS, MAX_DATAGRAMS

_LARGEST = 65_535  # bytes of an IP datagram; twice that many are kept, for overlapping ones

Key = tuple[bytes, bytes, int, int]
"""Source, target, identification, protocol."""


@dataclass(slots=True)
class _Datagram:
    since: float
    parts: list[tuple[int, bytes]] = field(default_factory=list)
    size: int | None = None
    held: int = 0


class Fragments:
    """Datagrams that wait for their rest."""

    def __init__(self) -> None:
        self._waiting: dict[Key, _Datagram] = {}
        self.lost = 0

    def __len__(self) -> int:
        return len(self._waiting)

    def add(self, key: Key, offset: int, more: bool, data: bytes, clock: float) -> bytes | None:
        """One fragment; the whole datagram if nothing lacks any more."""
        self.expire(clock)
        datagram = self._waiting.get(key)
        if datagram is None:
            datagram = self._waiting[key] = _Datagram(clock)
        if len(datagram.parts) >= MAX_DATAGRAM_PARTS or datagram.held > 2 * _LARGEST:
            return None
        datagram.parts.append((offset, data))
        datagram.held += len(data)
        if not more and datagram.size is None:
            datagram.size = offset + len(data)
        whole = _joined(datagram)
        if whole is not None:
            del self._waiting[key]
        elif len(self._waiting) > MAX_DATAGRAMS:
            self._drop_oldest()
        return whole

    def expire(self, clock: float) -> None:
        """Forget what has waited too long."""
        while self._waiting:
            oldest = next(iter(self._waiting.values()))
            if clock - oldest.since <= FRAGMENT_SECONDS:
                return
            self._drop_oldest()

    def _drop_oldest(self) -> None:
        del self._waiting[next(iter(self._waiting))]
        self.lost += 1


def _joined(datagram: _Datagram) -> bytes | None:
    size = datagram.size
    if size is None or sum(len(data) for _, data in datagram.parts) < size:
        return None
    whole, have = bytearray(size), bytearray(size)
    for offset, data in reversed(datagram.parts):  # earlier ones overwrite later ones: the first copy counts
        stop = min(offset + len(data), size)
        if stop > offset:
            whole[offset:stop] = data[: stop - offset]
            have[offset:stop] = b"\1" * (stop - offset)
    return bytes(whole) if 0 not in have else None
