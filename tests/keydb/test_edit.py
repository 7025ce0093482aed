"""Changes of a database: what each gives, and the sentence that refuses it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ssldiag.keydb import edit
from ssldiag.keydb.edit_new import with_self_signed
from ssldiag.keydb.store import MAX_RECORDS, Database, Record, StoreError

from .makers import NOW, Authority, ec_key, request
from .stores import full, record, root, wanted


def labels(database: Database) -> list[str]:
    return [one.label for one in database.records]


def signer(authority: Authority, label: str) -> Record:
    return Record(label, authority.der)


def test_new() -> None:
    assert edit.new_database() == Database()


def test_label_twice() -> None:
    with pytest.raises(StoreError, match='"Root CA" is there already'):
        edit.added(full(), replace(record("NEWREQ"), label="Root CA"))


def test_certificate_twice() -> None:
    with pytest.raises(StoreError, match='under the label "Root CA"'):
        edit.added(full(), replace(record("Root CA"), label="other"))


@pytest.mark.parametrize("label", ["", "  ", "a\nb", "a\x1b[0m", "x" * 128])
def test_labels_that_nobody_could_use(label: str) -> None:
    with pytest.raises(StoreError):
        edit.added(Database(), replace(record("NEWREQ"), label=label))


def test_too_many() -> None:
    many = Database(tuple(replace(record("NEWREQ"), label=str(at)) for at in range(MAX_RECORDS)))
    with pytest.raises(StoreError, match="1000 records"):
        edit.added(many, record("NEWREQ"))


def test_certificates_stand_before_requests() -> None:
    late = edit.added(Database((record("NEWREQ"),)), record("Root CA"))
    assert labels(late) == ["Root CA", "NEWREQ"]


def test_a_label_that_is_not_there() -> None:
    with pytest.raises(StoreError, match='no label "tlscert1"; there is "TLSCERT1"'):
        edit.needed(full(), "tlscert1")
    with pytest.raises(StoreError, match=r'no label "other"$'):
        edit.needed(full(), "other")


def test_delete() -> None:
    done = edit.deleted(full(), "TLSCERT1")
    assert labels(done.database) == ["Root CA", "user one", "NEWREQ"]
    assert done.warnings == ()


def test_delete_the_issuer() -> None:
    done = edit.deleted(full(), "Root CA")
    assert [warning.split('"')[1] for warning in done.warnings] == ["TLSCERT1", "user one"]


def test_rename() -> None:
    assert edit.renamed(full(), "TLSCERT1", "TLSCERT2").warnings == ()
    done = edit.renamed(full(), "TLSCERT1", "my server")
    assert labels(done.database) == ["Root CA", "my server", "user one", "NEWREQ"]
    assert "z/VM cannot use" in done.warnings[0]
    assert edit.renamed(full(), "user one", "the user").warnings == ()
    assert edit.renamed(full(), "Root CA", "the root").warnings == ()
    assert edit.renamed(full(), "TLSCERT1", "TLSCERT1").database == full()
    with pytest.raises(StoreError, match="there already"):
        edit.renamed(full(), "TLSCERT1", "NEWREQ")


def test_default() -> None:
    first = edit.with_default(full(), "TLSCERT1").database
    second = edit.with_default(first, "user one").database
    assert [one.label for one in second.records if one.default] == ["user one"]
    with pytest.raises(StoreError, match="cannot be the default"):
        edit.with_default(full(), "NEWREQ")
    with pytest.raises(StoreError, match="cannot be the default"):
        edit.with_default(Database((Record("CA", record("Root CA").certificate),)), "CA")


def test_trust() -> None:
    off = edit.with_trust(full(), "Root CA", False, NOW)
    assert not edit.needed(off.database, "Root CA").trusted
    assert edit.with_trust(off.database, "Root CA", True, NOW).database == full()
    late = edit.with_trust(full(), "Root CA", True, NOW + timedelta(days=5000))
    assert "expired on" in late.warnings[0]
    with pytest.raises(StoreError, match="is a request"):
        edit.with_trust(full(), "NEWREQ", True, NOW)


def test_a_signer_without_issuer_is_stored_as_not_trusted() -> None:
    top = Authority("Top")
    below = Authority("Below", top)
    alone = edit.with_certificate(Database(), signer(below, "BELOW"), NOW)
    assert not alone.database.records[0].trusted
    assert "as GSKit would store it" in alone.warnings[-1]
    both = edit.with_certificate(Database((signer(top, "TOP"),)), signer(below, "BELOW"), NOW)
    assert both.database.records[1].trusted
    assert both.warnings == ()


@pytest.mark.parametrize("days", [-5000, 5000])
def test_a_signer_outside_its_dates_is_stored_as_not_trusted(days: int) -> None:
    done = edit.with_certificate(Database(), signer(Authority(), "TOP"), NOW + timedelta(days=days))
    assert not done.database.records[0].trusted


def test_key_and_certificate_have_to_fit() -> None:
    wrong = replace(record("TLSCERT1"), key=record("user one").key, label="WRONG")
    with pytest.raises(StoreError, match="does not belong"):
        edit.with_certificate(root(), wrong, NOW)


def test_a_server_without_issuer() -> None:
    with pytest.raises(StoreError, match="issuer CN=Root CA is missing; add that CA first"):
        edit.with_certificate(Database(), record("TLSCERT1"), NOW)
    done = edit.with_certificate(Database(), record("TLSCERT1"), NOW, without_issuer=True)
    assert "is missing" in done.warnings[0]


def test_a_server_with_an_issuer_of_the_same_name_and_another_key() -> None:
    other = with_self_signed(Database(), "OTHER", wanted("CN=Root CA"), NOW).database
    with pytest.raises(StoreError, match="did not sign this"):
        edit.with_certificate(other, record("TLSCERT1"), NOW)


def test_a_server_whose_issuer_is_not_trusted() -> None:
    doubted = edit.with_trust(root(), "Root CA", False, NOW).database
    done = edit.with_certificate(doubted, record("TLSCERT1"), NOW)
    assert done.warnings == ('"TLSCERT1" depends on "Root CA", not trusted here',)


def test_rubbish_is_no_certificate() -> None:
    with pytest.raises(StoreError, match="no certificate"):
        edit.with_certificate(Database(), Record("X", b"rubbish"), NOW)
    with pytest.raises(StoreError, match="cannot be read"):
        edit.entry(Record("X", b"rubbish"))


def test_entries_are_those_of_the_reader() -> None:
    assert edit.entry(record("NEWREQ")).subject == "CN=new.example.test"
    assert edit.entry(Record("R", None, None, request())).kind == "request"
    assert ec_key() is not None


ACTIONS = st.lists(
    st.tuples(
        st.sampled_from(["delete", "rename", "default", "trust"]),
        st.sampled_from(["Root CA", "TLSCERT1", "user one", "NEWREQ", "X"]),
        st.booleans(),
    ),
    max_size=8,
)


@settings(max_examples=60, deadline=None)
@given(ACTIONS)
def test_whatever_is_done_the_database_stays_sound(actions: list[tuple[str, str, bool]]) -> None:
    database = full()
    for action, label, on in actions:
        try:
            if action == "delete":
                database = edit.deleted(database, label).database
            elif action == "rename":
                database = edit.renamed(database, label, "X" if on else "Y").database
            elif action == "default":
                database = edit.with_default(database, label).database
            else:
                database = edit.with_trust(database, label, on, NOW).database
        except StoreError:
            continue
        found = labels(database)
        assert len(set(found)) == len(found)
        assert sum(one.default for one in database.records) <= 1
        kinds = [one.certificate is None for one in database.records]
        assert kinds == sorted(kinds)
