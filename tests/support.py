"""What several tests need: a snapshot from memory, and the cases of the check tests."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path

from ssldiag.model import Rule, Snapshot, Source
from ssldiag.recognise import recognise
from ssldiag.registry import load
from ssldiag.settings import Settings
from ssldiag.text import detect

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
BASES = Path(__file__).parent / "checks" / "_bases"


@lru_cache(maxsize=1)
def rules() -> dict[str, Rule]:
    """All rules, loaded once."""
    return load()


def snapshot_of(
    files: Mapping[str, bytes],
    name: str = "case",
    modes: Mapping[str, int] | None = None,
    taken: Mapping[str, datetime] | None = None,
) -> Snapshot:
    """A snapshot of files in memory; ``modes`` gives permission bits for some, ``taken`` moments."""
    sources = []
    for path, data in sorted(files.items()):
        encoding = detect(data[:65536], len(data))
        kind, why = recognise(path, data[:65536], len(data), encoding)
        sources.append(
            Source(
                path,
                kind,
                why,
                len(data),
                lambda data=data: io.BytesIO(data),  # type: ignore[misc]
                encoding,
                (taken or {}).get(path),
                (modes or {}).get(path),
            )
        )
    return Snapshot(name, tuple(sources))


@dataclass
class Case:
    """One folder of ``tests/checks/CODE``: its files, and what its ``expect.txt`` wants.

    Directives, one a line: ``base NAME`` (files of ``_bases/NAME`` first), ``patch FILE | OLD | NEW``
    (once, must be there; ``\n`` is a line break), ``drop FILE``, ``mode FILE OCTAL``, ``taken FILE
    ISO8601``, ``release LEVEL``, ``now ISO8601``, ``days N``; then what is wanted: ``fires FILE[:LINE] [text
    of the message]`` (each, and no others), ``quiet`` (the rule passes) or ``skipped [text of the reason]``.
    """

    folder: Path
    code: str
    files: dict[str, bytes] = field(default_factory=dict)
    modes: dict[str, int] = field(default_factory=dict)
    taken: dict[str, datetime] = field(default_factory=dict)
    release: str | None = None
    now: datetime = NOW
    days: int = 30
    fires: list[tuple[str, str]] = field(default_factory=list)
    quiet: bool = False
    skipped: str | None = None

    @property
    def settings(self) -> Settings:
        return Settings(release=self.release, expiry_days=self.days)

    @property
    def snapshot(self) -> Snapshot:
        return snapshot_of(self.files, self.folder.name, self.modes, self.taken)


def read_case(folder: Path) -> Case:
    """Read one case. Raises ValueError for a directive that it does not know or that changes nothing."""
    case = Case(folder, folder.parent.name)
    own = {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.name != "expect.txt"
    }
    case.files.update(own)
    for line in (folder / "expect.txt").read_text("utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            word, _, rest = line.partition(" ")
            apply(case, word, rest.strip(), own)
    return case


def apply(case: Case, word: str, rest: str, own: Mapping[str, bytes]) -> None:
    """Carry out one directive."""
    match word:
        case "base":
            found = sorted((BASES / rest).rglob("*"))
            base = {
                path.relative_to(BASES / rest).as_posix(): path.read_bytes()
                for path in found
                if path.is_file()
            }
            case.files = {**base, **own}
        case "patch":
            name, old, new = (part.strip(" ").replace("\\n", "\n").encode() for part in rest.split("|"))
            path = name.decode()
            if old not in case.files[path]:
                raise ValueError(f"{case.folder}: nothing to patch in {path}: {old!r}")
            case.files[path] = case.files[path].replace(old, new, 1)
        case "drop":
            del case.files[rest]
        case "mode":
            path, bits = rest.split()
            case.modes[path] = int(bits, 8)
        case "taken":
            path, moment = rest.split()
            case.taken[path] = datetime.fromisoformat(moment)
        case "release":
            case.release = rest
        case "now":
            case.now = datetime.fromisoformat(rest)
        case "days":
            case.days = int(rest)
        case "fires":
            where, _, text = rest.partition(" ")
            case.fires.append((where, text.strip()))
        case "quiet":
            case.quiet = True
        case "skipped":
            case.skipped = rest
        case _:
            raise ValueError(f"{case.folder}: no such directive: {word}")
