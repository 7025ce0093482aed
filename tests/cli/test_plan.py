"""What counts: the command line, then the configuration, then the defaults."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from ssldiag.cli.plan import Order, Plan, config_for, plan
from ssldiag.config import Config, parse_config
from ssldiag.model import Severity
from ssldiag.selection import SelectionError
from ssldiag.settings import Settings
from tests.render import reports

NOW = datetime(2026, 11, 22, tzinfo=UTC)
RULES = {rule.code: rule for rule in reports.RULES}


def order(**changes: Any) -> Order:
    return replace(Order((Path("host"),), NOW), **changes)


def test_defaults() -> None:
    made = plan(order(), None, RULES)
    assert made == Plan(tuple(RULES.values()), Settings(None, 30, ()), Severity.ERROR, None)


def test_a_configuration_replaces_defaults_and_the_command_line_replaces_it() -> None:
    config = Config("x", ("ZVM",), ("ZVM1",), "info", "620", 0)
    made = plan(order(), config, RULES)
    assert [rule.code for rule in made.rules] == ["ZVM301"]
    assert (made.settings.release, made.settings.expiry_days, made.fail_on) == ("620", 0, Severity.INFO)
    told = order(
        select=("CERT",), ignore=(), release="630", expiry_days=7, fail_on=Severity.WARNING, passwords=(b"p",)
    )
    made = plan(told, config, RULES)
    assert [rule.code for rule in made.rules] == ["CERT101"]
    assert made.settings == Settings("630", 7, (b"p",))
    assert made.fail_on is Severity.WARNING


def test_never_is_not_the_same_as_nothing_said() -> None:
    assert plan(order(never=True), Config("x", fail_on="info"), RULES).fail_on is None
    assert plan(order(), Config("x", fail_on="never"), RULES).fail_on is None


def test_codes_that_no_rule_has_are_refused() -> None:
    config = parse_config("[[suppress]]\ncode = 'ZVM999'\nreason = 'r'\nuntil = 2027-01-01", "x")
    with pytest.raises(SelectionError, match="there is no rule 'ZVM999'"):
        plan(order(), config, RULES)
    with pytest.raises(SelectionError, match="begins with 'X'"):
        plan(order(select=("X",)), None, RULES)


def test_where_the_configuration_comes_from(tmp_path: Path) -> None:
    host, here, other = tmp_path / "host", tmp_path / "here", tmp_path / "other.toml"
    host.mkdir()
    here.mkdir()
    assert config_for(host, order(), here) is None
    (here / "ssldiag.toml").touch()
    assert config_for(host, order(), here) == here / "ssldiag.toml"
    (host / "ssldiag.toml").touch()
    assert config_for(host, order(), here) == host / "ssldiag.toml"
    assert config_for(host / "file", order(), here) == here / "ssldiag.toml"
    assert config_for(host, order(config=other), here) == other
