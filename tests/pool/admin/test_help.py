"""Help: a page for every command, and no page for anything else."""

from __future__ import annotations

import pytest

from ssldiag.pool.admin import netstat, ssladmin
from ssldiag.pool.admin.help import PAGES, topic


def test_every_command_has_a_page() -> None:
    assert set(PAGES["SSLADMIN"]) == {*ssladmin.COMMANDS, "OPTIONS"}
    assert set(PAGES["NETSTAT"]) == set(netstat.COMMANDS)


@pytest.mark.parametrize(
    ("program", "name"), [(program, name) for program in PAGES for name in PAGES[program]]
)
def test_pages(program: str, name: str) -> None:
    first, *rest = topic(program, name)
    assert first.startswith(f"{program} ")
    assert rest
    assert all(len(line) <= 110 for line in rest)


def test_the_list() -> None:
    assert topic("NETSTAT")[1] == "  CONFIG   tells whether the SSL servers run, and their sessions"
