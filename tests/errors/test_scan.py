"""Whole logs: every code once, with lines and count, in order; whatever the blocks, in bounded memory."""

from __future__ import annotations

import time
import tracemalloc

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ssldiag.errors.load import Tables
from ssldiag.errors.mentions import LINE
from ssldiag.errors.scan import CODES_KEPT, LINES_KEPT, NEAR, Scanner, scan

JOB_LOG = b"""\
5770SS1 V7R4M0  190621                    Display Job Log                  SYSA     11/22/26  10:15:21
MSGID      TYPE                    SEV  DATE      TIME             FROM PGM     LIBRARY     INST
CPDBCB3    Diagnostic              30   11/22/26  10:15:20.123456  QTVTELNET    QTCP        0A1C
                                     Message . . . . :   TLS is not available.
                                     Cause . . . . . :   The return code is -93.
CPF1124    Information             00   11/22/26  10:15:20.000001  QWTPIIPP     QSYS        05C1
CPDBC96    Diagnostic              30   11/22/26  10:16:20.123456  QTVTELNET    QTCP        0A1C
CPDBC96    Diagnostic              30   11/22/26  10:17:20.123456  QTVTELNET    QTCP        0A1C
"""

CONSOLE = b"""\
12:25:07 DTCRUN1011I Server started at 12:25:07 on 22 Nov 2026 (Sunday)
DTCRUN1028E :Stack.TCPIP does not match "TcpipUserid TCPIP2"
DTCRUN1099E Server not started - correct problem and retry
12:26:01 DTCSSL505W Local client requested use of CERTNOCHECK; Request ignored
12:26:01 DTCSSL022E Handshake failed rc: 8 reason: Certificate validation error
12:26:05 DTCSSL022E Handshake failed rc: 402 reason: No SSL cipher specifications
HCPCQU045E SSL00002 not logged on
"""

OTHERS = b"""\
[Sun Nov 22 10:00:01 2026] [error] [client 10.0.0.1] [5] SSL0222W: SSL Handshake Failed, No ciphers specified.
AMQ9633E: Bad SSL certificate for channel 'X'.
   The certificate validation error was 575018.
2026-11-22-10.00.00.000000 db2diag  GSKit Error: 402
140735:error:14094410:SSL routines:f:sslv3 alert handshake failure:s3_pkt.c:1472:SSL alert number 40
Caused by: javax.net.ssl.SSLHandshakeException: PKIX path building failed
        at java.base/sun.security.ssl.Alert.createSSLException(Alert.java:131)
"""

Result = list[tuple[str, tuple[int, ...], int]]


def found(data: bytes, tables: Tables, size: int = 0, platform: str | None = None) -> Result:
    """What a log gives that comes in blocks of about ``size`` bytes (0: in one)."""
    lines = data.splitlines(keepends=True)
    blocks, block = [], b""
    for line in lines:
        block += line
        if size and len(block) >= size:
            blocks.append(block)
            block = b""
    results = scan([*blocks, block], tables, "log", platform)
    return [(result.query, result.lines, result.count) for result in results]


def test_a_job_log(tables: Tables) -> None:
    assert found(JOB_LOG, tables) == [("CPDBCB3", (3,), 1), ("-93", (5,), 1), ("CPDBC96", (7, 8), 2)]


def test_a_console(tables: Tables) -> None:
    assert found(CONSOLE, tables) == [
        ("DTCRUN1011I", (1,), 1),
        ("DTCRUN1028E", (2,), 1),
        ("DTCRUN1099E", (3,), 1),
        ("DTCSSL505W", (4,), 1),
        ("DTCSSL022E", (5, 6), 2),
        ("8", (5,), 1),
        ("402", (6,), 1),
        ("HCPCQU045E", (7,), 1),
    ]
    platforms = {e.platform for result in scan([CONSOLE], tables, "log") for e in result.entries}
    assert platforms == {"zvm"}


