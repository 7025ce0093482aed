"""A probe's result in, text for people out: the verdict first, then what is wrong, then what there is.

Whatever the host said is made visible before it is shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ssldiag.probe.findings import Worry, worries
from ssldiag.probe.model import UNASKED, ChainServed, Result, Told, VersionSupport
from ssldiag.render import handshake_words as words
from ssldiag.render.escape import visible
from ssldiag.render.handshake_names import suite
from ssldiag.render.layout import Line, cells, wrap
from ssldiag.render.paint import painted
from ssldiag.render.probe_json import judged, shown_of
from ssldiag.render.style import Style
from ssldiag.render.tally import count
from ssldiag.wire.numbers import certificate_type_name, group_name, signature_name, version_name

LABEL = 12
"""Columns of the labels beside sentences."""

SUITES = 12
"""Suites named of a version unless ``-v`` asks for all."""

AUTHORITIES = 6
"""Names of authorities shown unless ``-v`` asks for all."""

Told_ = tuple[str, str]
ROW = "-"
"""The label of rows of a table, which stand on their own."""


def text(result: Result, style: Style) -> Iterator[str]:
    """The whole result; with ``quiet`` a line."""
    lines = _quiet(result) if style.quiet else _lines(result, style)
    return painted(lines, style.colour)


def _quiet(result: Result) -> Iterator[Line]:
    found = worries(result)
    state = "ok" if not found else found[0].severity.value
    rest = "; ".join(worry.what for worry in found[:1]) or result.verdict_line.rstrip(".")
    yield (
        (f"{visible(str(result.target))}: ", "strong"),
        (state, _colour(state)),
        (f": {visible(rest)}", ""),
    )


def _colour(state: str) -> str:
    return "good" if state == "ok" else state


def _lines(result: Result, style: Style) -> Iterator[Line]:
    yield from _sentences((head(result),), style.columns, "strong", 0)
    yield ()
    yield from _labelled(verdict(result), style.columns)
    found = worries(result)
    if found:
        yield ()
        yield from _worries(found, style.columns)
    for title, rows in sections(result, style.verbose):
        told = list(rows)
        if told:
            yield ()
            yield ((title, "label"),)
            yield from _labelled(told, style.columns)


def head(result: Result) -> str:
    """Which host, how much was asked, and how long it took."""
    where = f" ({result.address.ip})" if result.address and result.address.ip != result.target.host else ""
    tls = f", after {result.target.starttls}" if result.target.starttls else ""
    made = count(len(result.attempts), "connection") if result.attempts else "no connection"
    return f"{visible(str(result.target))}{where}{tls}: {made} in {words.span(result.took)}"


def verdict(result: Result) -> Iterator[Told_]:
    """What became of the main attempt, as labels and sentences."""
    main = judged(result.main)
    if result.main.trouble is not None:
        yield "trouble", f"{result.main.trouble.step}: {visible(result.main.trouble.what)}"
    if main is not None:
        completed = main.verdict.outcome == "completed"  # what each side logs of that is no news
        yield from (told for told in words.verdict(main.verdict) if told[0] != "logs" or not completed)
        yield from (told for told in words.facts(main) if told[0] in ("server", "before", "odd"))


def _worries(found: Iterable[Worry], columns: int) -> Iterator[Line]:
    for worry in found:
        first, *rest = wrap(f"{worry.what} [{worry.word}]" if worry.word else worry.what, columns - LABEL)
        yield (worry.severity.value.ljust(LABEL), worry.severity.value), (visible(first), "")
        for line in rest:
            yield (" " * LABEL, ""), (visible(line), "")


def sections(result: Result, whole: bool) -> Iterator[tuple[str, Iterator[Told_]]]:
    """What there is, by headings; ``whole`` cuts no list short."""
    if result.trouble is not None:
        return
    yield "Versions and cipher suites (z/VM's names and sets; ? not confirmed)", _versions(result, whole)
    yield "Groups and signatures", _groups(result)
    yield "Certificates", _chains(result)
    yield "Certificate of the client", _client(result, whole)
    if result.depth != "quick":
        yield "Sessions and features", _features(result)


def _versions(result: Result, whole: bool) -> Iterator[Told_]:
    before: VersionSupport | None = None
    for one in result.versions:
        name = version_name(one.version)
        if not one.supported:
            answer = "no" if one.supported is False else "not known"
            yield name, answer + (f": {visible(one.why)}" if one.why else "")
            continue
        same = before is not None and before.ciphers == one.ciphers and len(one.ciphers) > 1
        yield name, f"yes, {'the same ' if same else ''}{count(len(one.ciphers), 'suite')}{_order(one)}"
        if not one.complete:
            yield "", f"the search for suites was cut short: {visible(one.why)}"
        shown = one.ciphers if whole else one.ciphers[:SUITES]
        if not same:
            yield from ((ROW, row) for row in _rows(shown))
        if len(one.ciphers) > len(shown) and not same:
            yield ROW, f"and {len(one.ciphers) - len(shown)} more (-v shows all)"
        before = one


def _rows(codes: Iterable[int]) -> Iterator[str]:
    """Suites by their registered names, z/VM's beside them; a question mark where that is not confirmed."""
    found = [suite(code) for code in codes]
    width = max((len(one.name) for one in found if one.ibm), default=0)
    for one in found:
        doubt = "" if one.confirmed else "?"
        ours = f"{one.ibm}{doubt} {one.strength}" if one.ibm else ""
        yield f"{one.name.ljust(width)}  {ours}".rstrip()


