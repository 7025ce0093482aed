"""Words, addresses and names are replaced alike everywhere, and only where they are meant."""

from __future__ import annotations

from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ssldiag.bundle.mapping import Mapping
from ssldiag.bundle.redact import Redactor
from ssldiag.model import Source


def source(text: str, encoding: str = "utf-8", path: str = "a.txt") -> Source:
    data = text.encode(encoding)
    return Source(path, "transcript", "", len(data), lambda: BytesIO(data), encoding)


def redacted(text: str, keep: tuple[str, ...] = (), secrets: tuple[str, ...] = ()) -> str:
    redactor = Redactor(Mapping(b"salt"), frozenset(keep), secrets)
    redactor.learn(source(text))
    redactor.settle()
    return "".join(redactor.lines(source(text))).removesuffix("\n")


def test_addresses_keep_their_networks() -> None:
    first, second, third = redacted("10.1.2.3 10.1.2.77 10.9.2.3").split()
    assert first.rsplit(".", 1)[0] == second.rsplit(".", 1)[0] != third.rsplit(".", 1)[0]
    assert first.split(".")[0] == third.split(".")[0]
    assert len({first, second, third}) == 3 and "10.1.2" not in first


def test_a_network_of_three_parts_is_that_of_its_addresses() -> None:
    address, network, level = redacted("198.18.7.5 198.18.7 7.3.0").split()
    assert address.startswith(network + ".") and network != "198.18.7" and level == "7.3.0"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("10:11:12  * MSG FROM LNXADM1 : hello", "LNXADM1"),
        ("dave7:x:1000:100:Dave:/home/dave7:/bin/sh", "dave7"),
        ("dave7@lnxprod3:~$ ls", "dave7 lnxprod3"),
        ("Nov 22 07:12:14 lnxprod3 sshd[123]: ok", "lnxprod3"),
        ("123456/QPGMRX01/QZDASOINIT ended", "QPGMRX01"),
        ("TCPIPUSERID  TCPIPX7", "TCPIPX7"),
        ("   992 TCP LNXADM1 SECURE", "LNXADM1"),
        ("AUTO LOGON  ***       LNXADM1  USERS = 22", "LNXADM1"),
        ("  LNXADM1 SSL00004 SSLDCSSM", "LNXADM1"),
        ("From: 10.1.2.3\n198.18.7.5 lnxprod3", "lnxprod3"),
    ],
)
def test_where_names_stand(text: str, words: str) -> None:
    said = redacted(text)
    assert not [word for word in words.split() if word in said]
    assert len(said.split()) == len(text.split())


@pytest.mark.parametrize("text", ["255.255.255.0", "127.0.0.1", "0.0.0.0", "::1", "224.0.0.5", "07:11:02"])
def test_what_is_no_address_of_a_site_stays(text: str) -> None:
    assert redacted(f"x {text} y") == f"x {text} y"


def test_levels_of_programs_are_no_addresses() -> None:
    assert redacted("GSKit version 8.0.60.5 is used, 8.0.60.5") == "GSKit version 8.0.60.5 is used, 8.0.60.5"


def test_addresses_in_odd_company() -> None:
    text = redacted("*..992 198.18.7.5..51022 198.18.7.5:80 [198.18.7.5] 198.18.7.5/24 198.18.7.5.443")
    assert "198.18.7.5" not in text
    assert (
        text.startswith("*..992 ")
        and "..51022" in text
        and ":80" in text
        and "/24" in text
        and ".443" in text
    )


def test_a_host_is_the_same_with_and_without_its_domain() -> None:
    text = redacted("HOSTNAME ZVMPRODX\nDOMAINORIGIN ACME-INC.COM\nlogin at zvmprodx.acme-inc.com")
    short = text.split("\n")[0].split()[1]
    assert len(short) == len("ZVMPRODX")
    assert text.split("\n")[2].endswith(f"{short.lower()}.domain01.example")


def test_user_ids_keep_their_length_and_case() -> None:
    text = redacted("LOGON LNXADM1\nmsg from lnxadm1, not lnxadm12")
    word = text.split("\n")[0].split()[1]
    assert len(word) == 7 and word.lower() in text.split("\n")[1]
    assert "lnxadm12" in text  # a longer word is another word


def test_pools_and_their_members_stay_together() -> None:
    text = redacted(":nick.QTL* :type.server\nUSER QTL LBYONLY 32M 64M G\nQTL00001 QTL00002")
    words = text.replace(":nick.", "").split()
    prefix = words[0].rstrip("*")
    assert prefix != "QTL" and len(prefix) == 3 and prefix.isalpha()
    assert text.endswith(f"{prefix}00001 {prefix}00002")


