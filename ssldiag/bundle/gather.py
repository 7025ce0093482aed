"""The redacted snapshot, its report and facts in; all that the page may show out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from itertools import chain, islice

from ssldiag import __version__
from ssldiag.bundle.model import (
    CertificateRow,
    ConsoleRow,
    Document,
    Explained,
    Made,
    PageInput,
    Plan,
    RulePage,
    SourceText,
    Stretch,
)
from ssldiag.bundle.topology import topology
from ssldiag.errors.load import Tables
from ssldiag.errors.scan import Scanner
from ssldiag.facts import Facts, public_handshakes
from ssldiag.facts.handshakes import CapturedHandshake
from ssldiag.facts.keys import KeyDatabase, StoredCertificate
from ssldiag.facts.runtime import ConsoleRun
from ssldiag.keydb.chain import Issuers
from ssldiag.keydb.model import Certificate
from ssldiag.kinds import KINDS
from ssldiag.model import Report, Rule, Source, TextPlace
from ssldiag.readers.transcript_model import Message
from ssldiag.render.json import document
from ssldiag.text import lines

WHOLE = 2_000
"""Lines of a file that the page gets from its beginning; of a longer one, also those around findings."""

AROUND = 8
"""Lines before and after one that a finding points at."""

LONGEST = 2_000
"""Characters of a line that the page gets: 25 terminals wide."""

TEXT = 8 * 1024 * 1024
"""Characters of sources that the page gets to choose from; it shows less."""

STRETCHES = 300
"""Places of one file around which lines are kept."""

ROWS = 5_000
"""Console lines, certificates and handshakes of each; a page with more is of no use."""

CODES = 1_000
BLOCK = 5_000

STARTS = ("DTCRUN1011I", "DTCSSL001I", "DTCTCP001I")
STOPS = ("DTCRUN1099E", "DTCSSL101I", "DTCSSL100I", "DTCRUN1098I")
"""Messages that say that a server begins or ends; any other is an error by its severity."""

BAD = ("E", "S")


def gather(
    report: Report, facts: Facts, plan: Plan, tables: Tables, options: tuple[str, ...], captures: str
) -> PageInput:
    """Everything for the page. Reads the redacted sources once for excerpts and once for codes."""
    return PageInput(
        report,
        document(report),
        plan,
        tuple(source_texts(report)),
        tuple(map(rule_page, occurring(report))),
        tuple(explained(report, tables)),
        tuple(islice(handshakes(report), ROWS)),
        topology(facts, report),
        tuple(islice(certificates(facts, report), ROWS)),
        tuple(islice(console(facts), ROWS)),
        made(report, plan, options, captures),
    )


def made(report: Report, plan: Plan, options: tuple[str, ...], captures: str) -> Made:
    """How the bundle was made."""
    counts: dict[str, int] = {}
    for item in plan.items:
        for kind, number in item.replaced:
            counts[kind] = counts.get(kind, 0) + number
    return Made(__version__, report.judged_at, options, tuple(sorted(counts.items())), captures)


def occurring(report: Report) -> list[Rule]:
    """The rules that found something, in the order of their codes."""
    found = {result.rule.code: result.rule for result in report.all_results()}
    found.update({item.result.rule.code: item.result.rule for item in report.suppressed})
    return [found[code] for code in sorted(found)]


def rule_page(rule: Rule) -> RulePage:
    """A rule's page."""
    return RulePage(
        rule.code,
        rule.name,
        rule.severity.value,
        rule.title,
        rule.subject,
        rule.certainty,
        rule.releases,
        rule.vendor_messages,
        rule.fix,
        rule.doc,
    )


def source_texts(report: Report) -> Iterator[SourceText]:
    """Every text, whole or around what findings point at."""
    cited: dict[str, set[int]] = {}
    for result in report.all_results():
        for item in result.finding.evidence:
            if isinstance(item.place, TextPlace):
                cited.setdefault(item.place.file, set()).add(item.place.line)
    left = TEXT
    for source in report.snapshot.sources:
        if source.encoding and source.kind not in ("pem",):
            text = source_text(source, cited.get(source.path, set()), left)
            left -= sum(len(line) for stretch in text.stretches for line in stretch.lines)
            yield text


def source_text(source: Source, cited: set[int], room: int) -> SourceText:
    """The lines of one file that the page gets."""
    near = {
        number for line in sorted(cited)[:STRETCHES] for number in range(line - AROUND, line + AROUND + 1)
    }
    kept: list[tuple[int, str]] = []
    total = 0
    for total, line in enumerate(lines(source), 1):
        if total in near or (total <= WHOLE and room > 0):
            text = line.text if len(line.text) <= LONGEST else line.text[: LONGEST - 1] + "…"
            room -= len(text)
            kept.append((total, text))
    kind = KINDS.get(source.kind)
    return SourceText(source.path, source.kind, kind.what if kind else "", total, tuple(_stretches(kept)))


