"""Connections of SSL 2.0."""

from __future__ import annotations

from . import bytesmith as make
from .bytesmith import decoded, types


def test_ssl2() -> None:
    master = make.old_record(b"\x02\x01\x00\x80" + bytes(20))
    sealed = make.old_record(b"\x05" + bytes(30))
    found = decoded(
        ("a", make.old_client_hello(2)),
        ("b", make.old_server_hello()),
        ("a", master),
        ("b", sealed),
        ("a", sealed),
    )
    assert types(found) == [
        "c ssl2_client_hello",
        "s ssl2_server_hello",
        "c ssl2_client_master_key",
        "s ssl2_encrypted",
        "c ssl2_encrypted",
    ]
    assert (found.version, found.resumed, len(found.certificates)) == (2, False, 1)
    assert found.duration is not None


def test_ssl2_resumed_and_refused() -> None:
    hello = make.old_client_hello(2)
    found = decoded(
        ("a", hello), ("b", make.old_server_hello(b"", 1)), ("a", make.old_record(b"\x03" + bytes(30)))
    )
    assert (found.resumed, found.resumed_by, types(found)[-1]) == (True, "id", "c ssl2_encrypted")
    refused = decoded(("a", hello), ("b", b"\x80\x03\x00\x00\x01"))
    assert types(refused)[-1] == "s ssl2_error"
    assert [oddity.what for oddity in refused.oddities] == ["SSL 2.0 error no_cipher"]
