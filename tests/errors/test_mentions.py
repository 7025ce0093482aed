"""Codes in lines of text: what is found, and what is none."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ssldiag.errors.load import Tables
from ssldiag.errors.mentions import SHOWN, in_text, meant, mentions, shapes
from ssldiag.errors.patterns import PATTERNS, TLS_WORDS


def found(text: str, tables: Tables) -> list[str]:
    """What a log that holds this line alone would give."""
    result = []
    for mention in mentions(text, shapes(text, near=TLS_WORDS.search(text) is not None)):
        _, rows = meant(mention, tables, ())
        if rows:
            result.append(mention.shown)
    return result


LINES: tuple[tuple[str, list[str]], ...] = (
    # IBM i
    ("CPDBC96    Diagnostic              30   11/22/26  10:16:20.123456  QTVTELNET", ["CPDBC96"]),
    ("Secure connection error, return code -23.", ["-23"]),
    ("SSL_Handshake() failed with return code -93", ["-93"]),
    ("gsk_secure_soc_init() failed with 420", ["420"]),
    ("gsk_secure_soc_init failed, rc = 420, errno = 0", ["420"]),
    ("GSKit rc 6000", ["6000"]),
    ("TLS handshake RC(-23)", ["-23"]),
    ("CWBCO1050 - comm rc=25404", ["CWBCO1050", "25404"]),
    ("SSL trace point 17004", ["17004"]),
    # z/VM and z/OS
    ("DTCSSL022E Handshake failed rc: 8 reason: Certificate validation error", ["DTCSSL022E", "8"]),
    ("10:00:00 DTCSSL050E close failed with  clientSocket 152 rc: -1 errno: 113", ["DTCSSL050E"]),
    ("status 0x03353083 (ICSF services are not available)", ["03353083"]),
    ("gsk_open_database() status 03353016", ["03353016"]),
    ("gsk_status = 53817370", ["53817370"]),
    ("EZD1286I TTLS Error GRPID: 1 RC: 435 Initial Handshake", ["435"]),
    ("error code 134CC19E", ["134CC19E"]),
    ("Telnet debug PARM1=FFFFFFEA", ["FFFFFFEA"]),
    ("SSL Server is not available on local system.", ["SSL Server is not available on local system"]),
    # GSKit products
    (
        "AMQ9633E: Bad SSL certificate. The certificate validation error was 575010.",
        ["AMQ9633E", "575010"],
    ),
    ("SSL0208E: SSL Handshake Failed, Certificate validation error, <414>", ["SSL0208E", "414"]),
    ("GSKit Error: 402", ["402"]),
    ('The SSL function "gsk_environment_init" failed with the return code "202" in "x"', ["202"]),
    ("GSK_ERROR_BAD_CERT (414)", ["GSK_ERROR_BAD_CERT"]),
    ("validation detail 575018", ["575018"]),
    ("SSL0279E: Client sent fatal alert [level 2 (fatal), description 48 (unknown_ca)]", ["48"]),
    # OpenSSL and its friends
    (
        "error:0A000418:SSL routines::tlsv1 alert unknown ca",
        ["error:0A000418:SSL routines::tlsv1 alert unknown ca"],
    ),
    (
        "verify error:num=20:unable to get local issuer certificate",
        ["verify error:num=20", "unable to get local issuer certificate"],
    ),
    ("* TLSv1.3 (IN), TLS alert, unknown CA (560):", ["TLS alert, unknown CA (560)"]),
    ("SSL: certificate problem: self signed certificate", ["self signed certificate"]),
    ("remote error: tls: bad certificate", ["bad certificate"]),
    ("Alert (Level: Fatal, Description: Unknown CA)", ["Unknown CA"]),
    ("code: 'ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE'", ["ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE"]),
    ("code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE'", ["UNABLE_TO_VERIFY_LEAF_SIGNATURE"]),
    # Java and Python
    (
        "javax.net.ssl.SSLHandshakeException: Received fatal alert: unknown_ca",
        ["javax.net.ssl.SSLHandshakeException", "unknown_ca"],
    ),
    ("ssl.SSLError: [SSL: WRONG_VERSION_NUMBER] (_ssl.c:1006)", ["ssl.SSLError", "WRONG_VERSION_NUMBER"]),
    # numbers that are none
    ("return code 414", []),
    ("rc: 8", []),
    ("SSL server on port 414, 402 clients", []),
    ("TLS return code 0", []),
    ("Verify return code: 0 (ok), certificate chain of 3", []),
    ("TLS: HTTP error code 404", []),
    ("GET https://h/ over SSL ended with return code 404", []),
    ("SSL handshake failed: 420 so far", []),
    ("SSL_do_handshake() failed (104: Connection reset by peer)", []),
    ("SSL errors: 402", []),
    ("TLS alert: 42 users told", []),
    ("SSL exit code 8, status 414", []),
    ("TLS 1.2 took rc 402ms, error 8%", []),
    ("certificate 575010", []),
    ("DTCXYZ999E and AMQ0001 and CPD1234", []),
    ("GSK_KEYRING_FILE and SSL_ERROR_SYSCALL", []),
    ("heap 0x03353020: 134cc19e", []),
    ("uuid 134cc19e-0000-4000-8000-03353020aaaa", []),
)


@pytest.mark.parametrize(("line", "expected"), LINES)
def test_lines(line: str, expected: list[str], tables: Tables) -> None:
    assert sorted(found(line, tables)) == sorted(expected)


def test_a_code_is_quoted_once_in_a_text(tables: Tables) -> None:
    text = "GSKit Error: 402 and again GSKit Error: 402, then GSKit Error: 420"
    assert [explanation.query for explanation in in_text(text, tables, None)] == ["402", "420"]


def test_quoted_text_needs_no_word_about_tls(tables: Tables) -> None:
    (explanation,) = in_text("it ended with return code 414", tables, None)
    assert {entry.platform for entry in explanation.entries} == {"gskit8", "ibmi", "zvm"}


def test_the_platform_of_the_line_decides(tables: Tables) -> None:
    (explanation,) = in_text("GSKit Error: 402 says db2diag", tables, None)
    assert [entry.platform for entry in explanation.entries] == ["gskit8"]
    (explanation,) = in_text("GSKit Error: 402 says db2diag", tables, "ibmi")
    assert [entry.platform for entry in explanation.entries] == ["ibmi"]
    assert list(in_text("z/VM SSL return code -23", tables, None)) == []


def test_what_is_shown_is_bounded(tables: Tables) -> None:
    (explanation, *_) = in_text(
        f"error:0A000418:SSL routines:{'x' * 3000}:tlsv1 alert unknown ca", tables, None
    )
    assert len(explanation.query) <= SHOWN


@given(st.text(alphabet="0123456789abcdefGSKTLrce:=()[]. _-\t", max_size=120))
@settings(max_examples=100, deadline=None)
def test_digits_make_no_difference_to_shapes(text: str) -> None:
    """What the scanner relies on: lines that differ in digits alone match alike."""
    other = text.translate(str.maketrans("123456789", "000000000"))
    places = [
        [(PATTERNS.index(shape.pattern), shape.start) for shape in shapes(line, True)]
        for line in (text, other)
    ]
    assert places[0] == places[1]


@given(st.text(max_size=200))
@settings(max_examples=100, deadline=None)
def test_any_text_gives_mentions_that_stand_in_it(text: str) -> None:
    for mention in mentions(text, shapes(text, near=True)):
        assert mention.shown in text
        assert 0 <= mention.start < len(text)
