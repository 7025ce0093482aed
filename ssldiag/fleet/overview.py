"""A dataset in, what its overview tells out. Each part is one query; what is cut is cut by SQL."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from typing import Any

from ssldiag import __version__
from ssldiag.fleet.asks import ASKS, HOST_DAYS, OLD_VERSIONS
from ssldiag.fleet.query import Questions, parameters
from ssldiag.fleet.schema import SCHEMA
from ssldiag.render.html.fleet_values import (
    Alike,
    CauseSeen,
    Clients,
    Day,
    Ending,
    Month,
    Numbers,
    Overview,
    RuleSeen,
    SuiteSeen,
    Unread,
)

LISTED = 25
"""Rows of a list on the page: what a person reads. The questions of ``fleet query`` give all."""

GROUPS = 60
"""Groups of hosts that are alike."""

RULES = 24
"""Rules across the matrix."""

DAYS = 90
"""Days of a trend."""

MONTHS = 12
"""Months of certificates' ends that are shown one by one."""

LIVE = "(origin = 'handshake' OR has_private_key) AND NOT coalesce(is_ca, false)"
"""Certificates that somebody uses: those with a private key, and those that were shown."""

NUMBERS = f"""
SELECT (SELECT count(*) FROM hosts) AS hosts,
  (SELECT count(*) FROM hosts WHERE errors > 0) AS hosts_with_errors,
  (SELECT count(*) FROM hosts WHERE errors = 0 AND warnings > 0) AS hosts_with_warnings,
  (SELECT count(*) FROM hosts WHERE status <> 'examined') AS hosts_unread,
  (SELECT count(*) FROM files) AS files,
  (SELECT count(*) FROM files WHERE status <> 'read') AS files_damaged,
  (SELECT coalesce(sum(size), 0)::BIGINT FROM files) AS file_bytes,
  (SELECT coalesce(sum(packets), 0)::BIGINT FROM files) AS packets,
  (SELECT count(DISTINCT sha256) FROM certificates WHERE {LIVE}) AS certificates,
  (SELECT count(DISTINCT sha256) FROM certificates WHERE {LIVE} AND not_after < $now::TIMESTAMP) AS expired,
  (SELECT count(DISTINCT sha256) FROM certificates WHERE {LIVE} AND not_after >= $now::TIMESTAMP
     AND not_after < $now::TIMESTAMP + to_days($days::INTEGER)) AS expiring,
  (SELECT count(DISTINCT run) FROM history.current) AS runs,
  (SELECT count(DISTINCT client_ip) FROM handshakes
     WHERE offered_versions[1] IN {OLD_VERSIONS}) AS old_clients,
  h.* FROM (SELECT count(*) AS handshakes, count(*) FILTER (outcome = 'failed') AS failed,
    count(*) FILTER (outcome = 'incomplete') AS incomplete, count(DISTINCT client_ip) AS clients,
    count(DISTINCT server_ip || ' ' || server_port) AS servers, min(start) AS first, max(start) AS last
    FROM handshakes) AS h
"""


def overview(questions: Questions, title: str, now: datetime, days: int) -> Overview:
    """What is on the page."""
    given = parameters(now, days, None)

    def ask(sql: str) -> list[dict[str, Any]]:
        return questions.ask(sql, given).records()

    rules = [
        RuleSeen(row["code"], row["name"], row["severity"], row["hosts"], row["for_example"], row["message"])
        for row in ask(ASKS["top-rules"].sql + f" LIMIT {RULES}")
    ]
    return Overview(
        title,
        now,
        days,
        __version__,
        SCHEMA,
        Numbers(**ask(NUMBERS)[0]),
        tuple(Day(*row.values()) for row in ask(HOST_TREND)),
        tuple(days_of(ask(HANDSHAKE_DAYS))),
        tuple(rules),
        tuple(alike(ask(ALIKE), [rule.code for rule in rules])),
        tuple(CauseSeen(*row.values()) for row in ask(CAUSES)),
        tuple(months(ask(ENDS), now, days)),
        tuple(Ending(*row.values()) for row in ask(ENDINGS)),
        tuple(clients(ask(CLIENTS))),
        tuple(SuiteSeen(*row.values()) for row in ask(SUITES)),
        tuple(Unread(*(str(value or "") for value in row.values())) for row in ask(UNREAD)),
        tuple((row["code"], row["hosts"]) for row in ask(ASKS["skipped"].sql + f" LIMIT {LISTED}")),
        tuple(
            (row["key"] or "", row["signature"] or "", row["subject"] or "", row["hosts"])
            for row in ask(ASKS["weak-keys"].sql + f" LIMIT {LISTED}")
        ),
        tuple(
            (row["label"], row["certificates"], row["hosts"], ", ".join(row["subjects"] or ()))
            for row in ask(ASKS["label-drift"].sql + f" LIMIT {LISTED}")
        ),
    )


HOST_TREND = f"FROM ({HOST_DAYS} ORDER BY day DESC LIMIT {DAYS}) ORDER BY day"

HANDSHAKE_DAYS = f"""
SELECT day, count(*) AS total, count(*) FILTER (outcome = 'failed') AS bad
FROM handshakes GROUP BY day ORDER BY day DESC LIMIT {DAYS}
"""

