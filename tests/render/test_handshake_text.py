"""Captures as text: what stands where, bounds, hostile strings, and what a quiet or live run prints."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ssldiag.capture.judged import Judged
from ssldiag.render.capture_notes import CaptureNotes, FileNote
from ssldiag.render.handshake_selection import ROWS, STORIES
from ssldiag.render.handshake_text import live, render
from ssldiag.render.style import Style
from ssldiag.wire.events import Quality
from ssldiag.wire.model import CertificateSeen, Ending, Endpoint, Oddity, Verdict, WillLog
from tests.keydb import makers
from tests.render.handshakes import NOW, START, client_hello, failed, handshake, judged, message, server_hello

NOTES = CaptureNotes(NOW, 30, lambda: [FileNote("case.pcap", "pcap", 12)])

UNKNOWN_CA = """\
case.pcap: 1 handshake: 1 failed
2026-11-20 09:30:00.000 UTC to 2026-11-20 09:30:00.050 UTC

FAILED  unknown_ca
  192.0.2.7:50123 -> 192.0.2.10:992, frames 4 to 9
  case.pcap, 2026-11-20 09:30:00.000 UTC
  why       The client does not trust the CA that signed the server's
            certificate, and says so by an alert
  cause     unknown_ca, by the client, certain, frames 6, 8
  logs      client, GSKit 8: 414 GSK_ERROR_BAD_CERT (validation 575010) (likely)
            server, z/VM: 420 SSL_ERR_SOCKET_CLOSED
  do        Add the certificate of the CA to the key database of the client

     frame         ms  client                                             server
         4        0.0  |-- ClientHello --------------------------------------->|
         6        2.0  |<--------- ServerHello, Certificate, ServerHelloDone --|
         8        3.4  |== fatal alert unknown_ca (48) =======================>|
         9             |-- FIN ----------------------------------------------->|

  client    offers up to TLSv1.2, 3 suites, for telnet.example.test
            TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256, TLS_RSA_WITH_AES_128_CBC_SHA,
            TLS_RSA_WITH_AES_256_CBC_SHA
  server    chose TLSv1.2, TLS_RSA_WITH_AES_256_CBC_SHA (OpenSSL AES256-SHA;
            z/VM RSA_AES_256, strength High)
  shows     server: CN=server.example.test,O=Example,C=DE, by CN=Test
            Root,O=Example,C=DE, EC P-256, 2026-11-12 to 2027-11-12

Summary
  versions    TLSv1.2 1
  suites      TLS_RSA_WITH_AES_256_CBC_SHA 1
  causes      unknown_ca 1
"""

COMPLETED = """\
case.pcap: 1 handshake: 1 completed
2026-11-20 09:30:00.000 UTC to 2026-11-20 09:30:00.050 UTC

FRAME  CLIENT           SERVER          VERSION  OUTCOME          CIPHER
    4  192.0.2.7:50123  192.0.2.10:992  TLSv1.2  completed 12 ms  AES256-SHA

Summary
  versions    TLSv1.2 1
  suites      TLS_RSA_WITH_AES_256_CBC_SHA 1
"""

PLAIN_TEXT = """\
FAILED  plaintext_on_tls_port
  192.0.2.7:50123 -> 192.0.2.10:992, frames 4 to 12
  case.pcap, 2026-11-20 09:30:00.000 UTC
  why       The client speaks HTTP
  cause     plaintext_on_tls_port, by the client, certain, frame 4
  or        timeout: the server was slow
  do        Use https

     frame         ms  client                                             server
         9             |<----------------------------------------------- FIN --|
        10             |-- RST ----------------------------------------------->|

  client    begins with "GET / HTTP/1.1\\r\\nHost: \\x1b[2J"
  capture   it begins in the middle of the connection
