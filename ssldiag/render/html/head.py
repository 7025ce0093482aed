"""The beginning of a page that loads nothing: a strict policy, what it is called, and its style."""

from __future__ import annotations

from collections.abc import Iterator

from ssldiag.render.handshake_html import digest
from ssldiag.render.html.markup import Html, join, tag


def head(title: Html, css: str, version: str, script: str = "") -> Iterator[str]:
    """Everything before ``<body>``. ``script`` is the only one that may run.

    Source: Content Security Policy Level 3, 2.3.1 (hashes) and 6.1 (directives).
    """
    allowed = f"script-src '{digest(script)}'; " if script else ""
    policy = f"default-src 'none'; style-src '{digest(css)}'; {allowed}base-uri 'none'; form-action 'none'"
    parts = (
        tag("meta", charset="utf-8"),
        tag("meta", http_equiv="Content-Security-Policy", content=policy),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("meta", name="referrer", content="no-referrer"),
        tag("meta", name="generator", content=f"ssldiag {version}"),
        tag("meta", name="color-scheme", content="light dark"),
        tag("title", title),
        tag("style", Html(css)),
    )
    yield '<!DOCTYPE html>\n<html lang="en">\n'
    yield tag("head", Html("\n"), join(parts, Html("\n")))
