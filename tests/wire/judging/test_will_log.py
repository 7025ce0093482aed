"""What each side logs: the rules that were measured with a real GSKit, from handshakes of our own."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ssldiag.wire.events import Quality
from ssldiag.wire.model import Handshake, Side, WillLog
from ssldiag.wire.verdict import judge
from tests.wire.plays import (
    EXPIRED,
    FUTURE,
    GSKIT12,
    GSKIT13,
    HELLO,
    HELLO13,
    ISSUED,
    ISSUING,
    LEAF,
    NOW,
    ROOT,
    SELF,
    SERVER_HELLO,
    play,
)

FLIGHT = "s server_hello certificate server_hello_done"
ASKING = "s server_hello certificate certificate_request server_hello_done"
CLIENT = "client_key_exchange change_cipher_spec encrypted_handshake"
FINISHED = "s change_cipher_spec encrypted_handshake"
FLIGHT13 = "s server_hello change_cipher_spec 23 947 281 53"
CERTIFICATES = (LEAF, ISSUED, ISSUING, ROOT, EXPIRED, FUTURE, SELF)


def logged(handshake: Handshake, side: Side, platform: str = "gskit8") -> list[WillLog]:
    """What this side logs on this platform."""
    found = judge(handshake, CERTIFICATES, NOW).will_log
    return [entry for entry in found if entry.side == side and entry.platform == platform]


def codes(handshake: Handshake, side: Side, platform: str = "gskit8") -> list[str]:
    """The codes alone."""
    return [entry.code for entry in logged(handshake, side, platform)]


@pytest.mark.parametrize("code", [10, 20, 40, 42, 45, 48, 70, 80, 112, 116, 120])
def test_any_alert_received_is_420(code: int) -> None:
    assert codes(play("c hello", f"s !{code}", "s fin", hello=GSKIT12), "client") == ["420"]


@pytest.mark.parametrize(
    ("alert", "wanted"), [(45, ["401", "420"]), (46, ["414", "420"]), (48, ["435", "420"]), (40, ["420"])]
)
def test_zvm_may_name_an_alert_or_the_close(alert: int, wanted: list[str]) -> None:
    handshake = play("c hello", FLIGHT, f"c !{alert}", "c fin")
    assert codes(handshake, "server", "zvm") == wanted
    assert {entry.confidence for entry in logged(handshake, "server", "zvm")} == {"possible"}


def test_openssl_names_the_alert_it_received() -> None:
    [entry] = logged(play("c hello", "s !40", "s fin"), "client", "openssl")
    assert (entry.code, entry.constant) == ("0A000410", "sslv3 alert handshake failure")


@pytest.mark.parametrize(
    ("chain", "validation"),
    [((LEAF,), "575010"), ((EXPIRED,), "575018"), ((FUTURE,), "575017"), ((SELF,), "575010")],
)
def test_every_bad_certificate_is_414(chain: tuple[object, ...], validation: str) -> None:
    handshake = play("c hello", FLIGHT, "c !42", "c rst", hello=GSKIT12, chain=chain)  # type: ignore[arg-type]
    [entry] = logged(handshake, "client")
    assert (entry.code, entry.validation, entry.confidence) == ("414", validation, "certain")
    assert codes(handshake, "server") == ["420"]


def test_openssl_says_why_it_did_not_verify() -> None:
    unknown = play("c hello", FLIGHT, "c !48", "c fin", chain=(ISSUED, ISSUING))
    assert [entry.validation for entry in logged(unknown, "client", "openssl")] == ["20"]
    rooted = play("c hello", FLIGHT, "c !48", "c fin", chain=(LEAF, ROOT))
    assert [entry.validation for entry in logged(rooted, "client", "openssl")] == ["19"]
    revoked = play("c hello", FLIGHT, "c !44", "c fin", chain=(LEAF,))
    assert [entry.validation for entry in logged(revoked, "client", "openssl")] == ["23"]


def test_a_name_that_gskit_does_not_check_is_not_its_reason() -> None:
    hello = replace(GSKIT12, sni="other.example.test", extensions=(0, 10, 11))
    [entry] = logged(play("c hello", FLIGHT, "c !42", hello=hello, chain=(LEAF,)), "client")
    assert entry.validation == "575010"


def test_a_version_that_is_off_is_412_on_zvm() -> None:
    assert codes(play("c hello", "s !70", "s fin"), "server", "zvm") == ["412"]
    assert codes(play("c hello", "s !40", "s fin"), "server", "zvm")[0] == "402"


def test_nothing_in_common_is_402_even_for_versions() -> None:
    assert codes(play("c hello", "s !40", "s fin"), "server") == ["402"]
    old = play("c hello", "s !40", "s fin", hello=replace(HELLO, legacy_version=0x0301))
    assert codes(old, "server") == ["402"]
    assert codes(old, "server", "openssl") == ["0A000102"]


def test_signatures_that_do_not_fit_are_447() -> None:
    narrow = replace(HELLO, signature_algorithms=(0x0501,))
    assert codes(play("c hello", "s !40", "s fin", hello=narrow), "server") == ["447"]


@pytest.mark.parametrize(("alert", "code"), [(112, "410"), (120, "410")])
def test_names_and_protocols_that_are_not_served_are_410(alert: int, code: str) -> None:
    assert codes(play("c hello", f"s !{alert}", "s fin"), "server") == [code]


def test_text_instead_of_tls_is_410() -> None:
    first = (b"GET / HTTP/1.1\r\n", b"")
    server = play("c bytes", "s !10", "s rst", first_bytes=first)
    assert codes(server, "server") == ["410"]
    assert codes(server, "server", "openssl") == ["0A00009C"]
    client = play(
        "c hello", "s bytes", "c !50", "c rst", hello=GSKIT13, first_bytes=(b"\x16\x03", b"220 x FTP")
    )
    assert codes(client, "client") == ["410"]


def test_a_missing_client_certificate() -> None:
    older = play(
        "c hello", ASKING, f"c certificate {CLIENT}", "s !40", "s rst", client_certificate_given=False
    )
    assert codes(older, "server") == ["414"]
    newer = play("c hello", FLIGHT13, "c change_cipher_spec 25 53", "s 19", "s rst", version=0x0304)
    assert codes(newer, "server") == ["403"]
    assert codes(replace(newer, client_hello=GSKIT13), "client") == ["420"]
    assert codes(newer, "server", "openssl") == ["0A0000C7"]


def test_a_bad_client_certificate_is_414() -> None:
    older = play("c hello", ASKING, f"c certificate {CLIENT}", "s !42", "s rst", client_chain=(LEAF,))
    assert codes(older, "server") == ["414"]
    newer = play("c hello", FLIGHT13, "c 900 281 53", "s 19", "s rst", version=0x0304)
    assert codes(newer, "server") == ["414"]


def test_a_certificate_refused_in_secret() -> None:
    handshake = play("c hello", FLIGHT13, "c 19", "c rst", hello=GSKIT13, version=0x0304)
    assert codes(handshake, "client") == ["414"]
    assert codes(handshake, "server") == ["420"]


def test_a_server_without_a_usable_certificate_closes_before_it_reads() -> None:
    unread = play("c hello", "s rst", hello=GSKIT12)
    assert codes(unread, "server") == ["401", "8", "407"]
    assert {entry.confidence for entry in logged(unread, "server")} == {"possible"}
    assert codes(unread, "client") == ["406"]
    early = play("s fin", "c hello", "s rst", hello=GSKIT12)
    assert codes(early, "server") == ["401", "8", "407"]
    assert codes(early, "client") == ["420"]


def test_a_server_with_tls13_alone_reads_and_closes() -> None:
    assert codes(play("c hello", "s fin"), "server")[0] == "402"
    assert "402" not in codes(play("c hello", "s fin", hello=HELLO13), "server")
    assert codes(play("c hello", "c fin"), "server") == ["402", "420"]


def test_a_server_that_gives_up_in_tls13() -> None:
    lines = ("c hello", "s server_hello change_cipher_spec 19", "c fin")
    assert codes(play(*lines, hello=HELLO13, version=0x0304), "server") == ["457"]
    narrow = replace(HELLO13, signature_algorithms=(0x0804,))
    assert codes(play(*lines, hello=narrow, version=0x0304), "server") == ["403"]


@pytest.mark.parametrize("before", [(), ("c finished", "c data", "c ~0 fin")])
def test_a_decrypted_refusal_is_logged_as_what_it_says(before: tuple[str, ...]) -> None:
    """A server may refuse an empty list before the client's Finished, or after its goodbye."""
    server = "s server_hello encrypted_extensions certificate_request certificate certificate_verify finished"
    lines = ("c hello", server, "c certificate", *before, "s !116 fin")
    found = play(*lines, hello=HELLO13, version=0x0304)
    assert judge(found, CERTIFICATES, NOW).cause == "client_certificate_missing"
    assert codes(found, "server") == ["403"]
    assert [entry.constant for entry in logged(found, "server", "openssl")] == [
        "peer did not return a certificate"
    ]


