"""How much is taken in, with the reason for each number, and the count of what has been."""

from __future__ import annotations

from dataclasses import dataclass

MIB = 1024 * 1024


class ArchiveError(OSError):
    """An archive or a member that cannot be read on; its text completes a sentence: "this file ..."."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds on a folder or archive; what lies beyond one is reported and the rest kept."""

    members: int = 20_000
    """Files, folders and links: a directory of one file a user on a large site has some thousands."""
    total: int = 4_096 * MIB
    """Bytes of all files together: weeks of console logs, and what can still be read in a minute or so."""
    ratio: int = 500
    """Unpacked to packed size. Measured: console logs 3 to 10; one message over and over, stamped, 30 in gzip
    and 350 in xz; one line over and over 300 in gzip. A bomb has 1,000 and more."""
    ratio_from: int = 10 * MIB
    """Bytes below which the ratio does not matter: so little does no harm."""
    depth: int = 32
    """Folders one in another: deeper than any host's configuration, and far below what recursion bears."""
    held_member: int = 8 * MIB
    """Bytes of one member kept in memory where it is costly to find again: larger than any configuration."""
    held: int = 64 * MIB
    """Bytes of all members kept in memory."""


class Budget:
    """What is left of the limits, over a folder and all archives in it."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self._members = limits.members
        self._bytes = limits.total
        self._held = limits.held

    def has_room(self) -> bool:
        """Count one more file, folder or link; False if that is one too many."""
        self._members -= 1
        return self._members >= 0

    @property
    def rest(self) -> int:
        """How many more files, folders and links may be taken."""
        return max(self._members, 0)

    def refuse(self, path: str, size: int) -> str:
        """Count a file in, or say why it is too much."""
        if path.count("/") > self.limits.depth:
            return f"lies more than {self.limits.depth} folders deep"
        if size > self._bytes:
            return self.too_large
        self._bytes -= size
        return ""

    def hold(self, size: int, most: int | None = None) -> bool:
        """Whether so many bytes may be kept in memory; they are counted if so."""
        if size > min(self._held, self.limits.held_member if most is None else most):
            return False
        self._held -= size
        return True

    def is_bomb(self, unpacked: int, packed: int) -> bool:
        """Whether so few bytes give so many."""
        return unpacked > self.limits.ratio_from and unpacked > self.limits.ratio * packed

    @property
    def bomb(self) -> str:
        """The reason to give for one."""
        return f"unpacks to more than {self.limits.ratio} times its size"

    @property
    def too_large(self) -> str:
        """The reason to give for what goes beyond the total."""
        return f"would bring what is read to more than {self.limits.total // MIB:,} MiB"

    @property
    def too_many(self) -> str:
        """The reason to give where members are left out."""
        return f"holds more than {self.limits.members:,} files and folders; the rest is left out"
