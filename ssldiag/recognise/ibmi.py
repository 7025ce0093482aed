"""The first text of a file in; the kind of IBM i file that it is, and why, out.

Results of SQL services are known by their column names, prints by their headings and by rows that nothing
else looks like. Nothing here fits a z/VM file: each sign is a name or a layout of IBM i alone.
"""

from __future__ import annotations

import re
from functools import cache

_LINES = 2_000
"""Lines looked at: a job log may begin with pages about other things."""

_LONGEST = 300
_OWN = re.compile(r'\s{0,8}\{\s{0,8}"schema": ?"ssldiag\.')
"""A document of ssldiag itself: it may quote whatever it likes."""

_HEAD = 40
"""Lines in which the heading of a table stands."""

COLUMNS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("ibmi_system_values", ("SYSTEM_VALUE_NAME",)),
    ("ibmi_audit", ("SECURE_VERSION",)),
    ("ibmi_audit", ("SECURE_PROPERTIES",)),
    ("ibmi_assignments", ("APPLICATION_ID", "CERTIFICATE_LABELS")),
    ("ibmi_assignments", ("APPLICATION_ID", "CERTIFICATE_LABEL_COUNT")),
    ("ibmi_certificates", ("CERTIFICATE_LABEL", "VALIDITY_END")),
    ("ibmi_certificates", ("CERTIFICATE_LABEL", "VALIDITY_START")),
    ("ibmi_certificates", ("CERTIFICATE_LABEL", "SUBJECT_COMMON_NAME")),
    ("ibmi_ptfs", ("PTF_IDENTIFIER",)),
    ("ibmi_products", ("PRODUCT_ID", "PRODUCT_OPTION")),
    ("ibmi_products", ("PRODUCT_ID", "LOAD_STATE")),
    ("ibmi_job_log", ("MESSAGE_ID", "MESSAGE_TEXT")),
    ("ibmi_netstat", ("LOCAL_PORT", "REMOTE_PORT")),
    ("ibmi_netstat", ("LOCAL_PORT", "LOCAL_PORT_NAME")),
    ("ibmi_jobs", ("JOB_NAME", "SUBSYSTEM")),
    ("ibmi_jobs", ("JOB_NAME_SHORT",)),
    ("ibmi_environment", ("ENVIRONMENT_VARIABLE_NAME",)),
    ("ibmi_objects", ("OBJNAME", "OBJTYPE")),
    ("ibmi_release", ("OS_VERSION", "OS_RELEASE")),
)
"""Columns that tell a kind when all of them are there; the first that fits wins."""

SIGNS: tuple[tuple[str, str, str, str], ...] = (
    (
        "ibmi_form",
        "sections of a settings form",
        "[",
        r"\s*\[ *(?:(?:system|pc|group|validation list|application|peer|host|file|scenario|step) +[^\]\s]"
        r"|package\b|compare and update\b)[^\]]*\]\s*$",
    ),
    ("ibmi_trace", "trace points of TRCINT", "1700", r".*\bIDENTIFIER *: *[A-Z]{0,8}#?1700[0-9]\b"),
    ("ibmi_job_log", "a job log heading", "MSGID", r" *MSGID +TYPE +SEV +DATE +TIME\b"),
    ("ibmi_job_log", "a job log heading", "Job Log", r" *57\d\d[A-Z]{2}\d +V\dR\dM\d .*\bJob Log\b"),
    (
        "ibmi_job_log",
        "messages of a job log",
        "CPC CPD CPE CPF CPI TCP",
        r" {0,4}(?:CP[CDEFI]|TCP)[0-9A-F]{4} +[A-Z][a-z]+ +(?:\d\d +)?\d\d/\d\d/\d\d ",
    ),
    ("ibmi_system_values", "DSPSYSVAL", "ystem value", r" *System value(?: \.)+ ?: +Q[A-Z0-9]{2,9}\b"),
    (
        "ibmi_system_values",
        "a list of system values",
        "QS QAUDLVL",
        r" *Q(?:SSLPCL|SSLCSL|SSLCSLCTL|SECURITY|AUDLVL2?) +>? *\*?\w",
    ),
    (
        "ibmi_netstat",
        "rows of NETSTAT *CNN",
        "isten",
        r" *(?:\d +)?(?:\*|[0-9A-Fa-f.:]+) +(?:\*|[\w>.-]+) +[\w>.-]+ +\d{2,4}:\d\d:\d\d +\*?[A-Z]",
    ),
    ("ibmi_release", "data area QSS1MRI", "QSS1MRI", r" *Data area(?: \.)+ *: +QSS1MRI\b"),
    (
        "ibmi_objects",
        "validation list QYPSVLDL",
        "QYPSVLDL",
        r" *QYPSVLDL +\*VLDL|.*\bObject(?: \.)+ *: +QYPSVLDL\b|.*\bQYPSVLDL\b.*\bnot found\b",
    ),
    (
        "ibmi_products",
        "rows of installed products",
        "572 573 576 577",
        r" *57\d\d-?[A-Z]{2}\w +(?:(?:\*BASE|\d{1,4}) +(?:\d{4}|V\dR\d(?:M\d)?|\*[A-Z]+|[A-Z])"
        r"|V\dR\d(?:M\d)? |\*[A-Z]+ )",
    ),
    (
        "ibmi_ptfs",
        "rows of DSPPTF",
        "applied uperseded",
        r" *(?:SI|MF|SF)\d{5} +(?:Permanently|Temporarily|Not|Superseded|Damaged)\b",
    ),
    (
        "ibmi_jobs",
        "rows of active jobs",
        "SBS BCH BCI ASJ",
        r" *[A-Z#@$][A-Z0-9#@$_]{1,9} +(?:\d{6} +)?[A-Z#@$][A-Z0-9#@$_]{1,9} +(?:\d{6} +)?"
        r"(?:SBS|BCH|BCI|PJ|ASJ) +\d",
    ),
    ("ibmi_environment", "rows of WRKENVVAR", "IBM_", r" *(?:\d +)?Q?IBM_[A-Z0-9_]+ +'"),
    (
        "ibmi_tls_config",
        "TLS settings of the service tools",
        "rotocol ipher",
        r"(?i).*\b(?:eligible default|supported) (?:TLS |SSL )?(?:protocol|cipher)",
    ),
    ("ibmi_audit", "records of SK entries", "TLS_", r".{600,}\*?(?:TLSV1(?:\.\d)?|SSLV[23]) .{0,20}TLS_"),
)
"""By kind: what a line shows; texts of which one is in the file then (a quick look before the slow one); and
how such a line looks. The most lines decide; of equal ones the first."""

