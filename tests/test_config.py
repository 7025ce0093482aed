"""``ssldiag.toml``: what it means, and a sentence for every mistake."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ssldiag.config import (
    FAIL_ON,
    KEYS,
    LARGEST,
    SUPPRESS_KEYS,
    Config,
    ConfigError,
    Suppression,
    parse_config,
    read_config,
)
from ssldiag.model import Evidence, FilePlace, Finding

WHOLE = """
select = ["zvm", "CERT"]
ignore = "ZVM7"
fail_on = "warning"
release = "z/VM 6.3"
expiry_days = 90

[[suppress]]
code = "zvm101"
file = "*DTCPARMS"
match = "tcpip2"
reason = "the second stack is being moved"
until = 2027-01-31

[[suppress]]
code = "CERT101"
reason = "renewal is ordered"
until = "2026-12-01"
"""


def finding(code: str = "ZVM101", message: str = "names TCPIP2", *files: str) -> Finding:
    return Finding(
        code, message, tuple(Evidence(FilePlace(file)) for file in files or ("tcp/SYSTEM DTCPARMS",))
    )


def test_all_keys() -> None:
    config = parse_config(WHOLE, "x.toml")
    assert config == Config(
        "x.toml",
        ("ZVM", "CERT"),
        ("ZVM7",),
        "warning",
        "630",
        90,
        (
            Suppression(
                "ZVM101", "the second stack is being moved", date(2027, 1, 31), "*DTCPARMS", "tcpip2"
            ),
            Suppression("CERT101", "renewal is ordered", date(2026, 12, 1)),
        ),
    )


def test_an_empty_file_says_nothing() -> None:
    assert parse_config("# nothing\n", "x") == Config("x")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("selekt = []", "x.toml: selekt: there is no such key; did you mean select?"),
        ("colour = true", "x.toml: colour: there is no such key (known are select, ignore, fail_on,"),
        ("select = 3", "x.toml: select must be a list of codes"),
        ("select = ['']", "x.toml: select must be a list of codes"),
        ("fail_on = 'fatal'", "x.toml: fail_on must be one of error, warning, info, never"),
        ("fail_on = []", "x.toml: fail_on must be one of"),
        ("release = 630", "x.toml: release must be a z/VM level in quotes"),
        ("release = 'soon'", "x.toml: release must be a z/VM level in quotes"),
        ("expiry_days = true", "x.toml: expiry_days must be a number of days"),
        ("expiry_days = -1", "x.toml: expiry_days must be a number of days"),
        ("suppress = 1", "x.toml: suppress must be written as [[suppress]] sections"),
        ("[[suppress]]\ncode = 'A1'\nreason = 'r'", "x.toml: suppress 1: until is missing"),
        ("[[suppress]]\ncode = 'A1'\nuntil = 2027-01-01", "x.toml: suppress 1: reason is missing"),
        ("[[suppress]]\nreason = ' '", "x.toml: suppress 1: reason must be a text in quotes"),
        ("[[suppress]]\ncode = 1", "x.toml: suppress 1: code must be the code of a rule"),
        ("[[suppress]]\nuntil = 'soon'", "x.toml: suppress 1: until must be a date such as 2027-01-31"),
        ("[[suppress]]\nuntil = 2027-01-01T00:00:00", "x.toml: suppress 1: until must be a date"),
        (
            "[[suppress]]\nuntill = 2027-01-01",
            "x.toml: suppress 1: untill: there is no such key; did you mean until?",
        ),
        ("select = [", "x.toml: is not valid TOML: "),
        ("a = " + "[" * 5000, "x.toml: is not valid TOML: values are nested too deeply"),
        ("a = " + "9" * 5000, "x.toml: is not valid TOML: Exceeds the limit"),
    ],
)
def test_mistakes_are_named(text: str, message: str) -> None:
    with pytest.raises(ConfigError) as caught:
        parse_config(text, "x.toml")
    assert str(caught.value).startswith(message)


@settings(max_examples=100, deadline=None)
@given(
    st.one_of(
        st.text(),
        st.sampled_from([*KEYS, *SUPPRESS_KEYS]).flatmap(lambda key: st.text().map(f"{key} = {{}}".format)),
    )
)
def test_any_text_is_a_configuration_or_one_error(text: str) -> None:
    try:
        assert isinstance(parse_config(text, "x"), Config)
    except ConfigError as error:
        assert str(error).startswith("x: ")


def test_reading(tmp_path: Path) -> None:
    file = tmp_path / "ssldiag.toml"
    file.write_text(WHOLE)
    assert read_config(file).name == str(file)
    file.write_bytes(b"reason = '\xff'")
    with pytest.raises(ConfigError, match=r"is not UTF-8 \(byte 10\)"):
        read_config(file)
    file.write_bytes(b"#" * (LARGEST + 1))
    with pytest.raises(ConfigError, match="is larger than"):
        read_config(file)
    with pytest.raises(ConfigError, match="cannot be read: No such file"):
        read_config(tmp_path / "none.toml")


@pytest.mark.parametrize(
    ("found", "covered"),
    [
        (finding(), True),
        (finding("ZVM102"), False),
        (finding("ZVM101", "names TCPIP3"), False),
        (finding("ZVM101", "names TCPIP2", "TCPIP DATA"), False),
        (finding("ZVM101", "names TCPIP2", "TCPIP DATA", "tcpmaint/system dtcparms"), True),
    ],
)
def test_a_suppression_covers_code_file_and_message(found: Finding, covered: bool) -> None:
    assert parse_config(WHOLE, "x").suppress[0].covers(found) is covered


def test_a_suppression_counts_through_its_last_day() -> None:
    config = parse_config(WHOLE, "x.toml")
    expiring = finding("CERT101")
    assert config.excuse(expiring, date(2026, 12, 1)) == ("renewal is ordered", "2026-12-01")
    assert config.excuse(expiring, date(2026, 12, 2)) is None
    assert config.expired(date(2026, 12, 1)) == []
    assert config.expired(date(2026, 12, 2)) == [
        "x.toml: the suppression of CERT101 ended on 2026-12-01 (renewal is ordered)"
    ]


def test_every_key_is_described(root: Path) -> None:
    page = (root / "docs" / "configuration.md").read_text("utf-8")
    assert all(f"`{key}`" in page for key in (*KEYS, *SUPPRESS_KEYS, *FAIL_ON))


def test_the_example_of_the_documentation_works(root: Path) -> None:
    page = (root / "docs" / "configuration.md").read_text("utf-8")
    example = page.split("```toml\n", 1)[1].split("```", 1)[0]
    assert set(KEYS) - {key for key in KEYS if getattr(parse_config(example, "x"), key)} == set()
