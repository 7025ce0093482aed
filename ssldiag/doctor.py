"""A snapshot and rules in, a report out: the only place that calls a check."""

from __future__ import annotations

import traceback
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice

from ssldiag.api import NOTHING, Undecided
from ssldiag.facts import Facts
from ssldiag.facts.definitions import collected_all, missing_files, read_elsewhere
from ssldiag.facts.ibmi_systems import IbmiRelease, IbmiSystem
from ssldiag.facts.linux_host import LinuxHost
from ssldiag.facts.release import Release
from ssldiag.kinds import BACKUP, IBMI, LINUX
from ssldiag.model import Crashed, Finding, Report, Rule, Skipped, Snapshot
from ssldiag.releases import applies
from ssldiag.settings import Settings
from ssldiag.story import tell

MAX_FINDINGS = 10_000
"""Of one rule: a rule that finds more says the same thing over and over, and a report has to stay
readable.
"""


@dataclass
class Outcomes:
    """What running the rules gave so far."""

    findings: list[Finding] = field(default_factory=list)
    passed: list[Rule] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    crashed: list[Crashed] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def examine(snapshot: Snapshot, rules: Sequence[Rule], now: datetime, settings: Settings) -> Report:
    """Run every rule over a snapshot, but those of another platform. ``now`` is timezone-aware. Never raises
    for anything in the snapshot.
    """
    return examine_facts(Facts(snapshot, settings, now), rules)


def examine_facts(facts: Facts, rules: Sequence[Rule]) -> Report:
    """As :func:`examine`, over facts that the caller goes on to use: each is made once."""
    snapshot = facts.snapshot
    rules = of_this_platform(rules, snapshot)
    outcomes = Outcomes()
    for rule in rules:
        run(rule, facts, outcomes)
    unreadable = facts.unreadable()
    outcomes.notes.extend(release_notes(facts, rules))
    outcomes.notes.extend(file_notes(facts))
    outcomes.notes.extend(backup_notes(snapshot))
    outcomes.notes.extend(note for host in facts.all(LinuxHost) for note in host.notes)
    return Report(
        snapshot,
        facts.now,
        tell(outcomes.findings, {rule.code: rule for rule in rules}),
        tuple(outcomes.passed),
        tuple(outcomes.skipped),
        tuple(outcomes.crashed),
        unreadable,
        (),
        tuple(outcomes.notes),
        platforms(snapshot),
        tuple(rules),
    )


def run(rule: Rule, facts: Facts, outcomes: Outcomes) -> None:
    """Run one rule and note its outcome."""
    found: list[Finding] = []
    try:
        skipped = not_now(rule, facts)
        if skipped:
            outcomes.skipped.append(skipped)
            return
        for finding in islice(rule.run(facts), MAX_FINDINGS):
            if not isinstance(finding, Finding) or finding.code != rule.code:
                raise TypeError(f"gives {finding!r:.80} where a finding of {rule.code} is expected")
            found.append(finding)
    except Undecided as undecided:
        if not found:
            outcomes.skipped.append(Skipped(rule, undecided.reason, undecided.settle_with))
    except Exception as error:
        outcomes.crashed.append(Crashed(rule, describe(error)))
    else:
        if not found:
            outcomes.passed.append(rule)
    if len(found) == MAX_FINDINGS:
        outcomes.notes.append(f"{rule.code} stopped after {MAX_FINDINGS} findings")
    outcomes.findings.extend(found)


def not_now(rule: Rule, facts: Facts) -> Skipped | None:
    """Why a rule cannot say anything here: another release, or nothing collected that it needs."""
    foreign = of_another_platform(rule, facts.snapshot)
    if foreign:
        return Skipped(rule, foreign, NOTHING)
    fits = fit(rule, facts)
    platform = "IBM i" if of_ibmi(rule) else "z/VM"
    if fits is False:
        levels = ", ".join(dict.fromkeys(levels_of(rule, facts).values()))
        return Skipped(rule, f"it is for {platform} {rule.releases}, this is {levels}", NOTHING)
    for kind in rule.needs:
        if not facts.all(kind):
            return absent(rule, kind, facts)
    if fits is None:
        described = Facts.describe(IbmiRelease if of_ibmi(rule) else Release)
        return Skipped(
            rule,
            f"it depends on the {platform} level ({rule.releases}), which is not known",
            described.collect,
        )
    return None


def of_ibmi(rule: Rule) -> bool:
    """Whether a rule's levels are those of IBM i."""
    return rule.code.startswith("IBMI")


