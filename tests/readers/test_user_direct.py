"""Directory entries: heads, statements, sizes, what DIRMAINT adds, and that no password is kept."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ssldiag.model import Located
from ssldiag.readers.user_direct import DirectoryEntry, UserDirect, read
from tests.readers.support import located, pointed_at, source, values

SAMPLE = """\
DIRECTORY 0123 3390 M01RES
*
GLOBALDEFS
  POSIXGROUP security 7
PROFILE TCPSQAU
  IPL CMS PARM FILEPOOL VMSYS
  LOGONBY TCPMAINT GSKADMIN
  MACH XA
  POSIXINFO UID 7 GNAME security
* the pool
USER SQA LBYONLY 160M 256M G
*DVHOPT LNK0 LOG1 RCM1 SMS0 NPW1 LNGAMENG PWC20260101 CRC\x81
  POOL LOW 1 HIGH 4 PROFILE TCPSQAU
identity sqadcssm tomsecret 32m 1G ge
  BUILD ON * USING SUBCONFIG SQADCS-1
  incl tcpcmsu
  NAMESAVE TCPIPQA
SUBCONFIG SQADCS-1
  MDISK 0191 3390 4100 1 QAVOL1 MR READPW WRITEPW MULTIPW
"""


def parsed(text: str) -> UserDirect:
    return read(source(text, "user_direct", "USER.DIRECT"))


def entry(text: str) -> DirectoryEntry:
    found = parsed(text)
    assert len(found.entries) == 1
    return found.entries[0]


def value(word: Located[object] | None) -> object:
    return None if word is None else word.value


def test_entries() -> None:
    found = parsed(SAMPLE)
    assert [(item.type, item.name.value) for item in found.entries] == [
        ("DIRECTORY", "DIRECTORY"),
        ("GLOBALDEFS", "GLOBALDEFS"),
        ("PROFILE", "TCPSQAU"),
        ("USER", "SQA"),
        ("IDENTITY", "SQADCSSM"),
        ("SUBCONFIG", "SQADCS-1"),
    ]
    assert found.unreadable == ()


def test_statements_with_their_full_names() -> None:
    _, _, profile, pool, agent, _ = parsed(SAMPLE).entries
    assert [item.key for item in profile.statements] == ["IPL", "LOGONBY", "MACHINE", "POSIXINFO"]
    assert values(profile.all("LOGONBY")[0].words) == ["TCPMAINT", "GSKADMIN"]
    assert values(pool.all("POOL")[0].words) == ["LOW", "1", "HIGH", "4", "PROFILE", "TCPSQAU"]
    assert [(item.key, item.name.value) for item in agent.statements][1] == ("INCLUDE", "incl")


def test_sizes_and_classes() -> None:
    pool, agent = parsed(SAMPLE).entries[3:5]
    assert (value(pool.storage), value(pool.max_storage), value(pool.privilege_classes)) == (
        160 << 20,
        256 << 20,
        "G",
    )
    assert (value(agent.storage), value(agent.max_storage), value(agent.privilege_classes)) == (
        32 << 20,
        1 << 30,
        "GE",
    )
    assert pool.password_word == "LBYONLY"
    assert agent.password_word is None


def test_every_place_points_at_its_word() -> None:
    for word in located(parsed(SAMPLE)):
        if isinstance(word.value, str) and word.value not in ("GLOBALDEFS", "DIRECTORY"):
            assert pointed_at(word.place, SAMPLE).upper() == word.value.upper()


SECRETS = ("tomsecret", "READPW", "WRITEPW", "MULTIPW")


def everything(value: object) -> str:
    """All texts in a document, those of places too, which their repr leaves out."""
    places = [word.place for word in located(value)]
    places += [item.place for item in getattr(value, "unreadable", ())]
    return "\n".join([repr(value), *(getattr(place, "text", "") for place in places)])


def test_no_password_is_kept_anywhere() -> None:
    kept = everything(parsed(SAMPLE))
    assert not [secret for secret in SECRETS if secret.lower() in kept.lower()]
    assert "identity sqadcssm ********* 32m 1G ge" in kept, "the quoted line shows that something was there"
    assert "QAVOL1 MR ****** ******* *******" in kept


def test_no_password_is_kept_under_line_numbers_and_over_two_lines() -> None:
    text = "00001 USER A,\n00002   SECRET 32M\n00003 MDISK 191 3390 1 5 VOL MR SECRET\n"
    found = parsed(text)
    assert "SECRET" not in everything(found)
    assert value(found.entries[0].storage) == 32 << 20
    assert found.entries[0].storage is not None
    assert pointed_at(found.entries[0].storage.place, text) == "32M"


@pytest.mark.parametrize(
    "line", ["USR A SECRET 32M", "MDSK 191 3390 1 5 VOL MR SECRET", "COMMAND XAUTOLOG A SECRET"]
)
def test_no_password_is_kept_of_misspelt_statements(line: str) -> None:
    assert "SECRET" not in everything(parsed(f"USER B NOLOG\n{line}\n"))
    assert "SECRET" not in everything(parsed(f"{line}\n"))


@pytest.mark.parametrize(
    "text",
    [
        "USER A ,\n SECRET 32M",
        "USER A,,\n SECRET 32M",
        "USER B NOLOG\n LOGONBY X,\nUSER A SECRET 32M",
        "USER B NOLOG\n LOGONBY X,\nMDISK 191 3390 1 5 VOL MR ,\n* remark\n SECRET",
        "USER B NOLOG\n LOGONBY X,\n,\nIDENT A SECRET",
    ],
)
def test_no_password_is_kept_of_continued_statements(text: str) -> None:
    assert "SECRET" not in everything(parsed(text))


def test_an_unknown_statement_keeps_its_name() -> None:
    (item,) = entry("USER A NOLOG\n FROBNICATE x\n").statements
    assert (item.key, item.words) == ("FROBNICATE", ())


@pytest.mark.parametrize("word", ["NOLOG", "LBYONLY", "AUTOONLY", "nopass"])
def test_words_that_are_no_password(word: str) -> None:
    assert entry(f"USER A {word} 32M 64M G").password_word == word.upper()


@pytest.mark.parametrize(
    ("text", "size"),
    [
        ("512K", 512 << 10),
        ("2g", 2 << 30),
        ("1T", 1 << 40),
        ("16E", 16 << 60),
        ("32", None),
        ("M", None),
        ("1" * 10 + "M", None),
    ],
)
def test_storage(text: str, size: int | None) -> None:
    assert value(entry(f"USER A NOLOG {text}").storage) == size


@pytest.mark.parametrize(("text", "classes"), [("abg", "ABG"), ("*", None), ("G1", "G1"), ("G9", None)])
def test_classes(text: str, classes: str | None) -> None:
    assert value(entry(f"USER A NOLOG 32M 32M {text}").privilege_classes) == classes


def test_sizes_may_stand_in_statements_of_their_own() -> None:
    found = entry("USER A NOLOG\n STOR 64M\n MAXSTOR 128M\n CLASS BG\n")
    assert (value(found.storage), value(found.max_storage), value(found.privilege_classes)) == (
        64 << 20,
        128 << 20,
        "BG",
    )
    profile = entry("PROFILE P\n MAXSTORAGE 2G\n")
    assert (value(profile.storage), value(profile.max_storage)) == (None, 2 << 30)


def test_continued_statements() -> None:
    found = entry("USER A NOLOG\n LOGONBY TCPMAINT,\n GSKADMIN ,\n* a remark\n OP1\n MACH XA,\n")
    assert [(item.key, values(item.words)) for item in found.statements] == [
        ("LOGONBY", ["TCPMAINT", "GSKADMIN", "OP1"]),
        ("MACHINE", ["XA"]),
    ]


def test_what_dirmaint_puts_around() -> None:
    found = parsed(
        "DIRM FOR SSL REVIEW\nDVHXMT1191I Your request has been sent\n DVHREV3356I The\n"
        "USER SSL NOLOG\n MACH XA\n*DVHOPT LNK0\n DVHREQ2289I Your request has completed; with RC = 0.\n"
        "Ready; T=0.01/0.01 12:00:00\n"
    )
    assert [(item.name.value, len(item.statements)) for item in found.entries] == [("SSL", 1)]
    assert found.unreadable == ()


def test_statements_that_belong_to_nothing() -> None:
    found = parsed("MACH XA\nNAMESAVE TCPIP\nUSER\n LINK A 1 1\nPROFILE P\n")
    assert [(str(item.place), item.reason.split(" ")[0]) for item in found.unreadable] == [
        ("USER.DIRECT:1", "a"),
        ("USER.DIRECT:3", "USER"),
    ]
    assert [item.name.value for item in found.entries] == ["P"]


def test_sequence_numbers_do_not_count() -> None:
    cards = "".join(f"{line[:72]:<72}{n:08}\n" for n, line in enumerate(SAMPLE.splitlines(), 1))
    found = parsed(cards)
    plain = parsed(SAMPLE)
    assert [values(item.words) for e in found.entries for item in e.statements] == [
        values(item.words) for e in plain.entries for item in e.statements
    ]
    assert "tomsecret" not in everything(found)


SOUP = st.lists(
    st.one_of(
        st.sampled_from(
            ["USER", "PROFILE P", "IDENTITY", "MDISK", "COMMAND", ",", "*", "\n", "\n ", "32M", "NOLOG"]
        ),
        st.text(max_size=8),
    ),
    max_size=40,
)


@settings(max_examples=100, deadline=None)
@given(SOUP)
def test_any_text_gives_entries(pieces: list[str]) -> None:
    text = " ".join(pieces)
    found = parsed(text)
    assert all(item.name.value for item in found.entries)


@settings(max_examples=50, deadline=None)
@given(
    st.text(alphabet="abcXYZ089#@", min_size=5, max_size=8),
    st.sampled_from(["USER A {} 32M", "MDISK 1 2 3 4 5 MR {}"]),
)
def test_any_password_is_left_out(password: str, form: str) -> None:
    assert password not in everything(parsed("PROFILE P\n" + form.format(password) + "\n"))


@settings(max_examples=50, deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_give_a_value(data: bytes) -> None:
    assert read(source(data, "user_direct")).file == "folder/FILE"


def test_the_deck(shared: Path) -> None:
    text = (shared / "seeds" / "002_0c32ba95a0d499f1.txt").read_text("utf-8")
    start = text.index("USER SSLDCSSM")
    found = parsed(text[start : text.index("```", start)])
    assert [
        (item.name.value, value(item.privilege_classes), len(item.statements)) for item in found.entries
    ] == [("SSLDCSSM", "GE", 10)]
    start = text.index("\nPROFILE TCPSSLU\n")
    found = parsed(text[start : text.index("[SPOOL", start)].replace("```", ""))
    assert [item.key for item in found.entries[0].statements] == [
        *("IPL", "IUCV", "LOGONBY", "MACHINE", "NAMESAVE", "OPTION", "POSIXINFO", "SHARE", "CONSOLE")
    ]