def _stretches(kept: Sequence[tuple[int, str]]) -> Iterator[Stretch]:
    first = 0
    texts: list[str] = []
    for number, text in kept:
        if texts and number != first + len(texts):
            yield Stretch(first, tuple(texts))
            texts = []
        if not texts:
            first = number
        texts.append(text)
    if texts:
        yield Stretch(first, tuple(texts))


def explained(report: Report, tables: Tables) -> Iterator[Explained]:
    """Every code in the console logs, the most telling first as they come."""
    found: dict[str, tuple[list[tuple[str, int]], list[Document]]] = {}
    for source in report.snapshot.of_kind("transcript"):
        scanner = Scanner(tables)
        texts = (line.text for line in lines(source))
        while block := list(islice(texts, BLOCK)):
            scanner.feed(("\n".join(block) + "\n").encode("utf-8", "replace"))
        for item in scanner.explanations(source.path):
            places, entries = found.setdefault(item.query, ([], []))
            places.extend((source.path, line) for line in item.lines)
            entries += [one for one in map(asdict, item.entries) if one not in entries]
    for query, (places, entries) in islice(found.items(), CODES):
        yield Explained(query, tuple(places[:100]), tuple(entries))


def handshakes(report: Report) -> Iterator[Document]:
    """The handshakes of all captures."""
    for source in report.snapshot.of_kind("capture"):
        for one in public_handshakes.documents(source):
            yield {**one, "file": source.path}


def console(facts: Facts) -> Iterator[ConsoleRow]:
    """Messages of all console logs, in file order."""
    for run in facts.all(ConsoleRun):
        started = False
        for message in run.run.messages:
            kind = kind_of(message, started)
            started = kind == "start" or (started and kind != "stop")
            place = message.place
            machine = run.machine or (run.role if run.role != "other" else run.file.rsplit("/", 1)[-1])
            yield ConsoleRow(
                place.file, place.line, machine, kind, message.id, place.text, message.stamp or ""
            )


def kind_of(message: Message, started: bool) -> str:
    """What a message tells of its machine; several lines and messages tell of one start."""
    if message.id in STARTS:
        return "info" if started else "start"
    if message.id in STOPS:
        return "stop"
    return "error" if message.severity in BAD else "info"


def certificates(facts: Facts, report: Report) -> Iterator[CertificateRow]:
    """Every certificate of key databases and certificate files, then those that captures show besides."""
    codes: dict[str, list[str]] = {}
    for result in report.all_results():
        for about in result.finding.about:
            codes.setdefault(about, []).append(result.finding.code)
    seen: set[str] = set()
    for number, database in enumerate(facts.all(KeyDatabase)):
        entries = database.store.entries if database.store else ()
        issuers = Issuers(entries)
        ids = {
            entry.certificate.sha256: f"c{number}-{index}"
            for index, entry in enumerate(entries)
            if entry.certificate
        }
        seen.update(ids)
        for index, item in enumerate(database.certificates):
            yield _stored(item, f"c{number}-{index}", issuers, ids, database, codes)
    shown = chain.from_iterable(((one, item) for item in one.served) for one in facts.all(CapturedHandshake))
    others = {item.sha256: (one.file, item) for one, item in shown if item.sha256 not in seen}
    known = {sha256: f"s-{index}" for index, sha256 in enumerate(others)}
    for sha256, (file, one) in others.items():
        issuer = next((who for who, said in one.signers or () if said and who in known), None)
        yield _row(one, known[sha256], "", file, known.get(issuer or ""), codes)


def _stored(
    item: StoredCertificate,
    ident: str,
    issuers: Issuers,
    ids: Mapping[str, str],
    database: KeyDatabase,
    codes: Mapping[str, Sequence[str]],
) -> CertificateRow:
    if item.certificate is None:
        error = item.entry.error or "" if item.entry else ""
        return CertificateRow(
            ident,
            item.label,
            item.subject or "",
            "",
            "",
            item.not_before,
            item.not_after,
            f"{item.key_bits} bits" if item.key_bits else "",
            "",
            None,
            item.has_key is True,
            item.default,
            item.trusted,
            None,
            database.file,
            _codes(codes, item.label),
            error,
        )
    found, _ = issuers.of(item.certificate)
    issuer = ids.get(found.certificate.sha256) if found and found.certificate else None
    return _row(item.certificate, ident, item.label, database.file, issuer, codes, item)


def _row(
    one: Certificate,
    ident: str,
    label: str,
    where: str,
    issuer: str | None,
    codes: Mapping[str, Sequence[str]],
    stored: StoredCertificate | None = None,
) -> CertificateRow:
    return CertificateRow(
        ident,
        label,
        one.subject,
        one.issuer,
        one.serial_hex,
        one.not_before,
        one.not_after,
        one.key,
        one.signature,
        one.is_ca,
        stored.has_key is True if stored else False,
        stored.default if stored else False,
        stored.trusted if stored else None,
        issuer,
        where,
        _codes(codes, label),
        "; ".join(one.defects[:3]),
    )


def _codes(codes: Mapping[str, Sequence[str]], label: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(codes.get(label, ()))) if label else ()
