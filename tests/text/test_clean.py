"""What a screen or an editor put around a configuration file goes; what the file holds stays where it is."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ssldiag.text import Line, clean, lines
from tests.text.support import source_of

SCREEN = """\
xyPROFILE  TCPIP    D1  V 80  Trunc=80 Size=55 Line=37 Col=1 Alt=0
====>
00036 * * * Top of File * * *
      |...+....1....+....2....+....3....+....4....+....5....+....6....+....7...
00037 DEVICE DEV@0800  OSD 0800   NONROUTER
00038 LINK ETH0 QDIOETHERNET DEV@0800   MTU 1800 IP
00039
00040 HOME
00041 172.24.200.222 255.255.255.0 ETH0
00056 * * * End of File * * *

                                                            MORE...   ZVMWSXX
                                                            X E D I T  1 File
"""


def cleaned(text: str) -> list[Line]:
    return list(clean(Line("f", number, line.rstrip()) for number, line in enumerate(text.split("\n"), 1)))


def test_a_screen() -> None:
    kept = [line for line in cleaned(SCREEN) if line.text]
    assert [(line.number, line.shift, line.text) for line in kept] == [
        (5, 6, "DEVICE DEV@0800  OSD 0800   NONROUTER"),
        (6, 6, "LINK ETH0 QDIOETHERNET DEV@0800   MTU 1800 IP"),
        (8, 6, "HOME"),
        (9, 6, "172.24.200.222 255.255.255.0 ETH0"),
    ]


def test_places_are_those_of_the_file() -> None:
    place = cleaned(SCREEN)[1].words()[1].place
    assert (str(place), place) == ("f:6", cleaned(SCREEN)[1].place(5, 9))
    line = SCREEN.split("\n")[5]
    assert line[cleaned(SCREEN)[1].place(5, 9).column - 1 :].startswith("ETH0")
    assert cleaned(SCREEN)[1].place(5, 9).text == line


def test_the_equal_signs_of_a_prefix_area() -> None:
    text = "===== * * * Top of File * * *\n===== :nick.TCPIP  :type.server\n=====\n=====     :class.stack"
    assert [line.text for line in cleaned(text)] == [":nick.TCPIP  :type.server", "", "    :class.stack"]


@pytest.mark.parametrize(
    "line",
    [
        "* * * Top of File * * *",
        "* * * End of File * * *",
        "00000 * * * Top of File * * *",
        "  ====> file",
        "|...+....1....+....2....+....3",
        "                    MORE...   ZVMWSXX",
        "RUNNING   ZVMWS01",
        "                                  HOLDING   ZVM1",
        "                                  VM READ   ZVM1",
        "                                  CP READ   ZVM1",
        "DMSXMD573I Input mode:",
        "Ready; T=0.01/0.01 12:25:03",
        " SYSTEM   DTCPARMS D1  V 80  Trunc=80 Size=7 Line=0 Col=1 Alt=0",
        "?\x07SYSTEM DTCPARMS D1 F 80 Trunc=80 Size=7 Line=0 Col=1 Alt=0",
    ],
)
def test_furniture_goes(line: str) -> None:
    assert [kept.text for kept in cleaned(f"HOME\n{line}\nGATEWAY")] == ["HOME", "GATEWAY"]


@pytest.mark.parametrize(
    "line",
    [
        "* End of the list of users",
        "; more... of the same",
        "MDISK 0191 3390 100 5 VOL001 MR",
        "00992 TCP INTCLIEN SECURE QATN3270",
        "   START DEV@0800",
        ".* ====> see the book",
        "USER READY NOLOG",
        "RUNNING out of names",
    ],
)
def test_what_a_file_holds_stays(line: str) -> None:
    assert [kept.text for kept in cleaned(f"HOME\n{line}\nGATEWAY")] == ["HOME", line, "GATEWAY"]


def test_port_numbers_of_five_digits_are_not_line_numbers() -> None:
    text = "PORT\n00021 TCP FTPSERVE\n00992 TCP INTCLIEN\n00025 TCP SMTP\nAUTOLOG\nENDAUTOLOG"
    assert [line.text for line in cleaned(text)] == text.split("\n")


def card(text: str, sequence: str = "") -> str:
    return text.ljust(72) + sequence


def test_sequence_numbers_go() -> None:
    text = "\n".join(
        card(f"  MDISK 0{number}91 3390 100 5 VOL001 MR", f"{number:06}00") for number in range(9)
    )
    kept = cleaned(text)
    assert [line.text for line in kept] == [
        f"  MDISK 0{number}91 3390 100 5 VOL001 MR" for number in range(9)
    ]
    assert kept[3].raw.endswith("00000300")
    assert kept[3].shift == 0


def test_lines_added_without_a_sequence_number_stay_whole() -> None:
    numbered = [card(f"USER U{number} NOLOG", f"{number:06}00") for number in range(6)]
    kept = cleaned("\n".join([*numbered, "* added by hand", ""]))
    assert [line.text for line in kept] == [*(f"USER U{n} NOLOG" for n in range(6)), "* added by hand", ""]


def test_eight_digits_in_a_few_lines_are_no_sequence() -> None:
    text = "\n".join([card("* see problem", "00012345"), *["USER A NOLOG"] * 9])
    assert cleaned(text)[0].text.endswith("00012345")


def test_text_in_the_sequence_columns_is_text() -> None:
    text = "\n".join([card("* a", "00000100"), card("* b", "00000200"), card("* c", "COMMENT.")])
    assert [len(line.text) for line in cleaned(text)] == [80, 80, 80]


def test_numbers_on_both_sides() -> None:
    text = "\n".join(f"{number:05} {card('  LINK MAINT 0190 0190 RR', '00000100')}" for number in range(1, 5))
    assert {(line.text, line.shift) for line in cleaned(text)} == {("  LINK MAINT 0190 0190 RR", 6)}


def test_a_long_file_is_streamed() -> None:
    endless = (Line("f", number, f"{number % 100_000:05} HOME") for number in range(10_000_000))
    first = next(clean(endless))
    assert (first.text, first.shift) == ("HOME", 6)
    assert next(endless).number < 10_000


@given(st.lists(st.text(max_size=90), max_size=30))
@settings(max_examples=100, deadline=None)
def test_what_is_kept_stands_in_its_line_where_it_says(texts: list[str]) -> None:
    given_lines = [Line("f", number, text.rstrip()) for number, text in enumerate(texts, 1)]
    numbers = [line.number for line in clean(given_lines)]
    assert numbers == sorted(set(numbers))
    for line in clean(given_lines):
        assert line.raw == given_lines[line.number - 1].text
        assert line.raw[line.shift :].startswith(line.text)


@pytest.mark.parametrize(
    ("name", "first", "count"),
    [
        ("profile tcpip (xedit screen).txt", "DEVICE DEV@0800  OSD 0800   NONROUTER", 19),
        (
            "system dtcparms (xedit screen).txt",
            ".**********************************************************************",
            7,
        ),
    ],
)
def test_real_screens(shared: Path, name: str, first: str, count: int) -> None:
    data = (shared / "real" / "zvm-bootcamp" / name).read_bytes()
    kept = [line for line in clean(lines(source_of(data))) if line.text]
    assert (kept[0].text, len(kept), {line.shift for line in kept}) == (first, count, {6})
