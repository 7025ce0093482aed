"""What a person reads: walks, states, connections; whatever is not documented is marked."""

from __future__ import annotations

import json

import pytest

from ssldiag.bundled import folder
from ssldiag.errors.load import Tables
from ssldiag.scenarios import documents, shown
from ssldiag.scenarios.codes import SYSTEM, WORDS, logged
from ssldiag.scenarios.happenings import Change, Take
from ssldiag.scenarios.history import History
from ssldiag.scenarios.links import Link
from ssldiag.scenarios.made import Made
from ssldiag.scenarios.state import ALL_CONNECTIONS, CLIENT_CONNECTION, FULL
from ssldiag.scenarios.steps import find, steps
from ssldiag.scenarios.violations import violations
from ssldiag.scenarios.walk import RUNS, walk, whole
from tests.scenarios.conftest import Connect
from tests.scenarios.stage import NOW, SERVER_STEPS, Play

TABLES = Tables(folder("errortables"))


def lines(run: str, connect: Connect) -> list[str]:
    history = History(RUNS[run], 2, NOW)
    walks = walk(history, whole(run), NOW, lambda world, ring: connect(world))
    return [line for item in walks for line in shown.chapter(item.chapter, TABLES)]


def test_the_transcript_of_one_pc(connect: Connect) -> None:
    text = "\n".join(lines(CLIENT_CONNECTION, connect))
    assert text.index("Step 3 (restart-central)") < text.index("no fault") < text.index("Step 4")
    last = text.partition("Step 4 (activate-client): Give SSL to the PC")[2]
    assert "PC1 to SYSTEMA: padlock; SSL, TLS 1.0, AES256-SHA; SYSTEMA proves itself" in last
    assert "PC2 to SYSTEMA: no padlock; connected without SSL" in last
    assert "[" not in last.partition("PC2")[0]


def test_the_transcript_of_everything(connect: Connect) -> None:
    text = "\n".join(lines(FULL, connect))
    numbers = [step.number for step in steps(ALL_CONNECTIONS)]
    places = [text.index(f"\nStep {number} (") for number in numbers]
    assert places == sorted(places)
    third = text[text.index("\nStep 3 (") : text.index("\nStep 4 (")]
    assert "SYSTEMA to ENDPT1: no connection: the client speaks SSL, the server does not\n" in third
    assert "the client speaks without [unconfirmed]" in third
    assert "-11 SSL_ERROR_BAD_MESSAGE or 410 GSK_ERROR_BAD_MESSAGE (CPDBC8B) [inferred]" in third
    assert "still to come: step 4 and step 5" in third
    assert "what is logged for this is not published" in text[text.index("\nStep 9 (") :]
    assert text.rstrip().endswith(
        "SYSTEMA to ENDPT2: SSL, TLS 1.0, AES256-SHA; ENDPT2 and SYSTEMA prove themselves"
    )


def test_a_walk_ends_where_a_step_is_refused(connect: Connect) -> None:
    events = (Take("1"), Take("3"), Take("4"))
    found = list(walk(History(ALL_CONNECTIONS, 2, NOW), events, NOW, lambda world, ring: ()))
    assert [item.chapter.number for item in found] == ["", "1", "3"]
    text = "\n".join(shown.chapter(found[-1].chapter, TABLES))
    assert "refused: Compare and Update has not finished" in text


def test_titles_of_what_the_document_does_not_have() -> None:
    events = (
        Change("ENDPT1", "ca", "no"),
        Take("1", "", {"level": "Any"}, force=True),
        Take("nothing"),
    )
    found = list(walk(History(ALL_CONNECTIONS, 2, NOW), events, NOW, lambda world, ring: ()))
    assert [item.chapter.title for item in found[1:]] == [
        "Not a step: ENDPT1 ca = no",
        "Step 1 (configure-central): Set up the central system [level=Any, although the document forbids it]",
        "Step nothing",
    ]


def test_the_status(connect: Connect) -> None:
    play = Play().steps(*SERVER_STEPS, "6").set("ENDPT1", "ca", "no")
    text = "\n".join(shown.status(play.world))
    assert "stored, active after a restart: Client and server" in text
    assert "prerequisite not met: ENDPT1 does not have the CA (prerequisite 6)" in text
    assert "Compare and Update: Server, completed" in text
    assert "Next: step 7a (collect-again)" in text
    assert "Connections with SSL: 10" in text


def test_versions_that_something_stands_in_for() -> None:
    link = Link("SYSTEMA", "ENDPT1", "mgtc", "tls", version="SSLV3")
    found = Made(link, "tls", version="TLSv1", cipher="AES256-SHA", proved=("ENDPT1",))
    assert "SSL 3.0, for which TLS 1.0 stands in here" in shown.outcome(found)


@pytest.mark.parametrize("cause", sorted({cause for cause, _ in SYSTEM}))
def test_codes_have_a_name_and_a_partner_in_the_tables(cause: str) -> None:
    world = Play().world
    link = Link("SYSTEMA", "ENDPT1", "mgtc", "fails", cause=cause, by="client")
    entries = logged(TABLES, world, link, cause, "client")
    own = [entry for entry in entries if entry.actor == "SYSTEMA"]
    assert cause in WORDS
    assert {entry.api for entry in own} == {"SSL_", "GSKit"}
    assert all(entry.constant for entry in entries)
    assert all(int(entry.code) < 0 for entry in own if entry.api == "SSL_")


def test_documents_are_json() -> None:
    world = Play().steps(*SERVER_STEPS).world
    status = json.loads(json.dumps(documents.status(world)))
    assert status["schema"] == "ssldiag.mc-status/1"
    assert status["next"] == "6"
    assert [item["taken"] for item in documents.steps_of(world)] == [True] * 8 + [False] * 8
    assert documents.violations(violations())["violations"][0]["name"] == "client-on-early"


def test_steps_with_parts() -> None:
    assert [item.number for item in find(ALL_CONNECTIONS, "copy-list")] == ["8.1", "8.8", "8.10"]
    assert [item.number for item in find(ALL_CONNECTIONS, "endpoints-both")] == ["7a", "7c"]
    assert find(CLIENT_CONNECTION, "7") == ()
    assert [item.number for item in find(ALL_CONNECTIONS, "1")] == ["1"]
