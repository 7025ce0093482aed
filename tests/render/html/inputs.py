"""Page inputs made from the samples by means as simple as can be, and by hand where a file can be hostile."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from ssldiag import registry
from ssldiag.bundle.gather import rule_page
from ssldiag.bundle.model import (
    CertificateRow,
    ConsoleRow,
    Edge,
    Explained,
    Item,
    Made,
    Node,
    PageInput,
    Plan,
    RulePage,
    SourceText,
    Stretch,
    Topology,
)
from ssldiag.bundled import folder as bundled
from ssldiag.capture.decode import decode_each, itself
from ssldiag.capture.judged import judged
from ssldiag.doctor import examine
from ssldiag.errors.load import Tables
from ssldiag.errors.lookup import explain
from ssldiag.keydb.read import read
from ssldiag.kinds import KINDS
from ssldiag.model import Report, Source
from ssldiag.render.handshake_line import Lines
from ssldiag.render.json import document
from ssldiag.settings import Settings
from ssldiag.snapshot import open_snapshot

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)

MESSAGE = re.compile(r"\b[A-Z]{3,6}\d{3,5}([A-Z])\b")


def of_sample(folder: Path, captures: tuple[Path, ...] = (), now: datetime = NOW) -> PageInput:
    """What a bundle of this folder would hand to the page, not redacted."""
    rules = list(registry.load().values())
    report = examine(open_snapshot(folder), rules, now, Settings())
    sources = tuple(_text(source) for source in report.snapshot.sources if KINDS[source.kind].text)
    console = tuple(row for source in sources if source.kind == "transcript" for row in _console(source))
    return PageInput(
        report,
        document(report),
        _plan(report),
        sources,
        tuple(_rules(report)),
        tuple(_explained(sources)),
        tuple(_handshakes(captures)),
        BROKEN if folder.name == "broken-several" else Topology(),
        tuple(_certificates(report)),
        console,
        Made("0.1.0", now, ("captures: handshakes",), (("hosts", 3), ("ips", 2)), "handshakes"),
    )


def _text(source: Source) -> SourceText:
    lines = tuple(source.read().decode("utf-8", "replace").splitlines())
    kind = KINDS[source.kind]
    return SourceText(source.path, source.kind, kind.what, len(lines), (Stretch(1, lines),))


def _plan(report: Report) -> Plan:
    items = [
        Item(each.path, each.kind, each.size, each.size, "redacted", "a text file", (("hosts", 1),))
        for each in report.snapshot.sources
    ]
    items.append(Item("Database.sth", "stash", 129, 0, "dropped", "a stashed password never leaves the host"))
    return Plan(report.snapshot.name, tuple(items))


def _rules(report: Report) -> Iterator[RulePage]:
    by_code = {each.rule.code: each.rule for each in report.all_results()}
    for code in sorted(by_code):
        yield rule_page(by_code[code])


def _explained(sources: tuple[SourceText, ...]) -> Iterator[Explained]:
    tables = Tables(bundled("errortables"))
    places: dict[str, list[tuple[str, int]]] = {}
    for source in sources:
        for number, line in enumerate(source.stretches[0].lines, 1):
            for found in MESSAGE.finditer(line):
                places.setdefault(found[0], []).append((source.path, number))
    if places:
        places["401"] = []
    for query, where in places.items():
        entries: list[dict[str, Any]] = [
            asdict(entry) for each in explain(query, tables) for entry in each.entries
        ]
        yield Explained(query, tuple(where), tuple(entries))


def _console(source: SourceText) -> Iterator[ConsoleRow]:
    for number, line in enumerate(source.stretches[0].lines, 1):
        found = MESSAGE.search(line)
        kind = "error" if found and found[1] in "ES" else "start" if "started at" in line else "info"
        time = re.match(r"\d\d:\d\d:\d\d", line)
        machine = source.path.partition(".")[0]
        yield ConsoleRow(
            source.path, number, machine, kind, found[0] if found else "", line, time[0] if time else ""
        )


def _certificates(report: Report) -> Iterator[CertificateRow]:
    for source in report.snapshot.of_kind("gskit_keydb"):
        database = read(source.read(), source.path)
        subjects = {
            entry.certificate.subject: f"{source.path}#{index}"
            for index, entry in enumerate(database.entries)
            if entry.certificate
        }
        for index, entry in enumerate(database.entries):
            held = entry.certificate
            if held is None:
                continue
            codes = ("CERT101",) if held.not_after and held.not_after < NOW else ()
            yield CertificateRow(
                f"{source.path}#{index}",
                entry.label,
                held.subject,
                held.issuer,
                held.serial_hex,
                held.not_before,
                held.not_after,
                held.key,
                held.signature,
                held.is_ca,
                entry.has_private_key,
                entry.default,
                entry.trusted,
                subjects.get(held.issuer),
                source.path,
                codes,
            )


def _handshakes(captures: tuple[Path, ...]) -> Iterator[dict[str, Any]]:
    lines = Lines()
    for path in captures:
        for each in judged(decode_each([str(path)], itself)):
            yield {**json.loads(lines.line(each)), "file": path.name}


BROKEN = Topology(
    (
        Node("stack:TCPIP", "stack", "TCPIP", "level 720, 192.0.2.10", place=("SYSTEM.DTCPARMS", 2)),
        Node("stack:TCPIPTST", "stack", "TCPIPTST", "named in TCPIP DATA", "no such stack", ("ZVM101",)),
        Node("pool:SSL*", "pool", "SSL*", "2 servers of 600 sessions", "cannot start", ("ZVM101",),
             ("SYSTEM.DTCPARMS", 10)),
        Node("server:SSL00001", "server", "SSL00001", "", "start given up: DTCRUN1028E", ("ZVM710",)),
        Node("server:SSL00002", "server", "SSL00002", "no log collected"),
        Node("agent:SSLDCSSM", "agent", "SSLDCSSM", ":for.SSLSERV", "not logged on", ("ZVM704",)),
        Node("segment:TCPIP", "segment", "TCPIP", "DCSS_Parms <DEFAULT>"),
        Node("keys", "key_database", "Database.kdb", "4 labels", "open to all", ("ZVM603",)),
        Node("label:TLSCERT1", "label", "TLSCERT1", "until 2026-09-13", "expired", ("CERT101",)),
        Node("label:tlscert1", "label", "tlscert1", "", "in no key database", ("ZVM501",)),
        Node("app:FTPSERVE", "application", "FTPSERVE", "port 21, explicit", "ended", ("ZVM725",)),
        Node("app:SMTP", "application", "SMTP", "port 25"),
        Node("app:INTCLIEN", "application", "INTCLIEN", "Telnet, ports 23 and 992"),
    ),
    (
        Edge("pool:SSL*", "stack:TCPIP", ":stack."),
        Edge("pool:SSL*", "stack:TCPIPTST", "TCPIPUSERID", "names another stack than :stack.", ("ZVM101",)),
        Edge("stack:TCPIP", "pool:SSL*", "SSLSERVERID"),
        Edge("agent:SSLDCSSM", "pool:SSL*", ":for.", "SSLSERV is not this pool", ("ZVM109",)),
        Edge("pool:SSL*", "server:SSL00001", "member"),
        Edge("pool:SSL*", "server:SSL00002", "member"),
        Edge("pool:SSL*", "segment:TCPIP", "segment", "no NAMESAVE", ("ZVM406",)),
        Edge("agent:SSLDCSSM", "segment:TCPIP", "segment"),
        Edge("pool:SSL*", "keys", "KEYFILE"),
        Edge("keys", "label:TLSCERT1", "label"),
        Edge("app:FTPSERVE", "label:tlscert1", "TLSLABEL"),
        Edge("app:SMTP", "label:TLSCERT1", "TLSLABEL"),
        Edge("app:INTCLIEN", "label:TLSCERT1", "TLSLABEL"),
        Edge("label:tlscert1", "keys", "label", "not stored there", ("ZVM501",)),
    ),
)  # fmt: skip
"""How the sample hangs together, by hand."""
