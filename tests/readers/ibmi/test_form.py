"""Settings forms: values of the right kind with places; everything else is said, nothing guessed."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from ssldiag.readers.ibmi import form
from tests.readers.support import pointed_at, source, values

TEXT = """\
# the central system
[System CENTRAL]
role = Central
release = V5R4
ssl-stored = YES
level-stored = client and  server
server-started = 2026-11-20 09:00
addresses = 192.0.2.1 , 192.0.2.2,
; a package without a name
[package]
replace = no
status ENDPT 1 = completed
[application QIBM_QTV_TELNET_SERVER]
session-timeout = 86400
certificates =
"""


def test_values() -> None:
    found = form.read(source(TEXT, "ibmi_form"))
    system, package, application = found.rows
    assert (system.word, system.name.value, package.name.value) == ("system", "CENTRAL", "")
    assert {entry.key: entry.value for entry in system.entries} == {
        "role": "central",
        "release": "V5R4",
        "ssl-stored": True,
        "level-stored": "Client and server",
        "server-started": datetime(2026, 11, 20, 9, 0),
        "addresses": "192.0.2.1 , 192.0.2.2,",
    }
    addresses = system.entry("addresses")
    assert addresses is not None
    assert values(addresses.items) == ["192.0.2.1", "192.0.2.2"]
    assert [pointed_at(item.place, TEXT) for item in addresses.items] == ["192.0.2.1", "192.0.2.2"]
    status = package.entry("status")
    assert status is not None
    assert (status.name, status.value) == ("ENDPT 1", "completed")
    assert [entry.value for entry in application.entries] == [86400, ""]
    assert (found.complete, found.unreadable) == (True, ())


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("ssl-stored = perhaps", "is no yes or no"),
        ("release = soon", "is no release such as V5R4 or 7.4"),
        ("server-started = today", "is no moment such as 2026-11-22 10:15"),
        ("level-stored = high", "is no level: Any, Server or Client and server"),
        ("role = boss", "is no value of role"),
        ("colour = red", "no setting of [system]"),
        ("role x = central", "no setting of [system]"),
        ("just words", "is not of the form key = value"),
        ("[nonsense A]", "no section of a settings form"),
        ("[system]", "is a section without a name"),
        ("[system A", "no section of a settings form"),
        ("role = " + "x" * 5000, "longer than 4,096 characters"),
    ],
)
def test_what_cannot_be_read_is_said(line: str, reason: str) -> None:
    found = form.read(source(f"[system A]\n{line}\n", "ibmi_form"))
    assert [note.reason for note in found.unreadable] == [reason]
    assert not found.complete


def test_lines_outside_of_a_section() -> None:
    assert (
        form.read(source("role = central\n", "ibmi_form")).unreadable[0].reason
        == "stands outside of any section"
    )


def test_the_last_line_of_a_key_counts() -> None:
    section = form.read(source("[system A]\nrelease = V5R3\nrelease = V5R4\n", "ibmi_form")).rows[0]
    entry = section.entry("release")
    assert entry is not None
    assert entry.value == "V5R4"


def test_the_documentation_has_every_section_and_key() -> None:
    page = (Path(__file__).parents[3] / "docs" / "ibmi" / "collect.md").read_text("utf-8")
    for word, keys in form.SECTIONS.items():
        chapter = page.partition(f"\n### `[{word}")[2].partition("\n### ")[0]
        assert chapter, word
        assert [key for key in keys if f"`{key}" not in chapter] == []
