"""An IBM i made of small scripts: ``db2``, ``qsh``, ``system`` and ``ssh`` that replay recorded answers."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Mapping
from pathlib import Path

CLEAN = Path(__file__).resolve().parents[2] / "samples" / "ibmi" / "clean"

SERVICES = {
    "ENV_SYS_INFO": "release",
    "SOFTWARE_PRODUCT_INFO": "products",
    "SYSTEM_VALUE_INFO": "system_values",
    "CERTIFICATE_INFO": "certificates",
    "CERTIFICATE_USAGE_INFO": "assignments",
    "NETSTAT_INFO": "netstat",
    "ACTIVE_JOB_INFO": "jobs",
}
"""Word of a statement -> its answer; other services are not there."""

COMMANDS = {"DSPJOBLOG JOB(101003/QTCP/QTVTELNET": "QTVTELNET", "WRKENVVAR": "variables"}
"""Beginning of a CL command -> its print."""

DB2 = """#!/bin/sh
case "$1" in
{cases}
*) answer=none ;;
esac
if [ -f "{folder}/$answer" ]; then exec cat "{folder}/$answer"; fi
echo " **** CLI ERROR *****"
echo "         SQLSTATE: 42704"
exit 1
"""

SYSTEM = """#!/bin/sh
case "$1" in
{cases}
*) answer=none ;;
esac
if [ -f "{folder}/$answer" ]; then exec cat "{folder}/$answer"; fi
echo "CPF0006: Errors occurred in command." >&2
exit 255
"""

QSH = '#!/bin/sh\nexec sh -c "$2"\n'

SSH = """#!/bin/sh
echo "$@" >> "{folder}/ssh.log"
while [ "$1" != "--" ]; do shift; done
if [ "$2" = "nobody@nowhere" ]; then echo "ssh: Permission denied" >&2; exit 255; fi
exec sh -c "$3"
"""


def ruled(text: str) -> str:
    """A CSV as the ``db2`` command prints its result: columns ruled off by hyphens."""
    rows = list(csv.reader(text.splitlines()))
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    shown = [" ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in rows]
    rule = " ".join("-" * width for width in widths)
    return "\n".join(["", shown[0], rule, *shown[1:], "", f"  {len(rows) - 1} RECORD(S) SELECTED.", ""])


def answers(folder: Path) -> None:
    """What the clean sample's host answers."""
    folder.mkdir()
    for name in SERVICES.values():
        source = CLEAN / f"{name}.csv"
        if source.is_file():
            (folder / name).write_text(ruled(source.read_text("utf-8")), "utf-8")
    release = "OS_VERSION,OS_RELEASE,HOST_NAME\n7,4,SHOP1\n"
    (folder / "release").write_text(ruled(release), "utf-8")
    shutil.copy(CLEAN / "QTVTELNET.txt", folder / "QTVTELNET")


def machine(folder: Path, programs: Mapping[str, str] | None = None) -> Path:
    """A folder of programs for PATH, with the answers beside it; ``programs`` replace or add to them."""
    answers(folder / "answers")
    bin = folder / "bin"
    bin.mkdir()
    made = {
        "db2": script(DB2, SERVICES, folder / "answers"),
        "system": script(SYSTEM, COMMANDS, folder / "answers"),
        "qsh": QSH,
        "ssh": SSH.format(folder=folder),
        **(programs or {}),
    }
    for name, text in made.items():
        (bin / name).write_text(text, "utf-8")
        (bin / name).chmod(0o755)
    for name in ("sh", "cat", "sleep"):
        (bin / name).symlink_to(f"/bin/{name}")
    return bin


def script(template: str, words: Mapping[str, str], folder: Path) -> str:
    """A script that answers by a word of its operand."""
    cases = "\n".join(f'*"{word}"*) answer={answer} ;;' for word, answer in words.items())
    return template.format(cases=cases, folder=folder)
