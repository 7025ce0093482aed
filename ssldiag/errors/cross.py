"""A row in; out, what the other side of the connection logs, the same condition elsewhere, and what a
capture shows.

What GSKit 8 and its peers said was measured (``observed.csv``, ``alert_pairs.csv``). Nothing was measured
on IBM i, z/VM and z/OS: there the other side follows from the alert that belongs to the condition
(``cross_map.csv``), and is marked as expected.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import NamedTuple

from ssldiag.errors.load import Tables
from ssldiag.errors.model import OtherSide, Row

Record = dict[str, str]

MOST = 16
"""Other sides shown for one code: all that were measured for 420, which has the most."""

_ALERT_REASONS = 1000
"""SSL_R_* numbers of OpenSSL from here on are received alerts: 1000 and the alert (``openssl/sslerr.h``)."""

_COLUMNS = {
    "SSL_ API": "ibmi_ssl",
    "GSKit API": "ibmi_gsk",
    "System SSL function": "zvm",
    "GSKit": "gskit8",
    "GSKit validation": "gskit8",
    "alert": "alerts",
}
"""API of a row -> the column of ``cross_map.csv`` that its code stands in."""


class Crossing(NamedTuple):
    """What is known of a row beyond its own side."""

    other_side: tuple[OtherSide, ...] = ()
    same_as: tuple[OtherSide, ...] = ()
    look_for: str = ""


NOTHING = Crossing()


def crossing(tables: Tables, row: Row) -> Crossing:
    """What the other side logs, the same condition elsewhere, and what to look for in a capture."""
    if row.code == "0" and row.api != "alert":
        return NOTHING
    concept = next(iter(_concepts(tables, row)), None)
    other = tuple(_other_side(tables, row, concept))[:MOST]
    if row.api == "alert":
        return Crossing(other, (), _alert_in_capture(row.code, row.constant))
    if row.api == "SSL library" and int(row.code) > _ALERT_REASONS:
        alert = str(int(row.code) - _ALERT_REASONS)
        names = tables.find("alerts", "code", alert)
        return Crossing(other, (), _alert_in_capture(alert, names[0].constant if names else ""))
    if concept is None:
        return Crossing(other)
    return Crossing(other, tuple(dict.fromkeys(_elsewhere(tables, row, concept))), concept["look_for"])


def _alert_in_capture(code: str, name: str) -> str:
    return (
        f"A record of type 15 with the level and {int(code):02x} ({name}), and who sent it; with TLS 1.3, and"
        " after the handshake, alerts are encrypted and only the logs tell."
    )


def _concepts(tables: Tables, row: Row) -> list[Record]:
    """The conditions that a row belongs to; first those that name it alone, then those that name it first."""
    column = "openssl" if row.platform == "openssl" else _COLUMNS.get(row.api)
    if column is None:
        return []
    wanted = row.text if column == "openssl" else row.code
    ranked = [(_rank(record[column], wanted), record) for record in tables.records("cross_map")]
    return [record for rank, record in sorted(ranked, key=lambda pair: pair[0]) if rank < _ABSENT]


_ABSENT = 4


def _rank(field: str, wanted: str) -> int:
    """How much a field of ``cross_map.csv`` is about a code: 0 it alone, 1 it first, 2 it among others, 4
    not at all.

    Fields are lists with ``|``; in the GSKit 8 column words follow the codes, and ``+`` joins a validation
    code.
    """
    if field == wanted:
        return 0
    if re.match(rf"{re.escape(wanted)}(?! \+)(?![\w-])", field):
        return 1
    if wanted in field.split("|"):
        return 2
    return 3 if wanted and wanted in re.findall(r"\d+", field) else _ABSENT


def _other_side(tables: Tables, row: Row, concept: Record | None) -> Iterator[OtherSide]:
    if row.api in ("GSKit", "GSKit validation") and row.platform == "gskit8":
        yield from merged(_measured(tables, row))
    elif row.api == "SSL library":
        yield from merged(_peer_of_openssl(tables, row))
    elif row.api == "alert":
        yield from merged(_about_alert(tables, row.code), frequent_first=False)
    elif row.api in _COLUMNS and concept is not None:
        yield from merged(_expected(tables, row, concept))


def merged(sides: Iterable[OtherSide], frequent_first: bool = True) -> Iterator[OtherSide]:
    """Each code of the other side once, with all its occasions."""
    found: dict[tuple[str, int | None, str], list[OtherSide]] = {}
    for side in sides:
        found.setdefault((side.platform, side.code, side.text), []).append(side)
    groups = sorted(found.values(), key=len, reverse=True) if frequent_first else found.values()
    for group in groups:
        occasions = dict.fromkeys(word for side in group for word in side.when)
        yield replace(group[0], when=tuple(occasions))


def _measured(tables: Tables, row: Row) -> Iterator[OtherSide]:
    """What the peer of a GSKit 8 that had this code said, and the GSKit 8 whose peer was a GSKit 8 with
    this code."""
    column = "validation" if row.api == "GSKit validation" else "code"
    for record in tables.records("observed"):
        when = f"as {record['side']}, {record['trigger']}"
        if record[column] == row.code and record["other_platform"]:
            yield from _side(
                tables, record["other_platform"], record["other_code"], record["other_text"], when
            )
        elif column == "code" and (record["other_platform"], record["other_code"]) == ("gskit8", row.code):
            other = "server" if record["side"] == "client" else "client"
            when = f"as {other}, {record['trigger']}"
            yield from _side(tables, "gskit8", record["code"], record["constant"], when)


def _side(tables: Tables, platform: str, code: str, text: str, when: str) -> Iterator[OtherSide]:
    """A side as the tables name it; nothing for a side that noticed no error."""
    if platform == "gskit8" and code != "0":
        yield OtherSide("gskit8", int(code), text, "", (when,))
    elif platform == "openssl" and code:
        rows = tables.find("openssl", "hex", code)
        yield OtherSide("openssl", int(code, 16) & 0xFFF, rows[0].constant if rows else "", text, (when,))


def _peer_of_openssl(tables: Tables, row: Row) -> Iterator[OtherSide]:
    for record in tables.records("observed"):
        if record["other_code"] == row.hex:
            when = f"as {record['side']}, {record['trigger']}"
            yield OtherSide("gskit8", int(record["code"]), record["constant"], "", (when,))
    if int(row.code) > _ALERT_REASONS:
        alert = str(int(row.code) - _ALERT_REASONS)
        yield from _pairs(tables, alert, "tx", "it sent the alert")


def _about_alert(tables: Tables, alert: str) -> Iterator[OtherSide]:
    yield from _pairs(tables, alert, "tx", "it sends the alert")
    for record in tables.records("observed"):
        if record["alert_sent"] == alert:
            yield OtherSide("gskit8", int(record["code"]), record["constant"], "", ("it sends the alert",))
    yield from _receivers(tables, alert, "it receives the alert")


def _receivers(tables: Tables, alert: str, when: str, basis: str = "") -> Iterator[OtherSide]:
    """What the side that receives an alert logs."""
    yield from _pairs(tables, alert, "rx", when, basis)
    for reason in tables.find("openssl", "code", str(_ALERT_REASONS + int(alert))):
        side = OtherSide("openssl", int(reason.code), reason.constant, reason.text, (when,))
        yield replace(side, basis=basis or "measured")


def _pairs(tables: Tables, alert: str, direction: str, when: str, basis: str = "") -> Iterator[OtherSide]:
    for pair in tables.records("alert_pairs"):
        if (pair["alert"], pair["direction"]) == (alert, direction):
            platform, _, option = pair["stack"].partition("+")
            more = " and alert-specific codes are on" if option else ""
            name = _constant(tables, platform, pair["code"])
            said = basis or ("measured" if pair["confidence"] == "measured" else "expected")
            yield OtherSide(platform, int(pair["code"]), name, "", (f"{when}{more}",), said)


def _constant(tables: Tables, platform: str, code: str) -> str:
    rows = tables.find("gskit8" if platform == "gskit8" else "sysssl", "code", code)
    return rows[0].constant if rows else ""


def _expected(tables: Tables, row: Row, concept: Record) -> Iterator[OtherSide]:
    """By the alert of the condition; without one as measured with the GSKit 8 code of the same number."""
    for alert in concept["alerts"].split("|") if concept["alerts"] else ():
        yield from _receivers(tables, alert, f"this side sends alert {alert}", "expected")
    if not concept["alerts"]:
        for twin in tables.find(
            "gskit8", "code", concept["ibmi_gsk"] if row.code.startswith("-") else row.code
        ):
            yield from (replace(side, basis="expected") for side in _measured(tables, twin))


def _elsewhere(tables: Tables, row: Row, concept: Record) -> Iterator[OtherSide]:
    """The same condition in the words of the other platforms."""
    basis = concept["confidence"]
    for platform, table, column in (
        ("ibmi", "ibmi_ssl", "ibmi_ssl"),
        ("ibmi", "ibmi_gsk", "ibmi_gsk"),
        ("zvm", "sysssl", "zvm"),
        ("gskit8", "gskit8", "gskit8"),
    ):
        for code in re.findall(r"(?<![\d+ ])-?\d{1,4}\b(?! \()", concept[column]):
            for found in tables.find(table, "code", code):
                if found.api != row.api:
                    yield OtherSide(platform, int(code), found.constant, "", (), basis)
    for text in concept["openssl"].split("|") if row.platform != "openssl" and concept["openssl"] else ():
        for table in ("openssl", "openssl_verify"):
            for found in tables.find(table, "text", text):
                yield OtherSide("openssl", int(found.code), found.constant, text, (), basis)
