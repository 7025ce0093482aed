"""Hosts one after another, what is set aside, and the exit code."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from ssldiag.baseline import Baseline
from ssldiag.cli import survey
from ssldiag.cli.plan import Order, Plan
from ssldiag.cli.progress import Progress
from ssldiag.cli.survey import Survey, finish
from ssldiag.config import parse_config
from ssldiag.model import FilePlace, Report, Severity, Snapshot, Unreadable
from ssldiag.settings import Settings
from ssldiag.snapshot import SnapshotError
from tests.render import reports

NOW = datetime(2026, 11, 22, tzinfo=UTC)
RULES = {rule.code: rule for rule in reports.RULES}
PLAN = Plan(reports.RULES, Settings(), Severity.ERROR)


def order(**changes: Any) -> Order:
    return replace(Order((Path("host"),), NOW), **changes)


def test_finish_sets_aside_and_says_so() -> None:
    config = parse_config(
        "[[suppress]]\ncode = 'ZVM101'\nreason = 'known'\nuntil = 2026-11-22\n"
        "[[suppress]]\ncode = 'ZVM102'\nreason = 'over'\nuntil = 2026-11-21\n",
        "ssldiag.toml",
    )
    known = Baseline("before.json", {"zvm1": frozenset({"CERT101-keys/Database.kdb", "gone"})})
    done = finish(reports.report(), replace(PLAN, config=config), known)
    assert [root.finding.code for root in done.results] == ["ZVM102", "TLS900"]
    assert {item.reason for item in done.suppressed} == {
        "accepted by the owner",
        "known",
        "already in before.json",
    }
    assert done.notes[1:] == (
        "settings are from ssldiag.toml",
        "ssldiag.toml: the suppression of ZVM102 ended on 2026-11-21 (over)",
        "1 of the findings in before.json are gone",
    )


def test_finish_without_either_changes_nothing() -> None:
    report = reports.report()
    assert finish(report, PLAN, None) is report


class Hosts:
    """Reports by path name, in place of opening and examining."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, **hosts: Report | str) -> None:
        self._hosts = hosts
        self.said: list[str] = []
        self.shown: list[Snapshot] = []
        monkeypatch.setattr(survey, "open_snapshot", self._open)
        monkeypatch.setattr(survey, "examine", lambda snapshot, *_: self._hosts[snapshot.name])
        self.survey = Survey(
            order(paths=tuple(map(Path, hosts))),
            RULES,
            self.said.append,
            Progress(1, False, io.StringIO()),
            self.shown.append,
        )

    def _open(self, path: Path) -> Snapshot:
        host = self._hosts[path.name]
        if isinstance(host, str):
            raise SnapshotError(host)
        return replace(host.snapshot, name=path.name)


ONLY_CRASHED = reports.report(results=())


@pytest.mark.parametrize(
    ("hosts", "code", "number", "said"),
    [
        ({"a": reports.clean()}, 0, 1, []),
        ({"a": reports.clean(), "b": reports.report()}, 1, 2, []),
        ({"a": reports.report(), "b": "b is not there."}, 3, 1, ["b is not there."]),
        ({"a": ONLY_CRASHED}, 3, 1, []),
        ({"a": ONLY_CRASHED, "b": reports.report()}, 1, 2, []),
    ],
)
def test_exit_code(
    monkeypatch: pytest.MonkeyPatch, hosts: dict[str, Report | str], code: int, number: int, said: list[str]
) -> None:
    asked = Hosts(monkeypatch, **hosts)
    assert len(list(asked.survey.reports())) == number
    assert (asked.survey.exit_code, asked.said) == (code, said)


def test_a_host_without_a_known_file_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    bomb = Unreadable(FilePlace("x.zip"), "unpacks to too much")
    photos = tuple(reports.source(f"{n}.jpg", b"", "unknown") for n in range(3))
    asked = Hosts(
        monkeypatch,
        a=reports.report(snapshot=Snapshot("a", photos)),
        b=reports.report(snapshot=Snapshot("b", ())),
        c=reports.report(snapshot=Snapshot("c", (), (bomb,))),
        d=reports.report(snapshot=Snapshot("d", photos, (bomb, bomb))),
    )
    assert list(asked.survey.reports()) == []
    assert asked.survey.exit_code == 3
    assert [snapshot.name for snapshot in asked.shown] == ["a", "b", "c", "d"]
    assert asked.said[0].startswith("a: 3 files, and none that ssldiag knows (")
    assert "of an IBM i results of SQL services with column names" in asked.said[0]
    assert asked.said[1:3] == [
        "b: there is no file in it",
        "c: nothing in it could be taken in: x.zip unpacks to too much",
    ]
    assert asked.said[3].endswith("; not taken in: x.zip unpacks to too much (and 1 more)")
