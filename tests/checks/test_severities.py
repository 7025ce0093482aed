"""Findings that are milder than their rule: what is only inferred, or only likely, must not be an error."""

from __future__ import annotations

from pathlib import Path

import pytest

from ssldiag.doctor import examine
from tests.support import read_case, rules

HERE = Path(__file__).parent

WARNINGS = """
ZVM103/warning_when_it_came_up ZVM110/agent_without_stack ZVM111/shipped_agent_beside ZVM112/absent
ZVM114/empty ZVM115/overlap ZVM120/fires ZVM127/no_class ZVM205/fires ZVM205/newer_suite_on_an_old_level
ZVM213/other_ending_630 ZVM213/pkcs12_630 ZVM216/old_service ZVM220/old_service ZVM221/old_service
ZVM508/config ZVM120/mount_point_misspelled ZVM222/format_3 ZVM223/unused_label CERT104/fires CERT115/fires
IBMI104/not_told IBMI108/missing IBMI301/none IBMI307/no_key IBMI316/logged IBMI402/opsys_73
IBMI217/old_system LNX101/only_assumed LNX142/level_unknown LNX112/fires LNX101/was LNX102/was
"""

ERRORS = """
ZVM103/fires ZVM110/fires ZVM111/two_agents ZVM112/fires ZVM112/absent_and_the_console_says_so
ZVM114/no_brackets ZVM115/same_name ZVM120/no_root ZVM127/fires ZVM213/fires ZVM216/level_610 ZVM220/level_540
ZVM508/refused ZVM508/absent ZVM229/keyfile_letter_case ZVM221/level_620 ZVM222/session ZVM223/short_key
IBMI101/missing IBMI104/missing IBMI214/endpoint_off IBMI306/expired IBMI316/unknown IBMI410/opsys_71
IBMI508/down LNX101/fires LNX101/mq_default LNX112/db2 LNX142/fires LNX109/fires LNX154/fires
"""

WANTED = [
    *((name, "warning") for name in WARNINGS.split()),
    *((name, "error") for name in ERRORS.split()),
]


@pytest.mark.parametrize(("name", "severity"), WANTED)
def test_severity(name: str, severity: str) -> None:
    case = read_case(HERE / name)
    report = examine(case.snapshot, [rules()[case.code]], case.now, case.settings)
    assert [result.severity.value for result in report.all_results()] == [severity]
