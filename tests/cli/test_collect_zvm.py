"""``ssldiag collect zvm`` through the runner: its zip gives the report of the files themselves."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from ssldiag.cli import app
from tests.collect.zvm_ftp import PASSWORD, ZvmFtp, certificate, running

RUNNER = CliRunner()
SAMPLE = Path(__file__).resolve().parents[2] / "samples" / "zvm" / "broken-several"
BFS = "/../VMBFS:VMSYSU:GSKSSLDB/"
PLACES = {
    "IBM.DTCPARMS": "TCPMAINT.591",
    "TCPIP.DATA": "TCPMAINT.592",
    "USER.DIRECT": "PMAINT.2CC",
    "Database.kdb": BFS,
    "Database.rdb": BFS,
}
EXTRA = f"""\
TCPMAINT.198 *
TCPMAINT.591 IBM DTCPARMS
TCPMAINT.592 TCPIP DATA {{text}}
PMAINT.2CC   USER DIRECT {{text}}
TCPMAINT.191 *
{BFS} *.?db binary
"""


def ssldiag(*words: str | Path, input: str | None = None) -> Any:
    """The program with these words."""
    return RUNNER.invoke(app, [*map(str, words)], input=input)


def disks() -> dict[str, dict[str, bytes]]:
    """The files of the sample where a z/VM has them; what the sample has beside them on TCPMAINT 191."""
    found: dict[str, dict[str, bytes]] = {}
    for path in sorted(SAMPLE.iterdir()):
        if path.suffix == ".md":
            continue
        configuration = path.suffix in (".TCPIP", ".DTCPARMS", ".CONFIG")
        place = PLACES.get(path.name, "TCPMAINT.198" if configuration else "TCPMAINT.191")
        name = path.name if place == BFS else path.name.upper()
        found.setdefault(place, {})[name] = path.read_bytes()
    return found


def report(path: Path) -> Any:
    """What doctor finds, as JSON."""
    words = ("--format", "json", "--now", "2026-11-22T12:00:00Z", "--fail-on", "never")
    done = ssldiag("doctor", path, *words)
    assert done.exit_code == 0, done.output
    return json.loads(done.stdout)


@pytest.fixture(scope="module")
def expected(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """The report of the same files in a folder."""
    folder = tmp_path_factory.mktemp("sample")
    for files in disks().values():
        for name, data in files.items():
            (folder / name).write_bytes(data)
    return report(folder)


@pytest.mark.parametrize("text", ["ascii", "ebcdic"])
@pytest.mark.parametrize("listformat", ["VM", "UNIX"])
def test_doctor_finds_in_the_zip_what_it_finds_in_the_sample(
    tmp_path: Path, expected: Any, listformat: str, text: str
) -> None:
    trust, context = certificate(tmp_path)
    rows, target = tmp_path / "rows.txt", tmp_path / "zvm1.zip"
    rows.write_text(EXTRA.format(text=text))
    with running(ZvmFtp(disks(), context, listformat=listformat)) as server:
        words = (
            "--user",
            "TCPMAINT",
            "--ca",
            trust,
            "--port",
            str(server.port),
            "--list",
            rows,
            "-o",
            target,
        )
        done = ssldiag("collect", "zvm", "localhost", *words, input=f"{PASSWORD}\n")
    assert done.exit_code == 0, done.output
    assert f"wrote {target}: 15 of 15 files" in done.stderr
    assert PASSWORD not in done.output
    found = report(target)
    for part in ("findings", "passed", "skipped", "unreadable"):
        assert found[part] == expected[part], part
    assert len(found["findings"]) > 15


def test_the_built_in_list_finds_the_roots(tmp_path: Path, expected: Any) -> None:
    target, secret = tmp_path / "zvm1.zip", tmp_path / "password"
    secret.write_text(f"{PASSWORD}\n")
    with running(ZvmFtp(disks())) as server:
        words = (
            "--user",
            "TCPMAINT",
            "--plain",
            "--port",
            str(server.port),
            "--password-file",
            secret,
            "-o",
            target,
        )
        done = ssldiag("collect", "zvm", "127.0.0.1", *words)
    assert done.exit_code == 0, done.output
    assert "in clear text" in done.stderr
    codes = {finding["code"] for finding in report(target)["findings"]}
    assert {"ZVM406", "ZVM214", "ZVM319"} <= codes
    assert codes <= {finding["code"] for finding in expected["findings"]}


def test_a_session_that_breaks_leaves_a_zip_and_a_code(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "zvm1.zip"
    monkeypatch.setenv("FTP_WORD", PASSWORD)
    with running(ZvmFtp(disks(), fault="dies")) as server:
        words = ("-u", "TCPMAINT", "--plain", "--port", str(server.port), "--password-env", "FTP_WORD")
        done = ssldiag("collect", "zvm", "127.0.0.1", *words, "-o", target, "--timeout", "2", "-q")
    assert done.exit_code == 3
    assert f"the session ended early: the server closed the connection; {target} has what came" in done.stderr
    with zipfile.ZipFile(target) as archive:
        assert "PROFILE.TCPIP" in archive.namelist()
        assert json.loads(archive.read("collected.json"))["ended_early"] == "the server closed the connection"
    assert target.stat().st_mode & 0o777 == 0o600


def test_read_passwords_of_minidisks_stand_in_the_password_file(tmp_path: Path) -> None:
    rows, secret = tmp_path / "rows.txt", tmp_path / "password"
    rows.write_text("TCPMAINT.592 TCPIP DATA")
    secret.write_text(f"{PASSWORD}\ntcpmaint.592 READIT\n")
    with running(ZvmFtp(disks(), passwords={"TCPMAINT.592": "READIT"})) as server:
        words = ("-u", "ANNA", "--plain", "--port", str(server.port), "--password-file", secret)
        done = ssldiag("collect", "zvm", "127.0.0.1", *words, "--list", rows, "-o", tmp_path / "a.zip")
        assert done.exit_code == 0, done.output
        place = ("--plain", "--port", str(server.port), "--list", rows, "-o", tmp_path / "b.zip")
        by = ("-u", "TCPMAINT", "--by", "ANNA")
        done = ssldiag("collect", "zvm", "127.0.0.1", *by, *place, input=f"{PASSWORD}\n")
    assert "USER TCPMAINT/BY/ANNA" in server.said
    assert done.exit_code == 3
    assert "nothing came" in done.stderr
    assert not (tmp_path / "b.zip").exists()


def test_nothing_is_asked_with_dry_run(tmp_path: Path) -> None:
    done = ssldiag("collect", "zvm", "nowhere.invalid", "--user", "TCPMAINT", "--dry-run")
    assert done.exit_code == 0
    assert "TCPMAINT.198  *.DTCPARMS            ascii" in done.stdout


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("--user", "TCPMAINT", "--plain", "--tls"), "one of --tls, --implicit and --plain"),
        (("--user", "NOT A USER"), "no user id of z/VM"),
        (("--user", "TCPMAINT\r\nDELE X"), "no user id of z/VM"),
        (("--user", "TCPMAINT"), "give the file to write with -o"),
        (("--user", "TCPMAINT", "-o", "x.zip", "--ca", "{empty}"), "--ca"),
        (("--user", "TCPMAINT", "-o", "x.zip", "--list", "{empty}"), "there is no row in it"),
        (("--user", "TCPMAINT", "-o", "x.zip", "--password-file", "{empty}"), "the password is empty"),
    ],
)
def test_wrong_usage(tmp_path: Path, words: tuple[str, ...], why: str) -> None:
    empty = tmp_path / "empty"
    empty.write_text("")
    given = [word.format(empty=empty) for word in words]
    done = ssldiag("collect", "zvm", "127.0.0.1", *given, input="word\n")
    assert (done.exit_code, done.stdout) == (2, "")
    assert why in done.stderr


def test_nobody_listens(tmp_path: Path) -> None:
    done = ssldiag(
        "collect", "zvm", "127.0.0.1", "--port", "1", "-u", "A", "-o", tmp_path / "x.zip", input="word\n"
    )
    assert done.exit_code == 3
    assert "127.0.0.1: Connection refused" in done.stderr
