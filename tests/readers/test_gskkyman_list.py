"""gskkyman sessions."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from ssldiag.readers import gskkyman_list
from ssldiag.readers.gskkyman_list import GskkymanListing
from ssldiag.text import Line
from tests.readers.support import pointed_at

SESSION = """\
gskkyman
                       Key Management Menu

           Database: /etc/gskadm/Database.kdb
           Expiration: None

           1 - Manage keys and certificates
           2 - Manage certificates

           0 - Exit program

Enter option number (press ENTER to return to previous menu):
1
                     Key and Certificate List

           Database: /etc/gskadm/Database.kdb

           1 - TLSCERT1
           2 - "My other cert"

           0 - Return to selection menu

Enter label number (ENTER to return to selection menu, p for previous list): 1

                     Key and Certificate Menu

           Label: TLSCERT1

           1 - Show certificate information
           0 - Exit program

Enter option number (press ENTER to return to previous menu): 1
                     Certificate Information

                   Label: TLSCERT1
               Record ID: 14
                 Trusted: Yes
            Subject name: host.example
                          Example Company
                          US
          Effective date: 2024/01/02 03:04:05
         Expiration date: 2025/01/02 03:04:05
     Some field of 2031 : kept

Enter 1 to display extensions, 0 to return to menu: 0
"""


def parse(text: str) -> GskkymanListing:
    return gskkyman_list.parse(
        [Line("FILE", number, line) for number, line in enumerate(text.split("\n"), 1)]
    )


def labels(found: GskkymanListing) -> list[tuple[str, bool | None]]:
    return [(item.label.value, item.has_key) for item in found.labels]


def test_fields_of_the_database_without_a_value_say_nothing() -> None:
    found = parse("Key Management Menu\n\nExpiration:\nDatabase: /a.kdb\nDatabase:\nFIPS mode:\n")
    assert found.database is not None and found.database.value == "/a.kdb"
    assert (found.expiration, found.fips) == (None, None)


def test_database_and_labels() -> None:
    found = parse(SESSION)
    assert found.database is not None and found.expiration is not None
    assert (found.database.value, found.expiration.value) == ("/etc/gskadm/Database.kdb", "None")
    assert labels(found) == [("TLSCERT1", True), ("My other cert", True)]
    assert (found.complete, found.complete_lists, found.fips) == (True, ("keys",), None)
    assert pointed_at(found.labels[0].label.place, SESSION) == "TLSCERT1"


def test_fields_of_a_certificate() -> None:
    (certificate,) = parse(SESSION).certificates
    assert certificate.label is not None and certificate.label.value == "TLSCERT1"
    shown = {name: value.value for name, value in certificate.fields}
    assert shown["subject name"] == "host.example Example Company US"
    assert shown["some field of 2031"] == "kept"
    assert (shown["record id"], shown["expiration date"]) == ("14", "2025/01/02 03:04:05")
    expiry = certificate.field("expiration date")
    assert expiry is not None and pointed_at(expiry.place, SESSION) == "2025/01/02 03:04:05"
    assert certificate.field("no such name") is None


def test_a_certificate_without_a_label_of_its_own_has_that_of_its_menu() -> None:
    text = "Certificate Menu\nLabel: ROOT\n1 - Show\nCertificate Information\nVersion: 3\n"
    (certificate,) = parse(text).certificates
    assert certificate.label is not None and certificate.label.value == "ROOT"


def test_menus_are_no_labels() -> None:
    assert parse("Key Management Menu\n1 - Manage keys and certificates\n0 - Exit program\n").labels == ()


def test_lists_that_go_on_are_not_complete() -> None:
    first = "Certificate List\n1 - A\n0 - Return\nEnter label number (ENTER for more labels):\n"
    assert (parse(first).complete, labels(parse(first))) == (False, [("A", False)])
    whole = parse(first + "\n2 - B\n0 - Return\nEnter label number (ENTER to return to selection menu):\n")
    assert (whole.complete, whole.complete_lists) == (True, ("certificates",))
    assert labels(whole) == [("A", False), ("B", False)]


def test_a_list_without_its_end_is_not_complete() -> None:
    assert not parse("Key and Certificate List\n1 - A\n").complete


def test_other_lists() -> None:
    assert labels(parse("Label List\n1 - A\n")) == [("A", None)]
    assert labels(parse("Request List\n1 - A\n")) == []


def test_labels_are_shown_once_and_long_ones_joined() -> None:
    long = "A" * 40 + " " + "b" * 40
    text = f"Certificate List\n   1 - {long}\n       and the rest\n   2 - X\nCertificate List\n   2 - X\n"
    assert labels(parse(text)) == [(f"{long} and the rest", False), ("X", False)]


def test_the_create_dialogue() -> None:
    text = (
        "Enter key database name (press ENTER to return to menu): New.kdb\n"
        "Enter database password (press ENTER to return to menu):\nsecret.kdb\n"
        "Re-enter database password:\n"
        "Enter password expiration in days (press ENTER for no expiration):\n"
        "Enter database record length (press ENTER to use 5000):\n"
        "Enter 1 to create a FIPS mode database or 0 to continue:\n1\n"
    )
    found = parse(text)
    assert found.database is not None and found.database.value == "New.kdb"
    assert found.fips is True
    assert "secret" not in repr(found)
    assert parse(text.replace("\n1\n", "\n0\n")).fips is False
    assert parse(text.replace("\n1\n", "\n\nx\n")).fips is None


def test_a_mode_shown_under_the_menu() -> None:
    assert parse("Key Management Menu\nDatabase: a.kdb\nType: non-FIPS\n").fips is False
    assert parse("Key Management Menu\nDatabase: a.kdb\nFIPS mode: Yes\n").fips is True


def test_fields_without_screens() -> None:
    """The command line form prints no headings: a label begins a certificate."""
    found = parse("Label: A\nVersion: 3\nLabel: B\nVersion: 1\n")
    assert [item.label.value for item in found.certificates if item.label] == ["A", "B"]


PIECES = st.sampled_from(
    [*SESSION.splitlines(), "Certificate List", "Key Information", "Enter x: ", '1 - "', "Label:"]
)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.one_of(PIECES, st.text(max_size=60)), max_size=30))
def test_any_lines_give_a_listing(texts: list[str]) -> None:
    found = gskkyman_list.parse([Line("FILE", number, text) for number, text in enumerate(texts, 1)])
    assert all(item.label.value for item in found.labels)
    assert all(name == name.lower() for item in found.certificates for name, _ in item.fields)