def test_fin_and_reset() -> None:
    assert codes(play("c hello", "s fin", hello=GSKIT12), "client") == ["420"]
    assert codes(play("c hello", "s rst", hello=GSKIT12), "client") == ["406"]
    torn = {"fin_in_record": True}
    assert codes(play("c hello", "s bytes", "s fin", hello=GSKIT12, ending=torn), "client") == ["406"]
    assert codes(play("c hello", "s bytes", "s fin", hello=GSKIT13, ending=torn), "client") == ["420"]
    assert codes(play("c hello", FLIGHT, "s fin", f"c {CLIENT}", "s rst", hello=GSKIT12), "client") == ["406"]


@pytest.mark.parametrize("end", ["s fin", "c fin"])
def test_a_side_without_tls_logs_nothing_of_tls(end: str) -> None:
    """Whoever closes first: the text came before, and is what the other side stumbles over."""
    plain = play(
        "c hello", "s bytes", end, hello=GSKIT12, first_bytes=(b"\x16\x03", b"SSH-2.0-OpenSSH_9.2\r\n")
    )
    assert judge(plain, now=NOW).cause == "plaintext_answer"
    assert (codes(plain, "server"), codes(plain, "client")) == ([], ["410"])
    http = play("c bytes", "s !50 fin", first_bytes=(b"GET / HTTP/1.1\r\n\r\n", b"\x15\x03"))
    assert judge(http, now=NOW).cause == "http_on_tls_port"
    assert (codes(http, "client"), codes(http, "server")) == ([], ["410"])


