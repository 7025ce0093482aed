"""Trust stores and sockets."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ssldiag.collect.local_host import JKS, java, last_days, listener, listeners, trust_stores
from ssldiag.collect.local_tree import Tree
from ssldiag.keydb.model import NotAKeyDatabase
from ssldiag.keydb.read import read

CASES = Path(__file__).parents[1] / "checks"
PEM = (CASES / "LNX103" / "fires" / "opt/IBM/HTTPServer/conf/ihskey.kdb").read_bytes()
ENDS = datetime(2027, 11, 22, 10, 38, 42, tzinfo=UTC)


def der() -> bytes:
    certificate = read(PEM, "a.pem").entries[0].certificate
    assert certificate is not None
    return certificate.der


def store(*certificates: bytes) -> bytes:
    """A Java key store of trusted certificates."""
    parts = [JKS, len(certificates).to_bytes(4, "big")]
    for one in certificates:
        parts += [(2).to_bytes(4, "big"), b"\0\1a", bytes(8), b"\0\5X.509", len(one).to_bytes(4, "big"), one]
    return b"".join(parts) + bytes(20)


def test_stores_are_counted(tmp_path: Path) -> None:
    (tmp_path / "etc/ssl/certs/java").mkdir(parents=True)
    (tmp_path / "etc/ssl/certs/ca-certificates.crt").write_bytes(PEM * 2)
    (tmp_path / "etc/ssl/certs/java/cacerts").write_bytes(store(der(), der(), b"no certificate"))
    (tmp_path / "etc/ssl/cert.pem").symlink_to("certs/ca-certificates.crt")
    for now, gone in ((ENDS.replace(year=2026), (0, 0)), (ENDS.replace(year=2028), (1, 2))):
        rows = list(trust_stores(Tree(tmp_path), now))
        assert [row["path"] for row in rows] == [
            "etc/ssl/certs/ca-certificates.crt",
            "etc/ssl/certs/java/cacerts",
        ]
        assert rows[1]["certificates"] == 3
        assert rows[1]["expired"] == gone[1]
        assert bool(rows[0]["expired"]) is bool(gone[0])


def test_a_java_store_that_is_cut() -> None:
    whole = store(der())
    assert last_days(whole, "cacerts") == [ENDS]
    with pytest.raises(NotAKeyDatabase):
        list(java(whole[:100]))


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=200), st.integers(0, 2**32 - 1))
def test_any_java_store(tail: bytes, count: int) -> None:
    with suppress(NotAKeyDatabase):
        assert len(list(java(JKS + count.to_bytes(4, "big") + tail))) <= 200


TABLE = """\
  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid
   0: 00000000:01BB 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0
   1: 0100007F:1F90 0100007F:C350 01 00000000:00000000 00:00000000 00000000     0
"""


def test_listeners(tmp_path: Path) -> None:
    (tmp_path / "proc/net").mkdir(parents=True)
    (tmp_path / "proc/net/tcp").write_text(TABLE)
    assert list(listeners(Tree(tmp_path))) == [{"address": "0.0.0.0", "port": 443}]
    assert listener("0: 00000000000000000000000001000000:0016 x 0A") == ("::1", 22)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=60))
def test_any_line(text: str) -> None:
    listener(text)
    listener(f"0: {text} x 0A")
