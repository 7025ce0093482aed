"""``ssldiag lab`` on the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from ssldiag.cli import app
from ssldiag.lab.catalogue import load, named
from ssldiag.lab.fault import Fault
from ssldiag.lab.run import Options, Story, Tell
from ssldiag.lab.stage import TITLES, Act, Item, Judged, Ran, Say, Shown, Stage
from ssldiag.lab.tell import Teller, end
from ssldiag.render.paint import painted


def lab(*words: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(app, ["lab", *words])
    return result.exit_code, result.stdout, result.stderr


def test_list_names_all_by_family() -> None:
    code, text, _ = lab("list")
    assert code == 0
    for fault in load():
        assert f"  {fault.name}" in text
        assert fault.what in text
    assert text.startswith("configuration:\n")


def test_list_as_json() -> None:
    document = json.loads(lab("list", "--format", "json")[1])
    assert document["schema"] == "ssldiag.lab/1"
    assert [item["name"] for item in document["faults"]] == [fault.name for fault in load()]
    assert set(document["faults"][0]) >= {"name", "family", "what"}


def test_show_prints_the_file() -> None:
    assert 'find = "TCPIPUSERID  TCPIP"' in lab("show", "stack-name-wrong")[1]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("run",), "give a name, --all, or --blind"),
        (("run", "stack-name-wron"), "did you mean stack-name-wrong"),
        (("run", "--all", "stack-name-wrong"), "give names, or --all"),
        (("show", "nothing"), "there is no fault 'nothing'"),
    ],
)
def test_wrong_usage(words: tuple[str, ...], said: str) -> None:
    code, _, error = lab(*words)
    assert code == 2
    assert said in error


def test_a_blind_run_hides_the_cause_until_the_guess(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Told by a run that only says its lines."""
    fault = named("client-too-old", load())

    def play(given: Fault, options: Options, tell: Tell, begin: object) -> Story:
        stage = Stage(tell)
        for number in TITLES:
            stage.act(number)
            stage.say(given.what if number == 2 else f"This is act {number}.")
        return Story(given, stage, "relay")

    monkeypatch.setattr("ssldiag.lab.run.run", play)
    target = tmp_path / "story.txt"
    assert lab("run", fault.name, "--blind", "-o", str(target))[0] == 0
    text = target.read_text("utf-8")
    cause = text.index(fault.what)
    assert text.index("This is act 4.") < cause < text.index("5. What ssldiag says")
    assert fault.name not in text[: text.index("This is act 4.")]
    assert lab("run", fault.name, "-o", str(target))[0] == 0
    text = target.read_text("utf-8")
    assert text.startswith(f"protocol/client-too-old: {fault.what}"[:60])
    assert text.index("2. What was broken") < text.index("This is act 3.")


ITEMS: tuple[Item, ...] = (
    Say("A sentence."),
    Ran("ssldiag doctor $LAB/pool", ("one", "two\x1b[31m"), 1, True),
    Shown("$LAB/pool/X", ("- a", "+ b")),
    Judged("doctor", "ZVM101", "", True),
    Judged("doctor", "ZVM102", "", False),
)


def test_items_as_text() -> None:
    teller, act = Teller(80), Act(5)
    lines = [text for item in (None, *ITEMS) for text in painted(teller.item(act, item), colour=False)]
    assert lines == [
        "\n",
        "5. What ssldiag says\n",
        "   A sentence.\n",
        "   $ ssldiag doctor $LAB/pool\n",
        "   one\n",
        "   two\\x1b[31m\n",
        "   ...\n",
        "   $LAB/pool/X\n",
        "   - a\n",
        "   + b\n",
        "   as expected: doctor: ZVM101\n",
        "   NOT AS EXPECTED: doctor\n",
        "       expected: ZVM102\n",
        "       found:    nothing\n",
    ]
    assert not list(painted(Teller(80, quiet=True).item(act, ITEMS[3]), colour=False))


def test_the_end_says_where_files_are_left() -> None:
    text = "".join(painted(end(False, "/tmp/x"), colour=False))
    assert "Not all was as expected." in text
    assert "LAB=/tmp/x" in text