def test_waiting_in_vain_is_502() -> None:
    assert codes(play("c hello", "wait 3", "c fin", hello=GSKIT12), "client") == ["502"]
    assert codes(play("wait 4", "s fin"), "server") == ["502"]


def test_a_suite_that_was_not_offered_is_415() -> None:
    chosen = replace(SERVER_HELLO, ciphers=(0x1303,))
    handshake = play("c hello", "s server_hello", "c fin", hello=GSKIT12, server_hello=chosen)
    assert codes(handshake, "client") == ["415"]
    assert codes(handshake, "server") == ["420"]


def test_a_version_that_was_refused() -> None:
    gskit = play("c hello", FLIGHT, "c !10", "c rst", hello=GSKIT12, version=0x0302)
    assert codes(gskit, "client") == ["410"]
    openssl = play("c hello", FLIGHT, "c !70", "c fin", version=0x0301)
    assert codes(openssl, "server") == ["504"]
    assert codes(play("c hello", FLIGHT, "c !70", "c fin"), "server") == ["420"]


def test_nothing_is_said_of_what_completed() -> None:
    done = ("c hello", FLIGHT, f"c {CLIENT}", FINISHED, "c data", "s data", "c ?", "c fin")
    assert judge(play(*done)).will_log == ()
    assert (
        judge(play("c hello", FLIGHT13, "c 53 120", "s 40", "c 19", "c fin", version=0x0304)).will_log == ()
    )


def test_an_alert_as_the_first_word_ends_the_next_read() -> None:
    lines = ("c hello", FLIGHT, f"c {CLIENT}", FINISHED, "c data", "s ?", "s fin")
    assert codes(play(*lines, hello=GSKIT12), "client") == ["420"]
    late = ("c hello", FLIGHT, f"c {CLIENT}", FINISHED, "c data", "c fin", "s ?")
    assert codes(play(*late, hello=GSKIT12), "client") == []
    newer = play("c hello", FLIGHT13, "c 53", "c ?", "s ?", "s fin", version=0x0304)
    assert codes(newer, "server") == ["420"]


def test_openssl_answering_a_close_with_an_alert_is_no_cause() -> None:
    handshake = play("c hello", "s fin", "c !50", "s rst")
    assert codes(handshake, "client", "openssl") == ["0A000126"]


def test_who_is_hardly_gskit_is_only_possibly_gskit() -> None:
    alike = play("c hello", FLIGHT, "c !42", hello=GSKIT12, chain=(LEAF,))
    other = play("c hello", FLIGHT, "c !42", hello=HELLO, chain=(LEAF,))
    assert [entry.confidence for entry in logged(alike, "client")] == ["certain"]
    assert [entry.confidence for entry in logged(other, "client")] == ["possible"]


def test_what_was_not_measured_is_only_possible() -> None:
    handshake = play("c hello", "s !40", "s fin", hello=GSKIT12)
    found = judge(handshake).will_log
    unmeasured = [entry for entry in found if entry.platform in ("zvm", "ibmi")]
    assert {entry.confidence for entry in unmeasured} == {"possible"}
    assert {entry.side for entry in unmeasured} == {"client", "server"}


def test_damaged_captures_say_nothing_of_logs() -> None:
    assert judge(play("c hello", "c fin", quality=Quality(100, 0, one_sided=True))).will_log == ()


def test_nobody_logs_a_connection_that_never_was() -> None:
    assert judge(play("c syn", "s rst", opened=("syn",))).will_log == ()


def test_platforms_of_one_certificate_fault() -> None:
    handshake = play("c hello", FLIGHT, "c !42", hello=GSKIT12, chain=(EXPIRED,))
    assert codes(handshake, "client", "zvm") == ["401"]
    assert codes(handshake, "client", "ibmi") == ["107"]


def test_a_chain_that_was_not_validated_may_be_8_on_zvm() -> None:
    handshake = play("c hello", FLIGHT, "c !48", hello=HELLO, chain=(LEAF,))
    assert codes(handshake, "client", "zvm") == ["435", "8"]
    assert codes(handshake, "client", "ibmi") == ["6000"]
