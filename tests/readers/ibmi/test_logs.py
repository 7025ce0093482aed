"""Job logs, traces, audit entries and the service tools' output."""

from __future__ import annotations

import pytest

from ssldiag.readers.ibmi import audit, job_log, tls_config, trcint
from ssldiag.readers.ibmi.codes import return_codes
from tests.readers.support import pointed_at, source

PAGE = "  5770SS1 V7R4M0 190621        Job Log           SHOP1  11/22/26  10:15:00    Page    {number}\n"
NAMES = (
    "  Job name . . . . . . . . . . :   QTVTELNET       User  . . . . . . :   QTCP         "
    "Number . . . . . . . . . . . :   101003\n"
    "MSGID      TYPE                    SEV  DATE      TIME             FROM PGM     LIBRARY     INST\n"
)
LOG = (
    PAGE.format(number=1)
    + NAMES
    + "CPDBC98    Diagnostic      20   11/22/26  09:02:11.004000  QTVTELNET    QTCP        *STMT    QTVTCP\n"
    + "                                     From module . . . . . . . . :   QTVSSL\n"
    + "                                     Message . . . . :   Certificate has\n"
    + PAGE.format(number=2)
    + NAMES
    + "                                       expired, return code -24.\n"
    + "                                     Cause . . . . . :   Its date\n"
    + "                                      is over.  RC(107)\n"
    + "                                     Recovery  . . . :   Renew it.\n"
    + "*NONE      Request                11/22/26  09:03:00.000001  QCMD         QSYS        0123     QCMD\n"
    + "                                     Message . . . . :   -DSPJOBLOG\n"
)


@pytest.mark.parametrize("codec", ["utf-8", "utf-16-le", "cp037", "cp273", "cp500"])
def test_messages_over_lines_and_pages(codec: str) -> None:
    found = job_log.read(source(LOG.encode(codec), "ibmi_job_log"))
    first, second = found.rows
    assert (first.id, first.type, first.severity) == ("CPDBC98", "DIAGNOSTIC", 20)
    assert first.text == "Certificate has expired, return code -24."
    assert first.second_level.startswith("Cause . . . . . :   Its date is over.  RC(107) Recovery")
    assert (first.from_program, first.to_program) == ("QTVTELNET", "QTVTCP")
    assert first.at is not None
    assert first.at.isoformat() == "2026-11-22T09:02:11"
    assert (second.id, second.type, second.severity, second.text) == ("", "REQUEST", 0, "-DSPJOBLOG")
    assert found.job == "101003/QTCP/QTVTELNET"
    assert found.system is not None
    assert found.system.value == "SHOP1"


def test_the_place_of_a_message_is_its_id() -> None:
    assert pointed_at(job_log.read(source(LOG, "ibmi_job_log")).rows[0].place, LOG) == "CPDBC98"


def test_rows_of_joblog_info() -> None:
    text = (
        "MESSAGE_ID,MESSAGE_TYPE,SEVERITY,MESSAGE_TIMESTAMP,MESSAGE_TEXT,MESSAGE_SECOND_LEVEL_TEXT\n"
        'TCP2550,DIAGNOSTIC,40,2026-11-22-06.00.01.5,"Port 992 is restricted.",\n'
    )
    row = job_log.read(source(text, "ibmi_job_log")).rows[0]
    assert (row.id, row.severity, row.text) == ("TCP2550", 40, "Port 992 is restricted.")
    assert row.at is not None
    assert row.at.hour == 6


@pytest.mark.parametrize(
    ("date", "wanted"),
    [
        ("11/22/26", "2026-11-22"),
        ("22/11/26", "2026-11-22"),
        ("22.11.26", "2026-11-22"),
        ("11-12-26", None),
        ("31/31/26", None),
        ("112226", None),
    ],
)
def test_dates_are_read_only_where_sure(date: str, wanted: str | None) -> None:
    found = job_log.local_time(date, "09:00:00")
    assert (found.date().isoformat() if found else None) == wanted


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Secure connection error, return code -23", (-23,)),
        ("comm rc=25404 and RC(415)", (25404, 415)),
        ("return code is 0, later error code 406.", (0, 406)),
        ("code 17 of the building", ()),
    ],
)
def test_return_codes(text: str, codes: tuple[int, ...]) -> None:
    assert return_codes(text) == codes


