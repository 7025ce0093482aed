from __future__ import annotations

import ssl
from dataclasses import replace
from functools import partial
from pathlib import Path

from ssldiag.probe import resume
from ssldiag.probe.model import Told
from ssldiag.probe.offers import usual
from ssldiag.probe.state import Session
from tests.probe.rig import NEEDS_OPENSSL, context, hosting, s_server, tls
from tests.probe.test_client import V12, V13
from tests.probe.test_dial import close
from tests.probe.test_features import asked
from tests.wire.peers import Pki


def test_sessions_of_python(pki: Pki) -> None:
    server = context(Path(pki.own), V12, V13)
    with hosting(tls(server)) as port:
        answers = [
            asked(port, partial(how, sni=None)).answer
            for how in (resume.by_id, resume.by_ticket, resume.by_psk)
        ]
    assert answers == ["yes", "yes", "yes"]


def test_no_tickets(pki: Pki) -> None:
    server = context(Path(pki.own), V12, V13)
    server.options |= ssl.OP_NO_TICKET
    server.num_tickets = 0
    with hosting(tls(server)) as port:
        ticket = asked(port, lambda asker: resume.by_ticket(asker, None))
        psk = asked(port, lambda asker: resume.by_psk(asker, None))
    assert ticket == psk == Told("no", "the server gave no ticket")


@NEEDS_OPENSSL
def test_no_cache(rsa_own: Path) -> None:
    with s_server(rsa_own, "-tls1_2", "-no_cache", "-no_ticket") as port:
        found = asked(port, lambda asker: resume.by_id(asker, None))
    assert found.answer == "no" and found.why


def test_a_server_that_closes() -> None:
    with hosting(close) as port:
        for how in (resume.by_id, resume.by_ticket, resume.by_psk):
            told = asked(port, partial(how, sni=None))
            assert told.answer == "unknown" and told.why


def test_a_psk_brings_its_suite_to_the_front() -> None:
    session = Session(0x0304, 0x1301, bytes(32), ticket=b"t", age_add=0xFFFFFFFF)
    offer = resume.with_psk(usual(None), session)
    assert offer is not None and offer.psk is not None
    assert offer.ciphers[0] == 0x1301 and offer.ciphers.count(0x1301) == 1
    assert (offer.psk.age, offer.psk.binder_size) == (resume.AGE - 1, 32)
    assert resume.with_psk(usual(None), replace(session, cipher=0xFFFF)) is None
