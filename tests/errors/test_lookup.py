"""Every spelling of a code that people use, in one table; and what the explanation of each says."""

from __future__ import annotations

import pytest

from ssldiag.errors import ErrorEntry, Explanation, Tables, explain, lookup
from ssldiag.errors.lookup import answers

Key = tuple[str, str]
"""Platform, and the code (or message id, constant, hexadecimal form) that tells the entry."""

SPELLINGS: dict[str, list[Key]] = {
    # sign: negative is the SSL_ API of IBM i, positive GSKit
    "-93": [("ibmi", "-93")],
    "\u221293": [("ibmi", "-93")],
    "+402": [("gskit8", "402"), ("ibmi", "402"), ("zvm", "402")],
    "402": [("gskit8", "402"), ("ibmi", "402"), ("zvm", "402")],
    "420": [("gskit8", "420"), ("ibmi", "420"), ("zvm", "420")],
    "435": [("gskit8", "435"), ("ibmi", "435"), ("zvm", "435")],
    "-22": [("ibmi", "-22"), ("zos", "-22")],
    "-107": [("zos", "-107")],
    "-1009": [("ibmi", "-1009")],
    "-9998": [("ibmi", "-9998")],
    "6000": [("ibmi", "6000")],
    "0": [
        ("gskit8", "0"),
        ("ibmi", "0"),
        ("zvm", "0"),
        ("tls", "0"),
        ("openssl", "0"),
        ("gskit8", "0"),
        ("ibmi", "0"),
    ],
    # hexadecimal
    "0x0000019e": [("zvm", "414"), ("gskit8", "414")],
    "0x1B3": [("zvm", "435"), ("gskit8", "435")],
    "1B3": [("zvm", "435"), ("gskit8", "435")],
    "19e": [("zvm", "414"), ("gskit8", "414")],
    "0x8C61A": [("gskit8", "575002")],
    "FFFFFFEA": [("ibmi", "-22"), ("zos", "-22")],
    "0xffffffa3": [("ibmi", "-93")],
    "FFFFFFFFFFFFFFA3": [("ibmi", "-93")],
    "4294967203": [("ibmi", "-93")],
    # System SSL: function codes 134CCxxx, certificate management 03353xxx, and their decimal spellings
    "0x134CC19E": [("zvm", "414")],
    "134cc19e": [("zvm", "414")],
    "X'134CC19E'": [("zvm", "414")],
    "323797406": [("zvm", "414")],
    "03353008": [("zvm", "03353008")],
    "03353020": [("zvm", "03353020")],
    "0x03353020": [("zvm", "03353020")],
    "335301A": [("zvm", "0335301A")],
    "0335301a": [("zvm", "0335301A")],
    "53817370": [("zvm", "0335301A")],
    "03353083": [("zvm", "03353083")],
    # constants, whatever their prefix
    "GSK_ERROR_BAD_CERT": [("gskit8", "414"), ("ibmi", "414"), ("zvm", "414")],
    "GSK_ERR_BAD_CERT": [("gskit8", "414"), ("ibmi", "414"), ("zvm", "414")],
    "gsk_error_bad_cert": [("gskit8", "414"), ("ibmi", "414"), ("zvm", "414")],
    "GSK_ERR_UNKNOWN_CA": [("zvm", "435")],
    "GSK_OS400_ERROR_NOT_TRUSTED_ROOT": [("ibmi", "6000")],
    "GSK_AS400_ERROR_NOT_TRUSTED_ROOT": [("ibmi", "6000")],
    "GSK_IBMI_ERROR_NOT_TRUSTED_ROOT": [("ibmi", "6000")],
    "GSK_IBMI_ERROR_ASYNCHRONOUS_SOC_INIT": [("ibmi", "6019")],
    "SSL_ERROR_SSL_NOT_AVAILABLE": [("ibmi", "-93")],
    "NOT_TRUSTED_ROOT": [("ibmi", "-23"), ("ibmi", "6000")],
    "CMSERR_NO_PRIVATE_KEY": [("zvm", "0335301A")],
    "CMSERR_DB_NOT_FIPS": [("zos", "CMSERR_DB_NOT_FIPS")],
    "GSKVAL_ERROR_NO_CHAIN_BUILT": [("gskit8", "575010"), ("ibmi", "575010")],
    "GSKVAL_ERR_NO_CHAIN_BUILT": [("gskit8", "575010"), ("ibmi", "575010")],
    "GSKKM_ERR_DATABASE_LDAP": [("gskit8", "31"), ("ibmi", "23")],
    # validation details, numbered differently from 575041 on
    "575010": [("gskit8", "575010"), ("ibmi", "575010")],
    "575041": [("gskit8", "575041"), ("ibmi", "575041")],
    "575061": [("gskit8", "575061"), ("ibmi", "575061")],
    "575961": [("ibmi", "575961")],
    # message ids
    "CPDBC84": [("ibmi", "404"), ("ibmi", "414"), ("ibmi", "-4"), ("ibmi", "-15")],
    "cpdbcb3": [("ibmi", "2"), ("ibmi", "-93")],
    "CPDBC97": [("ibmi", "-23"), ("ibmi", "6000")],
    "CPCBC80": [("ibmi", "0")],
    "TCP2550": [("ibmi", "TCP2550")],
    "CWBCO1050": [("ibmi", "CWBCO1050")],
    "DTCRUN1028E": [("zvm", "DTCRUN1028E")],
    "DTCRUN1028": [("zvm", "DTCRUN1028E")],
    "DTCCRUN1028E": [("zvm", "DTCRUN1028E")],
    "DTCSSL022E": [("zvm", "DTCSSL022E")],
    "DMS0VZ2113E": [("zvm", "DMSOVZ2113E")],
    "HCPCQU045E": [("zvm", "HCPCQU045E")],
    "HCPCMD053E": [("zvm", "HCPCMD053E")],
    "AMQ9633": [("gskit8", "AMQ9633")],
    "AMQ9633E": [("gskit8", "AMQ9633")],
    "SSL0206E": [("gskit8", "SSL0206E")],
    "TELNET-NOSSL": [("zvm", "TELNET-NOSSL")],
    "SSL Server is not available on local system.": [("zvm", "TELNET-NOSSL")],
    # trace points of IBM i, codes of its PC client
    "17004": [("ibmi", "17004")],
    "trace point 17005": [("ibmi", "17005")],
    "SSL-17002": [("ibmi", "17002")],
    "25404": [("ibmi", "404")],
    "25023": [("ibmi", "-23")],
    # alerts
    "alert 42": [("tls", "42")],
    "alert number 48": [("tls", "48")],
    "TLS alert 48": [("tls", "48")],
    "alert(40)": [("tls", "40")],
    "alert unknown_ca": [("tls", "48")],
    "fatal alert: unknown ca": [("tls", "48")],
    "unknown_ca": [("tls", "48"), ("ssldiag", "unknown_ca")],
    "handshake_failure": [("tls", "40")],
    "42": [("tls", "42"), ("openssl", "42"), ("gskit8", "42"), ("ibmi", "42")],
    # OpenSSL
    "0A000418": [("openssl", "0A000418")],
    "0x0A000418": [("openssl", "0A000418")],
    "14094418": [("openssl", "0A000418")],
    "1408F10B": [("openssl", "0A00010B")],
    "error:0A000418:SSL routines::tlsv1 alert unknown ca": [("openssl", "0A000418")],
    "error:14094410:SSL routines:ssl3_read_bytes:sslv3 alert handshake failure": [("openssl", "0A000410")],
    "error:0480006C:PEM routines::no start line": [("openssl", "0480006C")],
    "error:0906D06C:PEM routines:PEM_read_bio:no start line": [("openssl", "0480006C")],
    "tlsv1 alert unknown ca": [("openssl", "0A000418")],
    "SSL/TLS alert bad certificate": [("openssl", "0A000412")],
    "sslv3 alert bad certificate": [("openssl", "0A000412")],
    "no shared cipher": [("openssl", "0A0000C1")],
    "wrong version number": [("openssl", "0A00010B")],
    "unexpected eof while reading": [("openssl", "0A000126")],
    "SSL_R_NO_SHARED_CIPHER": [("openssl", "0A0000C1")],
    "ERR_SSL_WRONG_VERSION_NUMBER": [("openssl", "0A00010B")],
    "self signed certificate in certificate chain": [("openssl", "19")],
    "unable to get local issuer certificate": [("openssl", "20")],
    "Verify return code: 20 (unable to get local issuer certificate)": [("openssl", "20")],
    "UNABLE_TO_VERIFY_LEAF_SIGNATURE": [("openssl", "21")],
    # Java and Python
    "javax.net.ssl.SSLHandshakeException": [("java", "")],
    "javax.net.ssl.SSLException: Unrecognized SSL message, plaintext connection?": [
        ("java", "Unrecognized SSL message, plaintext connection")
    ],
    "PKIX path building failed": [("java", "PKIX path building failed")],
    "ssl.SSLZeroReturnError: TLS/SSL connection has been closed (EOF) (_ssl.c:2637)": [
        ("python", "TLS/SSL connection has been closed")
    ],
    "[SSL: WRONG_VERSION_NUMBER] wrong version number (_ssl.c:1006)": [("openssl", "0A00010B")],
    # the platform beside the code
    "z/VM 435": [("zvm", "435")],
    "402 on IBM i": [("ibmi", "402")],
    "IBM i error -93": [("ibmi", "-93")],
    "z/OS rc 435": [("zos", "435")],
    "Db2 GSKit error 402": [("gskit8", "402")],
    "gsk8capicmd 31": [("gskit8", "31")],
    "gsk_status=53817370": [("zvm", "0335301A")],
    "System SSL error code 435": [("zvm", "435")],
    # causes of the verdict
    "plaintext_on_tls_port": [("ssldiag", "plaintext_on_tls_port")],
    "capture_cut": [("ssldiag", "capture_cut")],
}


