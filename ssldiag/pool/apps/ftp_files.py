"""The files of the FTP server: in memory, bounded, gone with the process."""

from __future__ import annotations

from dataclasses import dataclass, field

LARGEST = 8 << 20
"""Bytes of a file."""

ROOM = 32 << 20
"""Bytes of all files."""

MOST = 1000
"""Files."""


class NoRoom(Exception):
    """A file is too large, or there is no room left; the text says which."""


@dataclass
class Files:
    """One flat directory."""

    content: dict[str, bytes] = field(default_factory=dict)

    @classmethod
    def sample(cls) -> Files:
        """What a new server has."""
        return cls({"README.TXT": b"This is the reference FTP server. Its files are in memory only.\r\n"})

    def put(self, name: str, data: bytes) -> None:
        """Keep a file. Raises NoRoom."""
        others = sum(len(content) for key, content in self.content.items() if key != name)
        if len(data) > LARGEST or others + len(data) > ROOM:
            raise NoRoom("the file is too large")
        if name not in self.content and len(self.content) >= MOST:
            raise NoRoom("there are too many files")
        self.content[name] = data

    def listing(self, names_only: bool) -> bytes:
        """The directory as LIST or NLST sends it."""
        lines = (
            sorted(self.content)
            if names_only
            else [
                f"-rw-r--r--   1 tcpmaint security {len(data):>9} Jan  1 00:00 {name}"
                for name, data in sorted(self.content.items())
            ]
        )
        return "".join(f"{line}\r\n" for line in lines).encode("utf-8", "replace")


def name_of(path: str) -> str:
    """The name of a file without folders and control characters."""
    return "".join(char for char in path.rsplit("/", 1)[-1] if char.isprintable())[:64]
