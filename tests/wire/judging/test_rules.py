"""Any story gives a verdict: nothing raises, words are known, frames exist, silence is never certain."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ssldiag.wire.events import Quality
from ssldiag.wire.judging.log_codes import CODES
from ssldiag.wire.verdict import judge
from tests.wire.plays import EXPIRED, GSKIT12, GSKIT13, HELLO, HELLO13, ISSUED, LEAF, NOW, SELF, play
from tests.wire.test_verdict import STORIES

WORDS = st.sampled_from(
    [
        *(
            "hello",
            "server_hello",
            "certificate",
            "certificate_request",
            "server_hello_done",
            "bytes",
            "data",
        ),
        *("client_key_exchange", "change_cipher_spec", "encrypted_handshake", "fin", "rst", "heartbeat", "?"),
        *(
            "19",
            "25",
            "53",
            "69",
            "947",
            "!40",
            "!42",
            "!48",
            "!70",
            "!50",
            "!0",
            "~112",
            "~90",
            "!199",
            "syn",
        ),
        *("ssl2_client_hello", "new_session_ticket", "finished", "hello_retry_request"),
    ]
)
LINES = st.lists(
    st.one_of(
        st.tuples(st.sampled_from("cs"), st.lists(WORDS, min_size=1, max_size=4)).map(
            lambda line: f"{line[0]} {' '.join(line[1])}"
        ),
        st.sampled_from(("wait 1", "wait 30")),
    ),
    min_size=1,
    max_size=12,
)
QUALITIES = st.builds(
    Quality,
    st.integers(0, 10),
    st.integers(0, 10),
    gaps=st.integers(0, 2),
    retransmitted=st.integers(0, 3),
    truncated=st.booleans(),
    one_sided=st.booleans(),
    starts_mid_stream=st.booleans(),
)
BYTES = st.sampled_from(
    [b"", b"GET / HTTP/1.1", b"220 ftp FTP", b"\xff\xfd\x18", b"\x16\x03\x01\xff\xff", bytes(20)]
)
CHAINS = st.lists(st.sampled_from([LEAF, ISSUED, EXPIRED, SELF]), max_size=3).map(tuple)


@settings(max_examples=100, deadline=None)
@given(
    LINES,
    st.sampled_from([HELLO, HELLO13, GSKIT12, GSKIT13]),
    st.sampled_from([None, 0x0002, 0x0300, 0x0303, 0x0304, 0x7F1C]),
    st.tuples(CHAINS, CHAINS),
    QUALITIES,
    st.tuples(BYTES, BYTES),
    st.sampled_from(["closed", "capture", "idle", "reused"]),
    st.sampled_from([None, True, False]),
)
def test_any_story_gets_a_verdict(  # type: ignore[no-untyped-def]
    lines, hello, version, chains, quality, first_bytes, why, given_certificate
) -> None:
    handshake = play(
        *lines,
        hello=hello,
        version=version,
        chain=chains[0],
        client_chain=chains[1],
        quality=quality,
        first_bytes=first_bytes,
        ending={"why": why},
        client_certificate_given=given_certificate,
    )
    verdict = judge(handshake, (LEAF, ISSUED, EXPIRED, SELF), NOW)
    assert verdict.cause in STORIES
    assert verdict.why.endswith(".")
    assert all(0 <= frame <= max(handshake.last_frame, 1) for frame in verdict.evidence)
    assert len(verdict.hypotheses) == len(set(verdict.hypotheses))
    assert verdict.cause != "completed" or verdict.outcome == "completed"
    assert verdict.outcome != "incomplete" or not verdict.will_log
    assert judge(handshake, (LEAF, ISSUED, EXPIRED, SELF), NOW) == verdict


@settings(max_examples=100, deadline=None)
@given(
    LINES,
    st.tuples(CHAINS, CHAINS),
    st.integers(0, 3),
    st.tuples(BYTES, BYTES),
    st.sampled_from(["closed", "capture", "idle", "reused"]),
)
def test_no_story_of_ones_own_speaks_of_a_capture(  # type: ignore[no-untyped-def]
    lines, chains, retransmitted, first_bytes, why
) -> None:
    quality = Quality(10, 10, retransmitted=retransmitted)
    handshake = play(
        *lines,
        chain=chains[0],
        client_chain=chains[1],
        quality=quality,
        first_bytes=first_bytes,
        ending={"why": why},
    )
    verdict = judge(handshake, (LEAF, ISSUED, EXPIRED, SELF), NOW, captured=False)
    said = " ".join((verdict.why, verdict.advice, *(what for _, what in verdict.hypotheses)))
    assert "captur" not in said.lower()


@pytest.mark.parametrize(
    ("lines", "ending", "captured", "own"),
    [
        ((), "idle", "was captured", "No answer to the client's SYN came"),
        (("c hello",), "capture", "The capture ends", "The connection was left before the handshake ends"),
        (("c hello", "s server_hello"), "closed", "The capture does not show", "Nothing that was said shows"),
    ],
)
def test_silence_is_worded_by_its_source(
    lines: tuple[str, ...], ending: str, captured: str, own: str
) -> None:
    handshake = play(*lines, ending={"why": ending})
    handshake = handshake if lines else replace(handshake, opened=("syn",))
    assert captured in judge(handshake, now=NOW).why
    assert own in judge(handshake, now=NOW, captured=False).why


def test_capture_faults_come_first() -> None:
    cut = Quality(100, 100, truncated=True, gaps=2)
    verdict = judge(play("c hello", "s server_hello certificate", "c !48", quality=cut))
    assert verdict.cause == "unknown_ca"
    assert verdict.why.startswith("Packets of this connection were cut short")
    assert "2 stretches of this connection's data are missing" in verdict.why


def test_silence_in_a_damaged_capture_is_no_fault_of_tls() -> None:
    for fault in ({"truncated": True}, {"gaps": 1}, {"one_sided": True}):
        quality = Quality(100, 0, **fault)
        verdict = judge(play("c hello", "wait 5", "c fin", quality=quality))
        assert verdict.outcome == "incomplete"
        assert verdict.cause in ("capture_cut", "one_sided_capture")


def test_every_condition_has_a_code_of_gskit_or_openssl() -> None:
    assert all(codes.keys() & {"gskit8", "openssl"} for codes in CODES.values())


def test_a_client_that_waited_without_a_word_may_wait_for_a_greeting() -> None:
    waited = judge(play("c syn", "s syn", "wait 3", "c fin"), now=NOW)
    assert [cause for cause, _ in waited.hypotheses][:1] == ["wrong_starttls"]
    at_once = judge(play("c syn", "s syn", "c fin"), now=NOW)
    assert "wrong_starttls" not in [cause for cause, _ in at_once.hypotheses]
