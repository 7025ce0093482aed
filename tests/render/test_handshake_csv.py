"""CSV: columns, values, and cells that spreadsheets must not take for formulas."""

from __future__ import annotations

import csv
import io

import pytest

from ssldiag.capture.judged import Judged
from ssldiag.render.handshake_csv import COLUMNS, render
from ssldiag.wire.model import Verdict
from tests.render.handshakes import client_hello, failed, handshake, judged


def rows(*found: Judged) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO("".join(render(found)))))


def test_a_line_a_handshake() -> None:
    good, bad = rows(judged(), judged(failed()))
    assert list(good) == list(COLUMNS)
    assert (good["frame"], good["start"], good["server"], good["server_port"]) == (
        "4",
        "1795167000.000000",
        "192.0.2.10",
        "992",
    )
    assert (good["version"], good["cipher"], good["ibm_name"]) == (
        "TLSv1.2",
        "TLS_RSA_WITH_AES_256_CBC_SHA",
        "RSA_AES_256",
    )
    assert (good["resumed"], good["duration"], good["rtt"]) == ("no", "0.012000", "0.000400")
    assert good["server_not_after"] == "2027-11-12"
    assert (bad["outcome"], bad["cause"], bad["by"]) == ("failed", "unknown_ca", "client")
    assert bad["alerts"] == "client: fatal alert unknown_ca (48)"
    assert bad["will_log"].startswith("client, GSKit 8: 414 GSK_ERROR_BAD_CERT")


def test_what_is_not_known_is_empty() -> None:
    (found,) = rows(
        judged(
            handshake(client_hello=None, server_hello=None, version=None, certificates=(), duration=None),
            ja3=None,
        )
    )
    empty = ("sni", "offered_versions", "version", "cipher", "server_subject", "duration", "ja3", "alerts")
    assert [found[name] for name in empty] == [""] * len(empty)


@pytest.mark.parametrize("start", ["=", "+", "-", "@"])
def test_formulas_are_text(start: str) -> None:
    evil = f'{start}HYPERLINK("http://x","y")'
    verdict = Verdict("failed", evil, "client", "certain", evil, (), (), evil)
    (found,) = rows(judged(handshake(file=evil, client_hello=client_hello(sni=evil), starttls=evil), verdict))
    for name in ("file", "sni", "starttls", "cause", "why", "advice"):
        assert found[name] == f"'{evil}"


def test_control_characters_are_visible() -> None:
    evil = "\t=1\r\n\x1b[2J,\u202e"
    text = "".join(render([judged(handshake(client_hello=client_hello(sni=evil)))]))
    assert text.replace("\n", "").isprintable() and text.count("\n") == 2
    assert rows(judged(handshake(client_hello=client_hello(sni=evil))))[0]["sni"] == (
        "\\x09=1\\x0d\\x0a\\x1b[2J,\\u202e"
    )
