"""Questions that a dataset is asked again and again: a name, what it tells, and its SQL.

``$now``, ``$days`` and ``$since`` stand for ``--now``, ``--days`` and ``--since``. Tables tell how things are
now; in the schema ``history`` they hold what every run found.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Ask:
    """A ready question."""

    name: str
    what: str
    sql: str


WEAK_BITS = 2048
"""Bits that an RSA or DSA key needs until 2030 (NIST SP 800-57 part 1, revision 5, table 2: 112 bits)."""

WEAK_CURVE_BITS = 224
"""The same for keys on elliptic curves."""

OLD_VERSIONS = "('SSLv2', 'SSLv3', 'TLSv1.0', 'TLSv1.1')"
"""Versions that are not to be used any more (RFC 6176, RFC 7568, RFC 8996)."""

_NEWEST = "offered_versions[1]"

HOST_DAYS = """
SELECT days.day, count(*) AS total, count(*) FILTER (errors > 0) AS bad
FROM (SELECT DISTINCT day FROM history.hosts) AS days
JOIN (SELECT day, errors, lead(day) OVER (PARTITION BY item ORDER BY run) AS until
      FROM history.hosts) AS spans
  ON spans.day <= days.day AND (until IS NULL OR until > days.day)
GROUP BY days.day
"""
"""Each day that hosts were examined: of all hosts known then, those that had errors when last examined."""

ASKS: Mapping[str, Ask] = {
    ask.name: ask
    for ask in (
        Ask(
            "expiring",
            "certificates with a key, or shown in handshakes, that expire within --days, or have",
            """
SELECT not_after, date_diff('day', $now::TIMESTAMP, not_after) AS days_left, subject, issuer,
       count(DISTINCT host) AS hosts, min(host) AS for_example, min(label) AS label, sum(seen) AS seen, sha256
FROM certificates
WHERE not_after < $now::TIMESTAMP + to_days($days::INTEGER) AND (origin = 'handshake' OR has_private_key)
GROUP BY ALL ORDER BY not_after, subject
""",
        ),
        Ask(
            "legacy-clients",
            "clients that offer nothing newer than TLS 1.1, and what became of them",
            f"""
SELECT client_ip, {_NEWEST} AS newest_offer, count(*) AS handshakes,
       count(*) FILTER (outcome = 'failed') AS failed,
       count(DISTINCT server_ip || ':' || server_port) AS servers, min(start) AS first, max(start) AS last
FROM handshakes WHERE {_NEWEST} IN {OLD_VERSIONS}
GROUP BY ALL ORDER BY handshakes DESC, client_ip
""",
        ),
        Ask(
            "who-fails-and-why",
            "pairs of client and server whose handshakes fail, with cause and side at fault",
            """
SELECT server_ip, server_port, cause, "by", count(*) AS failed, count(DISTINCT client_ip) AS clients,
       min(client_ip) AS for_example, max(start) AS last, any_value(why) AS why
FROM handshakes WHERE outcome = 'failed'
GROUP BY server_ip, server_port, cause, "by" ORDER BY failed DESC, server_ip, server_port, cause
""",
        ),
        Ask(
            "certificate-reuse",
            "certificates that several hosts have a private key of, or that several servers show",
            """
SELECT sha256, any_value(subject) AS subject, max(not_after) AS not_after,
       count(DISTINCT host) FILTER (origin = 'host' AND has_private_key) AS hosts_with_key,
       count(DISTINCT host) FILTER (origin = 'handshake' AND kind = 'server') AS servers,
       list_slice(list_sort(list(DISTINCT host)), 1, 5) AS for_example
FROM certificates WHERE sha256 IS NOT NULL AND NOT coalesce(is_ca, false)
GROUP BY sha256 HAVING greatest(hosts_with_key, servers) > 1
ORDER BY greatest(hosts_with_key, servers) DESC, subject, sha256
""",
        ),
        Ask(
            "label-drift",
            "labels that stand for different certificates on different hosts",
            """
SELECT label, kind, count(DISTINCT sha256) AS certificates, count(DISTINCT host) AS hosts,
       list_slice(list_sort(list(DISTINCT subject)), 1, 3) AS subjects, min(not_after) AS earliest_end
FROM certificates WHERE origin = 'host' AND label IS NOT NULL AND sha256 IS NOT NULL
GROUP BY label, kind HAVING count(DISTINCT sha256) > 1
ORDER BY certificates DESC, hosts DESC, label
""",
        ),
        Ask(
            "top-causes",
            "why handshakes fail, the most frequent cause first",
            """
SELECT cause, "by", count(*) AS failed, round(100.0 * count(*) / sum(count(*)) OVER (), 1) AS percent,
       count(DISTINCT client_ip) AS clients, count(DISTINCT server_ip) AS servers, any_value(why) AS why
FROM handshakes WHERE outcome = 'failed' GROUP BY cause, "by" ORDER BY failed DESC, cause
""",
        ),
        Ask(
            "top-rules",
            "what is wrong on most hosts, consequences left out",
            """
SELECT code, any_value(name) AS name, severity, count(DISTINCT host) AS hosts, count(*) AS findings,
       min(host) AS for_example, any_value(message) AS message
