"""The words of fault files: verbs of steps, targets and options of clients. Tables, and nothing else.

``docs/lab/faults.md`` explains each word; a test holds page and tables together.
"""

from __future__ import annotations

from collections.abc import Mapping

TEXT, NUMBER, FLAG, MANY = "a text", "a number", "true or false", "a text or a list of texts"

VERBS: Mapping[str, Mapping[str, str]] = {
    "replace": {"file": TEXT, "find": TEXT, "put": TEXT},
    "append": {"file": TEXT, "text": TEXT},
    "write": {"file": TEXT, "text": TEXT},
    "delete": {"file": TEXT},
    "rename": {"file": TEXT, "to": TEXT},
    "chmod": {"file": TEXT, "mode": TEXT},
    "certificate": {
        "label": TEXT,
        "by?": TEXT,
        "begins?": NUMBER,
        "ends?": NUMBER,
        "subject?": TEXT,
        "names?": MANY,
        "key?": TEXT,
        "usage?": TEXT,
        "without_key?": FLAG,
    },
    "remove": {"label": TEXT},
    "relabel": {"label": TEXT, "to": TEXT},
    "keydb": {"words": MANY},
    "ssladmin": {"words": MANY, "until?": TEXT},
    "netstat": {"words": MANY},
    "start": {},
    "stop": {},
    "restart": {},
    "kill": {"machine": TEXT, "times?": NUMBER},
    "hold": {"to": TEXT, "count": NUMBER},
    "release": {},
    "network": {"fault": TEXT, "over?": NUMBER, "seconds?": NUMBER},
    "wait": {"seconds": NUMBER, "machine?": TEXT, "state?": TEXT},
    "mc": {"words": MANY},
    "undo": {},
    "nothing": {},
}
"""Verb -> its words; ``?`` marks those that may be left out. ``say`` goes with each."""

CHOICES: Mapping[tuple[str, str], tuple[str, ...]] = {
    ("certificate", "by"): ("ca", "itself", "stranger", "intermediate"),
    ("certificate", "usage"): ("server", "client", "ca"),
    ("certificate", "key"): ("rsa1024", "rsa2048", "rsa4096", "p256", "p384"),
    ("network", "fault"): (
        "none",
        "drop-hello",
        "reset-after-hello",
        "reset-after-answer",
        "lose-certificate",
        "cut-when-idle",
        "swallow-all",
        "no-answer",
    ),
}
"""Words of verbs that take one of a few values."""

CLIENTS = ("openssl", "curl", "ftplib", "smtplib", "python", "plain")
APPS = ("echo", "ftp", "smtp", "telnet")
KEYS = ("rsa2048", "rsa4096", "p256", "p384")

TARGETS: Mapping[str, int] = {
    "echo": 1007,
    "echo-plain": 7,
    "ftp": 21,
    "smtp": 25,
    "smtps": 465,
    "telnet": 23,
    "telnets": 992,
}
"""Names of ports of the profile; a number does as well."""

OPTIONS: Mapping[str, str] = {
    "tls": TEXT,
    "ca": TEXT,
    "certificate": TEXT,
    "name": TEXT,
    "address": TEXT,
    "ciphers": TEXT,
    "groups": TEXT,
    "verify": FLAG,
    "sends": TEXT,
    "pause": NUMBER,
    "again": NUMBER,
    "plain": FLAG,
    "clear_data": FLAG,
    "starttls": TEXT,
    "more": MANY,
    "seconds": NUMBER,
}
"""Options of clients."""

OPTION_CHOICES: Mapping[str, tuple[str, ...]] = {
    "tls": ("1.0", "1.1", "1.2", "1.3"),
    "ca": ("pool", "stranger", "none"),
    "certificate": ("none", "own", "stranger", "expired", "for-servers"),
    "starttls": ("none", "ftp", "smtp"),
}