def key(entry: ErrorEntry) -> Key:
    if entry.platform in ("java", "python"):
        return entry.platform, entry.text
    if (entry.platform == "openssl" and len(entry.hex) == 8) or entry.hex.startswith("03353"):
        return entry.platform, entry.hex
    if entry.api.endswith((" message", " text")) or entry.code is None:
        return entry.platform, entry.message_id or entry.constant
    return entry.platform, str(entry.code)


def keys(explanations: list[Explanation]) -> list[Key]:
    return [key(entry) for explanation in explanations for entry in explanation.entries]


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_spellings(spelling: str, tables: Tables) -> None:
    assert keys(explain(spelling, tables)) == SPELLINGS[spelling]


@pytest.mark.parametrize(
    ("query", "platform", "expected"),
    [
        ("402", "ibmi", [("ibmi", "402")]),
        ("435", "zvm", [("zvm", "435")]),
        ("435", "zos", [("zos", "435")]),
        ("435", "gskit8", [("gskit8", "435")]),
        ("42", "tls", [("tls", "42")]),
        ("42", "openssl", [("openssl", "42")]),
        ("-22", "zos", [("zos", "-22")]),
        ("575061", "ibmi", [("ibmi", "575061")]),
        ("GSK_ERROR_BAD_CERT", "zvm", [("zvm", "414")]),
        ("gsk_secure_soc_init() failed with 420", "ibmi", [("ibmi", "420")]),
        ("402", "java", []),
    ],
)
def test_the_platform_decides(query: str, platform: str, expected: list[Key], tables: Tables) -> None:
    assert keys(explain(query, tables, platform)) == expected


