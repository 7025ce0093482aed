"""The tables of a fleet dataset: columns, types and what they mean. This is the only list of them.

``docs/fleet/schema.md`` is made from it. ``VERSION`` goes up when a column changes its meaning or goes away;
new columns may come at any time.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pyarrow

VERSION = 1
SCHEMA = f"ssldiag.fleet/{VERSION}"

TEXT, TEXTS, WHOLE, REAL, FLAG, TIME = "text", "texts", "whole", "real", "flag", "time"
"""Types of columns: a string, a list of strings, an integer, a number, a truth value, a moment in UTC."""

IN_SQL = {
    TEXT: "VARCHAR",
    TEXTS: "VARCHAR[]",
    WHOLE: "BIGINT",
    REAL: "DOUBLE",
    FLAG: "BOOLEAN",
    TIME: "TIMESTAMP",
}


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name, its type, and what it means."""

    name: str
    type: str
    what: str


@dataclass(frozen=True, slots=True)
class Table:
    """A table. ``columns`` begin with those that all tables have."""

    name: str
    what: str
    columns: tuple[Column, ...]

    def arrow(self, names: Collection[str] | None = None) -> pyarrow.Schema:
        """The schema for pyarrow, with the version in its metadata; of some columns alone if named."""
        import pyarrow as pa

        types: dict[str, Any] = {
            TEXT: pa.string(),
            TEXTS: pa.list_(pa.string()),
            WHOLE: pa.int64(),
            REAL: pa.float64(),
            FLAG: pa.bool_(),
            TIME: pa.timestamp("us"),
        }
        told = {b"ssldiag.schema": SCHEMA.encode(), b"ssldiag.table": self.name.encode()}
        columns = [column for column in self.columns if names is None or column.name in names]
        return pa.schema([(column.name, types[column.type]) for column in columns], told)


def _table(name: str, what: str, *columns: tuple[str, str, str]) -> Table:
    return Table(name, what, tuple(Column(*told) for told in (*COMMON, *columns)))


COMMON: tuple[tuple[str, str, str], ...] = (
    ("run", TEXT, "the run that wrote the row: its beginning in UTC, and some letters"),
    ("item", TEXT, "the host, or the capture, that the row is about, as the plan names it"),
)

