"""Real captures, and captures made for one story each, against what tshark says of every stream.

Where we differ, docs/differences.md says so with the bytes that decide; its table is the list of exceptions.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from ssldiag.capture.decode import decode
from ssldiag.wire.fingerprint import ja3, ja3s, ja4
from ssldiag.wire.model import Handshake
from ssldiag.wire.numbers import version_name

Row = dict[str, Any]
Fields = dict[str, Any]

STARTTLS = {"pop": "pop3", "pgsql": "postgresql"}
BY = {"session_id": "id", "ticket": "ticket", "psk": "psk"}


def wanted(row: Row) -> Fields:
    """What the truth says; fields that it leaves open are not there."""
    offer, choice = row.get("client_hello") or {}, row.get("server_hello") or {}
    certificates = row.get("certificates") or {}
    fields: Fields = {
        "version": row["version"],
        "sni": offer.get("sni"),
        "chosen": int(row["cipher"], 16) if row["cipher"] else None,
        "offered": [int(code, 16) for code in offer.get("ciphers", ())],
        "extensions": [int(code, 16) for code in offer.get("extensions", ())],
        "groups": len(offer.get("groups", ())),
        "alpn": offer.get("alpn", []),
        "ticket": offer.get("session_ticket_length"),
        "alerts": sorted(
            (alert["from"], alert["code"]) for alert in row["alerts"] if not alert.get("encrypted")
        ),
        "certificates": [
            one["sha256"] for side in "sc" for one in certificates.get(side, ()) if "sha256" in one
        ],
        "retry": row["hello_retry_request"],
    }
    if row["starttls"] != "unknown":
        fields["starttls"] = STARTTLS.get(row["starttls"], row["starttls"])
    for name, value in (
        ("resumed", row["resumed"]),
        ("by", BY.get(row["resumed_by"])),
        ("ja3", offer.get("ja3")),
        ("ja4", offer.get("ja4")),
        ("ja3s", choice.get("ja3s")),
    ):
        if value is not None:
            fields[name] = value
    return fields


def _chosen(found: Handshake) -> int | None:
    hello = found.server_hello
    return hello.ciphers[0] if hello and hello.format == "tls" and hello.ciphers else None


def _certificates(found: Handshake) -> list[str]:
    sides = ("server", "client")
    return [
        hashlib.sha256(one.der).hexdigest()
        for side in sides
        for one in found.certificates
        if one.side == side
    ]


OURS: Mapping[str, Callable[[Handshake], Any]] = {
    "version": lambda found: None if found.version is None else version_name(found.version),
    "sni": lambda found: found.client_hello and found.client_hello.sni,
    "chosen": _chosen,
    "offered": lambda found: list(found.client_hello.ciphers) if found.client_hello else [],
    "extensions": lambda found: list(found.client_hello.extensions) if found.client_hello else [],
    "groups": lambda found: len(found.client_hello.groups) if found.client_hello else 0,
    "alpn": lambda found: list(found.client_hello.alpn) if found.client_hello else [],
    "ticket": lambda found: found.client_hello and found.client_hello.ticket_length,
    "alerts": lambda found: sorted((one.side[0], one.code) for one in found.alerts if not one.encrypted),
    "certificates": _certificates,
    "retry": lambda found: found.hello_retry,
    "starttls": lambda found: found.starttls,
    "resumed": lambda found: found.resumed,
    "by": lambda found: found.resumed_by,
    "ja3": lambda found: found.client_hello and ja3(found.client_hello),
    "ja4": lambda found: found.client_hello and ja4(found.client_hello),
    "ja3s": lambda found: found.server_hello and ja3s(found.server_hello),
}


def known_differences(root: Path) -> set[tuple[str, str, str]]:
    """(capture, stream, field) of the table."""
    found = set()
    for line in (root / "docs" / "differences.md").read_text("utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if len(cells) == 5 and re.fullmatch(r"`.+`", cells[0]):
            found |= {(cells[0].strip("`"), cells[1], field.strip()) for field in cells[2].split(",")}
    return found


def streams(truth: Path) -> Iterator[tuple[str, list[Row]]]:
    """The rows with a hello, by capture."""
    rows = defaultdict(list)
    for line in truth.read_text("utf-8").splitlines():
        row = json.loads(line)
        if (row.get("client_hello") or row.get("server_hello")) and "commtrace" not in row["file"]:
            rows[row["file"]].append(row)
    yield from rows.items()


def key(*ends: tuple[str, int]) -> frozenset[tuple[str, int]]:
    return frozenset(ends)


def differences(folder: Path) -> tuple[int, set[tuple[str, str, str]], list[str]]:
    """How many fields were compared; those that differ; and what they are, for a message."""
    count, places, notes = 0, set(), []
    for name, rows in streams(folder / "expected.jsonl"):
        found = defaultdict(list)
        for item in decode([str(folder / name)]):
            ends = (item.client.ip, item.client.port), (item.server.ip, item.server.port)
            found[key(*ends)].append(item)
        for row in rows:
            stream = str(row["tcp_stream"])
            ends = (row["client"], row["client_port"]), (row["server"], row["server_port"])
            if not found[key(*ends)]:
                places.add((name, stream, "stream"))
                notes.append(f"{name} {stream}: nothing found")
                continue
            item = found[key(*ends)].pop(0)
            for field, value in {**wanted(row), "client": ends[0]}.items():
                ours = (item.client.ip, item.client.port) if field == "client" else OURS[field](item)
                count += 1
                if ours != value:
                    places.add((name, stream, field))
                    notes.append(f"{name} {stream} {field}: tshark {str(value)[:80]}, ours {str(ours)[:80]}")
    return count, places, notes


@pytest.mark.parametrize(("folder", "least"), [("captures", 3500), ("captures/synthetic", 1500)])
def test_every_field_is_the_same_but_for_the_listed(
    folder: str, least: int, shared: Path, root: Path
) -> None:
    count, places, notes = differences(shared / folder)
    assert count >= least
    assert places - known_differences(root) == set(), "\n".join(notes)


def test_every_listed_difference_is_one(shared: Path, root: Path) -> None:
    found = {place for name in ("captures", "captures/synthetic") for place in differences(shared / name)[1]}
    assert known_differences(root) <= found
