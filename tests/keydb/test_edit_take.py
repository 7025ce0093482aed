"""Certificates and keys from other files: imported, received."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from ssldiag.keydb import edit, edit_make, edit_new, store_read
from ssldiag.keydb.edit_take import MAX_IMPORT, imported, received
from ssldiag.keydb.store import Database, Record, StoreError

from .makers import NOW, Authority, block, bundle
from .stores import PASSWORD, full, record, root, signers_only, wanted


def labels(database: Database) -> list[str]:
    return [one.label for one in database.records]


def answer(label: str = "NEWREQ") -> Database:
    """The certificate for a request of :func:`full`, in a file with its root."""
    made = edit_new.answered(full(), "Root CA", record(label).request or b"", wanted(""), NOW)
    return Database((Record("anything", made), *signers_only(root()).records))


def test_a_whole_database(data: Path) -> None:
    found = store_read.read((data / "chain.kdb").read_bytes(), PASSWORD)
    done = imported(full(), found, NOW)
    assert set(done.labels) == {"ROOT", "ISSUING", "TLSCERT2", "SELFSIGN"}
    assert done.warnings == ()
    assert len({one.label for one in done.database.records}) == 8


def test_issuers_come_first() -> None:
    top = Authority("Top")
    middle = Authority("Middle", top)
    low = Authority("Low", middle)
    data = b"".join(block("CERTIFICATE", one) for one in (low.issue(), low.der, middle.der, top.der))
    done = imported(Database(), store_read.read(data), NOW)
    assert done.labels[:3] == ("Top", "Middle", "Low")
    assert all(one.trusted for one in done.database.records)
    assert imported(Database(), store_read.read(bundle(low.der, top.der, middle.der)), NOW).labels == (
        "Top",
        "Middle",
        "Low",
    )


def test_label() -> None:
    one = Database((record("TLSCERT1"), *signers_only(root()).records))
    assert labels(imported(Database(), one, NOW, "OTHER").database) == ["Root CA", "OTHER"]
    signer = signers_only(root())
    assert labels(imported(Database(), signer, NOW, "the CA").database) == ["the CA"]
    with pytest.raises(StoreError, match="holds 3 certificates that the label could be for"):
        imported(Database(), Database(full().certificates), NOW, "OTHER")


def test_what_is_there_already() -> None:
    done = imported(full(), signers_only(root()), NOW)
    assert done.database == full()
    assert "here already" in done.warnings[0]
    assert done.labels == ()
    bare = signers_only(root())
    with pytest.raises(StoreError, match="without key"):
        imported(bare, root(), NOW)


def test_the_default_stays_what_it_was() -> None:
    first = edit.with_default(full(), "TLSCERT1").database
    other = Database((replace(record("user one"), default=True),))
    done = imported(edit.deleted(first, "user one").database, other, NOW)
    assert [one.label for one in done.database.records if one.default] == ["TLSCERT1"]


def test_nothing_and_requests_and_too_many() -> None:
    with pytest.raises(StoreError, match="no certificate"):
        imported(full(), Database(), NOW)
    with pytest.raises(StoreError, match="requests"):
        imported(root(), full(), NOW)
    many = Database(tuple(replace(record("TLSCERT1"), label=str(at)) for at in range(MAX_IMPORT + 1)))
    with pytest.raises(StoreError, match="501 certificates"):
        imported(root(), many, NOW)


def test_without_issuer() -> None:
    one = Database((record("TLSCERT1"),))
    with pytest.raises(StoreError, match="is missing"):
        imported(Database(), one, NOW)
    assert "is missing" in imported(Database(), one, NOW, without_issuer=True).warnings[0]


def test_receive() -> None:
    done = received(full(), answer(), NOW)
    assert done.labels == ("NEWREQ",)
    one = edit.needed(done.database, "NEWREQ")
    assert (one.kind, one.request, one.trusted) == ("personal", None, True)
    assert one.key == record("NEWREQ").key
    assert labels(done.database) == ["Root CA", "TLSCERT1", "user one", "NEWREQ"]


def test_receive_with_the_ca_beside_it() -> None:
    alone = Database((record("NEWREQ"),))
    done = received(alone, answer(), NOW)
    assert done.labels == ("NEWREQ", "Root CA")
    only = Database(answer().records[:1])
    with pytest.raises(StoreError, match="is missing; add that CA first"):
        received(alone, only, NOW)
    assert received(alone, only, NOW, without_issuer=True).labels == ("NEWREQ",)


def test_receive_a_renewed_one() -> None:
    data, _ = edit_new.renewal(full(), "TLSCERT1")
    made = edit_new.answered(full(), "Root CA", data, wanted("", days=700), NOW)
    before = edit.with_default(full(), "TLSCERT1").database
    done = received(before, Database((Record("x", made),)), NOW)
    one = edit.needed(done.database, "TLSCERT1")
    assert (one.certificate, one.default) == (made, True)
    assert labels(done.database) == labels(full())
    with pytest.raises(StoreError, match="here already"):
        received(done.database, Database((Record("x", made),)), NOW)


def test_receive_what_nobody_asked_for() -> None:
    with pytest.raises(StoreError, match="no request and no key here"):
        received(full(), Database((Record("x", Authority().issue()),)), NOW)


def test_receive_several() -> None:
    data, _ = edit_new.renewal(full(), "TLSCERT1")
    renewed = edit_new.answered(full(), "Root CA", data, wanted("", days=700), NOW)
    several = Database((*answer().records[:1], Record("x", renewed)))
    with pytest.raises(StoreError, match="one by one"):
        received(full(), several, NOW)


def test_receive_under_another_name() -> None:
    key = record("NEWREQ").key or b""
    holder = edit_make.holder(wanted("CN=somebody else"), key)
    made = edit_new.signed(full(), "Root CA", holder, wanted(""), NOW)
    done = received(full(), Database((Record("x", made),)), NOW)
    assert 'for CN=somebody else, but "NEWREQ" asked for CN=new.example.test' in done.warnings[0]
