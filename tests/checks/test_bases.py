"""The clean hosts that cases begin with: no rule finds anything worse than information in them."""

from __future__ import annotations

from pathlib import Path

import pytest

from ssldiag.doctor import examine
from ssldiag.model import Severity
from ssldiag.settings import Settings
from tests.support import BASES, NOW, rules, snapshot_of

HOSTS = sorted(path for path in BASES.iterdir() if path.name.startswith(("ibmi_", "linux")))


@pytest.mark.parametrize("host", HOSTS, ids=lambda path: path.name)
def test_clean(host: Path) -> None:
    files = {
        path.relative_to(host).as_posix(): path.read_bytes() for path in host.rglob("*") if path.is_file()
    }
    report = examine(snapshot_of(files), list(rules().values()), NOW, Settings())
    assert report.crashed == ()
    assert report.unreadable == ()
    assert [item.finding.message for item in report.all_results() if item.severity is not Severity.INFO] == []
    assert report.platforms == (host.name.partition("_")[0],)
    assert {rule.code for rule in report.rules if rule.code.startswith("ZVM")} == set()


def test_an_old_root_that_nothing_uses_is_no_error() -> None:
    host = BASES / "ibmi_740"
    files = {path.name: path.read_bytes() for path in host.iterdir() if path.is_file()}
    row = b"OLD_ROOT,Old Root,Old Root,02,2000-01-01 00:00:00,2020-01-01 00:00:00,2048,YES,NO\n"
    files["certificates.csv"] += row
    report = examine(snapshot_of(files), list(rules().values()), NOW, Settings())
    found = [(item.finding.code, item.severity) for item in report.all_results()]
    assert ("CERT101", Severity.WARNING) in found
    assert Severity.ERROR not in {severity for _, severity in found}