def test_several_readings_are_said_to_be_so(tables: Tables) -> None:
    (explanation,) = explain("402", tables)
    assert "Several readings are possible; the likeliest comes first." in explanation.notes
    (certain,) = explain("-93", tables)
    assert certain.notes == ()


def test_how_a_spelling_was_read_is_said(tables: Tables) -> None:
    assert "FFFFFFEA is -22 in two's complement." in explain("FFFFFFEA", tables)[0].notes
    assert "53817370 is 0335301A in hexadecimal." in explain("53817370", tables)[0].notes
    assert "1B3 is 435 in decimal." in explain("1B3", tables)[0].notes
    assert "25404 of the PC client, less 25000." in explain("25404", tables)[0].notes


def test_unverified_rows_are_shown_as_such(tables: Tables) -> None:
    found = {key(entry): entry.confidence for entry in explain("CPDBC84", tables)[0].entries}
    assert found[("ibmi", "404")] == found[("ibmi", "414")] == "seen"
    assert found[("ibmi", "-4")] == found[("ibmi", "-15")] == "unverified"
    assert explain("408", tables, "zvm")[0].entries[0].confidence == "unverified"
    assert explain("HCPCMD053E", tables)[0].entries[0].confidence == "unverified"


def test_420_says_that_the_reason_is_elsewhere(tables: Tables) -> None:
    for platform in ("gskit8", "ibmi"):
        entry = explain("420", tables, platform)[0].entries[0]
        assert "any fatal alert it receives" in entry.meaning
        assert "log of the other side" in entry.recovery and "capture" in entry.recovery
        assert entry.other_side and entry.look_for