FROM findings WHERE root AND NOT suppressed GROUP BY code, severity
ORDER BY list_position(['error', 'warning', 'info'], severity), hosts DESC, code
""",
        ),
        Ask(
            "hosts-by-rule",
            "each rule with the hosts that break it",
            """
SELECT code, any_value(name) AS name, count(DISTINCT host) AS hosts,
       list_slice(list_sort(list(DISTINCT host)), 1, 20) AS which
FROM findings WHERE NOT suppressed GROUP BY code ORDER BY hosts DESC, code
""",
        ),
        Ask(
            "weak-keys",
            "certificates whose keys are too short, or that are signed with MD5 or SHA-1",
            f"""
SELECT key, signature, subject, count(DISTINCT host) AS hosts, min(host) AS for_example, min(label) AS label,
       max(not_after) AS not_after, sha256
FROM certificates
WHERE (key_bits < {WEAK_BITS} AND (key LIKE 'RSA%' OR key LIKE 'DSA%'))
   OR (key_bits < {WEAK_CURVE_BITS} AND key LIKE 'EC%')
   OR (lower(signature) SIMILAR TO '.*(md5|sha-?1([^0-9].*)?)$' AND subject IS DISTINCT FROM issuer)
GROUP BY key, signature, subject, sha256 ORDER BY hosts DESC, subject, sha256
""",
        ),
        Ask(
            "servers-by-version",
            "servers with the versions and suites that they agreed on",
            """
SELECT server_ip, server_port, version, count(*) AS handshakes, count(DISTINCT cipher) AS suites,
       mode(cipher) AS usual_suite, max(start) AS last
FROM handshakes WHERE version IS NOT NULL GROUP BY server_ip, server_port, version
ORDER BY server_ip, server_port, version
""",
        ),
        Ask(
            "suites",
            "cipher suites that were agreed on, with the number of clients and servers",
            """
SELECT cipher, version, count(*) AS handshakes, count(DISTINCT client_ip) AS clients,
       count(DISTINCT server_ip) AS servers
FROM handshakes WHERE cipher IS NOT NULL GROUP BY cipher, version ORDER BY handshakes DESC, cipher, version
""",
        ),
        Ask(
            "resumption-rate",
            "how often each server resumes sessions, and how long handshakes take with and without",
            """
SELECT server_ip, server_port, count(*) AS completed,
       round(100.0 * count(*) FILTER (resumed) / count(*), 1) AS percent_resumed,
       round(1000 * median(duration) FILTER (resumed), 1) AS ms_resumed,
       round(1000 * median(duration) FILTER (NOT resumed), 1) AS ms_full
FROM handshakes WHERE outcome = 'completed' GROUP BY server_ip, server_port
ORDER BY completed DESC, server_ip, server_port
""",
        ),
        Ask(
            "error-codes",
            "codes in hosts' logs (informational messages left out), and those that sides of failed"
            " handshakes will have logged",
            """
SELECT origin, platform, code, constant, message_id, sum(count) AS times, count(DISTINCT host) AS hosts,
       min(host) AS for_example, any_value(meaning) AS meaning
FROM errors WHERE origin = 'handshake' OR message_id IS NULL OR message_id NOT LIKE '%I'
GROUP BY origin, platform, code, constant, message_id ORDER BY origin, times DESC, platform, code
""",
        ),
        Ask(
            "unreadable",
            "hosts and captures that could not be read, or not to their end, and why",
            """
SELECT 'host' AS what, item AS name, status, reason AS why FROM hosts WHERE status <> 'examined'
UNION ALL SELECT 'file', file, status, problem FROM files WHERE status <> 'read' ORDER BY 1, 2
""",
        ),
        Ask(
            "new-since",
            "findings that a host did not have before --since",
            """
SELECT host, code, severity, message, min(judged_at) AS since FROM history.findings AS found
WHERE id IN (SELECT id FROM findings WHERE findings.host = found.host)
GROUP BY host, id, code, severity, message HAVING min(judged_at) >= $since::TIMESTAMP
ORDER BY list_position(['error', 'warning', 'info'], severity), host, code
""",
        ),
        Ask(
            "trend",
            "hosts with errors as known on each day that hosts were examined, and failed handshakes, by day",
            f"""
SELECT day, sum(hosts) AS hosts, sum(with_errors) AS with_errors, sum(handshakes) AS handshakes,
       sum(failed) AS failed
FROM (SELECT day, total AS hosts, bad AS with_errors, 0 AS handshakes, 0 AS failed FROM ({HOST_DAYS})
      UNION ALL
      SELECT day, 0, 0, count(*), count(*) FILTER (outcome = 'failed') FROM handshakes GROUP BY day)
GROUP BY day ORDER BY day
""",
        ),
        Ask(
            "skipped",
            "checks that could say nothing, on how many hosts: what was not collected",
            """
SELECT code, count(*) AS hosts, min(host) AS for_example
FROM (SELECT unnest(skipped) AS code, host FROM hosts) GROUP BY code ORDER BY hosts DESC, code
""",
        ),
    )
}
"""The questions by name."""
