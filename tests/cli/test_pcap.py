"""``ssldiag pcap`` from the command line to its output, on small captures."""

from __future__ import annotations

import csv
import gzip
import io
import json
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from ssldiag.cli import app
from ssldiag.render.handshake_names import message_name
from tests.checks.make_captures import EXPIRED, OLD, WEAK
from tests.pcaps import START, Connection, completed, hello, no_cipher, pcap, refused
from tests.wire.bytesmith import record

RUNNER = CliRunner()

GOOD = completed(OLD)
REFUSED = refused(48, OLD, client="192.0.2.8", client_port=50124, start=START + 10)
NO_CIPHER = no_cipher(WEAK, client="198.51.100.9", client_port=50125, server_port=21, start=START + 20)
SILENT = Connection((("c", hello("Other.Example.Test")),), client_port=50126, start=START + 30)


def run(*arguments: str | Path) -> Result:
    return RUNNER.invoke(app, ["pcap", "--now", "2026-11-22T12:00Z", *map(str, arguments)])


def records(*arguments: str | Path) -> list[dict[str, Any]]:
    result = run(*arguments, "--format", "jsonl")
    return [json.loads(line) for line in result.stdout.splitlines()]


def frames(*arguments: str | Path) -> list[int]:
    return sorted(record["frames"]["first"] for record in records(*arguments))


