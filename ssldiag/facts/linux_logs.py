"""Lines of GSKit products' logs that tell of TLS, each with the product that wrote it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ssldiag.facts.core import Facts
from ssldiag.facts.linux_documents import documents
from ssldiag.facts.linux_uses import DB2, IHS, MQ, PLUGIN, TSM
from ssldiag.model import Place
from ssldiag.readers.linux.log import LogLine

PRODUCTS = (
    ("AMQ", MQ),
    ("SSL0", IHS),
    ("SQL", DB2),
    ("ANR", TSM),
    ("ANS", TSM),
)
"""By the letters that a message id begins with."""

NAMES = (("amqerr", MQ), ("plugin", PLUGIN), ("db2diag", DB2), ("error", IHS), ("dsm", TSM))
"""By a part of the file's name."""


@dataclass(frozen=True, slots=True)
class GskLogLine:
    """A line; ``product`` is empty where neither its message id nor the file's name tells."""

    product: str
    place: Place
    row: LogLine


def build(facts: Facts) -> Iterator[GskLogLine]:
    """Every line of every log."""
    for document in documents(facts, "linux_log"):
        name = document.file.rpartition("/")[2].lower()
        named = next((product for part, product in NAMES if part in name), "")
        for row in document.rows:
            told = next((product for start, product in PRODUCTS if row.message.startswith(start)), "")
            yield GskLogLine(told or named, row.line.place, row)
