"""Lines of a configuration file, and what is told of a file that is too long."""

from __future__ import annotations

import pytest

from ssldiag.readers import feed
from ssldiag.text import LINE_LIMIT
from tests.readers.support import source


def test_lines_without_what_a_screen_shows_around_them() -> None:
    found, notes = feed.configuration(
        source("00001 PORT\n00002 * * * End of File * * *\n====>\n", "profile_tcpip")
    )
    assert [(line.number, line.text) for line in found] == [(1, "PORT")]
    assert notes == []


def test_a_line_cut_short_is_told_without_its_text() -> None:
    found, notes = feed.configuration(source("USER A " + "x" * LINE_LIMIT, "user_direct"))
    assert len(found[0].text) == LINE_LIMIT
    assert [(str(note.place), note.reason) for note in notes] == [("folder/FILE:1", feed.TOO_LONG)]
    assert getattr(notes[0].place, "text", None) == ""


@pytest.mark.parametrize("bound", [feed.Bound(3, 100), feed.Bound(100, 3)])
def test_a_file_with_too_many_lines_is_cut_off_and_told(bound: feed.Bound) -> None:
    found, notes = feed.configuration(source("1\n2\n3\n4\n5\n", "tcpip_data"), bound)
    assert [line.text for line in found] == ["1", "2", "3"]
    assert [(str(note.place), note.reason) for note in notes] == [("folder/FILE:4", feed.TOO_MANY)]


def test_a_file_of_just_so_many_lines_is_whole() -> None:
    found, notes = feed.configuration(source("1\n2\n3\n", "tcpip_data"), feed.Bound(3, 3))
    assert (len(found), notes) == (3, [])
