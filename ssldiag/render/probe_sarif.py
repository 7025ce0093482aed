"""Results of probes as SARIF 2.1.0 (OASIS Standard, 2020-03-27): a result for each thing to worry about.

A host and port is an artifact with an absolute URI (``tls://host:port``; 3.4.3); what was not found out is
told as a notification.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from hashlib import sha256
from typing import Any
from urllib.parse import quote

from ssldiag import __version__
from ssldiag.probe.findings import Worry, worries
from ssldiag.probe.model import Result, Target
from ssldiag.render.escape import json_text
from ssldiag.render.moments import moment
from ssldiag.render.sarif import LEVELS, SCHEMA
from ssldiag.render.sarif_places import message

FINGERPRINT = "ssldiagProbe/v1"


def render(results: Iterable[Result]) -> Iterator[str]:
    """The log. Its rules are the words of what was found, so all hosts are done before it is written."""
    rules: dict[str, int] = {}
    found: list[dict[str, Any]] = []
    hosts: list[dict[str, Any]] = []
    cut: list[dict[str, Any]] = []
    for index, result in enumerate(results):
        hosts.append(_artifact(result))
        for worry in worries(result):
            rules.setdefault(worry.word, len(rules))
            found.append(_result(result.target, worry, rules[worry.word], index))
        if result.cut:
            text = f"{result.target}: the time ran out before all was asked"
            cut.append({"level": "note", "message": message(text)})
    run = {
        "tool": {
            "driver": {
                "name": "ssldiag",
                "version": __version__,
                "semanticVersion": __version__,
                "rules": [{"id": word, "name": word} for word in rules],
            }
        },
        "automationDetails": {"id": "ssldiag/probe/"},
        "columnKind": "unicodeCodePoints",
        "artifacts": hosts,
        "results": found,
        "invocations": [{"executionSuccessful": True, "toolExecutionNotifications": cut}],
    }
    yield json_text({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}) + "\n"


def address(target: Target) -> str:
    """A host and port as a URI (RFC 3986 3.2.2; RFC 6874 for a scope)."""
    host = f"[{quote(target.host, safe=':')}]" if ":" in target.host else quote(target.host, safe="")
    return f"tls://{host}:{target.port}"


def _artifact(result: Result) -> dict[str, Any]:
    return {
        "location": {"uri": address(result.target)},
        "properties": {
            "starttls": result.target.starttls,
            "started": moment(result.started),
            "verdict": result.verdict_line,
        },
    }


def _result(target: Target, worry: Worry, rule: int, host: int) -> dict[str, Any]:
    words = f"{target} {target.starttls or ''} {worry.word} {worry.what}"
    place = {"artifactLocation": {"uri": address(target), "index": host}}
    return {
        "ruleId": worry.word,
        "ruleIndex": rule,
        "level": LEVELS[worry.severity],
        "message": message(f"{target}: {worry.what}"),
        "locations": [{"physicalLocation": place}],
        "partialFingerprints": {FINGERPRINT: sha256(words.encode("utf-8", "replace")).hexdigest()},
    }
