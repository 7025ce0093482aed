"""Plans, configurations and the exit code of a survey."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from ssldiag.baseline import Baseline
from ssldiag.cli import survey
from ssldiag.cli.progress import Progress
from ssldiag.cli.survey import Order, Plan, Survey, config_for, finish, plan
from ssldiag.config import Config, parse_config
from ssldiag.model import Report, Severity, Snapshot
from ssldiag.selection import SelectionError
from ssldiag.settings import Settings
from ssldiag.snapshot import SnapshotError
from tests.render import reports

NOW = datetime(2026, 11, 22, tzinfo=UTC)
RULES = {rule.code: rule for rule in reports.RULES}
PLAN = Plan(reports.RULES, Settings(), Severity.ERROR)


def order(**changes: Any) -> Order:
    return replace(Order((Path("host"),), NOW), **changes)


def test_defaults() -> None:
    made = plan(order(), None, RULES)
    assert made == Plan(tuple(RULES.values()), Settings(None, 30, ()), Severity.ERROR, None)


def test_a_configuration_replaces_defaults_and_the_command_line_replaces_it() -> None:
    config = Config("x", ("ZVM",), ("ZVM1",), "info", "620", 0)
    made = plan(order(), config, RULES)
    assert [rule.code for rule in made.rules] == ["ZVM301"]
    assert (made.settings.release, made.settings.expiry_days, made.fail_on) == ("620", 0, Severity.INFO)
    told = order(
        select=("CERT",), ignore=(), release="630", expiry_days=7, fail_on=Severity.WARNING, passwords=(b"p",)
    )
    made = plan(told, config, RULES)
    assert [rule.code for rule in made.rules] == ["CERT101"]
    assert made.settings == Settings("630", 7, (b"p",))
    assert made.fail_on is Severity.WARNING


def test_never_is_not_the_same_as_nothing_said() -> None:
    assert plan(order(never=True), Config("x", fail_on="info"), RULES).fail_on is None
    assert plan(order(), Config("x", fail_on="never"), RULES).fail_on is None


def test_codes_that_no_rule_has_are_refused() -> None:
    config = parse_config("[[suppress]]\ncode = 'ZVM999'\nreason = 'r'\nuntil = 2027-01-01", "x")
    with pytest.raises(SelectionError, match="there is no rule 'ZVM999'"):
        plan(order(), config, RULES)
    with pytest.raises(SelectionError, match="begins with 'X'"):
        plan(order(select=("X",)), None, RULES)


def test_where_the_configuration_comes_from(tmp_path: Path) -> None:
    host, here, other = tmp_path / "host", tmp_path / "here", tmp_path / "other.toml"
    host.mkdir()
    here.mkdir()
    assert config_for(host, order(), here) is None
    (here / "ssldiag.toml").touch()
    assert config_for(host, order(), here) == here / "ssldiag.toml"
    (host / "ssldiag.toml").touch()
    assert config_for(host, order(), here) == host / "ssldiag.toml"
    assert config_for(host / "file", order(), here) == here / "ssldiag.toml"
    assert config_for(host, order(config=other), here) == other


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
        monkeypatch.setattr(survey, "open_snapshot", self._open)
        monkeypatch.setattr(survey, "examine", lambda snapshot, *_: self._hosts[snapshot.name])
        self.survey = Survey(
            order(paths=tuple(map(Path, hosts))), RULES, self.said.append, Progress(1, False, io.StringIO())
        )

    def _open(self, path: Path) -> Snapshot:
        host = self._hosts[path.name]
        if isinstance(host, str):
            raise SnapshotError(host)
        return Snapshot(path.name, host.snapshot.sources)


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
    photos = tuple(reports.source(f"{n}.jpg", b"", "unknown") for n in range(3))
    asked = Hosts(
        monkeypatch,
        a=reports.report(snapshot=Snapshot("a", photos)),
        b=reports.report(snapshot=Snapshot("b", ())),
    )
    assert list(asked.survey.reports()) == []
    assert asked.survey.exit_code == 3
    assert asked.said[0].startswith("a: 3 files, and none that ssldiag knows (")
    assert asked.said[1].startswith("b: 0 files, and none that ssldiag knows (")
