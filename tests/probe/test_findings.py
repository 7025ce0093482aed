from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from ssldiag.model import Severity
from ssldiag.probe.chains import served
from ssldiag.probe.findings import worries
from ssldiag.probe.model import (
    Attempt,
    ChainServed,
    ClientAuth,
    Features,
    Problem,
    Result,
    Target,
    Told,
    Trouble,
    VersionSupport,
)
from ssldiag.wire.model import Verdict
from tests.keydb.makers import END, NOW, Authority

GOOD = Verdict("completed", "completed", None, "certain", "All went well.")
BAD = Verdict("failed", "no_common_version", "server", "likely", "It would not.")
RESULT = Result(Target("h"), "default", None, NOW, 0.1, Attempt("usual", "reached", verdict=GOOD))


def told(result: Result) -> list[tuple[str, str]]:
    return [(worry.severity.value, worry.word) for worry in worries(result)]


def test_a_healthy_host_gives_none() -> None:
    fine = VersionSupport(0x0303, True, (0xC02F, 0x002F))
    result = replace(RESULT, versions=(fine, VersionSupport(0x0300, False)))
    assert told(result) == []


def test_what_did_not_work_comes_first() -> None:
    nobody = Trouble("connect", "h refused")
    assert told(replace(RESULT, trouble=nobody)) == [("error", "unreachable")]
    failed = replace(RESULT, main=Attempt("usual", "alert", verdict=BAD))
    assert told(failed) == [("error", "no_common_version")]
    broken = replace(RESULT, main=Attempt("usual", "fault", trouble=Trouble("handshake", "broke it")))
    assert told(broken) == [("error", "protocol_violation")]
    ours = replace(RESULT, main=Attempt("usual", "unable", trouble=Trouble("handshake", "cannot")))
    assert told(ours) == [("info", "not_carried_through")]
    wanted = replace(failed, client_auth=ClientAuth("required"))
    assert told(wanted) == [("info", "client_certificate_required")]


@pytest.mark.parametrize(
    ("version", "severity"), [(2, "warning"), (0x0300, "warning"), (0x0301, "info"), (0x0302, "info")]
)
def test_old_versions(version: int, severity: str) -> None:
    result = replace(RESULT, versions=(VersionSupport(version, True),))
    assert told(result) == [(severity, "old_version")]
    assert told(replace(RESULT, versions=(VersionSupport(version, None),))) == []


@pytest.mark.parametrize(
    ("code", "word"),
    [
        (0x0002, "null_suites"),
        (0x0034, "anonymous_suites"),
        (0x0005, "weak_suites"),
        (0x0009, "weak_suites"),
        (0x0003, "weak_suites"),
        (0x000A, None),
    ],
)
def test_weak_suites(code: int, word: str | None) -> None:
    result = replace(RESULT, versions=(VersionSupport(0x0303, True, (code,)),))
    assert told(result) == ([("warning", word)] if word else [])


def test_chains() -> None:
    chain = ChainServed("h", (b"x",), problems=(Problem("certificate_expired", "old"),))
    mild = replace(chain, problems=(Problem("self_signed_certificate", "own"),))
    nameless = replace(chain, asked=None)
    assert told(replace(RESULT, chains=(chain,))) == [("error", "certificate_expired")]
    assert told(replace(RESULT, chains=(mild, nameless))) == [("warning", "self_signed_certificate")]
    assert told(replace(RESULT, chains=(nameless,))) == [("error", "certificate_expired")]
    unknown = replace(chain, problems=(), trusted=False, why="nobody knows it")
    assert told(replace(RESULT, chains=(unknown,))) == [("error", "unknown_ca")]


@pytest.mark.parametrize(("days", "soon"), [(40, False), (20, True), (-1, False)])
def test_a_certificate_that_ends_soon(days: int, soon: bool) -> None:
    ca = Authority()
    chain = served("server.example.test", (ca.issue(),), "server.example.test", NOW)
    result = replace(RESULT, started=END - timedelta(days=days), chains=(chain,))
    assert (("warning", "certificate_expires_soon") in told(result)) is soon


def test_features() -> None:
    bad = Features(compression=Told("yes"), secure_renegotiation=Told("no"), dh_bits=1024)
    assert {word for _, word in told(replace(RESULT, features=bad, cut=True))} == {
        "compression",
        "insecure_renegotiation",
        "weak_dh",
        "cut_short",
    }
    assert told(replace(RESULT, features=Features(dh_bits=2048))) == []


def test_the_worst_comes_first() -> None:
    result = replace(
        RESULT,
        main=Attempt("usual", "alert", verdict=BAD),
        versions=(VersionSupport(0x0301, True, (0x0005,)),),
    )
    severities = [worry.severity for worry in worries(result)]
    assert severities == [Severity.ERROR, Severity.WARNING, Severity.INFO]
