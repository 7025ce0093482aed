"""What ``docs/pcap.md`` says in numbers and names is so."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from ssldiag.capture import limits
from ssldiag.cli import app, load
from ssldiag.cli.pcap import Form
from ssldiag.render import handshake_html, handshake_line, handshake_words
from ssldiag.render.handshake_selection import STORIES
from ssldiag.wire import conversation, gathered, messages, starttls, starttls_binary
from tests.test_docs import options

MIB, KIB = limits.MIB, limits.KIB


@pytest.fixture(scope="module")
def page(root: Path) -> str:
    return (root / "docs" / "pcap.md").read_text("utf-8")


BOUNDS = {
    "a packet": f"{limits.MAX_RECORD // MIB} MiB",
    "a direction followed while a handshake has not ended": f"{limits.MAX_STREAM // MIB} MiB",
    "held behind a gap in one direction, in all connections": (
        f"{limits.MAX_PENDING // MIB} MiB in {limits.MAX_PIECES:,} segments, {limits.MAX_HELD // MIB} MiB"
    ),
    "connections whose handshake has not ended": f"{limits.MAX_OPEN:,}",
    "connections followed to their end after it": f"{limits.MAX_QUIET:,}",
    "a connection without packets is given up after": f"{limits.IDLE_SECONDS:.0f} seconds",
    "fragmented datagrams waiting, for so long": (
        f"{limits.MAX_DATAGRAMS}, {limits.FRAGMENT_SECONDS:.0f} seconds"
    ),
    "headers inside one another": f"{limits.MAX_LAYERS}",
    "a handshake message": f"{messages.LIMIT // MIB} MiB",
    "messages, certificates and alerts of one handshake": (
        f"{gathered.MAX_MESSAGES:,}, {gathered.MAX_CERTIFICATES:,} and {gathered.MAX_ALERTS}"
    ),
    "plain text before TLS, in one direction": f"{conversation.PLAIN_ENOUGH // KIB} KiB",
    "failures told in a text, drawn in a page": f"{STORIES}, {handshake_html.STORIES}",
}


def test_bounds(page: str) -> None:
    table = page.partition("| bound | |")[2].partition("\n\n")[0]
    assert dict(re.findall(r"^\| (.+?) \| (.+?) \|$", table, re.MULTILINE)) == BOUNDS


def test_other_numbers(page: str) -> None:
    assert (
        f"the first {handshake_words.FIRST_BYTES} bytes in a text, {handshake_line.FIRST_BYTES} in JSON"
        in page
    )


def test_every_field_is_described(page: str, root: Path) -> None:
    capture = str(root / "samples" / "captures" / "families.pcap")
    line = CliRunner().invoke(app, ["pcap", capture, "--format", "jsonl"]).stdout.splitlines()[0]
    table = page.partition("| field | what it holds |\n|---|---|\n")[2].partition("\n\n")[0]
    columns = (row.split("|")[1] for row in table.splitlines())
    described = {name for column in columns for name in re.findall(r"`(\w+)`", column)}
    assert described == set(json.loads(line))


def test_every_option_format_and_protocol_is_there(page: str) -> None:
    missing = {name for name in options(load("pcap")) if f"`{name}" not in page and f" {name}" not in page}
    assert missing - {"--help"} == set()
    assert {form.value for form in Form if f"`{form.value}`" not in page} == set()
    lower = page.lower()
    spoken = {talk.protocol for talk in starttls.TALKS} | {
        recogniser.__name__ for recogniser in starttls_binary.BINARY
    }
    assert {name for name in spoken if name not in lower} == set()
