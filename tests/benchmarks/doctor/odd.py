"""What nobody means to give to ``ssldiag doctor``, too large for a test: a folder in, paths in it out."""

from __future__ import annotations

import gzip
import io
import random
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

from tests.benchmarks.doctor.hosts import BASE

LINE = 100_000_000
"""Bytes of the file of one line; a multiple of 80, as of card images, where it is named so."""


def empty(path: Path) -> None:
    """A folder without a file."""
    path.mkdir()


def jpeg(path: Path) -> None:
    """A photo."""
    path.write_bytes(b"\xff\xd8\xff\xe0\0\x10JFIF\0" + random.Random(1).randbytes(5_000_000))


def many_files(path: Path) -> None:
    """10,000 files of no kind."""
    fill(path, (b"hello %d\n" % number for number in range(10_000)), "file{}")


def many_logs(path: Path) -> None:
    """10,000 console logs."""
    log = (BASE / "TCPIP.CONSOLE").read_bytes()
    fill(path, (log for _ in range(10_000)), "TCPIP{}.CONSOLE")


def flat_bomb(path: Path) -> None:
    """A zip archive of 1.2 GB of zeros."""
    path.write_bytes(bomb())


def nested_bomb(path: Path) -> None:
    """A zip archive of 16 of these."""
    inner = bomb()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(16):
            archive.writestr(f"{number}.zip", inner)


def packed_bomb(path: Path) -> None:
    """A tar.gz archive whose one member is 1 GB of zeros."""
    with gzip.open(path, "wb", compresslevel=1) as stream:
        stream.write(header(b"SYSTEM.DTCPARMS", 1 << 30))
        for _ in range(1 << 10):
            stream.write(bytes(1 << 20))


def one_line(path: Path) -> None:
    """A profile of 100 MB in one line."""
    words(path / "PROFILE.TCPIP", b"PORT 23 TCP INTCLIEN ", LINE + 1)


def cards(path: Path) -> None:
    """A profile of 100 MB without a line end, which makes it 1.25 million card images."""
    words(path / "PROFILE.TCPIP", b"PORT 23 TCP INTCLIEN ", LINE)


def long_directory(path: Path) -> None:
    """A directory of 100 MB without a line end."""
    words(path / "USER.DIRECT", b" USER A LBYONLY 32M 64M G ", LINE)


def empty_lines(path: Path) -> None:
    """A console log of 100 MB of empty lines."""
    words(path / "TCPIP.CONSOLE", (BASE / "TCPIP.CONSOLE").read_bytes()[:200] + b"\n" * 100_000, LINE)


def fill(folder: Path, contents: Iterator[bytes], name: str) -> None:
    """A folder of so many files."""
    folder.mkdir()
    for number, data in enumerate(contents):
        (folder / name.format(number)).write_bytes(data)


def words(path: Path, unit: bytes, size: int) -> None:
    """A file of these bytes again and again."""
    path.parent.mkdir()
    block = unit * (1 + (1 << 20) // len(unit))
    with path.open("wb") as stream:
        for start in range(0, size, len(block)):
            stream.write(block[: size - start])


def bomb() -> bytes:
    """A small zip archive of four large members."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for number in range(4):
            with archive.open(f"bomb{number}", "w") as member:
                for _ in range(300):
                    member.write(bytes(1_000_000))
    return buffer.getvalue()


def header(name: bytes, size: int) -> bytes:
    """A tar header (POSIX.1-2017 pax, ustar interchange format)."""
    block = bytearray(512)
    block[: len(name)] = name
    block[100:136] = b"0000644\0" + b"0000000\0" * 2 + b"%011o\0" % size
    block[136:148], block[148:156], block[156:157] = b"%011o\0" % 0, b" " * 8, b"0"
    block[148:156] = b"%06o\0 " % sum(block)
    return bytes(block)


ODD: tuple[Callable[[Path], None], ...] = (
    empty, jpeg, many_files, many_logs, flat_bomb, nested_bomb, packed_bomb, one_line, cards, long_directory,
    empty_lines,
)  # fmt: skip
"""Makers; what each makes is its docstring."""


def write_odd(folder: Path) -> dict[str, Path]:
    """All of them: what it is, and where."""
    folder.mkdir()
    made = {}
    for maker in ODD:
        path = folder / maker.__name__
        maker(path)
        made[(maker.__doc__ or "").strip().rstrip(".")] = path
    return made