"""


def shown(*found: Judged, notes: CaptureNotes = NOTES, style: Style | None = None) -> str:
    return "".join(render(found, notes, style or Style()))


def test_a_failure() -> None:
    assert shown(judged(failed())) == UNKNOWN_CA


def test_a_success() -> None:
    assert shown(judged()) == COMPLETED


def test_a_connection_without_tls() -> None:
    found = handshake(
        client_hello=None,
        server_hello=None,
        version=None,
        messages=(),
        certificates=(),
        ending=Ending("server", "client", 9, 10, "closed"),
        quality=Quality(starts_mid_stream=True),
        first_bytes=(b"GET / HTTP/1.1\r\nHost: \x1b[2J", b""),
    )
    verdict = Verdict(
        "failed",
        "plaintext_on_tls_port",
        "client",
        "certain",
        "The client speaks HTTP",
        (4,),
        (),
        "Use https",
        (("timeout", "the server was slow"),),
    )
    assert PLAIN_TEXT in shown(judged(found, verdict))


def test_no_handshake_at_all() -> None:
    assert shown().startswith(
        "case.pcap: no TLS handshake in 12 packets\n\nThe capture itself\n  - TLS is known"
    )
    empty = replace(NOTES, read=lambda: [FileNote("case.pcap", "pcap", 0)])
    assert shown(notes=empty) == "case.pcap: no TLS handshake in 0 packets\n"
    unknown = replace(NOTES, read=lambda: [FileNote("case.pcap")])
    assert shown(notes=unknown) == "case.pcap: no TLS handshake\n"


def test_where_there_is_no_room_folders_are_left_out() -> None:
    long = "/srv/captures/of/last/night/telnet_with_a_long_name.pcap"
    told = shown(judged(failed(file=long)))
    assert "\n  telnet_with_a_long_name.pcap, 2026" in told
    assert "\n  a.pcap+b.pcap, 2026" in shown(judged(failed(file=f"{'/folder' * 9}/a.pcap+/tmp/b.pcap")))
    assert "\n  /tmp/a.pcap, 2026" in shown(judged(failed(file="/tmp/a.pcap")))


def test_a_hello_that_was_cut_offers_what_is_there() -> None:
    cut = handshake(client_hello=client_hello(ciphers=(), sni=None, alpn=(), partial=True))
    told = shown(judged(cut, Verdict("failed", "peer_closed", "client", "certain", "It closed")))
    assert "offers up to TLSv1.2, as far as the hello was captured\n" in told
    assert "0 suites" not in told


def test_what_the_capture_lacks_comes_first() -> None:
    notes = CaptureNotes(
        NOW,
        30,
        lambda: [FileNote("a.pcap", problems=("breaks off in packet 9",), passed_over=(("DTLS", 3),))],
    )
    faulty = Quality(1, 2, 3, 4, 5, 1, truncated=True, one_sided=True, starts_mid_stream=True)
    lines = shown(judged(failed(quality=faulty)), notes=notes).split("\n\n")
    assert lines[1] == (
        "The capture itself\n"
        "  - a.pcap: breaks off in packet 9\n"
        "  - 1 connection with packets cut short: capture whole packets (tcpdump -s 0)\n"
        "  - 1 connection in one direction only: capture where both pass\n"
        "  - 1 connection had begun before the capture did\n"
        "  - 3 gaps in 1 connection: packets that the capture does not have\n"
        "  - 4 segments sent again, 5 segments out of order: the network lost or shuffled\n"
        "    packets\n"
        "  - 1 segment overlapping with other content: the first counts\n"
        "  - 3 packets of DTLS, which is recognised and not decoded"
    )
    assert lines[2].startswith("FAILED")


@pytest.mark.parametrize("columns", [60, 80, 110])
def test_lines_fit(columns: int) -> None:
    six = Endpoint("2001:db8:1234:5678:9abc:def0:1234:5678", 50123)
    found = [judged(failed(client=six, server=six)), judged(handshake(client=six, server=six))]
    lines = shown(*found, style=Style(columns)).splitlines()
    assert max(map(len, lines)) <= columns


def test_hostile_strings_are_made_visible() -> None:
    evil = "\x1b[31m\u202eevil\x07"
    hello = client_hello(sni=evil, alpn=(evil,))
    der = makers.raw_certificate(subject=makers.name((makers.CN, 0x0C, evil.encode())))
    found = failed(
        file=evil,
        client_hello=hello,
        server_hello=server_hello(alpn=(evil,)),
        certificates=(CertificateSeen("server", der, 6), CertificateSeen("server", b"\x1b[0m", 6)),
        starttls=evil,
        starttls_refused=evil,
        oddities=(Oddity(evil, 5),),
        first_bytes=(evil.encode(), evil.encode()),
    )
    logs = (WillLog("client", evil, evil, evil, evil),)
    verdict = Verdict("failed", evil, "client", "certain", evil, (1,), logs, evil, ((evil, evil),))
    notes = CaptureNotes(NOW, 30, lambda: [FileNote(evil, evil, 1, (evil,), ((evil, 1),))])
    for style in (Style(), Style(quiet=True), Style(verbose=True)):
        text = shown(judged(found, verdict), notes=notes, style=style)
        assert text.replace("\n", "").isprintable()
        assert "\\x1b[31m\\u202eevil" in text


def test_colour_only_if_asked_for() -> None:
    assert "\x1b[" not in shown(judged(failed()))
    assert "\x1b[1;31mFAILED\x1b[0m" in shown(judged(failed()), style=Style(colour=True))


def many(number: int, verdict: Verdict | None = None) -> list[Judged]:
    """Failures of two kinds, and as many that complete."""
    one = [judged(failed(first_frame=frame), verdict) for frame in range(number)]
    good = [judged(handshake(first_frame=frame)) for frame in range(number)]
    return [*one, *good]


def test_a_large_capture_is_cut_short() -> None:
    rare = Verdict("failed", "no_common_cipher", "server", "certain", "Nothing in common")
    found = [*many(300), judged(failed(first_frame=999), rare)]
    text = shown(*found)
    assert text.count("FAILED") == 2
    assert "FAILED  no_common_cipher\n" in text
    assert "FAILED  unknown_ca  (the first of 300 of this kind; -v tells all)\n" in text
    assert f"and {301 - 2 - ROWS} more failed, {300 - ROWS} more completed (-v or --format" in text
    assert len(text.splitlines()) < 2 * 35 + 2 * ROWS + 30


def test_failures_of_many_kinds_are_cut_short() -> None:
    found = [judged(failed(server=Endpoint("192.0.2.10", port))) for port in range(100)]
    text = shown(*found)
    assert text.count("FAILED") == STORIES
    assert f"and {100 - STORIES - ROWS} more failed (-v" in text


def test_verbose_cuts_nothing() -> None:
    text = shown(*many(30), style=Style(verbose=True))
    assert text.count("FAILED") == 30
    assert text.count(" completed 12 ms ") == 30
    assert " more " not in text


def test_what_has_no_end_is_told_as_well() -> None:
    cut = Verdict(
        "incomplete", "capture_cut", None, "likely", "The capture ends too soon", advice="Capture again"
    )
    found = [judged(handshake(first_frame=frame), cut) for frame in range(30)]
    text = shown(*found)
    assert text.count("INCOMPLETE  capture_cut  (the first of 30 of this kind)\n") == 1
    assert "  do        Capture again\n" in text
    assert f"and {29 - ROWS} more incomplete (-v" in text
    assert shown(*found, style=Style(verbose=True)).count("TLSv1.2  capture_cut") == 29


def test_what_is_no_tls_is_shown_as_text_or_in_hexadecimal() -> None:
    def begins(data: bytes) -> str:
        found = handshake(client_hello=None, server_hello=None, certificates=(), first_bytes=(data, b""))
        return shown(judged(found, judged(failed()).verdict))

    assert '  client    begins with "EHLO client\\r\\n"\n' in begins(b"EHLO client\r\n")
    assert "  client    begins with ff fd 18 ff fd 20\n" in begins(bytes.fromhex("fffd18fffd20"))
    assert "  client    begins with 00 01 02" in begins(bytes(range(100)))
    assert " ...\n" in begins(bytes(range(100)))
    assert "begins with" not in begins(bytes.fromhex("170303001000"))


def test_what_is_odd_is_summed_up() -> None:
    odd = (Oddity("two hellos", 5), Oddity("two hellos", 7))
    found = [judged(handshake(oddities=odd)), judged(handshake(oddities=(Oddity("a\x07", 9),)))]
    text = shown(*found, found[0])
    assert "  odd         two hellos (2 times, first in case.pcap frame 5)\n" in text
    assert "              a\\x07 (case.pcap frame 9)\n" in text
    assert "  odd  " not in shown(judged())


SEVERAL = """\
FRAME  CLIENT           SERVER          VERSION  OUTCOME          CIPHER
one.pcap
    4  192.0.2.7:50123  192.0.2.10:992  TLSv1.2  completed 12 ms  AES256-SHA
    9  192.0.2.7:50123  192.0.2.10:992  TLSv1.2  completed 12 ms  AES256-SHA
