"""Prints come with control characters, page headings and screen furniture: only their lines remain."""

from __future__ import annotations

import pytest

from ssldiag.readers.ibmi import printout
from tests.readers.support import pointed_at, source

HEAD = (
    "  5722SS1 V5R4M0 060210      Display Software Resources      LAGER  11/22/26  10:15:00    Page {page}\n"
)
TEXT = (
    HEAD.format(page=1)
    + "  first row\n"
    + HEAD.format(page=2)
    + "  second row\n"
    + "  * * * * *  E N D  O F  L I S T I N G  * * * * *\n"
)


def kept(text: str | bytes) -> list[str]:
    return [
        line.text.strip() for line in printout.read(source(text, "ibmi_products")).lines if line.text.strip()
    ]


def asa(text: str) -> str:
    """With control characters in column 1, as CPYSPLF CTLCHAR(*FCFC) puts them there."""
    return "".join(("1" if "Page" in line else " ") + line + "\n" for line in text.splitlines())


def prtctl(text: str) -> str:
    """With four of them, as CTLCHAR(*PRTCTL) does."""
    return "".join(("001 " if "Page" in line else "   1") + line + "\n" for line in text.splitlines())


@pytest.mark.parametrize("form", [str, asa, prtctl, lambda text: text.replace(HEAD[:9], "\f" + HEAD[:9])])
@pytest.mark.parametrize("codec", ["utf-8", "utf-16", "cp037", "cp273", "cp297", "cp500", "cp1140"])
def test_headings_and_control_characters_go(form: object, codec: str) -> None:
    assert callable(form)
    text = form(TEXT)
    data = text.encode("cp037" if codec == "cp297" else codec)
    assert kept(data) == ["first row", "second row"]


def test_what_the_heading_says() -> None:
    found = printout.read(source(TEXT, "ibmi_products"))
    assert found.release is not None
    assert (found.release.value, pointed_at(found.release.place, TEXT)) == ("V5R4M0", "V5R4M0")
    assert found.system is not None
    assert found.system.value == "LAGER"
    assert len(found.titles) == 2


def test_places_count_control_characters() -> None:
    text = asa(TEXT)
    line = printout.read(source(text, "ibmi_products")).lines[0]
    assert pointed_at(line.place(2, 7), text) == "first"


def test_screens() -> None:
    screen = (
        "                      Display Installed Licensed Programs\n"
        "                                                             System:   SHOP1\n"
        "5722SS1   *COMPATIBLE  i5/OS\n"
        "                                                                        {end}\n"
        "Press Enter to continue.\nF3=Exit   F11=Display release   F12=Cancel\n"
    )
    whole = printout.read(source(screen.format(end="Bottom"), "ibmi_products"))
    assert whole.system is not None
    assert (whole.system.value, whole.more) == ("SHOP1", False)
    assert not any("F3=" in line.text for line in whole.lines)
    assert printout.read(source(screen.format(end="More..."), "ibmi_products")).more
    both = screen.format(end="More...") + screen.format(end="Bottom")
    assert not printout.read(source(both, "ibmi_products")).more


@pytest.mark.parametrize("text", ["1 of 2\n 2 of 2\n", "10 rows\n11 rows\n", "  text\n  text\n"])
def test_columns_that_hold_no_control_characters_stay(text: str) -> None:
    assert kept(text) == [line.strip() for line in text.splitlines()]