def test_the_words_behind_an_id_tell_messages_apart(tables: Tables) -> None:
    log = (
        b"12:25:07 DTCRUN1011I Server started at 12:25:07 on 22 Nov 2026 (Sunday)\n"
        b"DTCRUN1011I Running server command: VMSSL\n"
        b"DTCRUN1011I No parameters in use\n"
        b"DTCRUN1011I Server started at 12:26:07\n"
        b"HCPNSS440I Saved segment TCPIP was saved\n"
        b"DTCRUN1048I SLVL service information\n"
        b"DTCRUN1048I TCPIP PQ12345\n"
    )
    result = scan([log], tables, "log")
    assert [(one.query, one.lines, [entry.text for entry in one.entries]) for one in result] == [
        ("DTCRUN1011I", (1, 4), ["Server started at"]),
        ("DTCRUN1011I", (2,), ["Running server command"]),
        ("DTCRUN1011I", (3,), ["No parameters in use"]),
        ("HCPNSS440I", (5,), ["Saved segment"]),
        ("DTCRUN1048I", (6,), ["SLVL service information"]),
        ("DTCRUN1048I", (7,), [""]),
    ]


def test_replies_of_servers(tables: Tables) -> None:
    log = (
        b"<<< 530 5.7.0 Must issue a STARTTLS command first\n"
        b"10:00:01 454 4.7.0 TLS not available due to temporary reason\n"
        b"521 Data connection cannot be opened with this PROT setting.\n"
        b"234 AUTH TLS ok\n"
        b"530 AUTH TLS is required first\n"
        b"522 SSL connection failed; session reuse required\n"
        b"521 sessions secured, 530 users logged on\n"
        b"538 5.7.11 Encryption required for requested authentication mechanism\n"
    )
    result = scan([log], tables, "log")
    assert [(one.query, one.lines, [entry.message_id for entry in one.entries]) for one in result] == [
        ("530", (1,), ["SMTP-530"]),
        ("454", (2,), ["SMTP-454"]),
        ("521", (3,), ["FTP-521"]),
        ("530", (5,), ["FTP-530"]),
        ("522", (6,), ["FTP-522"]),
        ("538", (8,), ["SMTP-538"]),
    ]


def test_a_reply_in_the_log_of_a_mail_server(tables: Tables) -> None:
    log = (
        b"2026-11-22T10:00:01.123456+01:00 mail postfix/submission/smtpd[12345]: NOQUEUE: reject: MAIL from "
        b"client.example.com[192.0.2.1]:587 530 5.7.0 Must issue a STARTTLS command first; proto=ESMTP\n"
    )
    (result,) = scan([log], tables, "log")
    assert [entry.message_id for entry in result.entries] == ["SMTP-530"]


def test_a_reply_without_tls_is_none(tables: Tables) -> None:
    assert found(b"230 ok\n530 Not logged in\n521 this host does not accept mail\n", tables) == []


def test_ids_of_the_reference_pool(tables: Tables) -> None:
    log = b"07:12:40 DTCSSLT07E Connection 12 refused: no key\nDTCSSLT60W 3 lines of this log were lost\n"
    result = scan([log], tables, "log")
    assert [one.query for one in result] == ["DTCSSLT07E", "DTCSSLT60W"]
    for one in result:
        (entry,) = one.entries
        assert (entry.platform, entry.confidence) == ("ssldiag", "own")
        assert any("no z/VM system" in note for note in entry.notes)


@pytest.mark.parametrize("line", [b"DTCRUN1011I", b"DTCRUN1011I Something new"])
def test_an_id_alone_has_all_its_readings(tables: Tables, line: bytes) -> None:
    (result,) = scan([line + b"\n"], tables, "log")
    assert len(result.entries) == 4


def test_logs_of_other_products(tables: Tables) -> None:
    assert [query for query, _, _ in found(OTHERS, tables)] == [
        "SSL0222W",
        "AMQ9633E",
        "575018",
        "402",
        "error:14094410:SSL routines:f:sslv3 alert handshake failure",
        "alert number 40",
        "javax.net.ssl.SSLHandshakeException",
    ]


@pytest.mark.parametrize("log", [JOB_LOG, CONSOLE, OTHERS, JOB_LOG + CONSOLE + OTHERS])
def test_blocks_make_no_difference(log: bytes, tables: Tables) -> None:
    whole = [(lines, count) for _, lines, count in found(log, tables)]
    for size in (1, 100, 300):
        assert [(lines, count) for _, lines, count in found(log, tables, size)] == whole


def test_line_ends_make_no_difference(tables: Tables) -> None:
    assert found(JOB_LOG.replace(b"\n", b"\r\n"), tables) == found(JOB_LOG, tables)
    assert found(JOB_LOG.rstrip(b"\n"), tables) == found(JOB_LOG, tables)


