"""Findings in, a forest out: what has a cause among the others stands beneath it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping

from ssldiag.model import Finding, Result, Rule, TextPlace, sort_key

MOST_ALIKE = 50
"""Findings of one rule about one name that are thought of as causes: more say the same, and cost time."""


def tell(findings: Iterable[Finding], rules: Mapping[str, Rule]) -> tuple[Result, ...]:
    """Roots with their consequences: the worst first, of these the one that explains most."""
    results = number(findings, rules)
    causes = Causes(results)
    children: dict[int, list[int]] = {}
    parents: dict[int, int] = {}
    for index, result in enumerate(results):
        parent = causes.of(index, result)
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
    return hashlib.sha256("\x00".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:16]


class Causes:
    """Findings by code and by the names they are about, so that a cause is found without looking at all."""

    def __init__(self, results: list[Result]) -> None:
        self._named: dict[tuple[str, str], list[int]] = {}
        self._nameless: dict[str, list[int]] = {}
        self._by_code: dict[str, list[int]] = {}
        for index, result in enumerate(results):
            code, about = result.finding.code, result.finding.about
            keep(self._by_code.setdefault(code, []), index)
            if not about:
                keep(self._nameless.setdefault(code, []), index)
            for name in about:
                keep(self._named.setdefault((code, name), []), index)

    def of(self, index: int, result: Result) -> int | None:
        """The finding that explains this one: of a rule in ``caused_by``, about the most names in common.

        Findings that name nothing have something in common with all. Earlier codes of ``caused_by`` win a
        tie, then earlier findings.
        """
        about = result.finding.about
        best: tuple[int, int, int] | None = None
        for order, code in enumerate(result.rule.caused_by):
            shared = dict.fromkeys(self._nameless.get(code, ()) if about else self._by_code.get(code, ()), 0)
            for name in about:
                for other in self._named.get((code, name), ()):
                    shared[other] = shared.get(other, 0) + 1
            for other, count in shared.items():
                key = (-count, order, other)
                if other != index and (best is None or key < best):
                    best = key
        return best[2] if best else None


def keep(found: list[int], index: int) -> None:
    """Remember a finding, unless there are plenty alike already."""
    if len(found) < MOST_ALIKE:
        found.append(index)


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
