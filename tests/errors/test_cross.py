"""What the other side logs, the same condition elsewhere, and what a capture shows."""

from __future__ import annotations

import pytest

from ssldiag.errors.cross import MOST, crossing, merged
from ssldiag.errors.load import Tables
from ssldiag.errors.model import OtherSide, Row


def row(tables: Tables, table: str, code: str) -> Row:
    (found,) = tables.find(table, "code", code)
    return found


def sides(tables: Tables, table: str, code: str) -> set[tuple[str, int | None, str]]:
    found = crossing(tables, row(tables, table, code)).other_side
    return {(side.platform, side.code, side.basis) for side in found}


def test_measured_pairs_of_gskit(tables: Tables) -> None:
    """With 414 on one side, the other logs 420 if it is a GSKit, and alert 42 if it is OpenSSL."""
    assert sides(tables, "gskit8", "414") >= {("gskit8", 420, "measured"), ("openssl", 1042, "measured")}
    assert sides(tables, "gskit8", "402") >= {("gskit8", 420, "measured"), ("openssl", 1040, "measured")}
    assert sides(tables, "gskit8", "420") >= {
        ("gskit8", 402, "measured"),
        ("gskit8", 414, "measured"),
        ("gskit8", 401, "measured"),
        ("openssl", 193, "measured"),
        ("openssl", 134, "measured"),
        ("openssl", 258, "measured"),
    }


def test_validation_details_have_their_pairs(tables: Tables) -> None:
    assert ("openssl", 1042, "measured") in sides(tables, "gskit8", "575018")


def test_the_peer_of_openssl(tables: Tables) -> None:
    assert ("gskit8", 414, "measured") in sides(tables, "openssl", "1042")
    assert ("gskit8", 420, "measured") in sides(tables, "openssl", "193")


def test_both_sides_of_an_alert(tables: Tables) -> None:
    found = crossing(tables, row(tables, "alerts", "42"))
    when = {(side.code, word) for side in found.other_side for word in side.when}
    assert (414, "it sends the alert") in when and (420, "it receives the alert") in when
    assert (1042, "it receives the alert") in when
    assert "type 15" in found.look_for and "2a" in found.look_for


@pytest.mark.parametrize(("table", "code"), [("ibmi_ssl", "-23"), ("ibmi_gsk", "6000"), ("sysssl", "435")])
def test_what_was_not_measured_is_expected(table: str, code: str, tables: Tables) -> None:
    found = sides(tables, table, code)
    assert {basis for *_, basis in found} == {"expected"}
    assert {(platform, number) for platform, number, _ in found} >= {("gskit8", 420), ("openssl", 1048)}


def test_the_same_condition_elsewhere(tables: Tables) -> None:
    same = crossing(tables, row(tables, "ibmi_ssl", "-1")).same_as
    assert {(side.platform, side.code) for side in same} >= {
        ("ibmi", 402),
        ("zvm", 402),
        ("gskit8", 402),
        ("openssl", 193),
    }
    assert {side.basis for side in same} == {"seen"}


def test_success_has_no_other_side(tables: Tables) -> None:
    assert crossing(tables, row(tables, "gskit8", "0")) == ((), (), "")
    assert crossing(tables, row(tables, "alerts", "0")).look_for


def test_every_row_has_a_bounded_crossing(tables: Tables) -> None:
    for _, found in tables.every():
        assert len(crossing(tables, found).other_side) <= MOST


def test_merging_keeps_every_occasion() -> None:
    one = OtherSide("gskit8", 420, "A", "", ("x",))
    more = OtherSide("gskit8", 420, "A", "", ("y",))
    other = OtherSide("gskit8", 402, "B", "", ("z",))
    assert list(merged([other, one, more])) == [OtherSide("gskit8", 420, "A", "", ("x", "y")), other]
    assert [side.code for side in merged([other, one, more], frequent_first=False)] == [402, 420]
