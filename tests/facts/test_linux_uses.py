"""Which product uses which key database."""

from __future__ import annotations

import pytest

from ssldiag.facts import Facts
from ssldiag.facts.linux_uses import KeyUse, stash_opens, with_suffix
from ssldiag.settings import Settings
from tests.support import BASES, NOW, snapshot_of

HOST = {
    path.relative_to(BASES / "linux").as_posix(): path.read_bytes()
    for path in (BASES / "linux").rglob("*")
    if path.is_file()
}


def uses(files: dict[str, bytes]) -> list[KeyUse]:
    return list(Facts(snapshot_of(files), Settings(), NOW).all(KeyUse))


def test_each_product_of_a_host() -> None:
    found = [(item.product, item.owner, item.wanted, item.database is not None) for item in uses(HOST)]
    assert found == [
        ("IBM HTTP Server", "<VirtualHost *:443>", "TLSCERT1", True),
        ("IBM MQ", "queue manager QM1", "TLSCERT1", True),
        ("Db2", "instance db2inst1", "TLSCERT1", True),
        ("web server plug-in", "", "", True),
    ]


def test_a_repository_of_mq() -> None:
    assert with_suffix("/k/key", None) == "/k/key.kdb"
    assert with_suffix("/k/key.kdb", None) == "/k/key.kdb"
    assert with_suffix("/k/key.kdb", True) == "/k/key.kdb.kdb"
    assert with_suffix("/k/key.p12", False) == "/k/key.p12"


def test_a_client_of_mq_need_not_show_a_certificate() -> None:
    ini = b"SSL:\n   SSLKeyRepository=/home/u/key\n   CertificateLabel=mine\nCHANNELS:\n   A=b\n"
    (item,) = uses({"mqclient.ini": ini})
    assert (item.path, item.wanted, item.needs_key) == ("/home/u/key.kdb", "mine", False)


def test_spectrum_protect_where_its_database_is_there() -> None:
    options = b"COMMMETHOD TCPIP\nSSLTCPPORT 1543\n"
    folder = "tsminst1"
    database = HOST["home/db2inst1/keys/server.kdb"]
    found = uses({f"{folder}/dsmserv.opt": options, f"{folder}/cert.kdb": database})
    assert [(item.product, item.assumed) for item in found] == [("Spectrum Protect", True)]
    assert uses({f"{folder}/dsmserv.opt": options}) == []


@pytest.mark.parametrize("name", ["later form", "none"])
def test_a_stash_file_that_tells_nothing(name: str) -> None:
    stash = {"opt/IBM/HTTPServer/conf/ihskey.sth": bytes(range(193))} if name == "later form" else {}
    files = {key: value for key, value in HOST.items() if key != "collected.json"}
    assert stash_opens(uses({**files, **stash})[0]) is None
