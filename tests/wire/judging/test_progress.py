"""How far handshakes got, and what sizes give away."""

from __future__ import annotations

import pytest

from ssldiag.wire.judging.progress import Progress, progress
from ssldiag.wire.judging.scene import Scene
from ssldiag.wire.verdict import judge
from tests.wire.plays import play

FLIGHT = "s server_hello change_cipher_spec 23 947 281 53"


def of(*lines: str, version: int = 0x0304) -> Progress:
    """The progress of what these lines tell."""
    return progress(Scene(play(*lines, version=version)))


def older(*lines: str) -> Progress:
    """The same up to TLS 1.2."""
    return of(*lines, version=0x0303)


def test_tls13_completes_with_an_answer() -> None:
    found = of("c hello", FLIGHT, "c change_cipher_spec 53 120", "s 234 40")
    assert (found.completed, found.sure) == (True, True)
    assert found.data_after("client")
    assert found.data_after("server")


def test_tls13_without_an_answer_is_likely_complete() -> None:
    found = of("c hello", FLIGHT, "c change_cipher_spec 69", "c fin")
    assert (found.completed, found.sure) == (True, False)
    assert not found.data_after("client")


def test_a_clients_first_record_of_an_alerts_size_is_one() -> None:
    assert of("c hello", FLIGHT, "c 19", "c rst").refused == "client"


def test_a_servers_first_record_of_an_alerts_size_is_one() -> None:
    assert of("c hello", "s server_hello change_cipher_spec 19 23").refused == "server"


@pytest.mark.parametrize(
    ("records", "auth"),
    [
        ("53", None),
        ("69", None),
        ("21 53", None),
        ("25 53", "empty"),
        ("61", "empty"),
        ("77", "empty"),
        ("900 281 53", "given"),
        ("2031 53", "given"),
    ],
)
def test_the_clients_answer_to_a_certificate_request(records: str, auth: str | None) -> None:
    found = of("c hello", FLIGHT, f"c change_cipher_spec {records}", "s 19", "s fin")
    assert (found.refused, found.client_auth) == ("server", auth)


def test_a_goodbye_of_the_client_comes_before_the_servers() -> None:
    found = of("c hello", FLIGHT, "c change_cipher_spec 53", "c 19", "s 19", "s fin")
    assert (found.completed, found.refused) == (True, None)


@pytest.mark.parametrize(("alert", "refused"), [("!116", "server"), ("!48", "server"), ("~0", None)])
def test_a_goodbye_of_a_client_that_did_not_wait_for_the_servers_no(alert: str, refused: str | None) -> None:
    """With secrets, an alert behind the client's goodbye can be told from the server's."""
    found = of("c hello", FLIGHT, "c change_cipher_spec 25 53", "c 40", "c ~0 fin", f"s {alert}", "s fin")
    assert (found.completed, found.refused) == (refused is None, refused)


@pytest.mark.parametrize(
    ("client", "refused"), [("25 53 40", "server"), ("25 53", None), ("53 40", None), ("900 281 53 40", None)]
)
def test_a_server_that_says_nothing_else_to_a_client_without_a_certificate(
    client: str, refused: str | None
) -> None:
    """It asked for one, got none, gave no ticket and answered no data: the alert is hardly a goodbye."""
    lines = ("c hello", FLIGHT, f"c change_cipher_spec {client}", "c 19 fin", "s 19 fin")
    found = of(*lines)
    assert (found.refused, found.doubtful, found.completed) == (refused, bool(refused), refused is None)
    told = judge(play(*lines, version=0x0304))
    assert (told.outcome, told.confidence) == (("failed", "possible") if refused else ("completed", "likely"))


def test_tls13_that_stopped() -> None:
    found = of("c hello", FLIGHT)
    assert (found.completed, found.refused, found.finished) == (False, None, frozenset())


def test_older_versions_complete_with_two_finished() -> None:
    full = ("c hello", "s server_hello certificate server_hello_done")
    client = "c client_key_exchange change_cipher_spec encrypted_handshake"
    assert not older(*full, client).completed
    assert older(*full, client).finished == {"client"}
    assert older(*full, client, "s change_cipher_spec encrypted_handshake").completed


def test_an_early_change_cipher_spec_of_the_server_is_no_matter() -> None:
    lines = ("c hello", "s server_hello certificate server_hello_done", "c client_key_exchange")
    ending = ("c change_cipher_spec encrypted_handshake", "s encrypted_handshake")
    assert older(*lines, "s change_cipher_spec", *ending).completed


def test_a_server_that_finished_first_was_captured_in_the_wrong_order() -> None:
    """Two files whose clocks differ: a client that saw it in this order would not have finished."""
    lines = ("c hello", "s server_hello certificate server_hello_done")
    server = "s change_cipher_spec encrypted_handshake"
    client = "c client_key_exchange change_cipher_spec encrypted_handshake"
    found = older(*lines, server, client)
    assert (found.completed, found.sure) == (True, False)
    assert not older(*lines, server).completed
    assert not older(*lines, server, "c client_key_exchange").completed
    assert older(*lines, server, client, "s data", "c data").sure


def test_data_both_ways_proves_it() -> None:
    assert older("s server_hello", "c data", "s data").completed
    assert not older("c data", "s data").completed
    assert not older("c hello", "c data").completed
