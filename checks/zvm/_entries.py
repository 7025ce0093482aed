"""What the checks of DTCPARMS entries share: findings or else doubts, and the names of files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from difflib import get_close_matches

from ssldiag.api import DtcparmsFile, Facts, Finding, Located, SslServerPool, StackProfile, Undecided


def settled(found: Iterable[Finding | Undecided]) -> Iterator[Finding]:
    """The findings. Where there are none, the first doubt is raised: the rule is then skipped, not passed."""
    findings: list[Finding] = []
    doubts: list[Undecided] = []
    for item in found:
        if isinstance(item, Undecided):
            doubts.append(item)
        else:
            findings.append(item)
    if doubts and not findings:
        raise doubts[0]
    yield from findings


def of_a_pool(facts: Facts, server: SslServerPool) -> bool:
    """Whether a server's entry is one that ZVM105 reports: of a pool's member that SSLSERVERID does not
    name.
    """
    if server.is_pool or any(
        item.operand and item.operand.value == server.name for item in facts.all(StackProfile)
    ):
        return False
    return any(pool.is_pool and pool.member(server.name) for pool in facts.all(SslServerPool))


def listed(words: Sequence[str]) -> str:
    """Words for a sentence: ``a``, ``a and b``, ``a, b and c``."""
    *most, last = words
    return f"{', '.join(most)} and {last}" if most else last


def file_name(file: DtcparmsFile) -> str:
    """The file as an administrator calls it: ``SYSTEM DTCPARMS``."""
    return f"{file.filename} DTCPARMS" if file.filename else file.file


def commented(facts: Facts, name: str) -> Iterator[Located[str]]:
    """Entries of this name that are comments."""
    for file in facts.all(DtcparmsFile):
        yield from (entry.nick for entry in file.commented if entry.nick.value == name)


def nearest(word: str, words: Iterable[str]) -> str | None:
    """The word that was probably meant, or None."""
    found = get_close_matches(word, list(words), n=1, cutoff=0.6)
    return found[0] if found else None
