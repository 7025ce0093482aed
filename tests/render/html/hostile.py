"""A page input in which every text that a file could hold is hostile, and every list as long as asked for."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from ssldiag.bundle.model import (
    CertificateRow,
    ConsoleRow,
    Edge,
    Explained,
    Item,
    Made,
    Node,
    PageInput,
    Plan,
    RulePage,
    SourceText,
    Stretch,
    Topology,
)
from ssldiag.model import (
    Crashed,
    Evidence,
    FilePlace,
    Finding,
    FramePlace,
    Report,
    Result,
    Severity,
    Skipped,
    Snapshot,
    Suppressed,
    TextPlace,
    Unreadable,
)
from tests.render.html.inputs import NOW
from tests.render.reports import rule

EVIL = "\"><script>alert(1)</script><img src=x onerror=alert(1)>{{7*7}}</style>\x1b[31m\u202e\x00\ud800'&amp;"
"""Markup, a template, an escape sequence, bidirectional marks, NUL, half a character, an entity."""


def hostile(findings: int = 3, line: int = 300, many: int = 3) -> PageInput:
    """``findings`` findings, ``many`` of everything else, the longest line of ``line`` characters."""
    long = EVIL + "A" * line
    rules = [rule(f"ZVM{number:03}", EVIL, doc=f"{EVIL}\n\n## {EVIL}\n\n{EVIL}") for number in range(5)]
    results = tuple(_result(number, rules, long) for number in range(findings))
    report = Report(
        Snapshot(EVIL, ()),
        NOW,
        results,
        tuple(rules),
        tuple(Skipped(rules[0], EVIL, f"{EVIL}{number}") for number in range(many)),
        (Crashed(rules[0], long),),
        tuple(Unreadable(FilePlace(EVIL), long) for _ in range(many)),
        (Suppressed(_result(10**9, rules, long), EVIL, EVIL),),
        (long,),
        (EVIL,),
        tuple(rules),
    )
    return PageInput(
        report,
        {},
        Plan(EVIL, tuple(Item(f"{EVIL}{n}", EVIL, 1, n % 2, "dropped", long) for n in range(many)), (EVIL,)),
        tuple(_source(number, long) for number in range(many)),
        tuple(
            RulePage(each.code, EVIL, EVIL, EVIL, EVIL, EVIL, EVIL, (EVIL,), long, each.doc) for each in rules
        ),
        tuple(Explained(f"{EVIL}{n}", ((EVIL, 1),), (_entry(long),) if n % 2 else ()) for n in range(many)),
        tuple(_handshake(n, long) for n in range(many)),
        _topology(many, long),
        tuple(_certificate(number, long) for number in range(many)),
        tuple(ConsoleRow(f"{EVIL}0", n + 1, EVIL, "error", EVIL, long, EVIL) for n in range(many)),
        Made(EVIL, NOW, (EVIL,), ((EVIL, 3),), EVIL),
    )


def _result(number: int, rules: list[Any], long: str) -> Result:
    places = (
        Evidence(TextPlace(f"{EVIL}0", number + 1, 5, 10**9, long), long),
        Evidence(FramePlace(EVIL, 7, 3), EVIL),
        Evidence(FilePlace(EVIL, 9), EVIL),
    )
    severity = list(Severity)[number % 3]
    finding = Finding(rules[number % 5].code, f"{long}{number}", places, frozenset((EVIL,)), severity, long)
    return Result(finding, rules[number % 5], f"{number:016x}{EVIL}")


def _source(number: int, long: str) -> SourceText:
    lines = (EVIL, "\t" + EVIL, long)
    kind = ("transcript", "dtcparms", EVIL)[number % 3]
    return SourceText(f"{EVIL}{number}", kind, EVIL, 10**6, (Stretch(1, lines), Stretch(500, lines)))


def _entry(long: str) -> dict[str, Any]:
    words = (
        "platform",
        "api",
        "constant",
        "meaning",
        "cause",
        "recovery",
        "look_for",
        "source",
        "confidence",
    )
    side = {"platform": EVIL, "code": EVIL, "constant": EVIL, "text": "", "basis": EVIL}
    return {**dict.fromkeys(words, long), "other_side": [side]}


def _handshake(number: int, long: str) -> dict[str, Any]:
    verdict = {
        "outcome": "failed",
        "cause": long,
        "by": EVIL,
        "why": long,
        "advice": long,
        "will_log": [None],
    }
    return {
        "file": EVIL,
        "client": {"ip": long, "port": EVIL},
        "server": None,
        "start": 1e300,
        "frames": {"first": number, "last": "x"},
        "messages": [{"from": "client", "type": long, "frame": 3, "time": "x"}, {"from": EVIL}, 5],
        "alerts": [{"from": "server", "level": EVIL, "code": EVIL, "name": EVIL, "frame": None}],
        "certificates": [{"from": EVIL, "subject": long, "error": long}],
        "sni": EVIL,
        "verdict": verdict if number % 2 == 0 else EVIL,
    }


def _topology(many: int, long: str) -> Topology:
    kinds = ("stack", "pool", "server", "agent", "segment", "key_database", "label", "application", EVIL)
    nodes = [
        Node(f"{n}", kinds[n % 9], long, long, long if n % 2 else "", ("ZVM000", EVIL), (EVIL, 3))
        for n in range(many * 3)
    ]
    edges = [
        Edge(f"{n}", f"{(n * 7) % (many * 3)}", EVIL, long if n % 2 else "", (EVIL,)) for n in range(many * 3)
    ]
    return Topology(
        (*nodes, Node("p", "pool", EVIL)), (*edges, Edge("p", "2", "member"), Edge("?", "0", EVIL))
    )


def _certificate(number: int, long: str) -> CertificateRow:
    first = NOW - timedelta(days=400 + number)
    row = CertificateRow(
        f"{number}", long, long, long, long, first, NOW + timedelta(days=number - 1), EVIL, EVIL, True, True,
        True, False, f"{number - 1}", EVIL, ("ZVM000", EVIL), long,
    )  # fmt: skip
    return replace(row, not_before=None) if number % 3 == 2 else row
