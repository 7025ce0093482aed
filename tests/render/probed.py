"""Results of probes that nobody made, for renderers: each says what a test needs, and evil where it can."""

from __future__ import annotations

from datetime import UTC, datetime

from ssldiag.probe.model import Attempt, ChainServed, ClientAuth, Problem, Result, Target, Trouble
from ssldiag.probe.model import VersionSupport as Version
from ssldiag.wire.model import Endpoint
from tests.checks.make_captures import OLD

EVIL = "<script>alert(1)</script>\x1b[31m\u202e"
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


def silent(host: str = "192.0.2.1", port: int = 992, what: str = "it did not answer") -> Result:
    """Nobody was there."""
    trouble = Trouble("connect", what)
    return Result(
        Target(host, port), "quick", None, NOW, 0.5, Attempt("usual", "timeout", trouble=trouble), trouble
    )


def answered(host: str = "192.0.2.2", why: str = "it is for another name") -> Result:
    """A host with a wrong certificate and an old version."""
    chain = ChainServed("zvm1.example.test", (OLD,), problems=(Problem("certificate_wrong_name", why),))
    versions = (Version(0x0303, True, (0xC02F, 0x0005)), Version(0x0300, True, (0x0005,)))
    return Result(
        Target(host, 21, "ftp"),
        "default",
        Endpoint(host, 21),
        NOW,
        1.25,
        Attempt("usual", "reached"),
        versions=versions,
        chains=(chain,),
        client_auth=ClientAuth("none"),
    )
