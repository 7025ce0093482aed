"""Which file of a snapshot a path on the host means."""

from __future__ import annotations

import json

import pytest

from ssldiag.facts import Facts
from ssldiag.facts.linux_files import files
from ssldiag.settings import Settings
from tests.support import NOW, snapshot_of

WANTED = "/opt/IBM/HTTPServer/conf/key.kdb"


def found(
    *names: str, path: str = WANTED, rows: list[dict[str, object]] | None = None
) -> tuple[str, str | None]:
    held = dict.fromkeys(names, b"x")
    if rows is not None:
        document = {"schema": "ssldiag.linux-host/1", "files": rows}
        held["collected.json"] = json.dumps(document).encode()
    item = files(Facts(snapshot_of(held), Settings(), NOW)).find(path)
    return item.state, item.source.path if item.source else None


@pytest.mark.parametrize(
    ("names", "wanted"),
    [
        (("opt/IBM/HTTPServer/conf/key.kdb", "key.kdb"), "opt/IBM/HTTPServer/conf/key.kdb"),
        (("host1/opt/IBM/HTTPServer/conf/key.kdb",), "host1/opt/IBM/HTTPServer/conf/key.kdb"),
        (("HTTPServer/conf/key.kdb",), "HTTPServer/conf/key.kdb"),
        (("key.kdb",), "key.kdb"),
        (("host1/key.kdb",), "host1/key.kdb"),
        (("a/key.kdb", "b/key.kdb"), None),
        (("var/mqm/qmgrs/QM1/ssl/key.kdb",), None),
        (("other.kdb",), None),
    ],
)
def test_the_source_that_is_meant(names: tuple[str, ...], wanted: str | None) -> None:
    assert found(*names)[1] == wanted


def test_what_the_collector_says() -> None:
    row: dict[str, object] = {"path": WANTED.lstrip("/"), "state": "absent"}
    assert found(rows=[row]) == ("absent", None)
    assert found(rows=[{**row, "state": "unreadable"}]) == ("unreadable", None)
    assert found(rows=[]) == ("not collected", None)
    assert found() == ("not collected", None)


@pytest.mark.parametrize("path", ["", "/", "..", "../../etc/x", "a\0b"])
def test_paths_that_lead_nowhere(path: str) -> None:
    assert found("x", "etc/x", path=path) == ("not collected", None)
