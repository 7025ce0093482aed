"""DTCPARMS: tags, values over lines, comments, entries in comments, places under XEDIT numbers."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ssldiag.readers.dtcparms import DtcparmsFile, Entry, read
from tests.readers.support import located, pointed_at, source, values

SAMPLE = """\
.***************************************************
.* SYSTEM DTCPARMS - QA system
:nick.TCPIPQA  :type.server
               :class.stack   :attach.0A10-0A12
               :DCSS_Parms.<DEFAULT>
.* the pool
:nick.sqa*     :type.Server
               :stack.tcpipqa
               :vmlink..DIR VMSYS:TCPMAINT.SSLPOOL_SQA
               :mount./../VMBFS:VMSYS:ROOT/ / ,
                      /../VMSYSU:GSKADMIN/etc/gskad1 /etc/gskadm
               :parms.KEYFILE /etc/gskadm/QaStore.kdb
                      CACHELIFE 8 H
                      EXEMPT LOW
:nick.LAST :type.class
"""


def parsed(text: str, path: str = "SYSTEM.DTCPARMS") -> DtcparmsFile:
    return read(source(text, "dtcparms", path))


def value(entry: Entry, key: str) -> str | None:
    tag = entry.get(key)
    return tag.value.value if tag else None


def test_entries_with_their_tags() -> None:
    found = parsed(SAMPLE)
    assert [(entry.nick.value, entry.type) for entry in found.entries] == [
        ("TCPIPQA", "server"),
        ("SQA*", "server"),
        ("LAST", "class"),
    ]
    stack, pool, _ = found.entries
    assert [tag.key for tag in stack.tags] == ["nick", "type", "class", "attach", "dcss_parms"]
    assert value(stack, "attach") == "0A10-0A12"
    assert value(stack, "dcss_parms") == "<DEFAULT>"
    assert value(pool, "stack") == "tcpipqa", "values keep their case"
    assert found.unreadable == ()


def test_a_dot_may_begin_a_value() -> None:
    assert value(parsed(SAMPLE).entries[1], "vmlink") == ".DIR VMSYS:TCPMAINT.SSLPOOL_SQA"


def test_bfs_paths_hold_no_tags() -> None:
    assert value(parsed(SAMPLE).entries[1], "mount") == (
        "/../VMBFS:VMSYS:ROOT/ / , /../VMSYSU:GSKADMIN/etc/gskad1 /etc/gskadm"
    )


def test_a_value_goes_on_to_the_next_tag() -> None:
    tag = parsed(SAMPLE).entries[1].get("parms")
    assert tag is not None
    assert tag.value.value == "KEYFILE /etc/gskadm/QaStore.kdb CACHELIFE 8 H EXEMPT LOW"
    assert values(tag.words) == tag.value.value.split()
    assert pointed_at(tag.value.place, SAMPLE) == "KEYFILE /etc/gskadm/QaStore.kdb", "its first line"


def test_every_place_points_at_its_word() -> None:
    found = parsed(SAMPLE)
    for entry in found.entries:
        assert pointed_at(entry.nick.place, SAMPLE).upper() == entry.nick.value
        for tag in entry.tags:
            assert pointed_at(tag.name.place, SAMPLE) == tag.name.value
            assert [pointed_at(word.place, SAMPLE) for word in tag.words] == values(tag.words)


def test_places_under_xedit_numbers_and_furniture() -> None:
    numbered = "\n".join(f"{number:05} {line}" for number, line in enumerate(SAMPLE.splitlines(), 1))
    screen = f"SYSTEM   DTCPARMS D1  V 80  Trunc=80 Size=7 Line=0 Col=1 Alt=0\n\n{numbered}\n====>\n"
    plain, shown = parsed(SAMPLE), parsed(screen)
    assert [entry.nick.value for entry in shown.entries] == [entry.nick.value for entry in plain.entries]
    for tag in shown.entries[1].tags:
        assert [pointed_at(word.place, screen) for word in tag.words] == values(tag.words)


def test_places_under_sequence_numbers() -> None:
    cards = "".join(f"{line[:72]:<72}{n:08}\n" for n, line in enumerate(SAMPLE.splitlines(), 1))
    found = parsed(cards)
    assert value(found.entries[1], "parms") == value(parsed(SAMPLE).entries[1], "parms")
    assert all(
        pointed_at(word.place, cards).upper() == word.value.upper() for word in found.entries[1].tags[3].words
    )


def test_a_comment_ends_a_value() -> None:
    found = parsed(":nick.SSL* :parms.FIPS\n.* not KEYFILE y\n  KEYFILE x\n  :stack.TCPIP\n")
    assert value(found.entries[0], "parms") == "FIPS"
    assert value(found.entries[0], "stack") == "TCPIP"
    assert [(str(item.place), item.reason) for item in found.unreadable] == [
        ("SYSTEM.DTCPARMS:3", "text after a comment belongs to no tag")
    ]


def test_a_blank_line_does_not_end_a_value() -> None:
    assert value(parsed(":nick.X :parms.FIPS\n\n  EXEMPT LOW\n").entries[0], "parms") == "FIPS EXEMPT LOW"


@pytest.mark.parametrize("mark", [".*", ".**", ".****", ".* ", ".*   ", "   .*"])
def test_entries_that_stand_in_comments(mark: str) -> None:
    text = (
        f"{mark}:nick.SSLSERV :type.server\n{mark}      :class.ssl\n{mark}          x\n:nick.A :type.server\n"
    )
    found = parsed(text)
    assert [entry.nick.value for entry in found.entries] == ["A"]
    assert [(entry.nick.value, entry.type, entry.commented) for entry in found.commented] == [
        ("SSLSERV", "server", True)
    ]
    assert value(found.commented[0], "class") == "ssl x"
    words = [word for tag in found.commented[0].tags for word in (tag.name, *tag.words)]
    assert [pointed_at(word.place, text) for word in words] == values(words)


def test_prose_in_comments_is_no_entry() -> None:
    text = (
        ".* Copy :nick.SSLSERV to here\n.* :nick.SSL* is the pool\n.*:nick.OLD :type.server\n.* That was it\n"
    )
    found = parsed(text + ".*   :stack.TCPIP\n:nick.A\n.* :type.server\n")
    assert [entry.nick.value for entry in found.commented] == ["OLD"]
    assert [tag.key for tag in found.commented[0].tags] == ["nick", "type"]
    assert [tag.key for tag in found.entries[0].tags] == ["nick"]


def test_a_star_in_column_1_is_a_comment_and_told() -> None:
    found = parsed("* old\n:nick.X :type.server\n*:stack.TCPIP\n  :class.ssl\n  :for.SSL *\n")
    assert [str(place) for place in found.star_comments] == ["SYSTEM.DTCPARMS:1", "SYSTEM.DTCPARMS:3"]
    assert [tag.key for tag in found.entries[0].tags] == ["nick", "type", "class", "for"]


def test_text_before_the_first_entry_belongs_to_nothing() -> None:
    found = parsed("hello :class.x there :nick.A :type.server\n")
    assert [(item.place, item.reason) for item in found.unreadable] == [
        (found.unreadable[0].place, "text before the first :nick. belongs to no entry")
    ]
    assert [tag.key for tag in found.entries[0].tags] == ["nick", "type"]


def test_an_entry_without_a_name_is_kept_and_told() -> None:
    found = parsed(":nick.  :type.server\n:nick.WAYTOOLONGNAME :type.server :type.class\n")
    assert [entry.nick.value for entry in found.entries] == ["", "WAYTOOLONGNAME"]
    assert [item.reason for item in found.unreadable] == ["an entry without a name"]
    assert [tag.key for tag in found.entries[1].tags] == ["nick", "type", "type"]


def test_missing_type_and_empty_values() -> None:
    entry = parsed(":nick.A :stack. :for.\n").entries[0]
    assert entry.type == ""
    assert value(entry, "stack") == ""
    assert entry.tags[1].words == ()


@pytest.mark.parametrize("text", ["a:class.x", "12:30.", ":.", ":1a.", ":no_dot here", "::x."])
def test_what_is_no_tag(text: str) -> None:
    entry = parsed(f":nick.A :name.{text}\n").entries[0]
    assert [tag.key for tag in entry.tags] == ["nick", "name"]
    assert value(entry, "name") == text


@pytest.mark.parametrize(
    ("path", "filename"),
    [
        ("host/SYSTEM.DTCPARMS", "SYSTEM"),
        ("ibm dtcparms d1", "IBM"),
        ("zvmws01.dtcparms.txt", "ZVMWS01"),
        ("SYSTEM.OLDPARMS", None),
        ("notes.txt", None),
    ],
)
def test_the_cms_name(path: str, filename: str | None) -> None:
    assert parsed(SAMPLE, path).filename == filename


def test_ebcdic_cards() -> None:
    cards = "".join(line.ljust(80) for line in SAMPLE.splitlines()).encode("cp037")
    found = read(source(cards, "dtcparms", "SYSTEM.DTCPARMS"))
    assert [entry.nick.value for entry in found.entries] == ["TCPIPQA", "SQA*", "LAST"]
    assert found.unreadable == ()


def test_the_real_file(shared: Path) -> None:
    path = shared / "real" / "zvm-bootcamp" / "system dtcparms (xedit screen).txt"
    text = path.read_text("utf-8")
    found = read(source(text, "dtcparms", path.name))
    assert found.filename == "SYSTEM"
    assert found.unreadable == ()
    assert [(entry.nick.value, entry.type) for entry in found.entries] == [("TCPIP", "server")]
    assert {tag.key: tag.value.value for tag in found.entries[0].tags[2:]} == {
        "class": "stack",
        "attach": "0800-0802",
    }
    assert all(pointed_at(word.place, text).upper() == word.value.upper() for word in located(found.entries))


SOUP = st.lists(
    st.one_of(
        st.sampled_from(
            [
                ":nick.A",
                ":type.server",
                ":parms.",
                "x",
                ".*",
                "*",
                ".*:nick.B :type.server",
                "\n",
                "\n  ",
                "\n.* ",
            ]
        ),
        st.text(max_size=10),
    ),
    max_size=40,
)


@settings(max_examples=100, deadline=None)
@given(SOUP)
def test_any_text_gives_entries(pieces: list[str]) -> None:
    found = parsed(" ".join(pieces))
    assert all(entry.tags[0].key == "nick" for entry in (*found.entries, *found.commented))


@settings(max_examples=50, deadline=None)
@given(st.binary(max_size=400))
def test_any_bytes_give_a_value(data: bytes) -> None:
    assert read(source(data, "dtcparms")).file == "folder/FILE"
