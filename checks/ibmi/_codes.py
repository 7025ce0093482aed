"""What the checks of job logs share: return codes of TLS, and the messages that stand for them.

A negative code is of the SSL_ API, a positive one of GSKit; several causes share each code (i5/OS V5R4,
Secure Sockets Layer, troubleshooting).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ibmi._systems import names, on
from ssldiag.api import Facts, Finding, JobMessage, Severity, finding

ABOUT_TLS = re.compile(
    r"(?i)\b(?:SSL|TLS|GSK\w*|secured?|handshake|certificates?|cipher|sockets?|FTP)\b"
    r"|\b(?:ssl_|gsk_|key ?ring|key database)"
)
"""Words of a text that is about TLS: numbers such as 402 or 415 mean other things elsewhere (HTTP)."""

IDS = re.compile(r"CP[CDE]BC[0-9A-F]{2}|TCP[0-9A-F]{4}|CWBCO\d{4}")


@dataclass(frozen=True, slots=True)
class Seen:
    """A code in a job's log: its first message, how many there are, and what is seen (``-1`` or an id)."""

    message: JobMessage
    what: str
    count: int


def about_tls(message: JobMessage) -> bool:
    """Whether a message is about TLS."""
    return bool(IDS.fullmatch(message.id)) or bool(ABOUT_TLS.search(message.text[:2_000]))


def seen(facts: Facts, codes: frozenset[int], *ids: str) -> Iterator[Seen]:
    """Each of these codes once a job; a message without a code by its id. A message id that several codes
    share counts only where the text names none.
    """
    found: dict[tuple[str, str, str], list[JobMessage]] = {}
    for message in facts.all(JobMessage):
        if not about_tls(message):
            continue
        hit = next((code for code in message.codes if code in codes), None)
        if hit is None and (message.codes or message.id not in ids):
            continue
        what = str(hit) if hit is not None else message.id
        found.setdefault((message.system, message.job, what), []).append(message)
    for (_, _, what), messages in found.items():
        yield Seen(messages[0], what, len(messages))


def simple(job: str) -> str:
    """The simple name of a job."""
    return job.rsplit("/", 1)[-1] or "a job"


def reported(rule: str, item: Seen, words: str, severity: Severity | None = None, fix: str = "") -> Finding:
    """A finding about a code: the job, how often, and what it means."""
    message = item.message
    times = f" {item.count} times" if item.count > 1 else ""
    code = item.what
    api = "" if not code.lstrip("-").isdigit() else " (SSL_)" if code.startswith("-") else " (GSKit)"
    return finding(
        rule,
        f"{simple(message.job)}{on(message.system)} logged {code}{api}{times}: {words}",
        (message.place, f"{message.stamp} {message.text[:120]}".strip()),
        about=names(message.system, f"rc {code}"),
        severity=severity,
        fix=fix,
    )
