"""Key databases as text: tables, details, findings, and nothing dangerous in any of them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from ssldiag.keydb import cms
from ssldiag.keydb.judge import problems_as_gskit
from ssldiag.keydb.model import Entry, KeyDatabase, PrivateKeyNote, Problem, Request
from ssldiag.keydb.read import read
from ssldiag.render import keydb as render
from ssldiag.render.style import Style

SAMPLES = Path(__file__).parent.parent / "keydb" / "data"
NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
PLAIN, WIDE = Style(80), Style(0)
EVIL = "evil\x1b[2J\u202egnp.exe\n\u200b"


def sample(name: str) -> KeyDatabase:
    return read((SAMPLES / name).read_bytes(), name)


def lines(found: Iterator[str]) -> list[str]:
    return "".join(found).splitlines()


def test_table() -> None:
    head, columns, *rows = lines(render.list_text(sample("labels.kdb"), WIDE))
    assert head == "labels.kdb: GSKit key database, X509KEY, version 3, 5 records"
    assert columns.split() == ["LABEL", "KIND", "KEY", "TRUSTED", "DEFAULT", "EXPIRES", "SUBJECT"]
    assert [row.split("  ")[0] for row in rows] == [
        "Example Root CA (2048)",
        "Größe und Maß CA",
        "tlscert1",
        "MY SERVER CERTIFICATE 2026",
        '" lead "',
    ]
    at = columns.index("EXPIRES")
    assert {row[at : at + 10] for row in rows} == {"2036-11-19", "2035-02-08", "2027-11-22"}


def test_deleted_and_expiry_in_the_heading() -> None:
    assert "5 records, 3 of them deleted" in lines(render.list_text(sample("deleted.kdb"), WIDE))[0]
    head, empty = lines(render.list_text(sample("empty.kdb"), WIDE))
    assert "password expires 2030-03-17 17:46:40 UTC" in head
    assert empty == "no certificates or requests"


def test_problems_below_the_table() -> None:
    last = lines(render.list_text(sample("corrupt.kdb"), WIDE))[-1]
    expected = 'problem: record 2 ("PARTNER"): damaged: the digest of the subject does not fit, at byte 5715'
    assert last == expected


def test_details() -> None:
    database = sample("basic.kdb")
    found = "\n".join(lines(render.show_text(database, database.entries, WIDE)))
    for text in (
        "Kind              personal, with private key",
        "Serial number     23cb85dcca46d41d0d8deec43b9f979978b5a778",
        "Valid to          2027-11-22 10:38:42 UTC",
        "DNS names         zvm1.example.test",
        'Chain             "TLSCERT1" <- "Example Root CA": complete',
    ):
        assert text in found


def test_details_of_a_request_and_of_nothing() -> None:
    broken = Entry("B", "signer", False, error="it is cut off", record=1, offset=80)
    waiting = Entry("R", "request", True, request=Request("CN=x", b"", "RSA 2048", 2048, "sig", ("odd",)))
    database = KeyDatabase("x", "gskit-cms", entries=(broken, waiting))
    found = "\n".join(lines(render.show_text(database, database.entries, WIDE)))
    assert "Error             it is cut off" in found
    assert "Subject           CN=x" in found
    assert "Defect            odd" in found


@pytest.mark.parametrize(
    ("name", "label", "ending"),
    [
        ("noca.kdb", "TLSCERT1", "incomplete, CN=Example Issuing CA 1,OU=PKI,O=Example,C=DE is not here"),
        ("order.kdb", "TLSCERT1", 'complete; not trusted: "ISSUING"'),
    ],
)
def test_chains_in_words(name: str, label: str, ending: str) -> None:
    database = sample(name)
    entry = database.labelled(label)
    assert entry is not None
    assert any(line.endswith(ending) for line in lines(render.show_text(database, [entry], WIDE)))


def test_findings() -> None:
    database = sample("order.kdb")
    found = lines(render.check_text(database, problems_as_gskit(database, NOW), NOW, PLAIN))
    assert found[0].endswith("judged at 2026-11-22 12:00 UTC")
    assert found[2] == 'error[issuer_untrusted] "TLSCERT1" depends on "ISSUING", not trusted here'
    assert "(GSKit: 8 GSK_ERROR_CERT_VALIDATION)" in " ".join(line.strip() for line in found[3:5])
    assert found[-1] == "1 error, 1 warning, 0 notes"


def test_nothing_wrong() -> None:
    assert lines(render.check_text(sample("basic.kdb"), [], NOW, PLAIN))[-1] == "nothing wrong was found"


def test_what_is_not_certain_is_said_to_be_probable() -> None:
    database = sample("trust.kdb")
    found = "\n".join(lines(render.check_text(database, problems_as_gskit(database, NOW), NOW, WIDE)))
    assert "probably: GSKit stores a signer before its first day" in found
    assert "probably: GSKit stores a signer that has expired" not in found


def test_gskit_answers_only_for_its_own_format() -> None:
    database = KeyDatabase("x.p12", "pkcs12", entries=sample("expired.kdb").entries)
    found = "\n".join(lines(render.check_text(database, problems_as_gskit(database, NOW), NOW, WIDE)))
    assert "expired on 2026-09-13" in found
    assert "GSKit:" not in found


def test_closed_store_and_stray_keys() -> None:
    note = PrivateKeyNote("RSA PRIVATE KEY", False, 17)
    database = KeyDatabase("x.p12", "pkcs12", needs_password=True, private_keys=(note,))
    found = lines(render.list_text(database, WIDE))
    assert found[1] == "its certificates are encrypted"
    assert found[-1] == "note: RSA PRIVATE KEY at byte 17, not encrypted; it was not read"


def test_colour_only_when_asked_for() -> None:
    database = sample("expired.kdb")
    troubles = problems_as_gskit(database, NOW)
    assert "\x1b[" in "".join(render.check_text(database, troubles, NOW, Style(80, True)))
    assert "\x1b" not in "".join(render.check_text(database, troubles, NOW, PLAIN))


def test_nothing_dangerous_gets_through() -> None:
    certificate = sample("basic.kdb").entries[0].certificate
    entries = (
        Entry(EVIL, "signer", False, True, certificate=certificate, record=1),
        Entry(EVIL + "2", "signer", False, error=EVIL),
        Entry(EVIL + "3", "request", True, request=Request(EVIL, b"", EVIL, None, EVIL, (EVIL,))),
    )
    database = KeyDatabase(
        EVIL,
        "gskit-cms",
        kind_text=EVIL,
        entries=entries,
        problems=(Problem(EVIL, 1, "digest", EVIL),),
        private_keys=(PrivateKeyNote(EVIL, True, 1, EVIL),),
    )
    troubles = problems_as_gskit(database, NOW)
    for style in (PLAIN, WIDE):
        for found in (
            render.list_text(database, style),
            render.show_text(database, entries, style),
            render.check_text(database, troubles, NOW, style),
        ):
            text = "".join(found)
            assert all(line.isprintable() for line in text.split("\n"))
            assert "evil\\x1b[2J\\u202egnp.exe" in text


def test_a_hostile_subject_is_harmless() -> None:
    database = cms.read((SAMPLES / "basic.kdb").read_bytes(), "x")
    assert database.entries[0].certificate is not None
    assert all(line.isprintable() for line in lines(render.show_text(database, database.entries, PLAIN)))