two.pcap
    4  192.0.2.7:50123  192.0.2.10:992  TLSv1.2  completed 12 ms  AES256-SHA
"""


def test_rows_of_several_files_stand_under_their_names() -> None:
    places = ("one.pcap", 4), ("two.pcap", 4), ("one.pcap", 9)
    found = [judged(handshake(file=file, first_frame=frame)) for file, frame in places]
    assert SEVERAL in shown(*found)


def test_a_suite_that_would_be_cut_to_nothing_is_left_out() -> None:
    long = judged(handshake(server_hello=server_hello(ciphers=(0xC030,))))
    assert "OUTCOME\n    4  192.0.2.7:50123  192.0.2.10:992  TLSv1.2  completed 12 ms\n" in shown(
        long, style=Style(76)
    )
    assert " ECDHE-RSA-AES256-GCM-SHA384\n" in shown(long, style=Style(100))


def test_a_connection_in_many_files() -> None:
    names = "+".join(f"capture{number}.pcap" for number in range(20))
    lines = shown(judged(failed(file=names))).splitlines()
    assert "  capture0.pcap+capture1.pcap+capture2.pcap+capt..., 2026-11-20 09:30:00.000 UTC" in lines


def test_what_was_asked_for() -> None:
    notes = replace(NOTES, narrowed=True)
    assert shown(notes=notes) == "case.pcap: no TLS handshake of those asked for\n"
    assert shown(judged(), notes=notes).startswith(
        "case.pcap: 1 handshake: 1 completed (of those asked for)\n"
    )
    gone = CaptureNotes(NOW, 30, lambda: [FileNote("gone.pcap", problems=("No such file",), unread=True)])
    assert shown(notes=gone).startswith("gone.pcap: could not be read\n\nThe capture itself\n")


def test_grease_is_no_suite() -> None:
    hello = client_hello(ciphers=(0x2A2A, 0x002F, 0x0035), versions=(0x2A2A, 0x0303))
    text = shown(judged(failed(client_hello=hello)))
    assert "  client    offers TLSv1.2, 2 suites, for telnet.example.test\n" in text
    assert "GREASE" not in text


def test_one_frame_is_no_range() -> None:
    assert "192.0.2.7:50123 -> 192.0.2.10:992, frame 4\n" in shown(
        judged(failed(first_frame=4, last_frame=4))
    )


def test_quiet_prints_a_line_for_what_did_not_complete() -> None:
    cut = Verdict("incomplete", "capture_cut", None, "likely", "The capture ends too soon")
    text = shown(judged(), judged(failed()), judged(handshake(), cut), style=Style(quiet=True))
    assert text.splitlines() == [
        "case.pcap#4: failed: 192.0.2.7:50123 -> 192.0.2.10:992: The client does not trust the CA that "
        "signed the server's certificate, and says so by an alert [unknown_ca]",
        "case.pcap#4: incomplete: 192.0.2.7:50123 -> 192.0.2.10:992: The capture ends too soon [capture_cut]",
    ]


def test_live_prints_at_once_and_sums_up_at_last() -> None:
    feed = iter([judged(), judged(failed())])
    lines = live(feed, NOTES, Style())
    assert next(lines) == "    4  192.0.2.7:50123  192.0.2.10:992  TLSv1.2  completed 12 ms  AES256-SHA\n"
    rest = "".join(lines)
    assert rest.startswith("FAILED  unknown_ca\n  192.0.2.7:50123 -> 192.0.2.10:992")
    assert "\n\ncase.pcap: 2 handshakes: 1 failed, 1 completed\n" in rest
    assert rest.endswith("  causes      unknown_ca 1\n")
    assert "".join(live(iter(()), NOTES, Style())).startswith("\ncase.pcap: no TLS handshake in 12 packets\n")
    assert "".join(live(iter(()), NOTES, Style(quiet=True))) == ""


def test_certificates_that_expire_and_slow_handshakes_are_named() -> None:
    slow = judged(handshake(duration=2.5, first_frame=77))
    later = replace(NOTES, now=NOW.replace(year=2027), days=0)
    text = shown(slow, judged(), notes=later)
    assert "  slowest     2.50 s 192.0.2.7:50123 -> 192.0.2.10:992, case.pcap frame 77\n" in text
    assert (
        "  expiring    2027-11-12 (expired) CN=server.example.test,O=Example,C=DE, server\n"
        "              192.0.2.10:992\n"
    ) in text
    assert "expiring" not in shown(slow)


def test_what_happened_before_tls() -> None:
    refused = judged(failed(starttls="ftp", starttls_refused="534 no"))
    assert "  before    ftp; TLS was refused: 534 no\n" in shown(refused)
    assert "  before    smtp in clear text, then STARTTLS\n" in shown(judged(failed(starttls="smtp")))


def test_time_runs_from_the_first_packet() -> None:
    late = failed(messages=(message("client", "client_hello", 4, 1.5),), alerts=(), start=START)
    assert "     1500.0  |-- ClientHello" in shown(judged(late, judged(failed()).verdict))
