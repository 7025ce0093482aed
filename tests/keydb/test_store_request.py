"""Files with a request."""

from __future__ import annotations

import pytest

from ssldiag.keydb import store_request
from ssldiag.keydb.store import StoreError

from .makers import Authority, block, request


def test_forms() -> None:
    data = request()
    assert store_request.read(data) == data
    assert store_request.read(b"text\n" + block("NEW CERTIFICATE REQUEST", data)) == data
    assert (
        store_request.read(block("CERTIFICATE", Authority().der) + block("CERTIFICATE REQUEST", data)) == data
    )
    assert store_request.read(block("CERTIFICATE REQUEST", data).decode().encode("cp037")) == data


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "no request"),
        (b"text", "no request"),
        (block("CERTIFICATE", Authority().der), "no request"),
        (block("CERTIFICATE REQUEST", b"rubbish"), "no request"),
        (block("CERTIFICATE REQUEST", request()) * 2, "2 requests"),
    ],
)
def test_what_is_none(data: bytes, why: str) -> None:
    with pytest.raises(StoreError, match=why):
        store_request.read(data)
