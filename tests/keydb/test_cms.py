"""GSKit's own databases: samples with a manifest, every cut, every damage, and files made up."""

from __future__ import annotations

import json
import pickle
import random
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ssldiag.keydb import cms
from ssldiag.keydb.model import KeyDatabase, NotAKeyDatabase

from .makers import (
    ENCRYPTED_KEY,
    NO_FLAGS,
    SECRET,
    TRUSTED_DEFAULT,
    Authority,
    database,
    index,
    personal,
    request,
    signer,
    slot,
    structure,
)

# What the manifest calls curves, and what certificates say.
CURVES = {"EC secp256r1": "EC P-256", "EC secp384r1": "EC P-384", "EC secp521r1": "EC P-521"}


def words(found: KeyDatabase) -> list[str]:
    return [problem.word for problem in found.problems]


def agrees(folder: Path, expected: Mapping[str, Any]) -> None:
    """Compare one database with every field of its manifest."""
    path = folder / expected["file"]
    found = cms.read(path.read_bytes(), path.name)
    assert found.version == expected["format_version"]
    assert found.record_length == expected["record_length"]
    assert found.records == expected["record_slots"]
    assert found.deleted == expected["deleted_slots"]
    expires = expected["password_expires"]
    assert found.password_expires == (datetime.fromtimestamp(expires, UTC) if expires else None)
    damaged = set(expected.get("damaged_labels", ()))
    answer = int(expected["gskit_opens_with"].split()[0])
    cut = answer == 12
    entries = [entry for entry in found.entries if entry.label not in damaged]
    wanted = [entry for entry in expected["entries"] if entry["label"] not in damaged]
    assert [entry.label for entry in entries] == [entry["label"] for entry in wanted][
        : len(entries) if cut else None
    ]
    for entry, fields in zip(entries, wanted, strict=False):
        certificate = entry.certificate
        assert certificate is not None
        assert (entry.kind, entry.trusted, entry.default, entry.has_private_key) == tuple(
            fields[word] for word in ("kind", "trusted", "default", "has_private_key")
        )
        assert (certificate.subject, certificate.issuer) == (fields["subject"], fields["issuer"])
        assert certificate.not_before == datetime.fromisoformat(fields["not_before"])
        assert certificate.not_after == datetime.fromisoformat(fields["not_after"])
        assert certificate.serial_hex == fields["serial"]
        assert certificate.key == CURVES.get(fields["key_type"], fields["key_type"])
        assert certificate.sha256 == fields["sha256"]
        assert certificate.defects == ()
    assert {problem.label for problem in found.problems if problem.word == "digest"} == damaged
    assert words(found) == {12: ["truncated"], 18: ["digest", "digest"]}.get(answer, [])
    requests = path.with_suffix(".rdb")
    if expected["requests"] or requests.exists():
        pending = cms.read(requests.read_bytes(), requests.name).entries
        assert [
            (entry.label, entry.kind, entry.subject, entry.request and entry.request.key) for entry in pending
        ] == [
            tuple(fields[word] for word in ("label", "kind", "subject", "key_type"))
            for fields in expected["requests"]
        ]


MANIFEST = json.loads((Path(__file__).parent / "data" / "manifest.json").read_text("utf-8"))


@pytest.mark.parametrize("expected", MANIFEST, ids=[expected["file"] for expected in MANIFEST])
def test_samples(data: Path, expected: Mapping[str, Any]) -> None:
    agrees(data, expected)


def test_shared_samples(shared: Path) -> None:
    folder = shared / "keydb"
    manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
    assert len(manifest) >= 16
    for expected in manifest:
        agrees(folder, expected)
        for suffix in (".rdb", ".crl"):
            path = (folder / expected["file"]).with_suffix(suffix)
            if path.exists():
                assert cms.read(path.read_bytes(), path.name).problems == ()


