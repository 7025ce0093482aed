"""Markdown: failures with ladders, and nothing from a packet that becomes markup."""

from __future__ import annotations

import re

from ssldiag.capture.judged import Judged
from ssldiag.render.capture_notes import CaptureNotes, FileNote
from ssldiag.render.handshake_markdown import render
from ssldiag.wire.model import Oddity, Verdict
from tests.render.handshakes import NOW, client_hello, failed, judged

NOTES = CaptureNotes(NOW, 30, lambda: [FileNote("case.pcap")])


def shown(*found: Judged) -> str:
    return "".join(render(found, NOTES))


def test_a_failure_and_a_success() -> None:
    text = shown(judged(), judged(failed()))
    assert text.startswith(
        "## TLS handshakes: `case.pcap`\n\n1 failed, 1 completed.\n\n### Failed: `unknown_ca`\n"
    )
    assert "- **do:** Add the certificate of the CA to the key database of the client\n" in text
    assert "|== fatal alert unknown_ca (48) ====" in text
    assert "\n### Other handshakes\n\n```text\nFRAME  CLIENT" in text
    assert "- **causes:** `unknown_ca` 1\n" in text


def test_nothing_at_all() -> None:
    assert shown() == "## TLS handshakes: `case.pcap`\n\nno TLS handshake.\n"


def test_hostile_strings() -> None:
    evil = "@team ```\n# x <b>[a](http://x)</b>\x1b"
    found = failed(file=evil, client_hello=client_hello(sni=evil), oddities=(Oddity(evil, 1),))
    text = shown(judged(found, Verdict("failed", "odd", None, "likely", evil, (), (), evil)))
    assert text.replace("\n", "").isprintable()
    assert "\n# x" not in text
    outside = re.sub(r"(?s)(?<!`)(`+)(?!`)(.*?)(?<!`)\1(?!`)", "", text)
    assert "<b>" not in outside and "@team" not in outside and "x1b" not in outside


def test_a_large_capture_is_cut_short() -> None:
    text = shown(*[judged(failed())] * 50)
    assert text.count("### Failed") == 1
    assert "### Failed: `unknown_ca` (the first of 50 of this kind)\n" in text
    assert "And 29 more failed." in text
