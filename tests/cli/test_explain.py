"""``ssldiag explain``."""

from __future__ import annotations

import csv
import gzip
import io
import json
import os
import subprocess
import sys
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from ssldiag.cli import app
from ssldiag.cli.explain import Platform, opened, rule_page
from ssldiag.errors.model import PLATFORMS, ErrorEntry, Explanation, OtherSide

RUNNER = CliRunner()

LOG = b"start\nTLS: GSKit Error: 402\nend\nTLS: GSKit Error: 402\nCPDBCB3 on QTVTELNET\n"

FIELDS = (
    *(
        "platform",
        "api",
        "code",
        "hex",
        "constant",
        "message_id",
        "meaning",
        "cause",
        "recovery",
        "other_side",
    ),
    *("source", "confidence"),
)
"""What CLI users may rely on for each entry."""


def run(*arguments: str, given: bytes | None = None) -> tuple[int, str, str]:
    result = RUNNER.invoke(app, ["explain", *arguments], input=given)
    return result.exit_code, result.stdout, result.stderr


def document(*arguments: str) -> dict[str, Any]:
    return dict(json.loads(run("--format", "json", *arguments)[1]))


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["return", "code", "414"], ["414: 3 readings"]),
        (["rc=8"], ["CERT_VALIDATION"]),
        (["-93"], ["IBM i", "SSL_ERROR_SSL_NOT_AVAILABLE"]),
        (["--", "-93"], ["SSL_ERROR_SSL_NOT_AVAILABLE"]),
        (["402", "--platform", "ibmi"], ["IBM i", "CPDBC81"]),
        (["GSK_ERROR_BAD_CERT"], ["414"]),
        (["0x134CC19E"], ["134CC19E (414)"]),
        (["03353008"], ["03353008", "Unverified"]),
        (["53817370"], ["0335301A"]),
        (["CPDBC84"], ["404", "414", "-15"]),
        (["DTCRUN1028E"], ["z/VM"]),
        (["alert", "42"], ["bad_certificate"]),
        (["alert 42"], ["bad_certificate"]),
        (["tlsv1 alert unknown ca"], ["0A000418"]),
        (["tlsv1", "alert", "unknown", "ca"], ["0A000418"]),
        (["error:0A000418:SSL routines::tlsv1 alert unknown ca"], ["0A000418"]),
        (["ZVM101"], ["stack-mismatch"]),
        (["17004"], ["TLS 1.2"]),
        (["unknown_ca"], ["alert", "verdict cause"]),
        (
            ["-93", "alert", "42", "402"],
            ["SSL_ERROR_SSL_NOT_AVAILABLE", "bad_certificate", "402: 3 readings"],
        ),
    ],
)
def test_queries(arguments: list[str], words: list[str]) -> None:
    code, out, err = run(*arguments)
    assert (code, err) == (0, "")
    assert [word for word in words if word not in out] == []


def test_420_says_where_the_reason_is() -> None:
    code, out, _ = run("420")
    said = " ".join(out.split())
    assert code == 0
    assert "GSKit reports 420 for any fatal alert it receives" in said
    assert "Read the log of the other side, or look at a capture" in said
    assert "Other side" in said and "402 GSK_ERROR_NO_CIPHERS" in said


def test_what_is_not_known_gives_exit_code_1_and_suggestions() -> None:
    code, out, err = run("GSK_EROR_BAD_CERT")
    assert (code, err) == (1, "")
    assert "nothing known" in out and "Did you mean GSK_ERROR_BAD_CERT" in out
    assert run("402", "nonsense")[0] == 1
    assert document("nonsense")["results"][0]["entries"] == []
    assert run("ZVM999")[0] == 1


@pytest.mark.parametrize(
    ("arguments", "hint"),
    [
        ([], "give a code"),
        (["402", "--platform", "mars"], "platform"),
        (["--fiel", "x"], "--fiel"),
        (["-x"], "-x"),
    ],
)
def test_wrong_usage_gives_exit_code_2(arguments: list[str], hint: str) -> None:
    code, out, err = run(*arguments)
    assert (code, out) == (2, "")
    assert hint in err.lower()


def test_json_keeps_its_names() -> None:
    made = document("-93", "402")
    assert made["schema"] == "ssldiag.explain/1"
    assert [result["query"] for result in made["results"]] == ["-93", "402"]
    for result in made["results"]:
        for entry in result["entries"]:
            assert [name for name in FIELDS if name not in entry] == []
            assert entry["platform"] in PLATFORMS
            for side in entry["other_side"]:
                assert {"platform", "code", "constant"} <= set(side)
    (entry,) = made["results"][0]["entries"]
    assert (entry["code"], entry["hex"]) == (-93, "FFFFFFA3")


def test_everything_the_text_is_made_of_is_in_the_json() -> None:
    (result,) = document("420", "--platform", "gskit8")["results"]
    assert {field.name for field in fields(ErrorEntry)} == set(result["entries"][0])
    assert {field.name for field in fields(Explanation)} - {"file", "lines", "count"} <= set(result)
    assert {field.name for field in fields(OtherSide)} == set(result["entries"][0]["other_side"][0])


