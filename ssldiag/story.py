"""Findings in, a forest out: what has a cause among the others stands beneath it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping

from ssldiag.model import Finding, Result, Rule, TextPlace, sort_key


def tell(findings: Iterable[Finding], rules: Mapping[str, Rule]) -> tuple[Result, ...]:
    """Roots, each with its consequences: the worst first, of these the one that explains most. ``rules`` are by code."""
    results = number(findings, rules)
    children: dict[int, list[int]] = {}
    parents: dict[int, int] = {}
    for index, result in enumerate(results):
        parent = cause_of(index, result, results)
        if parent is not None and not leads_to(parent, index, parents):
            parents[index] = parent
            children.setdefault(parent, []).append(index)

    def grown(index: int) -> Result:
        below = sorted((grown(child) for child in children.get(index, ())), key=sort_key)
        base = results[index]
        return Result(base.finding, base.rule, base.fingerprint, tuple(below))

    roots = [grown(index) for index in range(len(results)) if index not in parents]
    return tuple(sorted(roots, key=lambda root: (worst(root), -size(root), *sort_key(root))))


def number(findings: Iterable[Finding], rules: Mapping[str, Rule]) -> list[Result]:
    """Results with fingerprints; a second one alike gets a number behind it."""
    seen: dict[str, int] = {}
    results = []
    for finding in findings:
        print_ = fingerprint(finding)
        seen[print_] = seen.get(print_, 0) + 1
        if seen[print_] > 1:
            print_ = f"{print_}-{seen[print_]}"
        results.append(Result(finding, rules[finding.code], print_))
    return results


def fingerprint(finding: Finding) -> str:
    """Stays the same while the line moves in its file: made of code, file, the line's words and what it
    is about.
    """
    place = finding.evidence[0].place
    line = " ".join(place.text.split()) if isinstance(place, TextPlace) else ""
    parts = (finding.code, place.file, line, *sorted(finding.about))
    return hashlib.sha256("\x00".join(parts).encode("utf-8", "surrogateescape")).hexdigest()[:16]


def cause_of(index: int, result: Result, results: list[Result]) -> int | None:
    """The finding that explains this one: of a rule in ``caused_by``, about the most names in common.

    Findings that name nothing have something in common with all. Earlier codes of ``caused_by`` win a tie.
    """
    best: tuple[int, int, int] | None = None
    about = result.finding.about
    for other, candidate in enumerate(results):
        if other == index or candidate.finding.code not in result.rule.caused_by:
            continue
        shared = len(about & candidate.finding.about)
        if not shared and about and candidate.finding.about:
            continue
        order = result.rule.caused_by.index(candidate.finding.code)
        key = (-shared, order, other)
        if best is None or key < best:
            best = key
    return best[2] if best else None


def leads_to(start: int, goal: int, parents: Mapping[int, int]) -> bool:
    """Whether going from cause to cause from ``start`` comes to ``goal``."""
    at: int | None = start
    while at is not None:
        if at == goal:
            return True
        at = parents.get(at)
    return False


def size(root: Result) -> int:
    """How many findings a tree holds."""
    return sum(1 for _ in root.walk())


def worst(root: Result) -> int:
    """The rank of the worst severity in a tree."""
    return min(result.severity.rank for result in root.walk())
