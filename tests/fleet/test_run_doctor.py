"""Hosts as rows: what the doctor says of each, and why one could not be examined."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ssldiag.cli.fleet_examiner import Examiner, rules
from ssldiag.doctor import examine
from ssldiag.fleet.model import Failure, Item
from ssldiag.fleet.run_doctor import batches, results
from ssldiag.settings import Settings
from ssldiag.snapshot import open_snapshot
from tests.fleet.here import Here
from tests.fleet.made import HOSTS, hosts, order
from tests.fleet.support import NOW, ask


def test_findings_are_those_of_the_doctor(fleet: Path) -> None:
    wanted = []
    for number in range(1, HOSTS + 1):
        snapshot = open_snapshot(fleet.parent / "hosts" / f"host{number}")
        report = examine(snapshot, tuple(rules().values()), NOW, Settings())
        wanted += [
            (f"host{number}", result.fingerprint, result.finding.code, result.severity.value)
            for result in report.all_results()
        ]
    found = ask(fleet, "SELECT host, id, code, severity FROM findings").rows
    assert sorted(found) == sorted(wanted)
    assert found


def test_every_host_is_a_row(fleet: Path) -> None:
    rows = dict(ask(fleet, "SELECT status, count(*) FROM hosts GROUP BY 1").rows)
    assert rows == {"examined": HOSTS, "nothing known": 1, "unreadable": 1}
    reasons = dict(ask(fleet, "SELECT status, reason FROM hosts WHERE reason IS NOT NULL").rows)
    assert "none that ssldiag knows" in reasons["nothing known"]
    assert reasons["unreadable"]


def test_certificates_and_codes_of_logs(fleet: Path) -> None:
    rows = ask(fleet, "SELECT DISTINCT label, has_private_key FROM certificates WHERE origin = 'host'").rows
    assert ("TLSCERT1", True) in rows
    codes = ask(
        fleet,
        "SELECT host, code, count FROM errors WHERE origin = 'log' AND constant = 'GSK_ERR_CERT_VALIDATION'",
    ).rows
    assert codes == (("host5", "8", 4),)  # the number and the name, twice


def test_a_second_run_is_history(fleet: Path) -> None:
    assert ask(fleet, "SELECT count(DISTINCT run), count(DISTINCT day) FROM history.hosts").rows == ((2, 2),)
    assert ask(fleet, "SELECT count(DISTINCT run), count(DISTINCT day) FROM hosts").rows == ((1, 1),)


class Breaking(Here):
    """A worker dies of one host."""

    def __init__(self, name: str) -> None:
        self._name = name

    def ordered(self, function: Any, asked: Any, *more: Any, **words: Any) -> Any:
        for context, items in asked:
            if any(self._name in item.name for item in items):
                yield context, Failure("the worker that read it died, more than once", True)
            else:
                yield context, function(items)


def test_a_host_that_breaks_workers_is_one_row(tmp_path: Path) -> None:
    hosts(tmp_path)
    items = [Item(str(path), 1, "", folder=True) for path in sorted(tmp_path.glob("host*"))]
    found = dict(results(items, Breaking("host3"), Examiner(order(NOW)), NOW))
    assert [item.name for item in found] == [item.name for item in items]
    statuses = {Path(item.name).name: rows[0][1]["status"] for item, rows in found.items()}
    assert statuses["host3"] == "unreadable"
    assert {name for name, status in statuses.items() if status == "examined"} == set(statuses) - {"host3"}


def test_batches() -> None:
    items = [Item(str(number), 1, "") for number in range(5)]
    assert [len(batch) for batch in batches(items, 2)] == [2, 2, 1]