def test_common_words_count_only_near_words_about_tls(tables: Tables) -> None:
    code = b"it ended with return code 414\n"
    quiet = b"nothing\n"
    assert found(code, tables) == []
    assert found(b"TLS\n" + code, tables) == [("414", (2,), 1)]
    assert found(b"TLS\n" + quiet * (NEAR - 1) + code, tables) == [("414", (NEAR + 1,), 1)]
    assert found(b"TLS\n" + quiet * NEAR + code, tables) == []
    assert found(b"TLSv1.3\n" + code, tables) == []
    assert found(b"TLS\n" + code, tables, size=1) == [("414", (2,), 1)]


def test_a_platform_that_is_given_decides(tables: Tables) -> None:
    (result,) = scan([b"TLS failed with return code 414\n"], tables, "log", "ibmi")
    assert [entry.platform for entry in result.entries] == ["ibmi"]
    assert scan([b"TLS failed with return code 414\n"], tables, "log", "java") == []


def test_the_head_of_a_log_tells_its_platform(tables: Tables) -> None:
    log = b"OpenSSL is not used. z/VM V7.3.0\n" + b"nothing\n" * 100 + b"TLS ended, return code 414\n"
    (result,) = scan([log], tables, "log")
    assert [entry.platform for entry in result.entries] == ["zvm"]


def test_line_numbers_are_kept_for_the_first_hits(tables: Tables) -> None:
    (result,) = scan([b"GSKit Error: 402\n" * 1000], tables, "log")
    assert result.count == 1000
    assert result.lines == tuple(range(1, LINES_KEPT + 1))


def test_shapes_that_are_remembered_change_nothing(tables: Tables) -> None:
    """Lines that differ in digits alone: the second is looked at through the first, and read for itself."""
    log = b"TLS return code 999\nTLS return code 414\nTLS return code 000\nTLS return code 402\n"
    assert found(log, tables) == [("414", (2,), 1), ("402", (4,), 1)]


def test_codes_far_out_in_a_long_line(tables: Tables) -> None:
    for before in (10, LINE - 20, LINE, 5 * LINE):
        log = b"SSL " + b"x " * (before // 2) + b" GSKit Error: 402 " + b"y " * LINE + b"\nGSKit Error: 420\n"
        assert [(query, lines) for query, lines, _ in found(log, tables)] == [("402", (1,)), ("420", (2,))]


@pytest.mark.parametrize(
    "block",
    [
        b"PKIX" * 250_000,
        b"ssl" * 350_000,
        b"DTCSSL" * 170_000,
        b"CPDBC8\n" * 150_000,
        b"\n" * 1_000_000,
        b"GSK_ERROR_" * 100_000,
        b"\xff\x00" * 500_000,
        b"error:" * 170_000,
    ],
    ids=lambda block: repr(block[:8]),
)
def test_nothing_is_quadratic(block: bytes, tables: Tables) -> None:
    """A megabyte made to be hard, in one line or in very many: seconds, not hours."""
    start = time.process_time()
    scan([block], tables, "log")
    assert time.process_time() - start < 20


def test_memory_is_bounded(tables: Tables) -> None:
    """Lines about TLS that all differ, in digits and in words, leave next to nothing behind."""
    scanner = Scanner(tables)
    scanner.feed(JOB_LOG)
    tracemalloc.start()
    for number in range(20):
        lines = (b"TLS word%x said %d\n" % (number * 2_000 + i, i) for i in range(2_000))
        scanner.feed(b"".join(lines))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 30e6
    assert len(scanner.explanations("log")) <= CODES_KEPT


@given(
    st.lists(
        st.sampled_from((*JOB_LOG.splitlines(), *CONSOLE.splitlines(), *OTHERS.splitlines(), b"", b"x")),
        max_size=30,
    )
)
@settings(max_examples=50, deadline=None)
def test_counts_and_lines_agree(lines: list[bytes]) -> None:
    from pathlib import Path

    tables = Tables(Path(__file__).parents[2] / "errortables")
    scanner = Scanner(tables)
    scanner.feed(b"".join(line + b"\n" for line in lines))
    assert scanner.line == len(lines)
    for result in scanner.explanations("log"):
        assert len(result.lines) <= result.count
        assert list(result.lines) == sorted(set(result.lines))
        assert all(1 <= number <= len(lines) for number in result.lines)
        assert result.entries


@given(st.binary(max_size=2000))
@settings(max_examples=100, deadline=None)
def test_any_bytes_give_a_result(data: bytes) -> None:
    from pathlib import Path

    scan([data], Tables(Path(__file__).parents[2] / "errortables"), "log")
