"""The doctor: every rule ends in one of five ways, and nothing in a snapshot makes it raise."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import replace

import pytest

from ssldiag import doctor
from ssldiag.api import Facts, Stack, StoredCertificate, Undecided, check, finding
from ssldiag.doctor import examine
from ssldiag.model import FilePlace, Finding, Report, Rule, Severity, Snapshot
from ssldiag.settings import Settings
from tests.support import BASES, NOW, rules, snapshot_of

POOL = {path.name: path.read_bytes() for path in (BASES / "pool").iterdir()}


@check("T1", "fires", "error", "test")
def fires(facts: Facts) -> Iterator[Finding]:
    yield finding("T1", "something", FilePlace("a"))


@check("T2", "quiet", "error", "test")
def quiet(facts: Facts) -> Iterator[Finding]:
    yield from ()


@check("T3", "undecided", "error", "test")
def undecided(facts: Facts) -> Iterator[Finding]:
    yield from ()
    raise Undecided("too little", "the other file")


@check("T4", "crashes", "error", "test")
def crashes(facts: Facts) -> Iterator[Finding]:
    yield from ()
    raise KeyError("x")


@check("T5", "wants a stack", "error", "test", needs=(Stack,))
def wants_a_stack(facts: Facts) -> Iterator[Finding]:
    yield from ()


@check("T6", "for 6.3", "error", "test", releases="630")
def for_630(facts: Facts) -> Iterator[Finding]:
    yield from ()


IBMI_VALUES = b"SYSTEM_VALUE_NAME,CURRENT_NUMERIC_VALUE,CURRENT_CHARACTER_VALUE\nQSSLPCL,,*OPSYS\n"

ALL = [fires, quiet, undecided, crashes, wants_a_stack]


def examined(given: list[Rule], files: dict[str, bytes] | None = None, release: str | None = None) -> Report:
    return examine(snapshot_of(files or {}), given, NOW, Settings(release=release))


def messages(report: Report) -> list[str]:
    return [item.finding.message for item in report.all_results()]


def test_five_answers() -> None:
    report = examined(ALL)
    assert [item.finding.code for item in report.all_results()] == ["T1"]
    assert [item.code for item in report.passed] == ["T2"]
    assert next((item.rule.code, item.settle_with) for item in report.skipped) == ("T3", "the other file")
    assert [item.rule.code for item in report.skipped] == ["T3", "T5"]
    assert [item.rule.code for item in report.crashed] == ["T4"]
    assert "KeyError" in report.crashed[0].error
    assert "test_doctor.py" in report.crashed[0].error


def test_a_skipped_rule_says_what_would_settle_it() -> None:
    skipped = examined([wants_a_stack]).skipped[0]
    assert "no TCP/IP stack was collected" in skipped.reason
    assert "DTCPARMS" in skipped.settle_with


@check("T7", "wants a certificate", "error", "test", needs=(StoredCertificate,))
def wants_a_certificate(facts: Facts) -> Iterator[Finding]:
    yield from ()


def test_a_certificate_is_asked_for_in_the_words_of_the_platform() -> None:
    """An IBM i has no KEYFILE and no gskkyman."""
    on_ibmi = examined([wants_a_certificate], {"values.csv": IBMI_VALUES}).skipped[0]
    assert "QSYS2.CERTIFICATE_INFO" in on_ibmi.settle_with
    assert "gskkyman" not in on_ibmi.settle_with
    assert "gskkyman" in examined([wants_a_certificate]).skipped[0].settle_with


def test_a_rule_for_another_release_does_not_apply() -> None:
    assert [item.code for item in examined([for_630], release="630").passed] == ["T6"]
    assert "this is 720" in examined([for_630], release="720").skipped[0].reason
    unknown = examined([for_630]).skipped[0]
    assert "not known" in unknown.reason
    assert "--release" in unknown.settle_with


def test_the_report_says_which_release_it_took_and_why() -> None:
    assert "720, as TCPIP.CONSOLE:15 says" in examined([for_630], POOL, release="630").notes[0]
    assert "630, as --release says" in examined([for_630], {}, release="630").notes[0]
    assert examined([quiet], POOL).notes == ()


def test_a_rule_that_finds_without_end_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    def endless(facts: Facts) -> Iterator[Finding]:
        while True:
            yield finding("T1", "again", FilePlace("a"))

    monkeypatch.setattr(doctor, "MAX_FINDINGS", 20)
    report = examined([replace(fires, run=endless)])
    assert len(report.all_results()) == 20
    assert report.notes == ("T1 stopped after 20 findings",)


def test_a_rule_that_crashes_half_way_keeps_what_it_found() -> None:
    def half(facts: Facts) -> Iterator[Finding]:
        yield finding("T1", "first", FilePlace("a"))
        raise ValueError("then this")

    report = examined([replace(fires, run=half)])
    assert [item.rule.code for item in report.crashed] == ["T1"]
    assert messages(report) == ["first"]


def test_the_report_says_which_release_it_took_where_a_rule_found_something() -> None:
    rule = replace(fires, releases="630")
    assert "630, as --release says" in examined([rule], {}, release="630").notes[0]


@pytest.mark.parametrize("wrong", ["text", finding("T9", "another rule's", FilePlace("a"))])
def test_a_rule_that_gives_something_else_has_crashed(wrong: Finding) -> None:
    def odd(facts: Facts) -> Iterator[Finding]:
        yield wrong

    report = examined([replace(fires, run=odd)])
    assert messages(report) == []
    assert "a finding of T1 is expected" in report.crashed[0].error


@pytest.mark.parametrize("code", ["ZVM416", "ZVM421", "ZVM806"])
def test_numbers_of_any_length_crash_no_rule(code: str) -> None:
    """Python refuses to convert more than 4300 digits."""
    long = b"9" * 5000
    files = {name: re.sub(rb"(?<![\w.])\d+(?![\w.])", long, data) for name, data in POOL.items()}
    files["SYSTEM.DTCPARMS"] = POOL["SYSTEM.DTCPARMS"].replace(b":parms.", b":parms.MAXUSERS " + long + b" ")
    files["USER.DIRECT"] = re.sub(rb"(MAXCONN|RELATIVE) \d+", rb"\1 " + long, POOL["USER.DIRECT"])
    rule = replace(rules()[code], releases="all")
    report = examined([rule], files)
    assert not report.crashed
    assert messages(report)


def test_a_source_that_cannot_be_read_after_all_is_unreadable() -> None:
    class Lost(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            raise OSError("is damaged (its check value is wrong)")

        readline = readinto = read1 = read  # type: ignore[assignment]

    whole = snapshot_of(POOL)
    sources = tuple(replace(source, opener=Lost) for source in whole.sources)
    report = examine(Snapshot("lost", sources), list(rules().values()), NOW, Settings())
    assert not report.crashed
    wanted = {"SYSTEM.DTCPARMS", "Database.kdb", "TCPIP.CONSOLE"}
    assert {item.place.file for item in report.unreadable} >= wanted


@pytest.mark.parametrize("base", ["pool", "single"])
def test_clean_hosts_have_no_findings(base: str) -> None:
    files = {path.name: path.read_bytes() for path in (BASES / base).iterdir()}
    report = examined(list(rules().values()), files)
    assert messages(report) == []
    assert [item.error for item in report.crashed] == []
    assert [(str(item.place), item.reason) for item in report.unreadable] == []
    assert len(report.passed) > 140


@pytest.mark.parametrize("name", sorted(POOL))
def test_any_one_file_missing_accuses_nobody(name: str) -> None:
    """Less evidence must lead to more skipped rules, never to findings."""
    files = {path: data for path, data in POOL.items() if path != name}
    report = examined(list(rules().values()), files)
    assert not report.crashed
    assert messages(report) == []


@pytest.mark.parametrize("name", sorted(POOL))
def test_any_file_alone_accuses_nobody(name: str) -> None:
    report = examined(list(rules().values()), {name: POOL[name]})
    assert not report.crashed
    assert messages(report) == []


def test_records_that_run_together_are_unreadable_and_accuse_nobody() -> None:
    """A variable-length EBCDIC file, fetched in binary, has lost its record ends."""
    records = POOL["PROFILE.TCPIP"].decode().splitlines()
    glued = "".join(records).encode("cp037")
    report = examined(list(rules().values()), {**POOL, "PROFILE.TCPIP": glued})
    assert messages(report) == []
    assert [item.place.file for item in report.unreadable] == ["PROFILE.TCPIP"]
    assert "fetch it again as text" in report.unreadable[0].reason


def test_what_is_not_there_is_told_from_what_was_not_collected() -> None:
    from ssldiag.api import DcssAgent

    rule = replace(wants_a_stack, needs=(DcssAgent,))
    without = (
        POOL["SYSTEM.DTCPARMS"].replace(b":nick.SSLDCSSM", b":nick.OTHER").replace(b"ssl_dcss_agent", b"smtp")
    )
    files = {"SYSTEM.DTCPARMS": without.replace(b":for.SSL*", b""), "IBM.DTCPARMS": POOL["IBM.DTCPARMS"]}
    assert examined([rule], files).skipped[0].settle_with == "nothing: it does not apply"
    del files["IBM.DTCPARMS"]
    assert "IBM DTCPARMS" in examined([rule], files).skipped[0].settle_with


def test_a_file_that_a_machine_read_and_that_was_not_collected_is_noted() -> None:
    report = examined(list(rules().values()), {k: v for k, v in POOL.items() if k != "SYSTEM.DTCPARMS"})
    assert any(
        re.fullmatch(r"\S+ read SYSTEM DTCPARMS D1 \(.*:\d+\), which was not collected", note)
        for note in report.notes
    )
    assert not any("not collected" in note for note in examined(list(rules().values()), POOL).notes)


def test_backup_copies_are_left_alone_and_counted() -> None:
    old = {
        "SYSTEM.DTCPOLD": b":nick.SSL* :type.server\n",
        "PROFILE.TCPIP.bak": b"SSLSERVERID SSLX TIMEOUT 60\n",
    }
    report = examined(list(rules().values()), POOL | old)
    assert messages(report) == []
    assert "left alone: 2 backup copies" in report.notes
    log = {"TCPIP.CONSOLE.old": POOL["TCPIP.CONSOLE"]}
    assert not any("backup" in note for note in examined([], POOL | log).notes)


EXPIRED = (BASES.parent / "CERT101" / "fires" / "Database.kdb").read_bytes()


def test_a_database_that_keyfile_does_not_name_is_for_information() -> None:
    (found,) = examined([rules()["CERT101"]], POOL | {"Old.kdb": EXPIRED}).results
    assert found.severity is Severity.INFO


def test_the_only_database_is_taken_for_the_one_that_keyfile_names() -> None:
    files = {path: data for path, data in POOL.items() if path != "Database.kdb"} | {"Old.kdb": EXPIRED}
    (found,) = examined([rules()["CERT101"]], files).results
    assert found.severity is Severity.ERROR
    note = "taken for the database of SSL*, though KEYFILE names /etc/gskadm/Database.kdb"
    assert found.finding.evidence[0].note == note


@pytest.mark.parametrize("length", [100, 121, 132, 133, 255])
def test_fixed_records_of_any_length_are_read(length: int) -> None:
    names = ("PROFILE.TCPIP", "SYSTEM.DTCPARMS", "USER.DIRECT", "TCPIP.DATA", "SRVRFTP.CONFIG")
    cards = {name: fixed(POOL[name], length) for name in names}
    report = examined(list(rules().values()), POOL | cards)
    assert messages(report) == []
    assert report.unreadable == ()
    assert len(report.skipped) == len(examined(list(rules().values()), POOL).skipped)


def fixed(data: bytes, length: int) -> bytes:
    """A file as records of one length in EBCDIC."""
    return "".join(line.ljust(length) for line in data.decode().splitlines()).encode("cp037")


@pytest.mark.parametrize("encoding", ["ascii", "cp037"])
@pytest.mark.parametrize("name", ["PROFILE.TCPIP", "TCPIP.DATA", "SRVRFTP.CONFIG", "SMTP.CONFIG"])
def test_statements_on_one_line_are_unreadable_and_accuse_nobody(name: str, encoding: str) -> None:
    joined = " ".join(POOL[name].decode().splitlines()).encode(encoding)
    report = examined(list(rules().values()), POOL | {name: joined})
    assert messages(report) == []
    assert [item.place.file for item in report.unreadable] == [name]


def test_ebcdic_that_was_translated_as_latin_1_is_unreadable() -> None:
    mangled = POOL["PROFILE.TCPIP"].decode().replace("\n", "\x85").encode("cp037").decode("latin-1")
    report = examined(list(rules().values()), POOL | {"PROFILE.TCPIP": mangled.encode()})
    assert messages(report) == []
    assert [item.place.file for item in report.unreadable] == ["PROFILE.TCPIP"]


@check("IBMI1", "for IBM i", "error", "test", releases="540")
def for_v5r4(facts: Facts) -> Iterator[Finding]:
    yield finding("IBMI1", "found", FilePlace("a"))


@check("ZVM1", "for z/VM", "error", "test")
def for_zvm(facts: Facts) -> Iterator[Finding]:
    yield finding("ZVM1", "found", FilePlace("a"))


FORM = b"[system SHOP]\nrelease = V5R4\n"


def test_rules_of_another_platform_are_left_out() -> None:
    assert examined([for_v5r4, for_zvm, quiet], POOL).rules == (for_zvm, quiet)
    assert examined([for_v5r4, for_zvm, quiet], {"shop.txt": FORM}).rules == (for_v5r4, quiet)


def test_rules_of_another_platform_alone_say_why() -> None:
    (skipped,) = examined([for_v5r4], POOL).skipped
    assert "it is for IBM i, of which no file was collected" in skipped.reason
    (skipped,) = examined([for_zvm], {"shop.txt": FORM}).skipped
    assert "it is for z/VM, of which no file was collected" in skipped.reason


def test_files_of_both_platforms_are_judged_by_the_rules_of_both() -> None:
    report = examined([for_v5r4, for_zvm], {**POOL, "shop.txt": FORM})
    assert report.platforms == ("zvm", "ibmi")
    assert [item.finding.code for item in report.all_results()] == ["IBMI1", "ZVM1"]


def test_a_release_of_ibmi_is_that_of_its_file() -> None:
    report = examined([for_v5r4], {"shop.txt": FORM}, release="7.4")
    assert [item.finding.code for item in report.all_results()] == ["IBMI1"]
    assert report.notes == ("judged SHOP as IBM i V5R4, as shop.txt:2 says",)


def test_a_release_that_does_not_fit_or_is_not_known() -> None:
    (skipped,) = examined([for_v5r4], {"shop.txt": FORM.replace(b"V5R4", b"7.4")}).skipped
    assert skipped.reason == "it is for IBM i 540, this is 7.4"
    (skipped,) = examined([for_v5r4], {"shop.txt": b"[system SHOP]\n"}).skipped
    assert skipped.reason == "it depends on the IBM i level (540), which is not known"


def test_one_of_several_systems_is_enough() -> None:
    report = examined([for_v5r4], {"shop.txt": FORM + b"[system NEW]\nrelease = 7.4\n"})
    assert [item.finding.code for item in report.all_results()] == ["IBMI1"]
