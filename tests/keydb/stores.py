"""Key databases for the tests of writing: made once, with small keys."""

from __future__ import annotations

from functools import cache

from ssldiag.keydb.choices import KeyKind, Purpose
from ssldiag.keydb.edit_make import Wanted
from ssldiag.keydb.edit_new import with_issued, with_request, with_self_signed
from ssldiag.keydb.store import Database, Record

from .makers import NOW, START

PASSWORD = b"secret12"


def wanted(subject: str, purpose: Purpose = Purpose.SERVER, *names: str, days: int = 365) -> Wanted:
    return Wanted(subject, names, KeyKind.P_256, purpose=purpose, days=days)


@cache
def root() -> Database:
    """A CA with its key."""
    return with_self_signed(
        Database(), "Root CA", wanted("CN=Root CA", Purpose.CA, days=3650), START
    ).database


@cache
def full() -> Database:
    """A CA, a server, a client, a request."""
    names = ("DNS:zvm1.example.test", "IP:127.0.0.1")
    found = with_issued(
        root(), "TLSCERT1", wanted("CN=zvm1,O=Example", Purpose.SERVER, *names), "Root CA", NOW
    )
    found = with_issued(found.database, "user one", wanted("CN=User", Purpose.CLIENT), "Root CA", NOW)
    return with_request(found.database, "NEWREQ", wanted("CN=new.example.test")).database


def record(label: str) -> Record:
    """One of :func:`full`."""
    found = full().find(label)
    assert found is not None
    return found


def signers_only(database: Database) -> Database:
    """The CAs without keys, as a client has them."""
    return Database(
        tuple(Record(one.label, one.certificate) for one in database.certificates if one.parsed.is_ca)
    )
