"""Dates of certificates, in the one allowed form and in others."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ssldiag.keydb import der, times

from .makers import tlv


def read(tag: int, content: bytes) -> tuple[datetime | None, str | None]:
    return times.read(der.read(tlv(tag, content)))


@pytest.mark.parametrize(
    ("tag", "content", "moment"),
    [
        (0x17, b"261122103842Z", datetime(2026, 11, 22, 10, 38, 42, tzinfo=UTC)),
        (0x17, b"500101000000Z", datetime(1950, 1, 1, tzinfo=UTC)),
        (0x17, b"491231235959Z", datetime(2049, 12, 31, 23, 59, 59, tzinfo=UTC)),
        (0x18, b"20500101000000Z", datetime(2050, 1, 1, tzinfo=UTC)),
        (0x18, b"19491231235959Z", datetime(1949, 12, 31, 23, 59, 59, tzinfo=UTC)),
        (0x18, b"99991231235959Z", datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)),
    ],
)
def test_the_allowed_form(tag: int, content: bytes, moment: datetime) -> None:
    assert read(tag, content) == (moment, None)


@pytest.mark.parametrize(
    ("tag", "content", "moment"),
    [
        (0x17, b"2611221038Z", datetime(2026, 11, 22, 10, 38, tzinfo=UTC)),
        (0x17, b"261122103842+0100", datetime(2026, 11, 22, 9, 38, 42, tzinfo=UTC)),
        (0x17, b"261122103842-0130", datetime(2026, 11, 22, 12, 8, 42, tzinfo=UTC)),
        (0x17, b"261122103842", datetime(2026, 11, 22, 10, 38, 42, tzinfo=UTC)),
        (0x18, b"20601122103842.5Z", datetime(2060, 11, 22, 10, 38, 42, tzinfo=UTC)),
        (0x18, b"20261122103842Z", datetime(2026, 11, 22, 10, 38, 42, tzinfo=UTC)),
    ],
)
def test_other_forms_are_read_and_told(tag: int, content: bytes, moment: datetime) -> None:
    found, defect = read(tag, content)
    assert found == moment
    assert defect


@pytest.mark.parametrize(
    ("tag", "content"),
    [
        (0x17, b""),
        (0x17, b"never"),
        (0x17, b"20261122103842Z"),
        (0x17, b"261322103842Z"),
        (0x17, b"260229000000Z"),
        (0x17, b"261122246060Z"),
        (0x18, b"00001122103842Z"),
        (0x18, b"99991231235959-0100"),
        (0x18, b"20261122103842+9999"),
        (0x18, "２０２６１１２２１０３８４２Z".encode()),
        (0x13, b"261122103842Z"),
    ],
)
def test_no_date(tag: int, content: bytes) -> None:
    found, defect = read(tag, content)
    assert found is None
    assert defect


@settings(max_examples=100, deadline=None)
@given(st.sampled_from([0x17, 0x18]), st.text("0123456789Z+-.,", max_size=24))
def test_any_content(tag: int, content: str) -> None:
    found, defect = read(tag, content.encode())
    assert defect or (found is not None and found.tzinfo is UTC)
