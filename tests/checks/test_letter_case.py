"""Names that came through CMS: all in capitals, whatever they were in BFS."""

from __future__ import annotations

from pathlib import Path

from ssldiag.doctor import examine
from tests.support import read_case, rules

HERE = Path(__file__).parent


def test_a_key_database_in_capitals_says_nothing_of_keyfile() -> None:
    case = read_case(HERE / "ZVM229" / "collected_letter_case")
    case.files["DATABASE.KDB"] = case.files.pop("Database.kdb")
    report = examine(case.snapshot, [rules()["ZVM229"]], case.now, case.settings)
    assert report.all_results() == []
    assert "no listing of its directory" in report.skipped[0].reason