def test_a_log(tmp_path: Path) -> None:
    file = tmp_path / "app.log"
    file.write_bytes(LOG)
    code, out, err = run("--file", str(file))
    assert code == 0
    assert f"402  {file}, lines 2, 4 (2 times)" in out
    assert out.index("402") < out.index("CPDBCB3")
    assert err == f"ssldiag: {file}: 5 lines, 2 different codes\n"
    (first, second) = document("--file", str(file))["results"]
    assert (first["file"], first["line"], first["lines"], first["count"]) == (str(file), 2, [2, 4], 2)
    assert second["query"] == "CPDBCB3"


def test_standard_input_and_compression(tmp_path: Path) -> None:
    file = tmp_path / "app.log.gz"
    file.write_bytes(gzip.compress(LOG))
    assert run("-f", str(file), "-q")[1].splitlines()[0].startswith(f"{file}:2: GSKit 8 402")
    program = [sys.executable, "-m", "ssldiag", "explain", "-", "-q"]
    assert run("-", "-q", given=LOG)[1].startswith("standard input:2: GSKit 8 402")
    done = subprocess.run(program, input=LOG, capture_output=True, check=False)
    assert done.returncode == 0
    assert done.stdout.decode().splitlines()[0].startswith("standard input:2: GSKit 8 402")


def test_a_log_without_codes_gives_exit_code_1(tmp_path: Path) -> None:
    file = tmp_path / "quiet.log"
    file.write_text("402 clients on port 414\n", "utf-8")
    code, out, err = run("--file", str(file))
    assert (code, out) == (1, "")
    assert "1 lines, 0 different codes" in err


def test_a_log_that_cannot_be_read_gives_exit_code_3(tmp_path: Path) -> None:
    good, bad = tmp_path / "good.log", tmp_path / "bad.log.gz"
    good.write_bytes(LOG)
    bad.write_bytes(b"\x1f\x8b" + b"nonsense" * 5)
    for name in (str(tmp_path / "missing.log"), str(tmp_path), str(bad)):
        code, out, err = run("--file", name, "--file", str(good), "-q")
        assert code == 3
        assert "402" in out
        assert err.startswith(f"ssldiag: {name}: ") and "Traceback" not in err


def test_formats() -> None:
    lines = run("-93", "402", "--format", "jsonl")[1].splitlines()
    assert [json.loads(line)["query"] for line in lines] == ["-93", "402"]
    table = list(csv.reader(io.StringIO(run("-93", "nonsense", "--format", "csv")[1])))
    assert table[0][:2] == ["query", "file"] and len({len(row) for row in table}) == 1
    assert table[1][0] == "'-93" and table[2][0] == "nonsense"
    assert "# `-93`" in run("-93", "--format", "markdown")[1]


def test_output_goes_to_a_file(tmp_path: Path) -> None:
    file = tmp_path / "out.txt"
    assert run("-93", "-o", str(file))[:2] == (0, "")
    assert "SSL_ERROR_SSL_NOT_AVAILABLE" in file.read_text("utf-8")


def test_nothing_harmful_reaches_the_terminal(tmp_path: Path) -> None:
    hostile = "\x1b[31m\u202eGSK"
    code, out, _ = run(hostile)
    assert code == 1 and "\x1b" not in out and "\u202e" not in out
    assert "\\x1b" in out
    file = tmp_path / "h.log"
    file.write_bytes(b"error:0A000418:SSL routines:\x1b]0;x\x07:tlsv1 alert unknown ca\n")
    out = run("--file", str(file))[1]
    assert "\x1b" not in out and "\x07" not in out and "0A000418" in out


def test_colours_only_where_they_are_wanted() -> None:
    environment = {**os.environ, "FORCE_COLOR": "1"}
    program = [sys.executable, "-m", "ssldiag", "explain", "-93"]
    coloured = subprocess.run(program, env=environment, capture_output=True, check=False).stdout
    assert b"\x1b[1m" in coloured
    refused = subprocess.run(
        [*program, "--no-color"], env=environment, capture_output=True, check=False
    ).stdout
    assert b"\x1b" not in refused
    assert "\x1b" not in run("-93")[1]


def test_platforms_of_the_option_are_those_of_the_tables() -> None:
    assert {platform.value for platform in Platform} == set(PLATFORMS) - {"ssldiag"}


def test_rule_pages() -> None:
    page = rule_page("ZVM101")
    assert page is not None
    assert (page.message_id, page.constant) == ("ZVM101", "stack-mismatch")
    assert page.meaning and page.cause and page.recovery and page.docs == "docs/rules/ZVM101.md"
    assert rule_page("ZVM000") is None


def test_opening(tmp_path: Path) -> None:
    file = tmp_path / "x"
    file.write_bytes(b"abc")
    with opened(str(file)) as (stream, size):
        assert (stream.read(), size) == (b"abc", 3)
    with pytest.raises(OSError), opened(str(tmp_path / "missing")):
        pass
