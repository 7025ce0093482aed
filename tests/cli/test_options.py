"""What the words of options mean."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from importlib import import_module

import pytest

from ssldiag.cli import options
from ssldiag.cli.exits import Stop
from ssldiag.config import FAIL_ON
from ssldiag.model import Severity


@pytest.mark.parametrize(
    ("text", "when"),
    [
        ("2026-11-22", datetime(2026, 11, 22, tzinfo=UTC)),
        ("2026-11-22T12:30Z", datetime(2026, 11, 22, 12, 30, tzinfo=UTC)),
        (" 2026-11-22 12:30+01:00 ", datetime(2026, 11, 22, 12, 30, tzinfo=timezone(timedelta(hours=1)))),
    ],
)
def test_moment(text: str, when: datetime) -> None:
    assert options.moment(text) == when


def test_moment_is_now_unless_told() -> None:
    assert abs(options.moment(None) - datetime.now(UTC)) < timedelta(minutes=1)


@pytest.mark.parametrize("text", ["", "tomorrow", "2026-13-01", "9" * 400])
def test_other_moments_are_refused(text: str) -> None:
    with pytest.raises(Stop, match="is not a time such as") as caught:
        options.moment(text)
    assert caught.value.code == 2


@pytest.mark.parametrize(
    ("values", "codes"),
    [
        (None, None),
        ([], None),
        (["ZVM1,CERT", "TLS 2"], ("ZVM1", "CERT", "TLS", "2")),
        ([""], ("",)),
        ([" , "], ("",)),
    ],
)
def test_codes(values: list[str] | None, codes: tuple[str, ...] | None) -> None:
    assert options.codes(values) == codes


def test_level() -> None:
    assert options.level(None) is None
    assert options.level("6.3") == "630"
    with pytest.raises(Stop, match="--release soon: is not a z/VM level"):
        options.level("soon")


def test_fail_on_has_the_words_of_the_configuration() -> None:
    assert tuple(options.FailOn) == FAIL_ON
    assert options.FailOn.NEVER.severity is None
    assert options.FailOn.WARNING.severity is Severity.WARNING


@pytest.mark.parametrize("form", list(options.ReportFormat))
def test_each_format_is_a_module_that_renders(form: options.ReportFormat) -> None:
    assert callable(import_module(f"ssldiag.render.{form}").render)


def test_codes_are_completed_with_their_names() -> None:
    found = options.complete_code("zvm101")
    assert [code for code, _ in found] == ["ZVM101"]