NAMES = (
    (r"qpjoblog|joblog|job_log", "ibmi_job_log"),
    (r"qpcsmprt|trcint", "ibmi_trace"),
    (r"tlsconfig|sslconfig", "ibmi_tls_config"),
    (r"qasyskj\d", "ibmi_audit"),
)
"""What a file's name says, where a single line of that kind is enough."""


def by_ibmi(text: str, name: str) -> tuple[str, str] | None:
    """The kind and a reason, or None where nothing speaks for IBM i."""
    if _OWN.match(text):
        return None
    lines = text[: 64 * 1024].splitlines()[:_LINES]
    return by_columns("\n".join(lines[:_HEAD])) or by_signs(lines, name)


def by_columns(head: str) -> tuple[str, str] | None:
    """A table, by the columns that its heading or its first JSON object names."""
    words = set(re.findall(r"\b[A-Z][A-Z0-9]*_[A-Z0-9_]+\b|\bSUBSYSTEM\b|\bOBJ[A-Z]{4}\b", head.upper()))
    for kind, columns in COLUMNS:
        if words.issuperset(columns):
            return kind, f"content: columns {', '.join(columns)}"
    return None


def by_signs(lines: list[str], name: str) -> tuple[str, str] | None:
    """A print, by the lines that only its kind has."""
    hits: dict[tuple[str, str], int] = {}
    text = "\n".join(lines)
    patterns = [row[:3] for row in _patterns() if any(clue in text for clue in row[3])]
    for line in lines if patterns else ():
        beginning = line[: 2_000 if len(line) > 1_000 else _LONGEST]
        for kind, what, pattern in patterns:
            if pattern.match(beginning):
                hits[kind, what] = hits.get((kind, what), 0) + 1
                break
    if not hits:
        return None
    hinted = next((kind for pattern, kind in NAMES if re.search(pattern, name.lower())), None)
    order = [row[0] for row in SIGNS]
    totals = {kind: sum(count for (each, _), count in hits.items() if each == kind) for kind, _ in hits}
    best = max(totals, key=lambda kind: (kind == hinted, totals[kind], -order.index(kind)))
    what = max((item for item in hits if item[0] == best), key=lambda item: hits[item])[1]
    count = totals[best]
    return best, f"content: {what} ({count:,} line{'s' if count > 1 else ''})"


@cache
def _patterns() -> tuple[tuple[str, str, re.Pattern[str], list[str]], ...]:
    return tuple((kind, what, re.compile(pattern), clue(words)) for kind, what, words, pattern in SIGNS)


def clue(words: str) -> list[str]:
    """The texts of a quick look; some have a blank in them."""
    return [words] if words in ("Job Log", "ystem value") else words.split()
