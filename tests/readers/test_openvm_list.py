"""OPENVM LIST with OWN."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from ssldiag.readers import openvm_list
from ssldiag.text import Line
from tests.readers.support import pointed_at

LISTING = """\
openvm list /etc/gskadm/ (own
User ID   Group Name  Permissions   Type  Path name component
gskadmin  security    rw- r-- ---   F     'Database.kdb'
gskadmin  security    rw- --- ---   F     'Database.rdb'
12:00:00 gskadmin  7           rwxr-xr-x     D     '..'
gskadmin  security    rw- r-- ---   F     'with blank's.sth'
Ready;
"""


def parse(text: str) -> openvm_list.OpenvmListing:
    return openvm_list.parse([Line("FILE", number, line) for number, line in enumerate(text.split("\n"), 1)])


def test_owner_group_permissions_and_name() -> None:
    found = parse(LISTING)
    assert (found.directory, str(found.place)) == ("/etc/gskadm/", "FILE:1")
    assert [item.name.value for item in found.objects] == [
        "Database.kdb",
        "Database.rdb",
        "..",
        "with blank's.sth",
    ]
    database, requests, parent, _ = found.objects
    assert (database.owner, database.group, database.type) == ("gskadmin", "security", "F")
    assert (database.permissions.value, requests.permissions.value) == ("rw-r-----", "rw-------")
    assert (parent.group, parent.permissions.value, parent.type) == ("7", "rwxr-xr-x", "D")
    assert pointed_at(database.permissions.place, LISTING) == "rw- r-- ---"
    assert pointed_at(database.name.place, LISTING) == "Database.kdb"
    assert {item.directory for item in found.objects} == {"/etc/gskadm/"}


def test_a_listing_without_owners_has_dates() -> None:
    text = (
        "Directory = '/etc/gskadm/'\n"
        " Update-Dt  Update-Tm Type Links    Bytes   Path name component\n"
        " 09/03/2024 14:22:03   F       1    65080  'Database.kdb'\n"
    )
    (item,) = parse(text).objects
    assert (item.updated, item.type, item.name.value) == ("09/03/2024 14:22:03", "F", "Database.kdb")
    assert (item.owner, item.permissions.value, item.directory) == ("", "", "/etc/gskadm/")


def test_directories_are_those_above_the_rows() -> None:
    text = "Directory = '/a'\nu g rw- r-- --- F 'x'\nDirectory = '/b'\nu g rw- r-- --- F 09/03/24 14:22 y\n"
    found = parse(text)
    assert found.directory == "/b"
    assert [(item.directory, item.name.value, item.updated) for item in found.objects] == [
        ("/a", "x", None),
        ("/b", "y", "09/03/24 14:22"),
    ]


def test_nothing_is_a_listing_too() -> None:
    assert openvm_list.parse([]).objects == ()


PIECES = st.sampled_from(
    [*LISTING.splitlines(), "Directory = '/x'", "u rw- r-- --- F x", "09/03/24 14:22 F 1 'a"]
)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.one_of(PIECES, st.text(max_size=60)), max_size=20))
def test_any_lines_give_a_listing(texts: list[str]) -> None:
    found = openvm_list.parse([Line("FILE", number, text) for number, text in enumerate(texts, 1)])
    assert all(len(item.permissions.value) in (0, 9) for item in found.objects)