def test_words_of_the_product_stay() -> None:
    text = "LOGON TCPMAINT\nLOGON SSL00001\nUSER PROFILE LBYONLY 32M 64M G"
    assert redacted(text) == text


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("ips", "from 198.18.7.5"),
        ("hosts", "HOSTNAME ZVMPRODX"),
        ("userids", "LOGON LNXADM1"),
        ("macs", "02-11-22-33-44-c7"),
        ("volumes", "MDISK 0191 3390 1 2 QQVOL1 MR"),
        ("names", "CN=Acme Holding,C=DE"),
    ],
)
def test_keep(kind: str, text: str) -> None:
    assert redacted(text) != text
    assert redacted(text, keep=(kind,)) == text


def test_an_address_of_mail_keeps_its_shape() -> None:
    assert redacted("to dave.x@mail.acme-inc.com!") == "to mail01@host01.domain01.example!"


def test_a_name_of_a_certificate_in_text() -> None:
    text = redacted("Subject name: zvm.acme-inc.com\n              Acme Holding\nby Acme Holding")
    assert "Acme" not in text and text.count("Name 1") == 2


def test_words_of_the_user_go_even_inside_words() -> None:
    assert (
        redacted("a topsecretproject b TOPSECRET", secrets=("topsecret",)) == "a XXXXXXXXXproject b XXXXXXXXX"
    )


def test_encoded_words_are_covered() -> None:
    text = redacted("HOSTNAME ZVMPRODX\nx 7A766D70726F6478 y aG9zdCB6dm1wcm9keC4= z zvm%70rodx")
    assert text.split("\n")[1] == "x XXXXXXXXXXXXXXXX y XXXXXXXXXXXXXXXXXXXX z XXXXXXXXXX"


def test_the_same_words_map_alike_next_time() -> None:
    mapping = Mapping(b"salt")
    first = Redactor(mapping)
    first.learn(source("LOGON LNXADM1\nLOGON LNXADM2"))
    first.settle()
    said = first.text("LNXADM2")
    again = Redactor(Mapping(b"salt", mapping.words))
    again.learn(source("LOGON LNXADM9\nLOGON LNXADM2"))
    again.settle()
    assert again.text("LNXADM2") == said != again.text("LNXADM9")
    assert again.text(said) == said  # a bundle of a bundle


def test_no_stand_in_is_an_original() -> None:
    text = redacted("LOGON USER0001\nLOGON LNXADMIN\n240.1.2.3 198.18.7.5")
    words = text.split()
    assert "USER0001" not in words and len(set(words[1:4:2])) == 2


def test_a_name_inside_a_longer_one_goes_too() -> None:
    text = redacted(
        "CN=Acme Holding zvm7.acme-inc.com Root,O=Acme Holding\nO=Acme Holding,OU=(c) acme-inc.com"
    )
    assert "acme" not in text.lower() and "domain01.example" in text and "domain02" not in text


def test_numbers_alone_are_no_names() -> None:
    assert "1509 1509" in redacted("ping 1509\nat 1509.acme-inc.com 1509 1509")


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=300))
def test_any_text_gives_as_many_lines(text: str) -> None:
    shown = "LOGON LNXADM1 " + text.replace("\n", " ").replace("\r", " ")
    redactor = Redactor(Mapping(b"salt"), frozenset(), ("secret-word",))
    redactor.learn_text(shown)
    redactor.settle()
    assert redactor.text("a\n" + shown + "\nb").count("\n") == 2


@pytest.mark.parametrize("path", ["HERON7.CONSOLE", "logs/heron7 console.txt"])
def test_a_user_id_that_only_the_name_of_a_console_tells(path: str) -> None:
    redactor = Redactor(Mapping(b"salt"))
    log, other = source("Ready;", path=path), source("HERON7 TCPIP", path="a.txt")
    for one in (log, other):
        redactor.learn(one)
    redactor.settle()
    assert "heron7" not in redactor.text(path).lower()
    assert "".join(redactor.lines(other)).split()[0] != "HERON7"
    assert "".join(redactor.lines(other)).split()[1] == "TCPIP"


def test_shapes_do_not_hide_fingerprints_and_banners() -> None:
    octets = " ".join(["0F"] * 20)
    said = redacted(f"220 lnxprod3 FTP server ready\nFingerprint : SHA1 :\n  {octets}\nlnxprod3")
    assert "lnxprod3" not in said and octets not in said