def _order(one: VersionSupport) -> str:
    if one.server_prefers is None:
        return ""
    return ", in the order of the server" if one.server_prefers else ", the client's order counts"


def _groups(result: Result) -> Iterator[Told_]:
    for one in result.groups:
        names = ", ".join(group_name(code) for code in one.groups) or "none"
        yield version_name(one.version), f"groups: {names}{_doubt(one.complete, one.why)}"
    for each in result.signatures:
        names = ", ".join(signature_name(code) for code in each.schemes) or "none"
        yield version_name(each.version), f"signatures: {names}{_doubt(each.complete, each.why)}"
    if result.features.dh_bits is not None:
        yield "DHE", f"a prime of {result.features.dh_bits} bits"


def _doubt(complete: bool, why: str) -> str:
    if complete:
        return f" ({visible(why)})" if why else ""
    return f", and perhaps more ({visible(why)})" if why else ", and perhaps more"


def _chains(result: Result) -> Iterator[Told_]:
    known: set[tuple[bytes, ...]] = set()
    for chain in sorted(result.chains, key=lambda chain: chain.asked is None):
        label = "no name" if chain.asked is None else "with name"
        if chain.certificates in known:
            yield label, "the same"
            continue
        known.add(chain.certificates)
        yield label, f"{_asked(chain)}: {_state(chain)}"
        for shown in shown_of(chain):
            yield ROW, words.certificate_words(shown)


def _asked(chain: ChainServed) -> str:
    size = count(len(chain.certificates), "certificate")
    return size if chain.asked is None else f"{visible(chain.asked)}, {size}"


def _state(chain: ChainServed) -> str:
    causes = tuple(dict.fromkeys(problem.cause for problem in chain.problems))
    if chain.trusted is not None:
        said = f"{'trusted' if chain.trusted else 'not trusted'}, {visible(chain.why)}"
    else:
        said = f"{'nothing is wrong with it' if not causes else 'see above'}; {visible(chain.why)}"
    return f"{said} [{', '.join(causes)}]" if causes else said


def _client(result: Result, whole: bool) -> Iterator[Told_]:
    known = result.client_auth
    yield "asked for", known.wanted + (f" ({visible(known.why)})" if known.why else "")
    if known.types:
        yield "types", ", ".join(map(certificate_type_name, known.types))
    if known.algorithms and whole:
        yield "signatures", ", ".join(map(signature_name, known.algorithms))
    if known.authorities:
        shown = known.authorities if whole else known.authorities[:AUTHORITIES]
        more = (
            f" and {len(known.authorities) - len(shown)} more" if len(known.authorities) > len(shown) else ""
        )
        yield "authorities", "; ".join(map(visible, shown)) + more
    elif known.wanted in ("optional", "required"):
        yield "authorities", "none named"


def _features(result: Result) -> Iterator[Told_]:
    known, sessions = result.features, result.resumption
    for label, told in (
        ("session id", sessions.id),
        ("ticket", sessions.ticket),
        ("PSK (1.3)", sessions.psk),
        ("SCSV", known.fallback_scsv),
        ("renegotiate", known.secure_renegotiation),
        ("by client", known.client_renegotiation),
        ("compression", known.compression),
        ("EMS", known.extended_master_secret),
        ("EtM", known.encrypt_then_mac),
        ("stapling", known.stapling),
    ):
        if told != UNASKED:
            yield label, f"{MEANINGS[label]}: {_answer(told)}"
    if not known.alpn and known.compression == UNASKED:
        return
    why = f" ({visible(known.alpn_why)})" if known.alpn_why else ""
    yield "ALPN", (", ".join(map(visible, known.alpn)) or "none") + why


MEANINGS = {
    "session id": "sessions are taken up by id up to TLS 1.2",
    "ticket": "and by ticket",
    "PSK (1.3)": "and by PSK in TLS 1.3",
    "SCSV": "a client that stepped down is refused (RFC 7507)",
    "renegotiate": "renegotiation is secured (RFC 5746)",
    "by client": "clients may renegotiate",
    "compression": "compression",
    "EMS": "extended master secret (RFC 7627)",
    "EtM": "encrypt-then-MAC (RFC 7366)",
    "stapling": "an OCSP response comes with the certificate",
}


def _answer(told: Told) -> str:
    answer = "not known" if told.answer == "unknown" else told.answer
    return f"{answer} ({visible(told.why)})" if told.why else answer


def _labelled(told: Iterable[Told_], columns: int) -> Iterator[Line]:
    previous = None
    for label, sentence in told:
        if label == ROW:
            yield from (((f"  {line}", ""),) for line in _row(sentence, columns - 2))
            continue
        lead = "" if label == previous else label
        previous = label or previous
        for line in wrap(sentence, max(columns - LABEL - 2, 24)):
            yield ("  " + lead.ljust(LABEL), "dim"), (line, "")
            lead = ""


def _row(sentence: str, columns: int) -> list[str]:
    """A row keeps its columns where it fits."""
    return [sentence] if cells(sentence) <= columns else wrap(sentence, columns)


def _sentences(told: Iterable[str], columns: int, style: str, margin: int) -> Iterator[Line]:
    for sentence in told:
        for line in wrap(sentence, columns - margin):
            yield ((" " * margin + line, style),)
