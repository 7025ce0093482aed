"""Keys and certificates inside a text go, line by line; the lines around them stay."""

from __future__ import annotations

import base64
import json
import re

import pytest

from ssldiag.bundle.key_lines import MARKS, Keys
from tests.bundle import cases


def through(text: str) -> list[str]:
    keys = Keys()
    return [keys.line(line) for line in text.split("\n")]


@pytest.mark.parametrize("text", [cases.private_key(), cases.certificate()], ids=["key", "certificate"])
@pytest.mark.parametrize("prefix", ["", "> ", "07:11:02 ", "*  ", "07:11:02 SSL00001: "])
def test_a_block_of_pem(text: str, prefix: str) -> None:
    block = "\n".join(prefix + line for line in text.strip().split("\n"))
    said = through(f"before\n{block}\nafter")
    assert (said[0], said[-1]) == ("before", "after")
    assert len(said) == block.count("\n") + 3
    body = text.split("\n")[1]
    assert not any(body in line for line in said)


def test_pem_in_one_line() -> None:
    said = through(json.dumps({"key": cases.private_key(), "x": 1}))
    assert said == ['{"key": "' + MARKS["private_key"] + '\\n", "x": 1}']


def test_a_block_without_an_end_does_not_swallow_the_rest() -> None:
    key = "\n".join(cases.private_key().split("\n")[:3])
    said = through(f"{key}\nThis is a sentence, after the key.\nREADY here")
    assert said[-2:] == ["This is a sentence, after the key.", "READY here"]


def test_base64_of_a_key_without_any_heading() -> None:
    body = cases.private_key().split("\n")[1:-2]
    said = through("\n".join(("attachment:", *body, "", "bye")))
    assert not any(line in said for line in body)
    assert (said[0], said[-1]) == ("attachment:", "bye")


def test_base64_of_something_else_stays() -> None:
    text = base64.b64encode(b"Me and my harmless sentences, which are long enough.").decode()
    assert through(text) == [text]
    assert through("-----BEGIN PUBLIC") == ["-----BEGIN PUBLIC"]


def test_the_middle_of_a_key_without_its_heading() -> None:
    body = cases.private_key().split("\n")[2:-2]
    said = through("\n".join(("pasted:", *body, "", "bye")))
    assert not any(line in said for line in body[:-1])
    assert (said[0], said[-1]) == ("pasted:", "bye")


def test_a_fingerprint_is_no_key() -> None:
    text = "0123456789abcdef" * 4
    assert through(text) == [text]


def _dump(form: str, data: bytes) -> list[str]:
    if form == "digits":
        return [data.hex()]
    if form == "lines":
        return [data[at : at + 32].hex().upper() for at in range(0, len(data), 32)]
    rows = [(at, data[at : at + 16]) for at in range(0, len(data), 16)]
    if form == "words":
        return [f"{at:06X} {row.hex(' ', 4).upper()}" for at, row in rows]
    if form == "xxd":
        return [f"{at:08x}: {row.hex(' ', 2)}  ................" for at, row in rows]
    return [f"{at:08x}  {row.hex(' ')}" for at, row in rows]


@pytest.mark.parametrize("form", ["digits", "lines", "words", "xxd", "bytes"])
def test_hexadecimal_digits_of_a_key(form: str) -> None:
    data = base64.b64decode("".join(cases.private_key().strip().split("\n")[1:-1]))
    dump = _dump(form, data)
    said = through("\n".join(("before", *dump, "", "the end")))
    assert said == ["before", *[MARKS["private_key"]] * len(dump), "", "the end"]


def test_octets_parted_by_colons() -> None:
    rows = [
        "priv:",
        "  " + ":".join(["7a"] * 15) + ":",
        "  " + ":".join(["7a"] * 15) + ":",
        "  d9:b7",
        "pub:",
    ]
    hidden = "  " + ":".join(["XX"] * 15) + ":"
    assert through("\n".join(rows)) == ["priv:", hidden, hidden, "  XX:XX", "pub:"]
    print_of = "SHA1 Fingerprint=" + ":".join(["0F"] * 20)
    assert through(print_of) == ["SHA1 Fingerprint=" + ":".join(["XX"] * 20)]


@pytest.mark.parametrize(
    "text", ["02:00:00:00:00:01", "2001:db8:11:22:33:44:55:66", "aa:bb:cc:dd:ee:ff:00:11"]
)
def test_addresses_are_no_octets_of_a_key(text: str) -> None:
    assert through(text) == [text]


@pytest.mark.parametrize(
    "line",
    [
        "SHA1 Fingerprint={}",
        "Certificate fingerprint (SHA-256): {}",
        "Thumbprint  {} (computer)",
        "    SHA1: {}",
        "SHA256 digest = {}",
    ],
)
@pytest.mark.parametrize("octets", [" ".join(["0F"] * 20), "-".join(["0f"] * 20), " ".join(["0F1a2B3C"] * 5)])
def test_a_fingerprint_with_blanks(line: str, octets: str) -> None:
    said = through(line.format(octets))
    assert said == [line.format(re.sub("[0-9A-Fa-f]", "X", octets))]


def test_a_fingerprint_in_lines_of_its_own() -> None:
    row = "    " + " ".join(["0F"] * 16)
    assert through("\n".join(("Fingerprint : SHA256 :", row, row, "Valid", row))) == [
        "Fingerprint : SHA256 :",
        *["    " + " ".join(["XX"] * 16)] * 2,
        "Valid",
        row,
    ]


@pytest.mark.parametrize("text", ["cipher suite ECDHE-RSA-AES128-SHA256", "0000 " + " ".join(["16"] * 16)])
def test_a_dump_is_no_fingerprint(text: str) -> None:
    row = " ".join(["0F"] * 16)
    assert through(f"{text}\n{row}") == [text, row]
