"""What of a report is shown in a story."""

from __future__ import annotations

from ssldiag.lab.diagnose import excerpt

REPORT = """\
pool: 9 files, judged at 2026-11-22 18:00 UTC

error[ZVM507] port-label-missing
  port 1007 wants the label X
 |
 = more: ssldiag rules ZVM507

  then follows:

  error[ZVM709] server-not-listening
    nothing listens
     = more: ssldiag rules ZVM709

  warning[ZVM728] handshake-failed
    handshakes failed

warning[ZVM508] label-grammar
  a label

3 files were not recognised (-v says why): a, b, c
2 errors, 2 warnings; 170 checks passed
""".splitlines()


def test_the_wanted_finding_with_the_names_of_what_follows() -> None:
    assert excerpt(REPORT, ["ZVM507"]) == (
        "error[ZVM507] port-label-missing",
        "  port 1007 wants the label X",
        " |",
        " = more: ssldiag rules ZVM507",
        "",
        "  then follows: error[ZVM709] server-not-listening, warning[ZVM728] handshake-failed",
        "",
        "2 errors, 2 warnings; 170 checks passed",
    )


def test_wanted_findings_stand_apart() -> None:
    shown = excerpt(REPORT, ["ZVM507", "ZVM508"])
    at = shown.index("warning[ZVM508] label-grammar")
    assert shown[at - 1] == ""
    assert shown[-3:] == ("  a label", "", REPORT[-1])


def test_of_a_report_without_them_the_last_line_is_left() -> None:
    assert excerpt(REPORT, ["CERT101"]) == (REPORT[-1],)
