"""A key database in, what was read in it out as plain values, and back: nothing of its bytes.

The form in which a bundle carries key databases and certificate files. A certificate in it has no DER any
more: who made its signature was found out before and stands beside it. :func:`ssldiag.keydb.read.read` takes
it like any other kind of file.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import fields
from datetime import datetime
from typing import Any

from ssldiag.keydb.model import (
    Certificate,
    Entry,
    KeyDatabase,
    NotAKeyDatabase,
    PrivateKeyNote,
    Problem,
    Request,
)

SCHEMA = "ssldiag.keydb-public/1"

_HEAD = b'{"schema": "' + SCHEMA.encode() + b'"'

Record = Certificate | Request | Entry | Problem | PrivateKeyNote | KeyDatabase


def looks_like(head: bytes) -> bool:
    """Whether a file begins as :func:`dump` begins one."""
    return head.startswith(_HEAD)


def dump(database: KeyDatabase | str) -> bytes:
    """A database as UTF-8 JSON; a text is the reason why there is nothing to read in the file."""
    content = {"refused": database} if isinstance(database, str) else {"database": plain(database)}
    return (json.dumps({"schema": SCHEMA, **content}, ensure_ascii=True) + "\n").encode()


def read(data: bytes, file: str) -> KeyDatabase:
    """The database in ``data``, called ``file``. Raises :class:`NotAKeyDatabase`."""
    try:
        document = json.loads(data)
        if "refused" in document:
            raise NotAKeyDatabase(str(document["refused"]))
        content = document["database"]
        if not isinstance(content, dict):
            raise TypeError("no object")
        return database_of({**content, "file": file})
    except (ValueError, TypeError, KeyError, AttributeError, OverflowError, RecursionError) as error:
        if isinstance(error, NotAKeyDatabase):
            raise
        raise NotAKeyDatabase(f"it is no list of certificates that can be read ({error})") from None


def plain(record: Record) -> dict[str, Any]:
    """The fields of a value as JSON has them."""
    return {field.name: _plain(getattr(record, field.name)) for field in fields(record)}


def _plain(value: object) -> Any:
    if isinstance(value, Record):
        return plain(value)
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, tuple | list):
        return [_plain(item) for item in value]
    return value


def _moment(value: str | None) -> datetime | None:
    return None if value is None else datetime.fromisoformat(value)


def _words(value: list[str] | None) -> frozenset[str] | None:
    return None if value is None else frozenset(map(str, value))


_CERTIFICATE: Mapping[str, Callable[[Any], Any]] = {
    "subject_der": bytes.fromhex,
    "issuer_der": bytes.fromhex,
    "der": bytes.fromhex,
    "not_before": _moment,
    "not_after": _moment,
    "key_usage": _words,
    "extended_key_usage": _words,
    "dns_names": tuple,
    "ip_addresses": tuple,
    "unknown_critical": tuple,
    "defects": tuple,
    "signers": lambda value: None if value is None else tuple((str(who), said) for who, said in value),
}

_REQUEST: Mapping[str, Callable[[Any], Any]] = {"subject_der": bytes.fromhex, "defects": tuple}


def certificate_of(value: Mapping[str, Any]) -> Certificate:
    """A certificate from its plain values. Raises TypeError or ValueError for anything else."""
    return Certificate(**{key: _CERTIFICATE.get(key, _same)(item) for key, item in value.items()})


def database_of(value: Mapping[str, Any]) -> KeyDatabase:
    """A database from its plain values. Raises TypeError, KeyError or ValueError for anything else."""
    made = {
        **value,
        "password_expires": _moment(value.get("password_expires")),
        "entries": tuple(_entry(item) for item in value.get("entries", ())),
        "problems": tuple(Problem(**item) for item in value.get("problems", ())),
        "private_keys": tuple(PrivateKeyNote(**item) for item in value.get("private_keys", ())),
    }
    return KeyDatabase(**made)


def _entry(value: Mapping[str, Any]) -> Entry:
    certificate, request = value.get("certificate"), value.get("request")
    made = {
        **value,
        "certificate": certificate_of(certificate) if certificate else None,
        "request": Request(**{key: _REQUEST.get(key, _same)(item) for key, item in request.items()})
        if request
        else None,
    }
    return Entry(**made)


def _same(value: Any) -> Any:
    return value
