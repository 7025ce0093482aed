"""A handshake in, a row of the dataset out, with its document as ``ssldiag pcap --format jsonl`` writes it.

Made where the handshake was read, so that little has to be handed over.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from ssldiag.capture.judged import Certificates, Judged, Shown, judge_one, moment
from ssldiag.fleet.bounds import DETAIL
from ssldiag.fleet.schema import TABLES
from ssldiag.render.handshake_line import Lines
from ssldiag.render.handshake_names import suite
from ssldiag.wire.model import Handshake
from ssldiag.wire.numbers import group_name, version_name

if TYPE_CHECKING:
    import pyarrow

Row = dict[str, Any]


class Made(NamedTuple):
    """A handshake whose row is made: the row at a ``place`` of what ``token`` names. The rest is what other
    tables need of it.
    """

    token: int
    place: int
    start: datetime
    client_ip: str
    server_ip: str
    server_port: int
    outcome: str
    cause: str
    shown: tuple[tuple[str, str], ...]
    logged: tuple[tuple[str, str, str, str, str], ...]


class Maker:
    """Judges handshakes and makes rows of them. ``seen`` holds the certificates, by their digests."""

    def __init__(self, token: int) -> None:
        self._token = token
        self._certificates = Certificates()
        self._lines = Lines()
        self._rows: list[Row] = []
        self._before = 0
        self.seen: dict[str, Row] = {}

    def __call__(self, handshake: Handshake) -> Made:
        judged = judge_one(handshake, self._certificates)
        for shown in judged.certificates:
            if shown.sha256 not in self.seen:
                self.seen[shown.sha256] = described(shown)
        found = row(judged, self._lines.line(judged))
        self._rows.append(found)
        verdict = judged.verdict
        return Made(
            self._token,
            self._before + len(self._rows) - 1,
            found["start"],
            handshake.client.ip,
            handshake.server.ip,
            handshake.server.port,
            verdict.outcome,
            verdict.cause,
            tuple((shown.side, shown.sha256) for shown in judged.certificates),
            tuple(
                (entry.side, entry.platform, entry.code, entry.constant, entry.confidence)
                for entry in (verdict.will_log if verdict.outcome == "failed" else ())
            ),
        )

    def batch(self) -> tuple[int, pyarrow.RecordBatch]:
        """The rows made since this was asked last, and the place of the first."""
        first, rows = self._before, self._rows
        self._before, self._rows = first + len(rows), []
        return first, batch_of(rows)


def batch_of(rows: list[Row]) -> pyarrow.RecordBatch:
    """Rows as columns, those of the table of handshakes that a handshake itself has."""
    import pyarrow as pa

    schema = TABLES["handshakes"].arrow(OWN)
    columns = [pa.array([row[field.name] for row in rows], field.type) for field in schema]
    return pa.RecordBatch.from_arrays(columns, schema=schema)


OWN = tuple(
    column.name
    for column in TABLES["handshakes"].columns
    if column.name not in ("run", "item", "capture", "number", "open_at_end")
)
"""The columns that are known where a handshake was read."""


def row(judged: Judged, document: str) -> Row:
    """The columns of a handshake that are its own."""
    item, verdict = judged.handshake, judged.verdict
    client, server = item.client_hello, item.server_hello
    chosen = suite(server.ciphers[0]) if server is not None and server.ciphers else None
    return {
        "file": utf8(item.file),
        "client_ip": item.client.ip,
        "client_port": item.client.port,
        "server_ip": item.server.ip,
        "server_port": item.server.port,
        "start": naive(moment(item.start)),
        "duration": item.duration,
        "rtt": item.rtt,
        "first_frame": item.first_frame,
        "last_frame": item.last_frame,
        "starttls": item.starttls,
        "sni": cut(client.sni) if client is not None else None,
        "offered_versions": offered(judged),
        "version": version_name(item.version) if item.version is not None else None,
        "cipher": chosen.name if chosen is not None else None,
        "strength": chosen.strength if chosen is not None else None,
        "group": group_name(item.selected_group) if item.selected_group is not None else None,
        "resumed": item.resumed,
        "resumed_by": item.resumed_by,
        "client_certificate": client_certificate(item),
        "server_certificate": next((one.sha256 for one in judged.certificates if one.side == "server"), None),
        "alerts": [f"{alert.side} {alert.name or 'encrypted'}" for alert in item.alerts],
        "outcome": verdict.outcome,
        "cause": verdict.cause,
        "by": verdict.by,
        "confidence": verdict.confidence,
        "why": cut(verdict.why),
        "ja3": judged.ja3,
        "ja3s": judged.ja3s,
        "ja4": judged.ja4,
        "document": document,
    }


def offered(judged: Judged) -> list[str]:
    """The versions that a client offered, the newest first; of a hello without a list, its one version."""
    client = judged.handshake.client_hello
    if client is None:
        return []
    return [version_name(number) for number in client.versions or (client.legacy_version,)]


def client_certificate(item: Handshake) -> str | None:
    """What became of the client's certificate."""
    if item.client_certificate_given:
        return "given"
    if item.certificate_wanted is not None:
        return "asked"
    return None if item.client_certificate_given is None else "not asked"


def described(shown: Shown) -> Row:
    """What a certificate says, in the columns of the dataset."""
    found = shown.certificate
    if found is None:
        return {"sha256": shown.sha256, "subject": cut(shown.error)}
    return {
        "sha256": shown.sha256,
        "subject": cut(found.subject),
        "issuer": cut(found.issuer),
        "serial": cut(found.serial_hex),
        "not_before": naive(found.not_before),
        "not_after": naive(found.not_after),
        "key": found.key,
        "key_bits": found.key_bits,
        "signature": found.signature,
        "is_ca": found.is_ca,
        "dns_names": [cut(name) for name in found.dns_names[:100]],
    }


def cut(text: str | None) -> str | None:
    """A text that somebody else chose, no longer than is kept; what UTF-8 cannot hold by its number."""
    return None if text is None else utf8(text[:DETAIL])


def utf8(text: str) -> str:
    """The same, what UTF-8 cannot hold by its number: names of files are any bytes, texts of Parquet not."""
    return text if text.isascii() else text.encode("utf-8", "backslashreplace").decode("utf-8")


def naive(when: datetime | None) -> datetime | None:
    """A moment in UTC as Parquet keeps it."""
    return None if when is None else when.replace(tzinfo=None)
