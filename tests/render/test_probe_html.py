from __future__ import annotations

import re

import pytest

from ssldiag.render import probe_html
from tests.render.probed import EVIL, answered, silent


def page(*results: object) -> str:
    return "".join(probe_html.render(results))  # type: ignore[arg-type]


def test_one_host_is_told_in_full() -> None:
    text = page(answered())
    assert "<h1>TLS of 192.0.2.2:21</h1>" in text
    assert "<table>" not in text and text.count("<details") == text.count("open>") > 2
    assert "certificate_wrong_name" in text and "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256" in text


def test_several_hosts_have_a_table() -> None:
    text = page(answered(), silent())
    assert "<h1>TLS of 2 hosts</h1>" in text and "2 with errors" in text
    assert '<a href="#h1">192.0.2.1:992</a>' in text and 'id="h1"' in text


def test_nothing_of_a_host_is_markup() -> None:
    text = page(silent("h" + EVIL, what=EVIL), answered(why=EVIL))
    assert "<script" not in text and "\x1b" not in text and "\u202e" not in text
    assert "&lt;script&gt;" in text


def test_it_loads_nothing() -> None:
    text = page(answered(), silent())
    assert not re.search(r"https?://|src=|@import|url\(", text)
    assert "default-src &#39;none&#39;" in text


def test_bounds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(probe_html, "IN_FULL", 1)
    monkeypatch.setattr(probe_html, "ROWS", 2)
    text = page(silent(), silent(), silent())
    assert "2 more hosts are not told of in full, and 1 are not in the table" in text
    assert text.count("<tr>") == 3 and "no host was named" in page()
