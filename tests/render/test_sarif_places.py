"""Places and messages in SARIF."""

from __future__ import annotations

import pytest

from ssldiag.model import Evidence, FilePlace, FramePlace, Place, TextPlace
from ssldiag.render.sarif_places import location, message, noted, uri


def test_messages_cannot_hold_links_or_placeholders() -> None:
    assert message("[x](http://evil) {0} {name}") == {"text": "[x] (http://evil) {{0}} {name}"}


def test_uri_escapes() -> None:
    assert uri("a b/c:d\udc80é") == "a%20b/c%3Ad%3F%C3%A9"


@pytest.mark.parametrize(
    ("place", "region"),
    [
        (TextPlace("f", 3, 2, 4), {"startLine": 3, "startColumn": 2, "endColumn": 6}),
        (TextPlace("f", 0, 0, -1), {"startLine": 1, "startColumn": 1, "endColumn": 1}),
        (
            TextPlace("f", 1, 1, 1, "x"),
            {"startLine": 1, "startColumn": 1, "endColumn": 2, "snippet": {"text": "x"}},
        ),
        (FilePlace("f", 7), {"byteOffset": 7, "byteLength": 0}),
        (FilePlace("f"), None),
        (FramePlace("f", 7, 8), None),
    ],
)
def test_regions(place: Place, region: dict[str, object] | None) -> None:
    assert location(place, {})["physicalLocation"].get("region") == region


def test_files_outside_the_snapshot_have_no_index() -> None:
    artifact = location(FilePlace("f"), {"f": 3})["physicalLocation"]["artifactLocation"]
    assert artifact == {"uri": "f", "uriBaseId": "SNAPSHOT", "index": 3}
    assert "index" not in location(FilePlace("g"), {"f": 3})["physicalLocation"]["artifactLocation"]


def test_notes_and_frames_are_said() -> None:
    assert noted(Evidence(FramePlace("f", 7), "the alert"), {})["message"] == {"text": "the alert, frame 7"}
    assert "message" not in noted(Evidence(FilePlace("f")), {})
