"""An original is found in every encoding, as a whole word, across chunks; our own words are free."""

from __future__ import annotations

import base64
from io import BytesIO
from urllib.parse import quote

import pytest

from ssldiag.bundle import leaks
from ssldiag.bundle.leaks import Sought, Vocabulary, in_bytes, search
from tests.bundle.spelled import spelled

SOUGHT = Sought(
    {
        "zvmcanary": "hosts",
        "198.18.7.5": "ips",
        "acme-inc.com": "domains",
        "acme holding": "names",
        "pw$word!": "passwords",
        "topsecret": "secrets",
    }
)


def found(data: bytes) -> set[str]:
    return {word for _, word in in_bytes(data, SOUGHT)}


def entities(word: str) -> bytes:
    return "".join(f"&#{ord(character)};" for character in word).encode()


@pytest.mark.parametrize("word", ["zvmcanary", "198.18.7.5", "acme-inc.com", "Acme Holding"])
@pytest.mark.parametrize(
    "encode",
    [
        lambda word: f"x {word.upper()} y".encode(),
        lambda word: f"x {word} y".encode("utf-16-le"),
        lambda word: f"x {word} y".encode("utf-16-be"),
        lambda word: f"x {word} y".encode("cp037"),
        lambda word: b"v=" + base64.b64encode(word.encode()),
        lambda word: base64.b64encode(b"1 " + word.encode() + b" z"),
        lambda word: base64.b64encode(b"12 " + word.encode() + b" z"),
        lambda word: base64.b64encode(word.encode("utf-16-le")),
        lambda word: base64.urlsafe_b64encode(b"??>>~~ " + word.encode() + b" \xff\xfe"),
        lambda word: b"0x" + word.encode().hex().encode(),
        lambda word: word.encode("cp037").hex().upper().encode(),
        lambda word: "".join(f"%{octet:02x}" for octet in word.encode()).encode(),
        lambda word: quote(word[:2] + word[2:]).replace("a", "%61").encode(),
        entities,
        lambda word: "".join(f"\\x{octet:02x}" for octet in word.encode()).encode(),
    ],
)
def test_every_encoding(word: str, encode: object) -> None:
    assert callable(encode)
    assert word.lower() in found(encode(word))


@pytest.mark.parametrize(
    "text",
    ["zvmcanary2", "azvmcanary", "1198.18.7.5", "198.18.7.55", "myacme-inc.community", "acme holdings"],
)
def test_a_longer_word_is_another(text: str) -> None:
    assert found(text.encode()) == set()


@pytest.mark.parametrize(
    "text", ["www.acme-inc.com.bak", "198.18.7.5.443", "x@zvmcanary", "a_zvmcanary-b", "zvmcanary:1"]
)
def test_parts_of_words_count(text: str) -> None:
    assert len(found(text.encode())) == 1


def test_words_of_the_user_are_found_inside_words_and_passwords_apart() -> None:
    assert found(b"xtopsecrety") == {"topsecret"}
    assert found(b"a pw$word! b") == {"pw$word!"}


def test_our_own_words_are_free() -> None:
    own = Vocabulary("The zvmcanary is a bird of Acme Holding")
    assert [word for _, word in in_bytes(b"zvmcanary acme holding 198.18.7.5", SOUGHT, own)] == ["198.18.7.5"]


def test_between_two_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(leaks, "CHUNK", 1000)
    monkeypatch.setattr(leaks, "OVERLAP", 100)
    data = b" " * 995 + b"zvmcanary" + b" " * 3000
    (leak, *_) = search(BytesIO(data), "m", SOUGHT)
    assert (leak.member, leak.kind, leak.offset) == ("m", "hosts", 995)
    assert "zvmcanary" not in str(leak)


def test_nothing_sought_nothing_found() -> None:
    assert list(search(BytesIO(b"zvmcanary"), "m", Sought({}))) == []


@pytest.mark.parametrize("text", ["Ac\u200bme Hold\u200bing", "Ac%6de Holding", "Acme H&#111;lding"])
def test_phrases_of_which_a_part_is_encoded(text: str) -> None:
    assert found(f"by {text}.".encode()) == {"acme holding"}


def test_every_way_to_spell_a_word() -> None:
    for word in ("zvmcanary", "198.18.7.5", "acme-inc.com", "Acme Holding"):
        for spelling in spelled(word).values():
            assert word.lower() in found(f"e {spelling} f".encode())
