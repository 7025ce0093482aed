"""Faults and stories as plain values for JSON: ``ssldiag.lab/1``."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ssldiag.lab.fault import Fault
from ssldiag.lab.run import Story
from ssldiag.lab.stage import Item, Judged, Ran, Say

SCHEMA = "ssldiag.lab/1"


def listed(faults: Iterable[Fault]) -> dict[str, Any]:
    """The catalogue."""
    return {"schema": SCHEMA, "faults": [entry(fault) for fault in faults]}


def entry(fault: Fault) -> dict[str, Any]:
    """A fault in a list."""
    return {
        "name": fault.name,
        "family": fault.family,
        "what": fault.what,
        "certainty": fault.certainty,
        "fast": fault.fast,
    }


def runs(stories: Iterable[Story]) -> dict[str, Any]:
    """Runs, and whether all of them were as expected."""
    made = [story(item) for item in stories]
    return {"schema": SCHEMA, "ok": all(item["ok"] for item in made), "runs": made}


def story(told: Story) -> dict[str, Any]:
    """One run."""
    return {
        **entry(told.fault),
        "story": told.fault.story,
        "ok": told.ok,
        "captured": told.captured,
        "folder": told.folder or None,
        "seconds": round(told.seconds, 1),
        "acts": [
            {"number": act.number, "title": act.title, "items": [item(each) for each in act.items]}
            for act in told.stage.acts
        ],
        "results": [judged(each) for each in told.stage.judgements],
    }


def item(given: Item) -> dict[str, Any]:
    """Something that happened."""
    if isinstance(given, Say):
        return {"say": given.text}
    if isinstance(given, Ran):
        return {"command": given.command, "output": list(given.lines), "exit": given.code, "cut": given.cut}
    if isinstance(given, Judged):
        return judged(given)
    return {"shown": given.heading, "lines": list(given.lines)}


def judged(given: Judged) -> dict[str, Any]:
    """An expectation and what became of it."""
    return {"what": given.what, "expected": given.expected, "found": given.found, "ok": given.ok}
