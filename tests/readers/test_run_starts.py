"""Where runs begin and end, and whose they are."""

from __future__ import annotations

import pytest

from ssldiag.readers import messages, run_starts
from ssldiag.readers.run_starts import Start, fits, machine_of_file


@pytest.mark.parametrize(
    ("path", "machine"),
    [
        ("logs/SSL00001.CONSOLE", "SSL00001"),
        ("ssl00001 console", "SSL00001"),
        ("TCPIP.CONSOLE.txt", "TCPIP"),
        ("tcpip-console.log", "TCPIP"),
        ("ftpserve consLog", "FTPSERVE"),
        ("STS00001.txt", "STS00001"),
        ("responses.txt", None),
        ("query.log", None),
        ("ssladmin query status.txt", None),
        ("console", None),
        ("TOOLONGNAME.CONSOLE", None),
    ],
)
def test_machine_of_file(path: str, machine: str | None) -> None:
    assert machine_of_file(path) == machine


def test_marks_in_their_order_are_one_start() -> None:
    start = Start()
    marks = ("logon typed", "CP-LEVEL", "logon", "CMS-LEVEL", "DTCRUN1022I", "server", "started")
    assert [start.begins(mark) for mark in marks] == [False] * len(marks)


@pytest.mark.parametrize("mark", ["logon", "CMS-LEVEL", "DTCRUN1022I", "server", "started"])
def test_a_mark_behind_a_whole_start_begins_another(mark: str) -> None:
    start = Start()
    start.begins("DTCRUN1022I")
    start.begins("started")
    assert start.begins(mark)


def test_the_wrapper_s_messages_may_come_either_way_round() -> None:
    start = Start()
    assert not start.begins("server")
    assert not start.begins("DTCRUN1022I")
    assert start.begins("server")


def test_a_start_that_failed_is_over() -> None:
    start = Start()
    start.begins("DTCRUN1022I")
    start.over()
    assert start.begins("started")


def test_server_messages_without_a_start_are_an_older_run() -> None:
    start = Start()
    start.says("DTCRUN1043I")
    assert not start.begins("DTCRUN1022I")
    start.says("DTCSSL022E")
    assert start.begins("DTCRUN1022I")


def test_a_message_names_the_machine_or_its_pool() -> None:
    for name, expected in (("TCPIP", ("TCPIP", None)), ("SSL*", (None, "SSL*"))):
        head = messages.head(f"DTCRUN1046I Using 'server' definition ({name}) from file: SYSTEM DTCPARMS D1")
        assert head is not None
        assert run_starts.owner(head, head.text) == expected
    head = messages.head("DTCRUN1046I Using 'class' definition (SSL) from file: IBM DTCPARMS E1")
    assert head is not None
    assert run_starts.owner(head, head.text) == (None, None)


def test_members_of_a_pool() -> None:
    assert fits("SSL00001", "SSL*") and fits("TCPIP", None)
    assert not fits("STS00001", "SSL*")
    assert not fits("SSLDCSSM", "SSL*")