ALIKE = """
WITH broken AS (SELECT host, code, min(list_position(['error', 'warning', 'info'], severity) - 1) AS rank
                FROM findings WHERE root AND NOT suppressed GROUP BY host, code),
     each_host AS (SELECT host, list((code, rank) ORDER BY code) AS marks, min(rank) AS worst
                   FROM broken GROUP BY host)
SELECT list_slice(list_sort(list(host)), 1, 200) AS hosts, count(*) AS count,
       list_transform(marks, lambda m: m[1]) AS codes, list_transform(marks, lambda m: m[2]) AS ranks,
       min(worst) AS worst
FROM each_host GROUP BY marks ORDER BY worst, count DESC, hosts[1]
"""

CAUSES = f"""
WITH failed AS (SELECT * FROM handshakes WHERE outcome = 'failed'),
     pairs AS (SELECT cause, "by", server_ip || ':' || server_port AS server, count(*) AS times
               FROM failed GROUP BY ALL)
SELECT cause, "by", count(*) AS failed, count(DISTINCT client_ip) AS clients,
       count(DISTINCT server_ip || ' ' || server_port) AS servers,
       (SELECT arg_max(server, times) FROM pairs
        WHERE pairs.cause = failed.cause AND pairs."by" IS NOT DISTINCT FROM failed."by") AS server,
       min(why) AS why
FROM failed GROUP BY cause, "by" ORDER BY failed DESC, cause LIMIT {LISTED}
"""

ENDS = f"SELECT DISTINCT sha256, not_after FROM certificates WHERE {LIVE} AND not_after IS NOT NULL"

ENDINGS = f"""
SELECT any_value(subject) AS subject, not_after, date_diff('day', $now::TIMESTAMP, not_after) AS days,
       count(DISTINCT host) AS hosts, min(host) AS example, min(label) AS label
FROM certificates WHERE {LIVE} AND not_after < $now::TIMESTAMP + to_days($days::INTEGER)
GROUP BY coalesce(sha256, subject), not_after ORDER BY not_after, subject LIMIT {LISTED}
"""

CLIENTS = f"""
SELECT offered_versions[1] AS version, count(DISTINCT client_ip) AS clients, count(*) AS handshakes,
       count(*) FILTER (outcome = 'failed') AS failed, offered_versions[1] IN {OLD_VERSIONS} AS old,
       list_slice(list_sort(list(DISTINCT client_ip)), 1, 12) AS examples
FROM handshakes WHERE len(offered_versions) > 0 GROUP BY offered_versions[1]
"""

SUITES = f"""
SELECT cipher, version, any_value(strength) AS strength, count(*) AS handshakes,
       count(DISTINCT client_ip) AS clients, count(DISTINCT server_ip || ' ' || server_port) AS servers
FROM handshakes WHERE cipher IS NOT NULL AND version IS NOT NULL
GROUP BY cipher, version ORDER BY handshakes DESC, cipher LIMIT {LISTED}
"""

UNREAD = f"{ASKS['unreadable'].sql} LIMIT {LISTED}"

SEVERITIES = ("error", "warning", "info")


def days_of(rows: Iterable[dict[str, Any]]) -> list[Day]:
    """Days in their order, those between them too: a gap is a gap."""
    found = {row["day"]: Day(row["day"], row["total"], row["bad"]) for row in rows}
    if not found:
        return []
    last = max(found)
    first = max(min(found), last - timedelta(days=DAYS - 1))
    span = (first + timedelta(days=number) for number in range((last - first).days + 1))
    return [found.get(day, Day(day, 0, 0)) for day in span]


def alike(rows: Iterable[dict[str, Any]], shown: list[str]) -> list[Alike]:
    """Hosts by the rules that they break, as far as these are shown."""
    groups = []
    for row in rows:
        pairs = zip(row["codes"], row["ranks"], strict=True)
        marks = {code: SEVERITIES[rank] for code, rank in pairs if code in shown}
        if marks:
            groups.append(Alike(tuple(row["hosts"]), row["count"], marks))
    return groups[:GROUPS]


def months(rows: Iterable[dict[str, Any]], now: datetime, days: int) -> Iterator[Month]:
    """Ends by month: what has ended, each of the next months, and all that is later."""
    today = now.replace(tzinfo=None)
    ends = [row["not_after"] for row in rows]
    if not ends:
        return
    yield Month("expired", sum(end < today for end in ends), "bad")
    year, month = today.year, today.month
    soon = today + timedelta(days=days)
    for _ in range(MONTHS):
        start = date(year, month, 1)
        count = sum((end.year, end.month) == (year, month) and end >= today for end in ends)
        yield Month(f"{start:%b %Y}", count, "soon" if datetime(year, month, 1) < soon else "good")
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)
    yield Month("later", sum(end >= datetime(year, month, 1) for end in ends), "good")


ORDER = ("TLSv1.3", "TLSv1.2", "TLSv1.1", "TLSv1.0", "SSLv3", "SSLv2")


def clients(rows: Iterable[dict[str, Any]]) -> list[Clients]:
    """Clients, the newest version first."""
    found = [Clients(**{**row, "examples": tuple(row["examples"] or ())}) for row in rows]
    place = {version: number for number, version in enumerate(ORDER)}
    return sorted(found, key=lambda each: (place.get(each.version, len(ORDER)), each.version))