def test_made_like_gskit(authority: Authority) -> None:
    """What the maker of these tests makes is as sound as what GSKit makes."""
    server = authority.issue()
    for version in (3, 4):
        found = cms.read(
            database(
                signer(authority.der, b"ROOT", 1),
                personal(server, b"SRV", 2, TRUSTED_DEFAULT),
                version=version,
            ),
            "x",
        )
        assert found.problems == ()
        root, own = found.entries
        assert (root.label, root.kind, root.trusted, root.default, root.record) == (
            "ROOT",
            "signer",
            True,
            False,
            1,
        )
        assert (own.label, own.kind, own.has_private_key, own.default) == ("SRV", "personal", True, True)
        assert own.offset == (88 if version == 4 else 80) + 5000


def test_request_file(authority: Authority) -> None:
    csr = request("new.example.test")
    inside = structure(csr, b"REQ", kind=0xA0, flags=NO_FLAGS)
    found = cms.read(database(slot(inside, index(b"REQ", [b"\0" * 20])), kind=b"X509KYP"), "x.rdb")
    (entry,) = found.entries
    assert (entry.kind, entry.subject, entry.trusted) == (
        "request",
        "CN=new.example.test,O=Example,C=DE",
        None,
    )
    assert words(found) == ["digest"]


def test_password_expiry(authority: Authority) -> None:
    assert cms.read(database(expires=1900000000), "x").password_expires == datetime(
        2030, 3, 17, 17, 46, 40, tzinfo=UTC
    )
    latest = cms.read(database(expires=2**32 - 1), "x").password_expires
    assert latest is not None and latest.year == 2106


def test_deleted_slots_are_passed_over(authority: Authority) -> None:
    gone = signer(authority.der, b"GONE", 1)
    found = cms.read(database(b"\0\0\0\2" + gone[4:], signer(authority.der, b"HERE", 2)), "x")
    assert ([entry.label for entry in found.entries], found.deleted, found.records) == (["HERE"], 1, 2)
    assert found.problems == ()


def test_no_key_material_is_kept(authority: Authority) -> None:
    data = database(personal(authority.issue(), b"SRV"))
    assert SECRET in data and ENCRYPTED_KEY in data
    found = cms.read(data, "x")
    assert found.entries[0].has_private_key
    kept = pickle.dumps(found)
    assert SECRET not in kept
    assert SECRET.decode() not in repr(found)


def test_no_key_material_of_a_real_one_is_kept(data: Path) -> None:
    whole = (data / "basic.kdb").read_bytes()
    kept = pickle.dumps(cms.read(whole, "basic.kdb"))
    start = whole.index(bytes.fromhex("060b2a864886f70d010c050103"))  # the scheme of the encrypted key
    secret = whole[start + 40 : start + 1200]
    assert all(secret[at : at + 16] not in kept for at in range(len(secret) - 16))


def test_trailing_bytes(authority: Authority) -> None:
    found = cms.read(database(signer(authority.der)) + b"more", "x")
    assert [(problem.word, problem.offset) for problem in found.problems] == [("trailing", 5080)]
    assert len(found.entries) == 1


def test_header_problems(authority: Authority) -> None:
    slots = (signer(authority.der),)
    for broken, word, offset in (
        (database(*slots, magic=b"\x36\x48"), "header", 0),
        (database(*slots, version=7), "version", 2),
        (database(*slots)[:3] + b"\x09" + database(*slots)[4:], "header", 3),
        (database(*slots, kind=b"X509ODD"), "header", 8),
    ):
        found = cms.read(broken, "x")
        assert [(problem.word, problem.offset) for problem in found.problems] == [(word, offset)]
        assert len(found.entries) == 1


def test_unknown_version_with_the_longer_header(authority: Authority) -> None:
    data = database(signer(authority.der), version=4)
    found = cms.read(data[:2] + b"\x05" + data[3:], "x")
    assert (words(found), len(found.entries)) == (["version"], 1)


@pytest.mark.parametrize("length", [0, 99, 2**32 - 1])
def test_impossible_record_length(length: int, authority: Authority) -> None:
    found = cms.read(database(signer(authority.der), length=length), "x")
    assert (words(found), found.entries) == (["header"], ())


def test_more_slots_than_there_are(authority: Authority) -> None:
    found = cms.read(database(signer(authority.der), count=2**32 - 1), "x")
    assert (words(found), len(found.entries)) == (["truncated"], 1)


