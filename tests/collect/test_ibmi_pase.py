"""The collector's own file: what it asks, how it bounds it, and that it runs by itself."""

from __future__ import annotations

import ast
import json
import os
import re
import subprocess
import sys
import time
import zipfile
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import pytest

from ssldiag.collect import ibmi_pase
from ssldiag.collect.ibmi_pase import Ran, Task
from ssldiag.snapshot import open_snapshot
from tests.collect.fakes import machine

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
SCRIPT = Path(ibmi_pase.__file__)

KINDS = {
    "release.txt": "ibmi_release",
    "products.txt": "ibmi_products",
    "system_values.txt": "ibmi_system_values",
    "certificates.txt": "ibmi_certificates",
    "assignments.txt": "ibmi_assignments",
    "netstat.txt": "ibmi_netstat",
    "jobs.txt": "ibmi_jobs",
    "QTVTELNET-101003.txt": "ibmi_job_log",
}


def quiet(line: str) -> None:
    """Nobody listens."""


def ran(out: bytes, code: int | None = 0, said: str = "", trouble: str = "", cut: bool = False) -> Ran:
    """What a command gave."""
    return Ran(code, out, said, 0.1, cut, trouble)


def program(python: str) -> str:
    """Where an interpreter really is: what is on the path may be a script that looks for it there. That of
    pyenv finds one that is installed and not switched on if told so.
    """
    with suppress(OSError):
        asked = [python, "-c", "import sys; print(sys.executable)"]
        switched_on = {**os.environ, "PYENV_VERSION": "3.9"}
        return subprocess.run(
            asked, env=switched_on, capture_output=True, text=True, check=False
        ).stdout.strip()
    return ""


def test_it_is_written_in_python_3_9() -> None:
    """As far as the grammar shows it, and so on machines without that Python, too."""
    ast.parse(SCRIPT.read_text("utf-8"), feature_version=(3, 9))


