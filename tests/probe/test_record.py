from __future__ import annotations

from ssldiag.probe.record import Recording, judged, parsed
from ssldiag.wire.keylog import KeyLog
from ssldiag.wire.model import Endpoint
from tests.keydb.makers import Authority
from tests.probe.rig import client

CLIENT, SERVER = Endpoint("0.0.0.0", 0), Endpoint("192.0.2.1", 992)
NO_KEYS = KeyLog({})


def recording() -> Recording:
    return Recording("h:992", CLIENT, SERVER)


def test_nothing_happened() -> None:
    assert recording().handshake(NO_KEYS) is None


def test_a_connection_that_nobody_answers() -> None:
    one = recording()
    one.opening()
    one.silent()
    found = one.handshake(NO_KEYS)
    assert found is not None and (found.opened, found.ending.why) == (("syn",), "idle")
    assert judged(found).cause == "no_answer"
    assert judged(found).why == "No answer to the client's SYN came." and not judged(found).hypotheses


def test_a_hello_that_is_refused() -> None:
    one = recording()
    one.opening()
    one.opened(Endpoint("192.0.2.9", 50_000))
    one.data("a", client(groups=()).start())
    one.data("b", b"")
    one.data("b", b"\x15\3\1\0\2\2\x46")
    one.closed("b")
    found = one.handshake(NO_KEYS)
    assert found is not None
    assert (found.client, found.server, found.file) == (Endpoint("192.0.2.9", 50_000), SERVER, "h:992")
    assert (found.quality.b_bytes, found.last_frame) == (7, 6)
    assert judged(found).cause == "no_common_version"


def test_certificates_that_can_be_read() -> None:
    assert parsed(()) == ()
    assert len(parsed((b"rubbish", Authority().der))) == 1
