"""The queries that SYSTEM answers, and that it answers no others."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ssldiag.pool.admin.requests import Refused
from ssldiag.pool.admin.system import FORMS, answer, query
from tests.pool.admin.samples import NOW, STATUS


@pytest.mark.parametrize(
    ("text", "kind", "operand", "needs"),
    [
        ("QUERY NSS NAME TCPIP MAP", "map", "TCPIP", ("cache",)),
        ("cp q nss map", "map", "", ("cache",)),
        ("QUERY NSS USERS tcpip", "users", "TCPIP", ("cache",)),
        ("QUE ssldcssm", "userid", "SSLDCSSM", ()),
        ("QUERY NAMES", "names", "", ()),
        ("QUERY TIME", "time", "", ()),
        ("ID", "identify", "", ()),
        ("IDENTIFY", "identify", "", ()),
        ("netstat config ssl", "netstat", "", ()),
        ("OPENVM LISTFILE /etc/gskadm (OWN)", "openvm", "/etc/gskadm", ("files",)),
        ("openvm list '/etc/gskadm/'", "openvm", "'/etc/gskadm/'", ("files",)),
        ("help", "help", "", ()),
    ],
)
def test_queries(text: str, kind: str, operand: str, needs: tuple[str, ...]) -> None:
    found = query(text)
    assert (found.kind, found.operand, found.needs) == (kind, operand, needs)


@pytest.mark.parametrize(
    "text",
    [
        *("LOGOFF", "FORCE SSL00001", "QUERY", "QUERY NSS", "QUERY NSS NAME TCPIP", "QUERY NSS NAME MAP X"),
        *("QUERY A B", "QUERY SSL*", "QUERY VIRTUAL ALL", "I", "IDENTIFY X", "NETSTAT CONFIG", "OPENVM LIST"),
        *(
            "NETSTAT OBEY X",
            "OPENVM ERASE /etc/gskadm/x",
            "OPENVM LIST / (ALL",
            "HELP ME",
            "sh -c id",
            "CP CP Q",
        ),
    ],
)
def test_nothing_else(text: str) -> None:
    with pytest.raises(Refused) as caught:
        query(text)
    assert caught.value.what == "system"
    assert all(form in caught.value.text for form in FORMS)


def said(text: str) -> list[str]:
    return answer(text, "SSL00001", STATUS, NOW)


def test_answers() -> None:
    assert said("QUERY SSLDCSSM") == ["SSLDCSSM - DSC"]
    assert said("QUERY NOBODY") == ["HCPCQU045E NOBODY not logged on"]
    assert said("QUERY NSS NAME OTHER MAP") == ["DTCSSLT35I there is no segment OTHER"]
    assert said("QUERY NSS USERS OTHER") == ["DTCSSLT35I there is no segment OTHER"]
    assert said("OPENVM LIST /home (OWN") == ["DMSOVZ2113E Object does not exist: '/home'"]
    assert said("IDENTIFY") == ["SSL00001 AT ZVM1 VIA *        11/22/26 14:30:05 UTC     SUNDAY"]
    assert said("HELP")[1:] == list(FORMS)
    down = replace(STATUS, agent="down", cache=None)
    assert answer("QUERY SSLDCSSM", "X", down, NOW) == ["HCPCQU045E SSLDCSSM not logged on"]
    assert answer("QUERY NSS MAP", "X", down, NOW) == ["DTCSSLT35I there is no segment"]


@given(st.text(max_size=60))
@settings(max_examples=100, deadline=None)
def test_any_text_is_a_query_or_refused(text: str) -> None:
    try:
        query(text)
    except Refused as why:
        assert why.what in ("system", "missing")