TRACE = """\
SOCKETS              IDENTIFIER : SC#17003             TIME 02/17/15  11:03:33.151908   TDE# 000000003C94
  #1    (   21)    +0000   C3D6D5D5C5C3E3C9  D6D540D7D9D6D7C5   D9E3C9C5E2      *CONNECTION PROPERTIES
  #2    (    7)    +0000   E3D3E2E5F14BF1                                       *......
  #3    (   28)    +0000   E3D3E26DD9E2C16D  E6C9E3C86DC1C5E2   6DF1F2F86DC3C2C3
                   +0018   6DE2C8C1                                             *_SHA
OTHER                IDENTIFIER : SC#04711             TIME 02/17/15  11:03:34.151908   TDE# 000000003C94
  #1    (    3)    +0000   C1C2C3
"""


def test_trace_points_are_decoded_from_hexadecimal() -> None:
    (row,) = trcint.read(source(TRACE, "ibmi_trace")).rows
    assert (row.point.value, row.task) == (17003, "000000003C94")
    assert row.stamp == "02/17/15 11:03:33.151908"
    assert row.items == ("CONNECTION PROPERTIES", "TLSV1.1", "TLS_RSA_WITH_AES_128_CBC_SHA")
    assert pointed_at(row.point.place, TRACE) == "SC#17003"


def test_data_that_are_no_text() -> None:
    text = TRACE.replace("E3D3E2E5F14BF1 ", "E3D3E2E5000000 ")
    assert trcint.read(source(text, "ibmi_trace")).rows[0].items[1] == "TLSV..."


def record(shift: int, kind: str = "X") -> str:
    """A record of QASYSKJ5, its offsets counted from 0 or from 1."""
    line = [" "] * 1_700
    for start, text in (
        (610, kind),
        (611, "192.0.2.10"),
        (626, "00992"),
        (631, "192.0.2.44"),
        (646, "51812"),
    ):
        line[start + shift : start + shift + len(text)] = text
    for start, text in ((1570, "TLSV1.2"), (1580, "TLS_RSA_WITH_AES_128_CBC_SHA256 ECDSA_SHA512")):
        line[start + shift : start + shift + len(text)] = text
    return "".join(line) + "\n"


@pytest.mark.parametrize("shift", [0, -1])
def test_audit_records(shift: int) -> None:
    (row,) = audit.read(source(record(shift), "ibmi_audit")).rows
    assert (row.type.value, row.local_address, row.local_port) == ("X", "192.0.2.10", 992)
    assert (row.remote_address, row.remote_port, row.version) == ("192.0.2.44", 51812, "TLSV1.2")
    assert row.properties.startswith("TLS_RSA_WITH_AES_128_CBC_SHA256")


def test_audit_rows() -> None:
    text = "ENTRY_TYPE,LOCAL_PORT,SECURE_VERSION,SECURE_PROPERTIES\nS,992,TLSV1.3,TLS_AES_128_GCM_SHA256\n"
    (row,) = audit.read(source(text, "ibmi_audit")).rows
    assert (row.type.value, row.local_port, row.version) == ("S", 992, "TLSV1.3")


def test_tls_configuration() -> None:
    text = """\
Supported protocols: TLSv1.3 TLSv1.2
Eligible default protocols
   *TLSV1.2
Default protocols: TLSv1.2
Eligible default cipher suites
   *ECDHE_RSA_AES_128_GCM_SHA256
   *RSA_AES_128_CBC_SHA
Minimum RSA key size: 2048
Handshake connection counts
   TLSv1.2 . . . . . :   1204
"""
    rows = tls_config.read(source(text, "ibmi_tls_config")).rows
    lists: dict[str, list[str]] = {}
    for row in rows:
        lists.setdefault(row.list, []).append(row.value.value)
        assert pointed_at(row.value.place, text).upper().lstrip("*") == row.value.value.upper()
    assert lists == {
        "supported protocol": ["TLSV1.3", "TLSV1.2"],
        "eligible default protocol": ["TLSV1.2"],
        "default protocol": ["TLSV1.2"],
        "eligible default cipher": ["ECDHE_RSA_AES_128_GCM_SHA256", "RSA_AES_128_CBC_SHA"],
        "minimum rsa key size": ["2048"],
        "count": ["TLSV1.2"],
    }
    assert [row.count for row in rows if row.list == "count"] == [1204]
