"""A comparison reads like a change note: of each sample and the sound one, what was repaired is said."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from ssldiag.bundle.changes import PARTS, Difference
from ssldiag.bundle.diff import compare, document
from tests.bundle import diffs
from tests.conftest import ROOT

SAMPLES = ROOT / "samples" / "zvm"

NOTES = {
    "broken-several": (
        "CERT101 gone",
        "TLSCERT1 has another certificate in Database.kdb: it expires 435 days later, on 2027-11-22",
        'label "EXROOT" is now "Example Root CA"',
        "SECURECONNECTION of INTERNALCLIENTPARMS: ALLOWED -> REQUIRED",
        "CACHESIZE 500 removed from :parms. of SSL*",
        "NAMESAVE TCPIP added to PROFILE TCPSSLU",
        "last start of SSL00001: given up (DTCRUN1099E) -> started",
        "user SSLDCSSM: not logged on -> disconnected",
    ),
    "session-cache": (
        "privilege classes of USER SSLDCSSM: G -> GE",
        "users of segment TCPIP: 0 -> 6",
        "NAMESAVE of PROFILE TCPSSLU: TCPIPOLD -> TCPIP",
    ),
    "stack-moved": ("entry TCPIP11 is now entry TCPIP", ":stack. of SSL*: TCPIP11 -> TCPIP"),
    "ftp-label": ("TLSLABEL: TLSCRT1 -> TLSCERT1", "ZVM501 gone"),
    "parameters": ("CACHECLEANUP 5 removed from :parms. of SSL*", "ZVM219 gone"),
}


@cache
def difference(sample: str) -> Difference:
    return compare(diffs.of(SAMPLES / sample), diffs.of(SAMPLES / "clean"))


@pytest.mark.parametrize("sample", NOTES)
def test_the_repair_of_a_sample_is_told(sample: str) -> None:
    told = "\n".join(change.what for change in difference(sample).changes)
    assert [words for words in NOTES[sample] if words not in told] == []


@pytest.mark.parametrize("sample", NOTES)
def test_the_way_back_tells_the_opposite(sample: str) -> None:
    there = difference(sample)
    back = compare(there.new, there.old)
    kinds = {"gone": "new", "new": "gone", "changed": "changed"}
    for part in ("setting", "certificate", "finding", "state"):
        forward = sorted(kinds[change.kind] for change in there.of(part))
        assert sorted(change.kind for change in back.of(part)) == forward


def test_the_lead_says_what_went_and_what_is_left() -> None:
    lead = difference("ftp-label").lead
    assert lead[0] == "Gone: ZVM725, ZVM501."
    assert lead[-1].startswith("No problem left; before, 2 errors")


def test_places_are_those_of_each_side() -> None:
    (change,) = [one for one in difference("broken-several").changes if one.what.startswith("SECURECONN")]
    assert (str(change.old), str(change.new)) == ("PROFILE.TCPIP:18", "PROFILE.TCPIP:17")
    assert change.old is not None and change.old.text.strip() == "SECURECONNECTION ALLOWED"


def test_nothing_changed_between_a_host_and_itself() -> None:
    clean = diffs.of(SAMPLES / "clean")
    same = compare(clean, diffs.of(SAMPLES / "clean"))
    assert same.changes == () and same.notes == () and same.lead[0] == "Nothing changed."


def test_a_file_that_was_not_collected_takes_no_settings_with_it(tmp_path: Path) -> None:
    profile = "SSLSERVERID * TIMEOUT 60\nAUTOLOG\n  FTPSERVE 0\nENDAUTOLOG\n"
    old = diffs.side(tmp_path / "old", {"PROFILE.TCPIP": profile, "TCPIP.DATA": "TCPIPUSERID TCPIP\n"})
    new = diffs.side(tmp_path / "new", {"TCPIP.DATA": "TCPIPUSERID TCPIP\n"})
    told = compare(old, new)
    assert told.of("setting") == ()
    assert [change.what for change in told.of("file")] == ["PROFILE.TCPIP is not there any more"]


def test_a_moved_file_is_the_same_file(tmp_path: Path) -> None:
    old = diffs.side(tmp_path / "old", {"a/PROFILE.TCPIP": "SSLSERVERID * TIMEOUT 60\n"})
    new = diffs.side(tmp_path / "new", {"b/profile.tcpip": "SSLSERVERID * TIMEOUT 30\n"})
    told = [change.what for change in compare(old, new).changes if change.part in ("setting", "file")]
    assert told == ["SSLSERVERID: * TIMEOUT 60 -> * TIMEOUT 30", "b/profile.tcpip was a/PROFILE.TCPIP"]


def test_notes_say_why_names_may_differ() -> None:
    clean = diffs.of(SAMPLES / "clean")
    (note,) = compare(replace(clean, name="x.zip", redacted=True), clean).notes
    assert note.startswith("x.zip has stand-ins and clean has not")
    one, other = (replace(clean, redacted=True, mapping=word) for word in ("ab", "cd"))
    assert "different mappings" in compare(one, other).notes[0]


def test_a_report_of_another_kind_is_no_accident() -> None:
    clean = diffs.of(SAMPLES / "clean")
    found = [5, {"code": None, "evidence": [7]}]
    odd = {"findings": found, "skipped": {}, "summary": [], "passed": [{"x": 1}]}
    told = compare(replace(clean, report=odd), clean)
    assert {change.part for change in told.changes} <= set(PARTS)


def test_the_document_says_what_the_text_says() -> None:
    found = document(difference("ftp-label"), diffs.NOW)
    assert found["schema"] == "ssldiag.bundle-diff/1"
    first = next(item for item in found["changes"] if item["subject"] == "setting")
    assert (first["old"]["file"], first["old"]["line"]) == ("SRVRFTP.CONFIG", 5)
    assert first["old"]["text"] == "TLSLABEL      TLSCRT1"
    assert found["old"]["summary"] == {"error": 2, "warning": 0, "info": 0}