@pytest.mark.parametrize("python", [sys.executable, "python3.9"], ids=["this", "3.9"])
def test_it_runs_by_itself_and_its_files_are_recognised(python: str, tmp_path: Path) -> None:
    itself = program(python)
    if not itself:
        pytest.skip("there is no python3.9 on this machine")
    target = tmp_path / "out.zip"
    done = subprocess.run(
        [itself, "-I", str(SCRIPT), "-o", str(target), "-q"],
        env={"PATH": str(machine(tmp_path))},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    sources = {source.path: source.kind for source in open_snapshot(target).sources}
    assert not str(sources.pop("collected.json")).startswith("ibmi")
    assert sources == KINDS
    assert target.stat().st_mode & 0o777 == 0o600
    with zipfile.ZipFile(target) as archive:
        manifest = json.loads(archive.read("collected.json"))
    rows = {(row["file"], row["kind"], row["outcome"], row["returncode"]) for row in manifest["commands"]}
    assert ("audit.txt", "sql", "SQL error 42704", 1) in rows
    assert ("ptfs.txt", "cl", "failed", 255) in rows
    assert ("QTVTELNET-101003.txt", "cl", "kept", 0) in rows
    assert "audit.txt" in manifest["missing"]
    said = [row["said"] for row in manifest["commands"] if row["file"] == "ptfs.txt"]
    assert said == ["", "CPF0006: Errors occurred in command."]


def test_nothing_that_answers_is_no_zip(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    done = subprocess.run(
        [sys.executable, str(SCRIPT), "-o", str(tmp_path / "out.zip")],
        env={"PATH": str(tmp_path / "empty")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 3
    assert "neither db2 nor system answered" in done.stderr
    assert not (tmp_path / "out.zip").exists()


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        (ran(b"x\n"), "kept"),
        (ran(b""), "no output"),
        (ran(b"x", code=255), "failed"),
        (ran(b"A\n-\n  0 RECORD(S) SELECTED.\n", code=1), "kept"),
        (ran(b" **** CLI ERROR *****\n  SQLSTATE: 42501\n"), "SQL error 42501"),
        (ran(b"x", code=None, trouble="ended after 1 seconds"), "ended after 1 seconds"),
        (ran(b"-----BEGIN RSA PRIVATE KEY-----\n"), "refused: a private key is in it"),
    ],
)
def test_outcomes(given: Ran, wanted: str) -> None:
    assert ibmi_pase.outcome(given) == wanted


def test_a_later_way_is_tried_after_one_that_failed_and_not_after_one_that_answered() -> None:
    asked = []

    def runner(command: Sequence[str], seconds: float) -> Ran:
        asked.append(command[-1])
        return ran(b"", code=1) if command[-1] in ("A", "D") else ran(command[-1].encode())

    tasks = [Task("one.txt", ("A", "B", "C"), ("P",)), Task("two.txt", ("D",), ("E", "F"))]
    found = ibmi_pase.collect(tasks, 1, runner, False, quiet)
    assert asked[:5] == ["A", "B", "D", "E", "F"]
    assert (found.files["one.txt"], found.files["two.txt"]) == (b"B", b"E\nF")


def test_variables_that_are_not_of_ibm_stay_there() -> None:
    text = b" Level . . . :   *SYS\n QIBM_QTV_X   'Y'\n DB_PASSWORD   'geheim'\n   more'\n"
    task = next(task for task in ibmi_pase.tasks() if task.file == "environment.txt")

    def runner(command: Sequence[str], seconds: float) -> Ran:
        return ran(text if command[0] == "system" else b"", code=0)

    found = ibmi_pase.collect([task], 1, runner, True, quiet)
    assert found.files["environment.txt"] == b" Level . . . :   *SYS\n QIBM_QTV_X   'Y'\n"


def test_that_the_validation_list_is_not_there_is_an_answer() -> None:
    task = next(task for task in ibmi_pase.tasks() if task.file == "validation_list.txt")

    def runner(command: Sequence[str], seconds: float) -> Ran:
        place = "QMGTC2" if "QMGTC2" in command[-1] else "QUSRSYS"
        if place == "QUSRSYS" or command[0] == "qsh":
            return ran(b"", code=255, said="CPF9810: Library not found.")
        return ran(b"", code=255, said=f"CPF2105: Object QYPSVLDL in {place} type *VLDL not found.")

    found = ibmi_pase.collect([task], 1, runner, True, quiet)
    assert found.files == {
        "validation_list.txt": b"CPF2105: Object QYPSVLDL in QMGTC2 type *VLDL not found.\n"
    }
    assert [row["outcome"] for row in found.rows][:3] == ["failed", "kept", "failed"]


def test_no_command_asks_for_a_key_or_changes_anything() -> None:
    commands = "\n".join(ibmi_pase.listed(ibmi_pase.tasks(("MYLIB",))))
    assert "OBJECT_STATISTICS('MYLIB'" in commands
    assert "DSPOBJD OBJ(MYLIB/QYPSVLDL)" in commands
    assert not re.search(r"(?i)\.kdb|\.sth|\.rdb|\b(CHG|DLT|CRT|ADD|RMV|CPY|END|STR)[A-Z]{3,}\b", commands)
    for line in commands.splitlines():
        assert re.match(r"\S+ +(else )?(sql  SELECT |cl  (DSP|WRK)[A-Z]+ .*OUTPUT\(\*PRINT\))", line), line


@pytest.mark.parametrize("name", ["A B", "X'--", "1LIB", "TOOLONGNAME"])
def test_what_is_no_library_is_refused(name: str) -> None:
    with pytest.raises(ValueError):
        ibmi_pase.libraries([name])


def test_logs_are_asked_for_by_full_name_and_few_of_each() -> None:
    jobs = b"".join(b"10%04d/QUSER/QZDASSINIT X\n" % number for number in range(9)) + b"123456/ME/MYJOB\n"
    assert [task.file for task in ibmi_pase.log_tasks(jobs)] == [
        "QZDASSINIT-100000.txt",
        "QZDASSINIT-100001.txt",
    ]
    by_name = list(ibmi_pase.log_tasks(b""))
    assert [task.file for task in by_name] == [f"{name}.txt" for name in ibmi_pase.LISTENERS]
    assert all(not task.sql for task in by_name)


def test_a_command_that_does_not_end_is_ended() -> None:
    begun = time.monotonic()
    found = ibmi_pase.run(["/bin/sh", "-c", "echo begun; sleep 600"], 0.3)
    assert time.monotonic() - begun < 300
    assert (found.code, found.trouble) == (None, "ended after 0.3 seconds")


def test_an_output_without_end_is_cut() -> None:
    found = ibmi_pase.run([sys.executable, "-c", "print('x' * 5_000_000)"], 30, 1000)
    assert (found.code, len(found.out), found.cut) == (0, 1000, True)


def test_a_form_is_a_text_without_keys(tmp_path: Path) -> None:
    good, bad = tmp_path / "settings.txt", tmp_path / "key.pem"
    good.write_text("[system SHOP1]\n")
    bad.write_text("-----BEGIN PRIVATE KEY-----\n")
    assert ibmi_pase.forms([str(good)]) == {"form-1-settings.txt": b"[system SHOP1]\n"}
    with pytest.raises(ValueError):
        ibmi_pase.forms([str(bad)])


def test_only_the_standard_library_is_imported() -> None:
    found = set(re.findall(r"^(?:from|import) (\w+)", SCRIPT.read_text("utf-8"), re.MULTILINE))
    assert found <= {*sys.stdlib_module_names}


def test_writing_leaves_the_old_file_where_it_fails(tmp_path: Path) -> None:
    target = tmp_path / "out.zip"
    ibmi_pase.write(b"one", str(target))
    ibmi_pase.write(b"two", str(target))
    assert target.read_bytes() == b"two"
    assert os.listdir(tmp_path) == ["out.zip"]