TABLES: Mapping[str, Table] = {
    table.name: table
    for table in (
        _table(
            "hosts",
            "one row a host and run, whatever came of it",
            ("host", TEXT, "the host: the name of its folder or archive"),
            ("judged_at", TIME, "the moment by which it was judged"),
            ("status", TEXT, "`examined`, `nothing known` (no file that ssldiag knows) or `unreadable`"),
            ("reason", TEXT, "why it was not examined"),
            ("platforms", TEXTS, "what its files belong to: `zvm`, `ibmi`"),
            ("sources", WHOLE, "files of it that were taken in"),
            ("bytes", WHOLE, "their bytes"),
            ("errors", WHOLE, "findings of severity error"),
            ("warnings", WHOLE, "findings of severity warning"),
            ("infos", WHOLE, "findings of severity info"),
            ("passed", WHOLE, "checks that found nothing wrong"),
            ("skipped", TEXTS, "checks that could not say anything"),
            ("crashed", TEXTS, "checks that failed themselves"),
            ("unreadable", WHOLE, "files, lines and records that could not be understood"),
        ),
        _table(
            "findings",
            "one row a finding",
            ("host", TEXT, "the host"),
            ("judged_at", TIME, "the moment by which it was judged"),
            ("id", TEXT, "stays the same from run to run as long as the finding does"),
            ("code", TEXT, "the rule's code (`ssldiag rules CODE`)"),
            ("name", TEXT, "the rule's name"),
            ("severity", TEXT, "`error`, `warning` or `info`"),
            ("certainty", TEXT, "`documented`, `inferred` or `unconfirmed`"),
            ("message", TEXT, "what is so, and where"),
            ("file", TEXT, "the file of the first evidence"),
            ("line", WHOLE, "its line, where it is a text"),
            ("root", FLAG, "whether it is a cause, and not the consequence of another finding"),
            ("caused_by", TEXT, "the `id` of its cause"),
            ("about", TEXTS, "user ids, labels and other names that it concerns"),
            ("vendor_messages", TEXTS, "ids of messages that the host will have written"),
            ("suppressed", FLAG, "whether the owner accepts it (see configuration)"),
        ),
        _table(
            "certificates",
            "certificates in hosts' key databases, and those that sides of handshakes showed",
            ("origin", TEXT, "`host` or `handshake`"),
            ("host", TEXT, "the host; of a handshake, the address and port of the side that showed it"),
            ("file", TEXT, "the key database or certificate file"),
            ("label", TEXT, "its label there"),
            ("kind", TEXT, "`personal`, `signer`, `request`; of a handshake `client` or `server`"),
            ("has_private_key", FLAG, "whether the database has its private key"),
            ("trusted", FLAG, "whether the database marks it as trusted"),
            ("is_default", FLAG, "whether it is the database's default"),
            ("subject", TEXT, "whose it is (RFC 4514)"),
            ("issuer", TEXT, "who signed it"),
            ("serial", TEXT, "its serial number in hexadecimal"),
            ("not_before", TIME, "valid from"),
            ("not_after", TIME, "valid until"),
            ("key", TEXT, "`RSA 2048`, `EC P-256` and the like"),
            ("key_bits", WHOLE, "the size of its key"),
            ("signature", TEXT, "the algorithm of its signature"),
            ("is_ca", FLAG, "whether it says that it is a CA's"),
            ("dns_names", TEXTS, "the names that it is for"),
            ("sha256", TEXT, "the digest of the certificate; null where only a listing told of it"),
            ("seen", WHOLE, "how often it was shown; 1 for a database"),
            ("first_seen", TIME, "when it was first shown; of a database, when it was judged"),
            ("last_seen", TIME, "when it was last shown"),
        ),
        _table(
            "handshakes",
            "one row a handshake, in the order in which `ssldiag pcap` gives them",
            ("capture", TEXT, "the capture: files that go on with one another"),
            ("number", WHOLE, "its place among the handshakes of its capture and run, from 0"),
            ("file", TEXT, "its file; several are joined by `+`"),
            ("client_ip", TEXT, "the client"),
            ("client_port", WHOLE, "its port"),
            ("server_ip", TEXT, "the server"),
            ("server_port", WHOLE, "its port"),
            ("start", TIME, "its first packet"),
            ("duration", REAL, "seconds that the handshake took"),
            ("rtt", REAL, "seconds of a round trip"),
            ("first_frame", WHOLE, "its first frame"),
            ("last_frame", WHOLE, "its last frame that matters"),
            ("starttls", TEXT, "the protocol that it began behind"),
            ("sni", TEXT, "the server name that the client asked for"),
            ("offered_versions", TEXTS, "what the client offered"),
            ("version", TEXT, "what was agreed on"),
            ("cipher", TEXT, "the cipher suite that was agreed on"),
            ("strength", TEXT, "what is thought of that suite"),
            ("group", TEXT, "the group of the key exchange"),
            ("resumed", FLAG, "whether an earlier session was resumed"),
            ("resumed_by", TEXT, "`id`, `ticket` or `psk`"),
            ("client_certificate", TEXT, "`not asked`, `asked`, `given`, or null where that is not known"),
            ("server_certificate", TEXT, "the `sha256` of the certificate that the server showed first"),
            ("alerts", TEXTS, "alerts, as `side name`"),
            ("outcome", TEXT, "`completed`, `failed` or `incomplete`"),
            ("cause", TEXT, "why (`docs/causes.md`)"),
            ("by", TEXT, "the side at fault"),
            ("confidence", TEXT, "how sure that is"),
            ("why", TEXT, "in a sentence"),
            ("ja3", TEXT, "the fingerprint of the client's hello"),
            ("ja3s", TEXT, "the fingerprint of the server's hello"),
            ("ja4", TEXT, "another fingerprint of the client's hello"),
            ("open_at_end", FLAG, "whether the capture ended before it was clear that nothing more comes"),
            (
                "document",
                TEXT,
                "the `ssldiag.handshake/1` document, as `ssldiag pcap --format jsonl` writes it",
            ),
        ),
        _table(
            "errors",
            "codes and message ids: in hosts' logs, and what the sides of failed handshakes will have logged",
            ("origin", TEXT, "`log` or `handshake`"),
            ("host", TEXT, "the host; of a handshake, the address of the side that will have logged it"),
            ("file", TEXT, "the log; of a handshake, the cause"),
            ("line", WHOLE, "the first line that has it"),
            ("platform", TEXT, "who speaks so: `ibmi`, `zvm`, `gskit8`, `openssl`, ..."),
            ("code", TEXT, "the number, as that platform writes it"),
            ("constant", TEXT, "its name"),
            ("message_id", TEXT, "the id of its message"),
            ("meaning", TEXT, "what it means"),
            ("count", WHOLE, "how often it was seen"),
            ("confidence", TEXT, "how sure that is"),
            ("seen_at", TIME, "when it was judged; of a handshake, when it was first seen"),
        ),
        _table(
            "files",
            "one row a capture file and run, whatever came of it",
            ("capture", TEXT, "the capture that it is part of"),
            ("file", TEXT, "its name"),
            ("form", TEXT, "what kind of capture it is"),
            ("size", WHOLE, "its bytes"),
            ("status", TEXT, "`read`, `damaged` (read up to there, or but for a stretch) or `unreadable`"),
            ("problem", TEXT, "what is wrong with it"),
            ("broken_at", WHOLE, "the place in the unpacked file from which on it could not be read"),
            ("packets", WHOLE, "packets read"),
            ("packet_bytes", WHOLE, "their bytes on the wire"),
            ("first", TIME, "the time of the first packet"),
            ("last", TIME, "the time of the last one"),
            ("stretches", WHOLE, "how many workers' results it was put together from"),
            ("judged_at", TIME, "when the run began"),
        ),
    )
}
"""The tables by name. All are partitioned by ``day``: of ``judged_at``, and of ``start`` for handshakes."""

DAY_OF: Mapping[str, str] = {
    "hosts": "judged_at",
    "findings": "judged_at",
    "certificates": "first_seen",
    "handshakes": "start",
    "errors": "seen_at",
    "files": "judged_at",
}
"""The column of each table that its partition ``day`` is taken from."""