def test_bad_slot_does_not_hide_the_next(authority: Authority) -> None:
    found = cms.read(
        database(slot(b"rubbish", record=1), b"\0\0\0\7" + bytes(4996), signer(authority.der, b"GOOD", 3)),
        "x",
    )
    assert [entry.label for entry in found.entries] == ["GOOD"]
    assert [(problem.word, problem.offset) for problem in found.problems] == [("slot", 5080), ("record", 92)]


def test_doubles(authority: Authority) -> None:
    found = cms.read(database(signer(authority.der, b"A", 1), signer(authority.der, b"A", 1)), "x")
    assert words(found) == ["double", "double"]


def test_records_of_a_crl_file_are_not_guessed(authority: Authority) -> None:
    found = cms.read(database(signer(authority.der), kind=b"X509CRL"), "x.crl")
    assert (words(found), found.entries) == (["unread"], ())


def test_problems_and_records_are_bounded(authority: Authority) -> None:
    empty = b"\0\0\0\1".ljust(100, b"\0")
    data = database(*[empty] * (cms.MAX_RECORDS + 10), length=100)
    found = cms.read(data, "x")
    assert len(found.problems) == cms.MAX_PROBLEMS + 1
    assert found.problems[0].word == "limit"
    assert "more problems" in found.problems[-1].what


@pytest.mark.parametrize("data", [b"", b"7", b"7H\x03\x02", b"\0" * 100, b"-----BEGIN CERTIFICATE-----"])
def test_no_database(data: bytes) -> None:
    with pytest.raises(NotAKeyDatabase):
        cms.read(data, "x")


def test_cut_at_every_byte(authority: Authority) -> None:
    """A small file cut anywhere: whole slots are read, and the cut is told."""
    slots = (signer(authority.der, label, at)[:900] for at, label in enumerate((b"A", b"B")))
    whole = database(*slots, length=900)
    assert cms.read(whole, "x").problems == ()
    for size in range(24, len(whole)):
        found = cms.read(whole[:size], "x")
        assert words(found) == ["truncated"]
        assert len(found.entries) == max(size - 80, 0) // 900
        assert found.problems[0].offset == size


def test_real_one_cut_anywhere(data: Path) -> None:
    whole = (data / "basic.kdb").read_bytes()
    for size in range(24, len(whole), 97):
        found = cms.read(whole[:size], "x")
        assert words(found) == ["truncated"]
        assert len(found.entries) == max(size - 80, 0) // 5000


def test_every_changed_bit_of_a_certificate_is_found(data: Path) -> None:
    """The digests cover all but the outer algorithm, and that is compared with the inner one."""
    whole = (data / "basic.kdb").read_bytes()
    first = cms.read(whole, "x").entries[0].certificate
    assert first is not None
    start = whole.index(first.der)
    dice = random.Random(2)
    for at in range(start, start + len(first.der), 7):
        broken = bytearray(whole)
        broken[at] ^= 1 << dice.randrange(8)
        found = cms.read(bytes(broken), "x")
        root = found.entries[0].certificate
        assert found.problems or (root is not None and root.defects), at
        assert found.entries[-1].label == "TLSCERT1"


def test_bits_changed_anywhere(data: Path) -> None:
    whole = (data / "requests.rdb").read_bytes()
    dice = random.Random(3)
    for _ in range(300):
        broken = bytearray(whole)
        broken[dice.randrange(2200)] ^= 1 << dice.randrange(8)
        try:
            found = cms.read(bytes(broken), "x")
        except NotAKeyDatabase:
            continue
        assert all(problem.what for problem in found.problems)


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=400), st.integers(100, 300), st.integers(0, 5))
def test_any_bytes_behind_a_header(content: bytes, length: int, count: int) -> None:
    found = cms.read(database(count=count, length=length) + content, "x")
    assert len(found.entries) <= count
    pickle.dumps(found)


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=120))
def test_any_record(content: bytes) -> None:
    found = cms.read(database(slot(content, length=200), length=200), "x")
    assert found.problems
