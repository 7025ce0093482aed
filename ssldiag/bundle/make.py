"""A snapshot, rules and what the user wants in; a bundle written, or a sentence why not.

The report is made of the redacted sources alone, so nothing reaches the page but through the redaction.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import nullcontext
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from pathlib import Path

import ssldiag
from ssldiag.bundle.gather import gather
from ssldiag.bundle.leaks import Sought, Vocabulary
from ssldiag.bundle.manifest import identity
from ssldiag.bundle.model import PageInput, Plan
from ssldiag.bundle.redact import Redactor
from ssldiag.bundle.stage import Options, Staged, Told, stage
from ssldiag.bundle.write import Content, Keeping, write_page, write_zip
from ssldiag.bundled import folder
from ssldiag.doctor import examine_facts
from ssldiag.errors.load import Tables
from ssldiag.facts import Facts
from ssldiag.model import Report, Rule, Snapshot
from ssldiag.render import json, sarif
from ssldiag.render.html.bundle_page import page
from ssldiag.render.style import Style
from ssldiag.settings import Settings

SPEAKING = ("bundle", "render", "facts", "keydb", "readers", "wire", "errors", "capture")
"""Parts of the package whose texts come into pages and reports."""

PAGES = (".html", ".htm")
ARCHIVES = (".zip",)
"""How the name of a bundle ends, in any letter case."""

Finish = Callable[[Report], Report]


@dataclass(frozen=True, slots=True)
class Case:
    """What a bundle is made of. ``finish`` sets aside what the owner accepts; ``options`` say in words what
    was asked for.
    """

    snapshot: Snapshot
    rules: tuple[Rule, ...]
    settings: Settings
    now: datetime
    tables: Tables
    finish: Finish
    options: tuple[str, ...] = ()


def plan_only(snapshot: Snapshot, redactor: Redactor, options: Options) -> Plan:
    """What would go in; everything is done but the writing."""
    with tempfile.TemporaryDirectory(prefix="ssldiag-") as place:
        return stage(snapshot, redactor, Path(place), options).plan


def make(
    case: Case,
    redactor: Redactor,
    options: Options,
    target: Path,
    told: Told = lambda path: None,
    keeping: Keeping = nullcontext,
) -> PageInput:
    """Write a bundle: an archive, or the page alone where ``target`` ends as one of :data:`PAGES`.

    ``keeping`` is entered when all is written and checked, just before the bundle gets its name.
    Raises :class:`ssldiag.bundle.model.Survivor` when an original is still in it, and then nothing is there.
    """
    with tempfile.TemporaryDirectory(prefix="ssldiag-") as place:
        staged = stage(case.snapshot, redactor, Path(place), options, told)
        given = _given(case, staged)
        given = replace(given, made=replace(given.made, mapping=identity(redactor.mapping)))
        content = Content(
            staged.snapshot,
            staged.plan,
            given.made,
            partial(page, given),
            partial(json.render, [given.report], Style()),
            partial(sarif.render, [given.report], Style()),
            staged.packets,
        )
        sought, own = Sought(redactor.originals()), vocabulary(given)
        write = write_page if target.suffix.lower() in PAGES else write_zip
        write(content, sought, own, target, keeping)
        return given


def _given(case: Case, staged: Staged) -> PageInput:
    facts = Facts(staged.snapshot, case.settings, case.now)
    report = case.finish(examine_facts(facts, case.rules))
    captures = "handshakes" if any(staged.snapshot.of_kind("capture")) else "none"
    captures = "packets without application data" if staged.packets else captures
    return gather(report, facts, staged.plan, case.tables, case.options, captures)


def vocabulary(given: PageInput) -> Vocabulary:
    """Our own words: of rules, explanations, and the parts of the program that speak."""
    entries = (str(entry) for item in given.explained for entry in item.entries)
    return Vocabulary("\n".join((*_package(), *_rules(given.report.rules), *entries)))


def own_words(rules: Iterable[Rule] = ()) -> Vocabulary:
    """Our own words for a bundle from somebody else: of the program, of rules and of all error tables.

    A page and a report quote them, so a domain that a rule cites is no leak there, even if the host that the
    mapping is of names it too.
    """
    return Vocabulary("\n".join((*_package(), *_rules(rules), *_tables())))


def _rules(rules: Iterable[Rule]) -> Iterator[str]:
    for rule in rules:
        yield f"{rule.code} {rule.name} {rule.fix} {rule.doc} {rule.sources}"


def _tables() -> Iterator[str]:
    for path in sorted(folder("errortables").rglob("*.csv")):
        yield path.read_text("utf-8", errors="replace")


def _package() -> Iterable[str]:
    home = Path(ssldiag.__file__).parent
    for part in SPEAKING:
        for path in sorted((home / part).rglob("*")):
            if path.suffix in (".py", ".css", ".js", ".html", ".svg"):
                yield path.read_text("utf-8", errors="replace")
    for name in ("kinds.py", "doctor.py", "api.py", "model.py", "story.py"):
        yield (home / name).read_text("utf-8")