@pytest.fixture
def wire(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Four connections: one completes, two fail, one is never answered."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "wire.pcap").write_bytes(pcap(GOOD, REFUSED, NO_CIPHER, SILENT))
    return Path("wire.pcap")


@pytest.fixture
def good(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """One connection, which completes."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "good.pcap").write_bytes(pcap(GOOD))
    return Path("good.pcap")


def test_text(wire: Path) -> None:
    result = run(wire)
    assert result.exit_code == 1
    assert result.stderr == ""
    assert result.stdout.startswith("wire.pcap: 4 handshakes: ")
    assert "\nFAILED  unknown_ca\n  192.0.2.8:50124 -> 192.0.2.10:992, frames 12 to 19\n" in result.stdout
    assert "|== fatal alert unknown_ca (48) =====" in result.stdout
    assert "\nSummary\n" in result.stdout
    assert "\x1b" not in result.stdout
    assert max(map(len, result.stdout.splitlines())) <= 80


def test_nothing_failed(good: Path) -> None:
    result = run(good)
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.startswith("good.pcap: 1 handshake: 1 completed\n")


def test_jsonl_and_json_hold_the_same(wire: Path) -> None:
    result = run(wire, "--format", "json")
    assert result.exit_code == 1
    document = json.loads(result.stdout)
    assert document["schema"] == "ssldiag.capture/1"
    assert document["handshakes"] == records(wire)
    assert document["files"] == [
        {"file": "wire.pcap", "format": "pcap", "packets": 30, "problems": [], "not_decoded": {}}
    ]


def test_csv(wire: Path) -> None:
    rows = list(csv.DictReader(io.StringIO(run(wire, "--format", "csv").stdout)))
    assert {row["cause"] for row in rows} >= {"unknown_ca", "no_common_cipher"}
    assert {row["cipher"] for row in rows} == {"TLS_RSA_WITH_AES_256_CBC_SHA", ""}


def test_html_and_markdown(wire: Path, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    result = run(wire, "--format", "html", "-o", page)
    assert (result.exit_code, result.stdout) == (1, "")
    assert page.read_text("utf-8").count("<svg") >= 2
    assert "### Failed: `unknown_ca`" in run(wire, "--format", "markdown").stdout


def test_quiet(wire: Path) -> None:
    lines = run(wire, "-q").stdout.splitlines()
    assert lines[0].startswith("wire.pcap#12: failed: 192.0.2.8:50124 -> 192.0.2.10:992: ")
    assert all(": failed: " in line or ": incomplete: " in line for line in lines)


def test_verbose_shows_all(tmp_path: Path) -> None:
    path = tmp_path / "many.pcap"
    path.write_bytes(pcap(*(refused(48, OLD, client_port=40000 + each) for each in range(30))))
    assert run(path).stdout.count("FAILED  unknown_ca  (the first of 30 of this kind; -v tells all)") == 1
    assert "and 9 more failed (-v or --format jsonl shows all)" in run(path).stdout
    assert "more failed" not in run(path, "-v").stdout
    assert run(path, "-v").stdout.count("FAILED") == 30


@pytest.mark.parametrize(
    ("arguments", "wanted"),
    [
        (["--failed"], [12, 20]),
        (["--host", "192.0.2.8"], [12]),
        (["--host", "198.51.100.0/24", "--host", "192.0.2.8"], [12, 20]),
        (["--host", "192.0.2.10"], [1, 12, 20, 27]),
        (["--host", "2001:db8::1"], []),
        (["--port", "21"], [20]),
        (["--port", "20-22,50126"], [20, 27]),
        (["--port", "992", "--port", "21"], [1, 12, 20, 27]),
        (["--sni", "*.EXAMPLE.test"], [1, 12, 20, 27]),
        (["--sni", "other.*"], [27]),
        (["--sni", "nobody"], []),
        (["--since", "2026-11-20T09:30:15"], [20, 27]),
        (["--since", "2026-11-20T10:30:15+01:00"], [20, 27]),
        (["--until", f"{START + 15}"], [1, 12]),
        (["--since", f"{START + 5}", "--until", "2026-11-20T09:30:15Z"], [12]),
        (["--since", "2026-11-21"], []),
        (["--host", "192.0.2.8", "--port", "21"], []),
    ],
)
def test_filters(wire: Path, arguments: list[str], wanted: list[int]) -> None:
    assert frames(wire, *arguments) == wanted


def test_filtered_failures_do_not_count(wire: Path) -> None:
    assert run(wire, "--host", "192.0.2.7", "--sni", "telnet*").exit_code == 0
    assert run(wire, "--port", "21").exit_code == 1


@pytest.mark.parametrize(
    ("words", "connections", "code"),
    [
        (["--fail-on", "error"], (GOOD,), 0),
        (["--fail-on", "error"], (GOOD, REFUSED), 1),
        (["--fail-on", "never"], (GOOD, REFUSED), 0),
        (["--fail-on", "warning"], (GOOD,), 0),
        (["--failed"], (GOOD,), 0),
        ([], (), 0),
    ],
)
def test_exit_codes(tmp_path: Path, words: list[str], connections: tuple[Connection, ...], code: int) -> None:
    path = tmp_path / "wire.pcap"
    path.write_bytes(pcap(*connections))
    assert run(path, *words).exit_code == code


@pytest.mark.parametrize("words", [["-o", "wire.pcap"], ["-o", "./wire.pcap"], ["-o", "keys.log"]])
def test_a_file_that_is_read_is_not_written(wire: Path, words: list[str]) -> None:
    data = wire.read_bytes()
    Path("keys.log").write_text(f"CLIENT_RANDOM {'00' * 32} {'11' * 48}\n")
    result = run(wire, "--keylog", "keys.log", *words)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "is one of the files to be read" in result.stderr
    assert wire.read_bytes() == data
    assert Path("keys.log").stat().st_size > 100
    assert run(wire, "-o", "new.txt").exit_code == 1


def test_only_what_was_asked_for_counts(tmp_path: Path) -> None:
    path = tmp_path / "cut.pcap"
    path.write_bytes(pcap(GOOD)[:-700])
    for form in ("text", "json", "jsonl", "csv"):
        result = run(path, "--failed", "--fail-on", "warning", "--format", form)
        assert result.exit_code == 0
        assert "capture_cut" not in result.stdout


def test_incomplete_counts_as_a_warning(tmp_path: Path) -> None:
    path = tmp_path / "cut.pcap"
    path.write_bytes(pcap(GOOD)[:-700])
    (record,) = records(path)
    assert record["verdict"]["outcome"] == "incomplete"
    assert run(path).exit_code == 0
    assert run(path, "--fail-on", "warning").exit_code == 1
    assert run(path, "--fail-on", "info").exit_code == 1


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ([], "give captures, or --live IFACE"),
        (["wire.pcap", "--live", "lo"], "give captures, or --live IFACE"),
        (["wire.pcap", "--host", "example.test"], "is not an address or a network"),
        (["wire.pcap", "--port", "https"], "is not a port, a list or a range"),
        (["wire.pcap", "--port", "70000"], "is not a port, a list or a range"),
        (["wire.pcap", "--port", "9-3"], "is not a port, a list or a range"),
        (["wire.pcap", "--since", "yesterday"], "is not a time such as"),
        (["wire.pcap", "--until", "nan"], "is not a time such as"),
        (["wire.pcap", "--verify", "--format", "html"], "--verify writes text or json"),
        (["wire.pcap", "--verify", "--engine", "tshark"], "--verify compares files"),
        (["wire.pcap", "--format", "sarif"], "sarif"),
        (["wire.pcap", "--engine", "dpkt"], "dpkt"),
        (["wire.pcap", "--jobs", "0"], "--jobs"),
    ],
)
def test_wrong_usage(wire: Path, arguments: list[str], sentence: str) -> None:
    result = RUNNER.invoke(app, ["pcap", *arguments])
    assert result.exit_code == 2
    assert sentence in result.stderr
    assert result.stdout == ""


def test_files_that_are_no_captures(wire: Path, tmp_path: Path) -> None:
    (tmp_path / "text.pcap").write_text("This is no capture.\n")
    (tmp_path / "empty.pcap").write_bytes(b"")
    result = run(wire, "text.pcap", "empty.pcap", "gone.pcap", "--format", "json")
    assert result.exit_code == 3
    told = result.stderr.splitlines()
    assert len(told) == 3
    assert told[0].startswith("ssldiag: text.pcap: ")
    assert told[2] == "ssldiag: gone.pcap: No such file or directory"
    document = json.loads(result.stdout)
    assert len(document["handshakes"]) == 4
    assert [bool(each["problems"]) for each in document["files"]] == [False, True, True, True]


@pytest.mark.parametrize("engine", ["native", "scapy"])
def test_a_folder(wire: Path, engine: str) -> None:
    result = run(".", wire, "--engine", engine)
    assert result.exit_code == 3
    assert result.stderr == "ssldiag: .: is a folder: name the files in it (./*)\n"
    assert result.stdout.startswith("., wire.pcap: 4 handshakes: ")


def test_a_broken_file_is_read_as_far_as_it_goes(wire: Path) -> None:
    wire.write_bytes(pcap(GOOD, REFUSED)[:-20])
    result = run(wire)
    assert result.exit_code == 1
    assert "2 handshakes: 1 failed, 1 completed" in result.stdout
    assert "\nThe capture itself\n  - wire.pcap: " in result.stdout
    assert "(at byte " in result.stdout


def test_packed_captures_and_standard_input(wire: Path) -> None:
    data = wire.read_bytes()
    Path("wire.pcap.gz").write_bytes(gzip.compress(data))
    assert frames("wire.pcap.gz") == [1, 12, 20, 27]
    done = subprocess.run(
        [sys.executable, "-m", "ssldiag", "pcap", "-", "--format", "json"],
        input=data,
        capture_output=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 1
    assert len(json.loads(done.stdout)["handshakes"]) == 4
    assert json.loads(done.stdout)["files"][0]["file"] == "standard input"


def test_several_files_are_one_capture(tmp_path: Path) -> None:
    paths = []
    for index, connection in enumerate((REFUSED, GOOD, NO_CIPHER)):
        paths.append(tmp_path / f"{index}.pcap")
        paths[-1].write_bytes(pcap(connection))
    found = records(*paths)
    assert [Path(record["file"]).name for record in found] == ["1.pcap", "0.pcap", "2.pcap"]
    assert run(*paths, paths[0]).stdout.count("FAILED") == 2


def test_a_key_log(wire: Path) -> None:
    Path("keys.log").write_text(f"CLIENT_RANDOM {'00' * 32} {'11' * 48}\n")
    assert frames(wire, "--keylog", "keys.log") == [1, 12, 20, 27]
    Path("keys.log").write_text("nothing\n")
    result = run(wire, "--keylog", "keys.log")
    assert (result.exit_code, result.stdout) == (3, "")
    assert "keys.log: holds no secret" in result.stderr
    assert run(wire, "--keylog", "gone.log").exit_code == 3


def test_certificates_that_expire(wire: Path) -> None:
    wire.write_bytes(pcap(completed(EXPIRED)))
    assert "  expiring    2026-11-01 (expired) CN=zvm1.example.test,O=Example,C=DE" in run(wire).stdout
    wire.write_bytes(pcap(GOOD))
    assert "expiring" not in run(wire).stdout
    assert "  expiring    2027-11-01 CN=zvm1" in run(wire, "--expiry-days", "360").stdout


def test_hostile_names(tmp_path: Path) -> None:
    path = tmp_path / "wire.pcap"
    evil = "=x\x1b[31m<b>`"
    path.write_bytes(pcap(refused(48, OLD, name=evil)))
    for form in ("text", "json", "jsonl", "csv", "html", "markdown"):
        shown = run(path, "--format", form).stdout
        assert shown.replace("\n", "").isprintable()
    assert records(path)[0]["sni"] == evil
    (row,) = csv.DictReader(io.StringIO(run(path, "--format", "csv").stdout))
    assert row["sni"] == "'=x\\x1b[31m<b>`"


def test_no_file_at_the_end_of_a_failed_run(tmp_path: Path) -> None:
    target = tmp_path / "out.json"
    result = run(tmp_path / "wire.pcap", "--keylog", tmp_path / "gone", "-o", target)
    assert result.exit_code == 3
    assert not target.exists()


def test_lines_come_while_reading(wire: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from ssldiag.cli import output

    seen: list[str] = []

    def write(pieces: Any, target: Path | None) -> None:
        seen.append(next(pieces))

    monkeypatch.setattr(output, "write", write)
    run(wire, "--format", "jsonl")
    assert json.loads(seen[0])["schema"] == "ssldiag.handshake/1"


@pytest.mark.parametrize("engine", ["tshark", "scapy"])
def test_engines_that_are_not_installed(wire: Path, engine: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from importlib.util import find_spec

    def without(name: str) -> Any:
        return None if name in ("pyshark", "scapy") else find_spec(name)

    monkeypatch.setattr(f"ssldiag.capture.engines.{engine}.find_spec", without)
    monkeypatch.setattr("shutil.which", lambda name: f"/usr/bin/{name}")
    result = run(wire, "--engine", engine)
    assert (result.exit_code, result.stdout) == (3, "")
    assert "is not installed (pip install 'ssldiag[capture]')" in result.stderr
    assert result.stderr.count("\n") == 1


def test_tshark_itself_is_not_installed(wire: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.which", lambda name: None)
    for words in (["--engine", "tshark"], ["--verify"]):
        result = run(wire, *words)
        assert (result.exit_code, result.stdout) == (3, "")
        assert "tshark is not installed (" in result.stderr


IN_OTHER_WORDS = re.compile(
    r"z/VM|GSKit|OpenSSL|IBM|SYN|TCP|STARTTLS|UTC|FAILED|INCOMPLETE|FRAME|CLIENT|SERVER|VERSION|OUTCOME|CIPHER|x\d+"
)
"""Headings and names that stand for other words in JSON."""


@pytest.mark.parametrize("name", ["refused.pcap", "families.pcap"])
def test_what_the_text_says_is_in_the_json(name: str, root: Path) -> None:
    """Each word of the text with a digit, a capital or an underscore; messages in their own spelling."""
    path = root / "samples" / "captures" / name
    text, document = run(path, "-v").stdout, json.loads(run(path, "--format", "json").stdout)
    known = json.dumps(document, ensure_ascii=False).lower()
    shown = {message_name(item["type"]) for one in document["handshakes"] for item in one["messages"]}
    times = re.compile(r"[\d.:-]+")  # durations and dates are numbers in JSON
    quoted = re.compile(r'begins with ".*?"', re.DOTALL)  # and first bytes are hexadecimal
    words = {word.strip(".:,-=()'") for word in re.findall(r"[\w/.:*=@-]{3,}", quoted.sub("", text))}
    unknown = {
        word
        for word in words
        if re.search(r"[\dA-Z_]", word) and not times.fullmatch(word) and word.lower() not in known
    }
    assert {word for word in unknown - shown if not IN_OTHER_WORDS.fullmatch(word)} == set()


def test_several_processes_give_the_same(tmp_path: Path) -> None:
    """A capture that is large enough to be shared out."""
    data = (("c", record(23, bytes(16_000)) * 3),) * 10
    good, bad = completed(OLD), refused(48, OLD)
    said = (*good.said[:-2], *data, *good.said[-2:])
    path = tmp_path / "large.pcap"
    each = [
        replace(good, said=said, client_port=40_000 + at, start=START + at)
        if at % 4
        else replace(bad, client_port=40_000 + at, start=START + at)
        for at in range(60)
    ]
    path.write_bytes(pcap(*each))
    assert path.stat().st_size > 20_000_000
    for form in ("jsonl", "text"):
        one, two = (run(path, "--jobs", jobs, "--format", form) for jobs in ("1", "2"))
        assert one.stdout == two.stdout
        assert one.exit_code == two.exit_code == 1
    assert len(two.stdout) > 1000


def test_other_engines_read_no_standard_input() -> None:
    result = run("-", "--engine", "scapy")
    assert result.exit_code == 3
    assert "reads files, not standard input" in result.stderr


def test_ground_truth(shared: Path, tmp_path: Path) -> None:
    """What the command prints of every tenth capture agrees with what is known of it.

    ``tests/wire/test_truth.py`` compares all of them, without the command.
    """
    tool, folder = shared / "tools" / "compare_truth.py", shared / "captures" / "synthetic"
    rows = [json.loads(line) for line in (folder / "expected.jsonl").read_text("utf-8").splitlines()]
    some = sorted({row["file"] for row in rows})[::10]
    truth = tmp_path / "expected.jsonl"
    truth.write_text("".join(json.dumps(row) + "\n" for row in rows if row["file"] in some), "utf-8")
    done = subprocess.run(
        [sys.executable, tool, truth, folder, "--show", "9"],
        capture_output=True,
        text=True,
        check=False,
        env={"PATH": f"{Path(sys.executable).parent}:/usr/bin:/bin"},
        timeout=100,
    )
    assert len(some) >= 9
    assert done.returncode == 0, done.stdout + done.stderr