def levels_of(rule: Rule, facts: Facts) -> dict[str | None, str]:
    """The levels to judge by, with their spoken names: of all systems for a rule of IBM i, each once."""
    if not of_ibmi(rule):
        release = facts.first(Release)
        return {release.level: release.level} if release else {}
    known = {item.system: item for item in facts.all(IbmiRelease)}
    found: dict[str | None, str] = {str(item.level): str(item) for item in known.values()}
    if any(item.name not in known for item in facts.all(IbmiSystem)):
        found[None] = "unknown"
    return found


def fit(rule: Rule, facts: Facts) -> bool | None:
    """Whether a rule is for the level that was found; where there are several systems, for one of them."""
    if rule.releases == "all":
        return True
    answers = {applies(rule.releases, level) for level in levels_of(rule, facts) or (None,)}
    return True if True in answers else None if None in answers else False


def absent(rule: Rule, kind: type, facts: Facts) -> Skipped:
    """Why a rule cannot say anything without facts of a type: there are none, or they were not collected."""
    described = Facts.describe(kind)
    if described.settled(facts):
        return Skipped(rule, f"there is no {described.what} here", NOTHING)
    wanted = missing_files(facts) if described.settled is collected_all else described.collect
    elsewhere = {"ibmi": described.collect_ibmi, "linux": described.collect_linux}
    wanted = elsewhere.get(" ".join(platforms(facts.snapshot))) or wanted
    return Skipped(rule, f"no {described.what} was collected", wanted)


def describe(error: Exception) -> str:
    """An exception in one line, with the place it came from."""
    frames = traceback.extract_tb(error.__traceback__)
    where = f" ({frames[-1].filename.rsplit('/', 1)[-1]}:{frames[-1].lineno})" if frames else ""
    return f"{type(error).__name__}: {error}{where}"


def release_notes(facts: Facts, rules: Sequence[Rule]) -> list[str]:
    """Which level was used, and how it is known, where one of the rules asks for it."""
    known = platforms(facts.snapshot)
    notes = [
        f"judged{f' {item.system}' if item.system else ''} as IBM i {item}, {told(item)}"
        for item in (facts.all(IbmiRelease) if "ibmi" in known else ())
    ]
    if known == ("ibmi",) or all(rule.releases == "all" or of_ibmi(rule) for rule in rules):
        return notes
    release = facts.first(Release)
    return [*notes, f"judged as z/VM TCP/IP level {release.level}, {told(release)}"] if release else notes


def told(release: Release | IbmiRelease) -> str:
    """How a level is known."""
    return f"as {release.place} says" if release.place else "as --release says"


def file_notes(facts: Facts) -> list[str]:
    """Which DTCPARMS files the machines read that were not collected, where others were."""
    return [
        f"{read.machine} read {read.file} ({read.place}), which was not collected"
        for read in read_elsewhere(facts)
    ]


def backup_notes(snapshot: Snapshot) -> list[str]:
    """How many backup copies were left alone."""
    number = sum(source.why == BACKUP for source in snapshot.sources)
    return [f"left alone: {number:,} backup {'copy' if number == 1 else 'copies'}"] if number else []


FAMILIES = {"ZVM": ("zvm", "z/VM"), "IBMI": ("ibmi", "IBM i"), "LNX": ("linux", "GSKit products on Linux")}
"""Families of rules that are about one platform: its word and its name."""


def of_this_platform(rules: Sequence[Rule], snapshot: Snapshot) -> Sequence[Rule]:
    """The rules without those of another platform; all of them where nothing else was asked for: then each
    says why it has nothing to look at.
    """
    return [rule for rule in rules if not of_another_platform(rule, snapshot)] or rules


def of_another_platform(rule: Rule, snapshot: Snapshot) -> str:
    """Why a rule has nothing to look at: no file of its platform was collected. Empty otherwise.

    A folder of which nothing tells the platform (key databases alone) is judged as one of z/VM.
    """
    word, name = FAMILIES.get(rule.code.rstrip("0123456789"), ("", ""))
    known = platforms(snapshot) or ("zvm",)
    return f"it is for {name}, of which no file was collected" if word and word not in known else ""


def platforms(snapshot: Snapshot) -> tuple[str, ...]:
    """The platforms that the recognised files belong to."""
    zvm = {
        "dtcparms",
        "profile_tcpip",
        "tcpip_data",
        "user_direct",
        "srvrftp_config",
        "smtp_config",
        "transcript",
    }
    kinds = {source.kind for source in snapshot.sources}
    return tuple(word for word, theirs in (("zvm", zvm), ("ibmi", IBMI), ("linux", LINUX)) if kinds & theirs)
