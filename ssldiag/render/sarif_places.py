"""Places as SARIF locations, and text from files as SARIF messages."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import quote

from ssldiag.model import Evidence, FramePlace, Place, TextPlace

BASE = "SNAPSHOT"
"""The symbol that paths are relative to (SARIF 3.14.14); where the snapshot lies is the reader's business."""

_PLACEHOLDER = re.compile(r"\{(\d+)\}")


def uri(path: str) -> str:
    """A path as a relative URI reference (RFC 3986 4.2): colons and blanks of z/VM file names are escaped."""
    return quote(path, safe="/", errors="replace")


def message(text: str) -> dict[str, str]:
    """``text`` without a placeholder (SARIF 3.11.5) or an embedded link (3.11.6), whatever a file holds."""
    return {"text": _PLACEHOLDER.sub(r"{{\1}}", text).replace("](", "] (")}


def noted(item: Evidence, files: dict[str, int]) -> dict[str, Any]:
    """A location (SARIF 3.28) with its note. ``files`` has the index of each path among the artifacts."""
    notes = [item.note, f"frame {item.place.frame}" if isinstance(item.place, FramePlace) else ""]
    text = ", ".join(note for note in notes if note)
    located = location(item.place, files)
    return {**located, "message": message(text)} if text else located


def location(place: Place, files: dict[str, int]) -> dict[str, Any]:
    """A location without a note."""
    artifact: dict[str, Any] = {"uri": uri(place.file), "uriBaseId": BASE}
    if place.file in files:
        artifact["index"] = files[place.file]
    physical: dict[str, Any] = {"artifactLocation": artifact}
    region = _region(place)
    return {"physicalLocation": {**physical, "region": region} if region else physical}


def _region(place: Place) -> dict[str, Any]:
    """A region (SARIF 3.30): columns in code points, the end one after the last; nothing for a whole file."""
    if isinstance(place, TextPlace):
        column = max(place.column, 1)
        end = column + max(place.width, 0)
        region: dict[str, Any] = {"startLine": max(place.line, 1), "startColumn": column, "endColumn": end}
        return {**region, "snippet": {"text": place.text}} if place.text else region
    if isinstance(place, FramePlace) or place.offset is None:
        return {}
    return {"byteOffset": max(place.offset, 0), "byteLength": 0}
