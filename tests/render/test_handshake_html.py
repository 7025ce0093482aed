"""The page: it needs nothing else, its policy fits its script, and nothing from a packet becomes markup."""

from __future__ import annotations

import base64
import hashlib
import re
from pathlib import Path

import pytest

from ssldiag.capture.judged import Judged
from ssldiag.render import handshake_html
from ssldiag.render.capture_notes import CaptureNotes, FileNote
from ssldiag.wire.model import CertificateSeen, Oddity, Verdict, WillLog
from tests.keydb import makers
from tests.render.handshakes import NOW, client_hello, failed, handshake, judged, server_hello
from tests.render.html.reading import Read

NOTES = CaptureNotes(NOW, 30, lambda: [FileNote("case.pcap", "pcap", 12)])


def html(*found: Judged, notes: CaptureNotes = NOTES) -> str:
    return "".join(handshake_html.render(found, notes))


def test_a_page() -> None:
    text = html(judged(), judged(failed()))
    page = Read(text)
    assert text.startswith("<!DOCTYPE html>\n") and text.endswith("</html>\n")
    assert "TLS handshakes in case.pcap" in page.texts
    assert "1 failed" in page.texts and "1 completed" in page.texts
    assert len(page.named("svg")) == 1
    assert "fatal alert unknown_ca (48)" in page.texts
    assert "Add the certificate of the CA to the key database of the client" in page.texts
    assert [attributes["data-outcome"] for attributes in page.named("tr")[1:]] == ["completed", "failed"]
    assert page.named("a") == [{"href": "#f2"}]
    assert {"id": "f2", "class": "story", "open": None} in page.named("details")


def test_what_has_no_end_is_told_too() -> None:
    cut = Verdict("incomplete", "capture_cut", None, "likely", "The capture ends too soon")
    page = Read(html(judged(), judged(handshake(), cut)))
    assert "Incomplete handshakes" in page.texts and "Failed handshakes" not in page.texts
    assert "The capture ends too soon" in page.texts
    assert page.named("a") == [{"href": "#f2"}]


def test_it_loads_nothing_and_its_policy_fits() -> None:
    text = html(judged(failed()))
    page = Read(text)
    policy = next(item["content"] for item in page.named("meta") if "http-equiv" in item)
    assert policy is not None and policy.startswith("default-src 'none'; ")
    for tag in ("style", "script"):
        (content,) = re.findall(f"<{tag}>(.*?)</{tag}>", text, re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in policy
    used = {name for _, attributes in page.tags for name in attributes}
    assert not used & {"src", "style", "onclick", "onload", "action", "srcset"}
    assert all(str(item["href"]).startswith("#") for item in page.named("a"))
    assert "url(" not in text and "@import" not in text and "http:" not in text and "https:" not in text


def test_nothing_from_a_packet_becomes_markup() -> None:
    evil = "\"><script>alert(1)</script>{{7*7}}<img src=x onerror=alert(1)>\x1b\u202e'&amp;"
    der = makers.raw_certificate(subject=makers.name((makers.CN, 0x0C, evil.encode())))
    found = failed(
        file=evil,
        client_hello=client_hello(sni=evil, alpn=(evil,)),
        server_hello=server_hello(alpn=(evil,)),
        certificates=(CertificateSeen("server", der, 6),),
        starttls=evil,
        starttls_refused=evil,
        oddities=(Oddity(evil, 5),),
    )
    logs = (WillLog("client", evil, evil, evil, evil),)
    verdict = Verdict("failed", evil, "client", "certain", evil, (1,), logs, evil, ((evil, evil),))
    notes = CaptureNotes(NOW, 30, lambda: [FileNote(evil, evil, 1, (evil,), ((evil, 1),))])
    text = html(judged(found, verdict), notes=notes)
    page = Read(text)
    assert len(page.named("script")) == 1 and page.named("img") == []
    assert "{{7*7}}" in text
    assert text.replace("\n", "").isprintable()
    assert not any(name.startswith("on") for _, attributes in page.tags for name in attributes)


def test_empty() -> None:
    page = Read(html())
    assert "no TLS handshake in 12 packets" in page.texts
    assert page.named("table") == [] and page.named("svg") == []


def test_a_large_capture_is_cut_short(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(handshake_html, "STORIES", 2)
    monkeypatch.setattr(handshake_html, "ROWS", 2)
    page = Read(html(*[judged(failed())] * 4, judged()))
    assert len(page.named("details")) == 2
    assert len(page.named("tr")) == 4
    assert "and 2 more failed handshakes, in the table" in page.texts
    assert "and 2 more handshakes (--format csv has all)" in page.texts


def test_numbers_are_there_to_sort_by() -> None:
    cells = [item for item in Read(html(judged())).named("td") if "data-sort" in item]
    assert [item["data-label"] for item in cells] == ["Frame", "Time", "Took"]
    assert cells[0]["data-sort"] == "4.0"


def test_ladders_stay_inside_their_drawing() -> None:
    page = Read(html(judged(failed())))
    (drawing,) = page.named("svg")
    _, _, width, height = (int(number) for number in str(drawing["viewbox"]).split())
    for shaft in page.named("line"):
        assert all(0 <= int(str(shaft[name])) <= width for name in ("x1", "x2"))
        assert all(0 <= int(str(shaft[name])) <= height for name in ("y1", "y2"))


def test_light_dark_and_narrow() -> None:
    css = (Path(handshake_html.__file__).parent / "page" / "capture.css").read_text("utf-8")
    assert "prefers-color-scheme: dark" in css and "max-width: 50rem" in css
    assert '<meta name="viewport" content="width=device-width, initial-scale=1">' in html(judged(handshake()))
