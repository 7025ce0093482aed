"""Reservations of PORT in every form."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ssldiag.readers.profile_ports import Ports
from tests.readers.support import values, words

Row = tuple[int, int | None, str, str, str | None, str | None]


def read(text: str) -> Ports:
    ports = Ports()
    found = words(text)
    lines = [getattr(word.place, "line", 0) for word in found]
    ports.read((word, i == 0 or lines[i] != lines[i - 1]) for i, word in enumerate(found))
    return ports


def rows(text: str) -> list[Row]:
    return [
        (
            item.number.value,
            item.last,
            item.protocol,
            item.userid.value,
            item.label.value if item.label else None,
            item.client_cert_check.value if item.client_cert_check else None,
        )
        for item in read(text).found
    ]


@pytest.mark.parametrize(
    "text",
    [
        "992 TCP INTCLIEN SECURE TN1",
        "992 tcp INTCLIEN secure TN1",
        "992 INTCLIEN TCP SECURE TN1",
        "TCP 992 INTCLIEN SECURE TN1",
        "992 TCP SECURE TN1 INTCLIEN",
        "992\nTCP\nINTCLIEN\nSECURE\nTN1",
    ],
)
def test_the_order_of_operands_is_free(text: str) -> None:
    assert rows(text) == [(992, None, "TCP", "INTCLIEN", "TN1", None)]


def test_several_reservations_on_one_line_and_over_many() -> None:
    assert rows("20 TCP FTPSERVE NOAUTOLOG 21 TCP FTPSERVE\n23 TCP *\n 53 UDP NAMESRV") == [
        (20, None, "TCP", "FTPSERVE", None, None),
        (21, None, "TCP", "FTPSERVE", None, None),
        (23, None, "TCP", "*", None, None),
        (53, None, "UDP", "NAMESRV", None, None),
    ]


@pytest.mark.parametrize("text", ["3000-3010 TCP A", "3000 3010 TCP A"])
def test_ranges(text: str) -> None:
    assert rows(text) == [(3000, 3010, "TCP", "A", None, None)]


def test_options() -> None:
    (found,) = read("990 TCP FTPS NOAUTOLOG SECURE ftp1 CLIENTCERTCHECK Preferred OTHER").found
    assert found.noautolog
    assert found.secure
    assert found.label is not None
    assert found.label.value == "ftp1"
    assert found.client_cert_check is not None
    assert found.client_cert_check.value == "Preferred"
    assert values(found.options) == [
        *("NOAUTOLOG", "SECURE", "FTP1", "CLIENTCERTCHECK", "PREFERRED", "OTHER"),
    ]


def test_secure_without_a_label() -> None:
    assert rows("992 TCP INTCLIEN SECURE\n25 TCP SMTP") == [
        (992, None, "TCP", "INTCLIEN", None, None),
        (25, None, "TCP", "SMTP", None, None),
    ]
    assert read("992 TCP A SECURE CLIENTCERTCHECK NONE").found[0].label is None
    assert read("992 TCP A SECURE NOAUTOLOG").found[0].label is None


def test_a_label_of_digits() -> None:
    assert rows("992 TCP INTCLIEN SECURE 12345678")[0][4] == "12345678"


def test_a_missing_protocol_is_left_empty() -> None:
    assert rows("23 INTCLIEN\n25 TCP SMTP") == [
        (23, None, "", "INTCLIEN", None, None),
        (25, None, "TCP", "SMTP", None, None),
    ]


def test_what_is_no_reservation_is_told() -> None:
    found = read("23 TCP\n25 TCP SMTP\nINTCLIEN TCP")
    assert [item.number.value for item in found.found] == [25]
    assert [note.reason for note in found.unreadable] == ["a port without a user id"]
    assert [note.reason for note in read("TCP SMTP").unreadable] == ["a reservation without a port number"]


@settings(max_examples=100, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            ["23", "1-2", "TCP", "UDP", "A", "*", "SECURE", "CLIENTCERTCHECK", "NOAUTOLOG", "\n", "9" * 30]
        )
    )
)
def test_any_words_give_reservations(texts: list[str]) -> None:
    for item in read(" ".join(texts)).found:
        assert item.userid.value
        assert 0 <= item.number.value < 10**9
