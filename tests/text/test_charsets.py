"""Encodings are told apart by content, and cp1047 differs from cp037 where IBM says so."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ssldiag.text import decode, decoder, detect
from tests.text.support import ebcdic

DIRECTORY = "USER SSL LBYONLY 160M 256M G\n  POOL LOW 1 HIGH 5 PROFILE TCPSSLU\n* Größe [x]\n"
DTCPARMS = ":nick.SSL*     :type.server\n               :parms.KEYFILE /etc/gskadm/Database.kdb\n"


def told(data: bytes) -> str | None:
    return detect(data, len(data))


@pytest.mark.parametrize("text", [DIRECTORY, DTCPARMS, "x", "USER\n", "; nothing but a comment\n", "\n\n"])
def test_ascii_and_utf8(text: str) -> None:
    assert told(text.encode()) == "utf-8"


def test_an_empty_file_is_text() -> None:
    assert told(b"") == "utf-8"


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (DIRECTORY.encode("utf-8-sig"), "utf-8-sig"),
        (b"\xff\xfe" + DIRECTORY.encode("utf-16-le"), "utf-16-le"),
        (b"\xfe\xff" + DIRECTORY.encode("utf-16-be"), "utf-16-be"),
        (DIRECTORY.encode("utf-16-le"), "utf-16-le"),
        (DIRECTORY.encode("utf-16-be"), "utf-16-be"),
        (DIRECTORY.encode("latin-1"), "latin-1"),
    ],
)
def test_other_encodings_of_the_same_text(data: bytes, name: str) -> None:
    assert told(data) == name
    assert decode(data, name) == DIRECTORY


def test_utf32_is_not_taken_for_utf16() -> None:
    assert told(DIRECTORY.encode("utf-32")) is None


@pytest.mark.parametrize("newline", [b"\x15", b"\x25", b"\x0d\x25"])
def test_ebcdic(newline: bytes) -> None:
    assert told(ebcdic(DTCPARMS, newline)) == "cp1047"


def test_ebcdic_card_images_of_few_words() -> None:
    cards = "".join(word.ljust(80) for word in ("HOME", "; -", "GATEWAY"))
    assert told(cards.encode("cp037")) == "cp1047"


def test_ebcdic_in_lower_case() -> None:
    assert told("gskadmin  security    rw- r-- ---\n".encode("cp037")) == "cp1047"


def test_cp037_is_told_by_its_brackets() -> None:
    assert told("LIST [A] AND [B]".encode("cp037")) == "cp037"
    assert told(b"\xd3\xc9\xe2\xe3\x40\xad\xc1\xbd") == "cp1047"


def test_cp1047_differs_from_cp037_in_six_characters() -> None:
    codes = bytes(range(256))
    pairs = zip(codes, decode(codes, "cp1047"), codes.decode("cp037"), strict=True)
    differences = {code: (ours, base) for code, ours, base in pairs if ours != base}
    assert differences == {
        0x5F: ("^", "¬"),
        0xAD: ("[", "Ý"),
        0xB0: ("¬", "^"),
        0xBA: ("Ý", "["),
        0xBB: ("¨", "]"),
        0xBD: ("]", "¨"),
    }


def test_utf8_with_a_bad_byte_is_still_utf8() -> None:
    data = "Größe, Länge, Höhe\n".encode() + b"\xff\n"
    assert told(data) == "utf-8"
    assert decode(data, "utf-8").endswith("\ufffd\n")


def test_a_head_may_end_inside_a_character() -> None:
    head = "abc Größe".encode()[:7]
    assert detect(head, 100) == "utf-8"
    assert decode(head, "utf-8") == "abc Gr"
    assert decode(head, "utf-8", final=True) == "abc Gr\ufffd"


def test_a_log_with_a_few_controls_is_text() -> None:
    assert told(b"12:00:00 DTCRUN1011I Server started\x00\n" * 3 + b"\x1b[31mred\x1b[0m\n") == "utf-8"


@pytest.mark.parametrize(
    "data",
    [
        b"\0" * 100,
        b"\x1f\x8b\x08\0\0\0\0\0" + random.Random(1).randbytes(500),
        b"\xd4\xc3\xb2\xa1\x02\0\x04\0" + b"\0" * 16,
        b"\x30\x82\x03\x01\x30\x82\x02\x01\xa0\x03\x02\x01\x02" + random.Random(2).randbytes(300),
    ],
)
def test_binary(data: bytes) -> None:
    assert told(data) is None


@pytest.mark.parametrize("size", [129, 193, 1000])
def test_random_bytes_are_never_text(size: int) -> None:
    dice = random.Random(size)
    assert [told(dice.randbytes(size)) for _ in range(500)] == [None] * 500


def test_our_key_databases_are_binary(shared_keydb: list[bytes]) -> None:
    assert {told(data[:8192]) for data in shared_keydb} == {None}


@given(st.binary(max_size=300), st.integers(min_value=0))
@settings(max_examples=100, deadline=None)
def test_any_bytes_have_an_answer_that_decodes(head: bytes, size: int) -> None:
    name = detect(head, size)
    if name:
        assert isinstance(decode(head, name), str)


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=60), st.integers(min_value=0, max_value=60))
@settings(max_examples=50, deadline=None)
def test_a_decoder_takes_pieces(text: str, cut: int) -> None:
    data = text.encode()
    decode_piece = decoder("utf-8")
    assert decode_piece(data[:cut], False) + decode_piece(data[cut:], True) == text


GERMAN = "Übersicht über gültige Schlüssel, geprüft für die Größe\n"
FRENCH = "Certificat expiré, vérifié à la clé reçue\n"


@pytest.mark.parametrize(
    ("text", "codec"),
    [
        (GERMAN * 2, "cp273"),
        ('[{"SYSTEM_VALUE_NAME":"QSSLPCL","CURRENT_CHARACTER_VALUE":"*OPSYS"}]', "cp273"),
        ('[{"SYSTEM_VALUE_NAME":"QSSLPCL","CURRENT_CHARACTER_VALUE":"*OPSYS"}]', "cp500"),
        ("The certificate of the server cost 5 € a year\n", "cp1140"),
    ],
)
def test_national_code_pages(text: str, codec: str) -> None:
    assert told(text.encode(codec)) == codec
    assert decode(text.encode(codec), codec, final=True) == text


def test_french_code_page_is_told_and_read() -> None:
    """Python has no codec for code page 297; these bytes were made with iconv -t IBM297."""
    data = bytes.fromhex(
        "c38599a38986898381a340 85a79789 99c06b 40a5c0 99898689c0 407c 4093 81408393c0 409985e0a485 15"
    )
    assert told(data * 2) == "cp297"
    assert decode(data, "cp297", final=True).replace("\x85", "\n") == FRENCH
