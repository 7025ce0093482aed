"""The form of fault files: what is read, and what is refused with the name of file and key."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ssldiag.lab.fault import Fault, FindingWish, VerdictWish
from ssldiag.lab.form import fault
from ssldiag.lab.table import FormError

FILE = "pool/some-fault.toml"
HEAD = 'what = "w"\nstory = "s"\ncertainty = "ours"\n'
BREAK = '[[break]]\ndo = "restart"\n'
CLIENT = '[[client]]\nwith = "python"\nto = "echo"\n'
REPAIR = '[[repair]]\ndo = "undo"\n'
LEAST = HEAD + BREAK + CLIENT + REPAIR


def read(text: str, file: str = FILE) -> Fault:
    return fault(text, file)


def test_the_least() -> None:
    made = read(LEAST)
    assert (made.family, made.name, made.what, made.story) == ("pool", "some-fault", "w", "s")
    assert made.clients[0].ends == "fails"
    assert made.break_[0].do == "restart"
    assert made.setup.servers == 2


def test_all_of_it() -> None:
    made = read(
        HEAD
        + '[setup]\nservers = 3\napps = ["ftp", "echo"]\n'
        + '[[break]]\ndo = "certificate"\nlabel = "A"\nends = -3\nby = "stranger"\nsay = "x"\n'
        + CLIENT
        + 'tls = "1.2"\nsees = "a b"\nends = "well"\n[client.before]\ntls = "1.3"\n'
        + '[client.pcap]\ncause = "reset"\nby = "network"\nwill_log = ["server zvm 401"]\n'
        + '[[log]]\nmachine = "SSL*"\nsays = "DTC"\n'
        + '[doctor]\nfindings = ["ZVM101 A.B C.D"]\ncaptures = true\n'
        + '[[explain]]\nquery = "401"\nplatform = "zvm"\n'
        + REPAIR
    )
    assert made.setup.apps == ("ftp", "echo")
    step = made.break_[0]
    assert (step.text("label"), step.number("ends"), step.text("by"), step.say) == ("A", -3, "stranger", "x")
    client = made.clients[0]
    assert client.options == {"tls": "1.2"}
    assert client.before == {"tls": "1.3"}
    assert client.pcap == VerdictWish("", "reset", "network", ("server zvm 401",))
    assert made.doctor.captures
    assert made.doctor.findings == (FindingWish("ZVM101", ("A.B", "C.D")),)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("what = [", "pool/some-fault.toml: "),
        (LEAST.replace('what = "w"', ""), "what: is missing"),
        (LEAST.replace('what = "w"', "what = 3"), "what: a text is wanted"),
        (LEAST.replace('"ours"', '"sure"'), "certainty: 'sure' is none of confirmed, "),
        ("whatt = 1\n" + LEAST, "whatt: is not known"),
        (LEAST.replace('"restart"', '"explode"'), "break 1: do: 'explode' is none of "),
        (LEAST.replace('"restart"', '"replace"\nfile = "A"\nfind = "x"'), "break 1: put: replace wants it"),
        (LEAST.replace('"restart"', '"restart"\nfile = "A"'), "break 1: file: is not known"),
        (LEAST.replace('"restart"', '"network"\nfault = "fire"'), "break 1: fault: 'fire' is none of"),
        (LEAST.replace('"echo"', '"nowhere"'), "client 1: to: 'nowhere' is no port"),
        (LEAST.replace('"echo"', '"echo"\ntls = "1.4"'), "client 1: tls: '1.4' is none of 1.0"),
        (LEAST.replace('"echo"', '"echo"\nverify = 1'), "client 1: verify: true or false"),
        (LEAST.replace('"echo"', '"echo"\npcap = 1'), "client 1: pcap: is written [pcap]"),
        (LEAST.replace('"echo"', '"echo"\nseconds = "1"'), "client 1: seconds: a number"),
        (LEAST.replace('"echo"', '"echo"\nmore = 1'), "client 1: more: a text or a list"),
        (HEAD + BREAK + REPAIR, "client: at least one"),
        (HEAD + BREAK + CLIENT, "repair: is missing"),
        (HEAD + CLIENT + REPAIR, "break: is missing"),
        (LEAST + '[network]\nscenario = "all-connections"\n', "link: at least one"),
        ("break = 1\n" + HEAD + CLIENT + REPAIR, "break: is written [[break]]"),
        (LEAST + "[setup]\nservers = -1\n", "setup: servers: a whole number"),
        (LEAST + '[setup]\napps = "web"\n', "setup: apps: 'web' is none of"),
        (LEAST + '[[log]]\nmachine = "A"\n', "log 1: says: is missing"),
    ],
)
def test_what_is_wrong_is_named(text: str, words: str) -> None:
    with pytest.raises(FormError) as caught:
        read(text)
    assert str(caught.value).startswith(FILE + ": ")
    assert words in str(caught.value)


def test_the_family_is_the_folder() -> None:
    with pytest.raises(FormError, match="'stories' is none of"):
        read(LEAST, "stories/a.toml")


@settings(max_examples=50, deadline=None)
@given(st.text(max_size=60), st.integers(0, len(LEAST)))
def test_any_text_gives_a_fault_or_the_error(noise: str, at: int) -> None:
    for text in (noise, LEAST[:at] + noise + LEAST[at:]):
        try:
            assert read(text).name == "some-fault"
        except FormError as error:
            assert str(error).startswith(FILE)
