"""Rules and the table of what stays open in; out, the page that says which researched rules are checked.

The researched rules are known here by their identifiers alone, family and number; what each asks is told by
the checks that name it in ``facts=``.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from ssldiag.model import Rule
from ssldiag.render.tally import count

FAMILIES: dict[str, tuple[int, str]] = {
    "DTC": (28, "DTCPARMS"),
    "PRM": (30, "Operands of the SSL server"),
    "PRF": (30, "PROFILE TCPIP"),
    "DAT": (2, "TCPIP DATA and client commands"),
    "DIR": (22, "User directory"),
    "APP": (10, "FTP, SMTP, Telnet and their labels"),
    "KDB": (13, "Key database"),
    "RUN": (13, "What consoles and responses show"),
    "SVC": (7, "Service"),
}
"""Letters of an identifier -> how many there are, numbered from 1, and what they are about."""

NOT, PARTLY = "no", "in part"

INTRODUCTION = """# What is checked, and what is not

Before any check was written, the rules of a z/VM SSL server were gathered from IBM's documentation, APARs
and public logs: {researched} of them, numbered by family. Each check says in its file which of them it
decides.

Of the {researched}, {fully} are decided, {partly} more in part, and {undecided} are not.
"""

BEYOND = """## Checks beyond the list

These come from messages, from key databases, or from what GSKit was measured to do.
"""


@dataclass(frozen=True, slots=True)
class Open:
    """What no check decides of a researched rule, all of it or a part, and why."""

    partly: bool
    reason: str


def fact_ids() -> tuple[str, ...]:
    """The identifiers of all researched rules, in the order of the page."""
    return tuple(
        f"{letters}{number:03}" for letters, (last, _) in FAMILIES.items() for number in range(1, last + 1)
    )


def read_open(path: Path) -> dict[str, Open]:
    """The table ``docs/zvm/undecided.csv``. Raises ValueError for an id that it has twice, or for a word."""
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


def coverage_page(rules: Sequence[Rule], left: Mapping[str, Open]) -> str:
    """``docs/zvm/coverage.md``."""
    by_id = deciders(rules)
    beyond = [rule for rule in rules if not rule.facts]
    parts = [
        INTRODUCTION.format(
            researched=len(fact_ids()),
            fully=len(by_id) - sum(item.partly for item in left.values()),
            partly=sum(item.partly for item in left.values()),
            undecided=sum(not item.partly for item in left.values()),
        ),
        "## Not decided\n\n" + _table(("rule", "why not"), _undecided(left)),
        "## Decided in part\n\n" + _table(("rule", "by", "what stays open"), _in_part(left, by_id)),
        *(_family(letters, by_id) for letters in FAMILIES),
        BEYOND + "\n" + _table(("check", *SAID), ((_link(rule), *_said(rule)) for rule in beyond)),
    ]
    return "\n".join(parts)


SAID = ("severity", "certainty", "what it finds")
"""What the tables say of each check, besides its code."""


def _undecided(left: Mapping[str, Open]) -> Iterator[tuple[str, ...]]:
    return ((fact, left[fact].reason) for fact in sorted(left) if not left[fact].partly)


def _in_part(left: Mapping[str, Open], by_id: Mapping[str, list[Rule]]) -> Iterator[tuple[str, ...]]:
    for fact in sorted(left):
        if left[fact].partly:
            yield fact, ", ".join(map(_link, by_id.get(fact, ()))), left[fact].reason


def _family(letters: str, by_id: Mapping[str, list[Rule]]) -> str:
    last, about = FAMILIES[letters]
    facts = [fact for fact in fact_ids() if fact.startswith(letters)]
    decided = sum(fact in by_id for fact in facts)
    heading = f"## {about}: {decided} of {count(last, 'rule')}\n\n"
    rows = ((fact, _link(rule), *_said(rule)) for fact in facts for rule in by_id.get(fact, ()))
    return heading + _table(("rule", "check", *SAID), rows)


def _said(rule: Rule) -> tuple[str, ...]:
    return rule.severity.value, rule.certainty, rule.title


def _link(rule: Rule) -> str:
    return f"[{rule.code}](../rules/{rule.code}.md)"


def _table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = (columns, ("---",) * len(columns), *rows)
    return "".join("| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |\n" for row in lines)
