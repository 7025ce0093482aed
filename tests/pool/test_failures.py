"""What ended a handshake, and System SSL's return code for it."""

from __future__ import annotations

import ssl

import pytest

from ssldiag.pool.failures import TEXTS, failure, of_reason
from ssldiag.wire.judging.log_codes import ALERT_ALSO, ALERT_TEXTS, CODES


def test_alerts_get_a_code_that_pcap_names_too() -> None:
    """Of close_notify and user_canceled pcap speaks as of a close, not as of an alert."""
    for number, text in ALERT_TEXTS.items():
        reason = text.upper().replace(" ", "_")
        named = {CODES["alert_received"]["zvm"].code}
        if number in ALERT_ALSO["zvm"]:
            named.add(ALERT_ALSO["zvm"][number].code)
        assert str(of_reason(reason)) in named, text


@pytest.mark.parametrize(
    ("reason", "code"),
    [
        ("SSLV3_ALERT_CERTIFICATE_EXPIRED", 401),
        ("TLSV1_ALERT_UNKNOWN_CA", 435),
        ("SSLV3_ALERT_CERTIFICATE_UNKNOWN", 414),
        ("SSLV3_ALERT_HANDSHAKE_FAILURE", 420),
        ("TLSV1_ALERT_NEW_ONE", 420),
        ("NO_SHARED_CIPHER", 402),
        ("SOMETHING_NEW", 12),
    ],
)
def test_codes_of_reasons(reason: str, code: int) -> None:
    error = ssl.SSLError(1, reason)
    error.reason = reason
    found = failure(error)
    assert (found.rc, found.text) == (code, TEXTS[code])
