from __future__ import annotations

from typing import Any

import pytest

from ssldiag.pool.plan import Application, ClientCheck
from ssldiag.pool.routing import Candidate, autolog, to_activate
from ssldiag.pool.states import State

E, S, A, P = State.ELIGIBLE, State.STARTING, State.ACTIVE, State.STOPPED


def servers(*states: State, resting: tuple[int, ...] = ()) -> list[Candidate]:
    return [Candidate(state, index in resting) for index, state in enumerate(states)]


@pytest.mark.parametrize(
    ("states", "index"),
    [
        ((A, E, E), 1),
        ((E, A, E), 0),
        ((A, P, E), 2),
        ((A, P, P), None),
        ((A, S, E), None),
        ((A, A), None),
        ((P, P), None),
        ((), None),
    ],
)
def test_the_first_eligible_server_is_activated(states: tuple[State, ...], index: int | None) -> None:
    assert to_activate(servers(*states), 10, 100) == index


def test_none_is_activated_beyond_maxsessions() -> None:
    assert to_activate(servers(A, E), 100, 100) is None
    assert to_activate(servers(A, E), 99, 100) == 1


def test_a_server_that_rests_is_passed_over() -> None:
    assert to_activate(servers(A, E, E, resting=(1,)), 10, 100) == 2


def application(userid: str, **more: Any) -> Application:
    fields: dict[str, Any] = {
        "userid": userid,
        "kind": "ftp",
        "ports": (),
        "label": None,
        "control": "ALLOWED",
        "data": "ALLOWED",
        "client_check": ClientCheck.NONE,
        "autolog": True,
        "socket": "",
    }
    return Application(**{**fields, **more})


def test_autolog_starts_applications_in_order() -> None:
    apps = [application("FTPSERVE"), application("SMTP"), application("LATER", autolog=False)]
    assert autolog(apps, ("SSL00001",), False) == (("FTPSERVE", "SMTP"), ())


def test_autolog_leaves_ssl_servers_out() -> None:
    apps = [application("SSL00001"), application("FTPSERVE"), application("SSL00001")]
    assert autolog(apps, ("SSL00001",), False) == (
        ("FTPSERVE",),
        ("SSL00001 is an SSL server: ignored in the AUTOLOG list",),
    )
    lone = autolog([application("SSLSERV")], ("SSLSERV",), True)
    assert lone == ((), ("SSLSERV is an SSL server: removed from the AUTOLOG list",))


def test_ssl_servers_are_named_though_no_program_of_ours_runs_as_them() -> None:
    apps = [application("FTPSERVE"), application("SSL00001", kind="other")]
    _, notes = autolog(apps, ("SSL00001",), False)
    assert notes == ("SSL00001 is an SSL server: ignored in the AUTOLOG list",)


def test_the_agent_is_named_and_is_no_application() -> None:
    started, notes = autolog([application("SSLDCSSM"), application("FTPSERVE")], (), False, "SSLDCSSM")
    assert started == ("FTPSERVE",)
    assert notes == ("SSLDCSSM is the DCSS management agent: AUTOLOG forces it and starts it anew",)


def test_a_user_id_without_a_program_is_not_started() -> None:
    assert autolog([application("MYSERVER", kind="other")], (), False) == ((), ())
