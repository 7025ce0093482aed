"""Rules and the table of what stays open in; out, the page that says which researched rules are checked."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from ssldiag.model import Rule
from ssldiag.render.pages import family
from ssldiag.render.researched import ZVM, Study
from ssldiag.render.tally import count

NOT, PARTLY = "no", "in part"

BEYOND = """## Checks beyond the list

These come from messages, from key databases, or from what GSKit was measured to do.
"""


@dataclass(frozen=True, slots=True)
class Open:
    """What no check decides of a researched rule, all of it or a part, and why."""

    partly: bool
    reason: str


def read_open(path: Path) -> dict[str, Open]:
    """A table ``undecided.csv``. Raises ValueError for an id that it has twice, or for a word."""
    found: dict[str, Open] = {}
    with path.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            if row["id"] in found or row["decided"] not in (NOT, PARTLY):
                raise ValueError(f"{path.name}: {row['id']}: given twice, or neither {NOT!r} nor {PARTLY!r}")
            found[row["id"]] = Open(row["decided"] == PARTLY, row["reason"])
    return found


def deciders(rules: Iterable[Rule]) -> dict[str, list[Rule]]:
    """Identifier -> the checks that name it in ``facts=``."""
    found: dict[str, list[Rule]] = {}
    for rule in rules:
        for fact in rule.facts:
            found.setdefault(fact, []).append(rule)
    return found


def coverage_page(rules: Sequence[Rule], left: Mapping[str, Open], study: Study = ZVM) -> str:
    """``coverage.md`` of a platform."""
    ids = frozenset(study.ids)
    by_id = {fact: found for fact, found in deciders(rules).items() if fact in ids}
    beyond = [rule for rule in rules if not rule.facts and (family(rule.code) in study.letters)]
    parts = [
        study.introduction.format(
            researched=len(study.ids),
            fully=len(by_id) - sum(item.partly for item in left.values()),
            partly=sum(item.partly for item in left.values()),
            undecided=sum(not item.partly for item in left.values()),
        ),
        "## Not decided\n\n" + _table(("rule", "why not"), _undecided(left)),
        "## Decided in part\n\n" + _table(("rule", "by", "what stays open"), _in_part(left, by_id)),
        *(_family(study, letters, by_id) for letters in study.families),
    ]
    if beyond:
        rows = ((_link(rule), *_said(rule)) for rule in beyond)
        parts.append(BEYOND + "\n" + _table(("check", *SAID), rows))
    return "\n".join(parts)


SAID = ("severity", "certainty", "what it finds")
"""What the tables say of each check, besides its code."""


def _undecided(left: Mapping[str, Open]) -> Iterator[tuple[str, ...]]:
    return ((fact, left[fact].reason) for fact in sorted(left) if not left[fact].partly)


def _in_part(left: Mapping[str, Open], by_id: Mapping[str, list[Rule]]) -> Iterator[tuple[str, ...]]:
    for fact in sorted(left):
        if left[fact].partly:
            yield fact, ", ".join(map(_link, by_id.get(fact, ()))), left[fact].reason


def _family(study: Study, letters: str, by_id: Mapping[str, list[Rule]]) -> str:
    facts, about = study.of(letters), study.families[letters][1]
    decided = sum(fact in by_id for fact in facts)
    heading = f"## {about}: {decided} of {count(len(facts), 'rule')}\n"
    if not decided:
        return heading
    rows = ((fact, _link(rule), *_said(rule)) for fact in facts for rule in by_id.get(fact, ()))
    return heading + "\n" + _table(("rule", "check", *SAID), rows)


def _said(rule: Rule) -> tuple[str, ...]:
    return rule.severity.value, rule.certainty, rule.title


def _link(rule: Rule) -> str:
    return f"[{rule.code}](../rules/{rule.code}.md)"


def _table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = (columns, ("---",) * len(columns), *rows)
    return "".join("| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |\n" for row in lines)
