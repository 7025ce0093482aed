"""The sections of a fleet's overview: each takes all of it and makes what it has to say."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from ssldiag.model import Severity
from ssldiag.render.html.fleet_charts import bar, ends, trend
from ssldiag.render.html.fleet_values import Alike, CauseSeen, Day, Overview
from ssldiag.render.html.markup import EMPTY, Child, Html, esc, folded, join, prose, tag
from ssldiag.render.html.severity import SHAPES, badge
from ssldiag.render.tally import count

NAMED = 6
"""Hosts of a group that are named at once; the others are folded away."""


class Part(NamedTuple):
    """A section: its anchor, heading, how many things it has and what is in it."""

    anchor: str
    heading: str
    number: int
    content: Html


def attention(given: Overview) -> Html:
    """The few sentences that matter most, the worst first, each with a way to what is behind it."""
    found = [sentence for sentence in _sentences(given) if sentence]
    if not found:
        return tag("p", "Nothing: no error, no failed handshake, no certificate that ends soon.", cls="lead")
    return tag("ul", *(tag("li", item) for item in found), cls="attention")


def _sentences(given: Overview) -> Iterable[Html | None]:
    numbers = given.numbers
    if numbers.hosts_with_errors:
        rule = next((rule for rule in given.rules if rule.severity == "error"), None)
        most = f" Most often: {rule.name} ({rule.code}), on {count(rule.hosts, 'host')}." if rule else ""
        yield _sentence(
            "bad",
            f"{numbers.hosts_with_errors:,} of {count(numbers.hosts, 'host')} have errors.",
            most,
            "hosts",
        )
    if numbers.failed:
        cause = given.causes[0]
        share = 100 * numbers.failed / numbers.handshakes
        most = f" {cause.failed:,} of them: {words(cause.cause)}; most at {cause.where}."
        yield _sentence(
            "bad",
            f"{numbers.failed:,} of {numbers.handshakes:,} handshakes failed ({share:.1f} %).",
            most,
            "causes",
        )
    if numbers.expired:
        yield _sentence("bad", f"{count(numbers.expired, 'certificate')} in use expired.", "", "expiry")
    if numbers.expiring:
        text = f"{count(numbers.expiring, 'certificate')} in use will expire within {given.days} days."
        yield _sentence("warn", text, "", "expiry")
    if numbers.old_clients:
        text = f"{count(numbers.old_clients, 'client')} offered nothing newer than TLS 1.1."
        yield _sentence("warn", text, "", "clients")
    if given.weak:
        text = f"{count(len(given.weak), 'certificate')} or more with keys or signatures that are too weak."
        yield _sentence("warn", text, "", "weak")
    if numbers.hosts_with_warnings:
        yield _sentence(
            "warn", f"{count(numbers.hosts_with_warnings, 'host')} more have warnings.", "", "hosts"
        )
    if numbers.hosts_unread + numbers.files_damaged:
        parts = [
            count(numbers.hosts_unread, "host") if numbers.hosts_unread else "",
            count(numbers.files_damaged, "capture file") if numbers.files_damaged else "",
        ]
        told = " and ".join(part for part in parts if part)
        yield _sentence("warn", f"{told} could not be read, or not to the end.", "", "unread")


def _sentence(kind: str, text: str, more: str, anchor: str) -> Html:
    shape = tag("span", SHAPES[Severity.ERROR if kind == "bad" else Severity.WARNING], aria_hidden="true")
    link = tag("a", prose(text, 300), href=f"#{anchor}")
    return join(
        (
            tag("span", shape, cls=f"sev {'error' if kind == 'bad' else 'warning'}"),
            tag("span", link, " " if more else EMPTY, prose(more, 300)),
        ),
        " ",
    )


def words(word: str) -> str:
    """A cause as people say it."""
    return " ".join("CA" if part == "ca" else part for part in word.split("_"))


def _begun(text: str) -> str:
    return text[:1].upper() + text[1:]


def trends(given: Overview) -> Part:
    """By day: hosts with errors, failed handshakes."""
    figures = [
        _figure("Hosts with errors, as known on each day of a run", given.host_days, "hosts", "with errors"),
        _figure("Failed handshakes, by the day they began", given.handshake_days, "handshakes", "failed"),
    ]
    return Part("trend", "Trend", 0, tag("div", *figures, cls="trends") if any(figures) else EMPTY)


def _figure(title: str, days: Sequence[Day], what: str, bad: str) -> Html:
    if not days:
        return EMPTY
    rows = [(str(day.day), f"{day.total:,}", f"{day.bad:,}", percent(day.bad, day.total)) for day in days]
    numbers = folded("The numbers", table(("day", what, bad, "share"), rows))
    return tag("figure", tag("figcaption", tag("b", title)), trend(days, what, bad), numbers)


def percent(part: int, whole: int) -> str:
    """A share."""
    return f"{100 * part / whole:.1f} %" if whole else ""


def hosts(given: Overview) -> Part:
    """Hosts against rules: hosts that break the same ones are one row."""
    if not given.alike:
        return Part("hosts", "Hosts and rules", given.numbers.hosts, EMPTY)
    shown = [rule for rule in given.rules if any(rule.code in group.marks for group in given.alike)]
    key = [
        (
            join((tag("b", rule.code), " ", badge(Severity(rule.severity)))),
            rule.name,
            f"{rule.hosts:,}",
            join((prose(rule.message, 200), " ", tag("span", prose(f"({rule.example})", 80), cls="soft"))),
        )
        for rule in shown
    ]
    head = ("hosts", *(rule.code for rule in shown))
    rows = [(_group(group), *(_mark(group, rule.code) for rule in shown)) for group in given.alike]
    healthy = given.numbers.hosts - given.numbers.hosts_unread - sum(group.number for group in given.alike)
    rest = tag("p", f"{count(healthy, 'host')} without findings.", cls="soft") if healthy > 0 else EMPTY
    matrix = tag("div", table(head, rows, cls="matrix"), cls="wide-table scrolls", tabindex="0")
    said = tag(
        "p",
        "Hosts that break the same rules share a row; consequences of other findings are left out.",
        cls="soft",
    )
    return Part(
        "hosts",
        "Hosts and rules",
        given.numbers.hosts,
        join(
            (
                said,
                matrix,
                rest,
                tag("h3", "What the rules found"),
                table(("rule", "name", "hosts", "for example"), key),
            )
        ),
    )


def _group(group: Alike) -> Html:
    named, others = group.hosts[:NAMED], group.hosts[NAMED:]
    text = prose(", ".join(named), 400)
    if not others:
        return text
    more = group.number - len(named)
    return join(
        (
            tag("b", f"{group.number:,} hosts: "),
            text,
            folded(f"{more:,} more", prose(", ".join(others), 8000)),
        )
    )


def _mark(group: Alike, code: str) -> Html:
    severity = group.marks.get(code)
    return badge(Severity(severity)) if severity else EMPTY


def causes(given: Overview) -> Part:
    """Why handshakes failed."""
    most = max((cause.failed for cause in given.causes), default=0)
    items = [_cause(cause, most, given.numbers.failed) for cause in given.causes]
    content = tag("ol", *items, cls="ranked") if items else EMPTY
    return Part("causes", "Why handshakes failed", given.numbers.failed, content)


def _cause(cause: CauseSeen, most: int, failed: int) -> Html:
    by = (
        f", the {cause.by}'s side"
        if cause.by in ("client", "server")
        else f", {cause.by}"
        if cause.by
        else ""
    )
    facts = (
        f"{cause.failed:,} ({percent(cause.failed, failed)}) · {count(cause.clients, 'client')}, "
        f"{count(cause.servers, 'server')} · most at {cause.where}"
    )
    return tag(
        "li",
        tag("h3", _begun(words(cause.cause)), tag("span", prose(by, 60), cls="soft")),
        bar(cause.failed, most, "bad"),
        tag("p", prose(facts, 300), cls="soft"),
        tag("p", "For example: ", prose(cause.why, 400)),
    )


def expiry(given: Overview) -> Part:
    """When certificates in use end."""
    if not given.months:
        return Part("expiry", "Certificates by their end", 0, EMPTY)
    rows = [
        (
            f"{item.not_after:%Y-%m-%d}",
            f"{item.days:,} days" if item.days >= 0 else f"{-item.days:,} days ago",
            prose(item.subject or "", 200),
            prose(f"{item.example} ({item.label})" if item.label else item.example, 160),
            f"{item.hosts:,}",
        )
        for item in given.endings
    ]
    head = ("ends", "in", "subject", "for example", "places")
    said = "Certificates with a private key on a host, and those shown in handshakes; CAs are left out."
    return Part(
        "expiry",
        "Certificates by their end",
        given.numbers.certificates,
        join((tag("p", said, cls="soft"), ends(given.months), table(head, rows) if rows else EMPTY)),
    )


def clients(given: Overview) -> Part:
    """Clients by the newest version that they offer, and suites that were agreed on."""
    most = max((item.handshakes for item in given.clients), default=0)
    rows = [
        (
            join((tag("b", item.version), tag("span", "old", cls="sev warning") if item.old else EMPTY), " "),
            f"{item.clients:,}",
            join((f"{item.handshakes:,}", bar(item.handshakes, most, "soon" if item.old else "all"))),
            join((f"{item.failed:,}", tag("span", percent(item.failed, item.handshakes), cls="soft")), " "),
            prose(", ".join(item.examples) if item.old or item.clients <= NAMED else "", 300),
        )
        for item in given.clients
    ]
    head = ("newest offer", "clients", "handshakes", "failed", "which")
    suites = [
        (
            esc(item.name, 80),
            item.version,
            item.strength or "",
            f"{item.handshakes:,}",
            f"{item.clients:,}",
            f"{item.servers:,}",
        )
        for item in given.suites
    ]
    parts = [table(head, rows)] if rows else []
    if suites:
        names = ("suite", "version", "strength", "handshakes", "clients", "servers")
        parts += [tag("h3", "Suites that were agreed on"), table(names, suites)]
    return Part("clients", "Clients and suites", given.numbers.clients, join(parts))


def weak(given: Overview) -> Part:
    """Weak keys and signatures, and labels that mean different certificates."""
    parts = []
    if given.weak:
        rows = [
            (key, signature, prose(subject, 200), f"{hosts:,}")
            for key, signature, subject, hosts in given.weak
        ]
        parts.append(table(("key", "signature", "subject", "places"), rows))
    if given.drift:
        drift = [
            (prose(label, 80), f"{number:,}", f"{hosts:,}", prose(subjects, 240))
            for label, number, hosts, subjects in given.drift
        ]
        parts += [
            tag("h3", "One label, different certificates"),
            table(("label", "certificates", "hosts", "subjects"), drift),
        ]
    return Part("weak", "Weak keys, and labels that drift", len(given.weak) + len(given.drift), join(parts))


def unread(given: Overview) -> Part:
    """What could not be read, and what was not collected."""
    parts = []
    if given.unread:
        rows = [
            (item.what, prose(item.name, 200), item.status, prose(item.why, 300)) for item in given.unread
        ]
        parts.append(table(("what", "name", "status", "why"), rows))
    if given.skipped:
        told = ", ".join(f"{code} ({hosts:,})" for code, hosts in given.skipped)
        parts.append(
            tag(
                "p",
                "Checks that could say nothing, with the number of hosts (see ssldiag rules CODE): ",
                prose(told, 2000),
            )
        )
    number = given.numbers.hosts_unread + given.numbers.files_damaged
    return Part("unread", "What could not be read or decided", number, join(parts))


def table(head: Sequence[str], rows: Sequence[Sequence[Child]], cls: str = "") -> Html:
    """A table; on a narrow screen each row is a block, and cells say what they are."""
    top = tag("thead", tag("tr", *(tag("th", name, scope="col") for name in head)))
    body = [
        tag(
            "tr",
            *(
                tag("td", cell or EMPTY, data_label=name, cls=None if cell else "none")
                for name, cell in zip(head, row, strict=True)
            ),
        )
        for row in rows
    ]
    return tag("table", top, tag("tbody", *body), cls=cls or None)


PARTS: tuple[Callable[[Overview], Part], ...] = (trends, hosts, causes, expiry, clients, weak, unread)
"""The sections below the first, in the order of the page."""