def test_codes_in_a_text_come_in_their_order(tables: Tables) -> None:
    text = "DTCSSL022E Handshake failed rc: 8 reason: Certificate validation error"
    assert keys(explain(text, tables)) == [("zvm", "DTCSSL022E"), ("zvm", "8")]


def test_words_around_a_number_make_it_a_query(tables: Tables) -> None:
    for query in ("rc 8", "rc=8", "return code: 8", "GSK rc 8", "error (8)"):
        assert {entry.platform for entry in explain(query, tables)[0].entries} >= {"gskit8", "ibmi"}, query
    assert answers("it was 402", tables) == []


@pytest.mark.parametrize(
    ("query", "suggested"),
    [
        ("GSK_EROR_BAD_CERT", "GSK_ERROR_BAD_CERT"),
        ("CPDBC8Z", "CPDBC8D"),
        ("DTCRUN1029E", "DTCRUN1099E"),
        ("unknwon_ca", "unknown_ca"),
        ("wrong version numbr", "wrong version number"),
        ("4020", "402"),
    ],
)
def test_near_misses(query: str, suggested: str, tables: Tables) -> None:
    (explanation,) = explain(query, tables)
    assert explanation.entries == ()
    assert suggested in explanation.suggestions


@pytest.mark.parametrize(
    "query", ["", " ", "\0", "qqqqqq", "\x1b[31m", "-", "--", "0x", "x" * 5000, "9" * 400, "\u202e"]
)
def test_nothing_is_known_of_this(query: str, tables: Tables) -> None:
    (explanation,) = explain(query, tables)
    assert explanation.entries == () and explanation.query == query


def test_ranges_that_are_known_though_the_code_is_not(tables: Tables) -> None:
    assert "certificate management" in " ".join(explain("03353FFF", tables)[0].notes)
    assert "System SSL function" in " ".join(explain("134CCFFF", tables)[0].notes)
    assert "AT-TLS" in " ".join(explain("5003", tables)[0].notes)
    assert "AT-TLS" in " ".join(explain("6001", tables)[0].notes)
    assert explain("402", tables, "java")[0].notes == ("Not known on Java; known on GSKit 8, IBM i, z/VM.",)


def test_rule_codes_ask_for_their_page(tables: Tables) -> None:
    page = lookup(tables, "ibmi", -93)[0]
    asked: list[str] = []

    def pages(code: str) -> ErrorEntry | None:
        asked.append(code)
        return page if code == "ZVM101" else None

    assert explain("zvm101", tables, pages=pages)[0].entries == (page,)
    assert explain("ZVM999", tables, pages=pages)[0].entries == ()
    assert asked == ["ZVM101", "ZVM999"]


def test_lookup_by_number(tables: Tables) -> None:
    assert [entry.constant for entry in lookup(tables, "ibmi", -93)] == ["SSL_ERROR_SSL_NOT_AVAILABLE"]
    assert [entry.constant for entry in lookup(tables, "gskit8", 420)] == ["GSK_ERROR_SOCKET_CLOSED"]
    assert lookup(tables, "zos", 435)[0].platform == "zos"
    assert lookup(tables, "ibmi", 12345) == []
