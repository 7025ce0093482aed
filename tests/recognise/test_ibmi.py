"""IBM i files are known by content under any name; nothing of z/VM is taken for one."""

from __future__ import annotations

from pathlib import Path

import pytest

from ssldiag.kinds import IBMI
from ssldiag.recognise import recognise
from ssldiag.recognise.ibmi import COLUMNS, SIGNS
from ssldiag.text import detect

ROOT = Path(__file__).parents[2]


def kind(data: bytes, name: str = "x") -> str:
    return recognise(name, data[:65536], len(data), detect(data[:65536], len(data)))[0]


@pytest.mark.parametrize(("wanted", "columns"), COLUMNS)
def test_tables_are_known_by_their_columns(wanted: str, columns: tuple[str, ...]) -> None:
    names = [*columns, "OTHER_COLUMN"]
    assert kind((",".join(names) + "\n" + ",".join("1" * len(names))).encode()) == wanted
    assert kind(("[{" + ", ".join(f'"{name}": 1' for name in names) + "}]").encode()) == wanted


ZVM = sorted(path for path in (ROOT / "samples" / "zvm").rglob("*") if path.is_file())


@pytest.mark.parametrize("path", ZVM, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_no_zvm_file_is_taken_for_one(path: Path) -> None:
    assert kind(path.read_bytes(), path.name) not in IBMI


@pytest.mark.parametrize(
    "text",
    [
        "The list QYPSVLDL is in QMGTC2.\n",
        "[req]\ndistinguished_name = x\n[system_default_sect]\nMinProtocol = TLSv1.2\n",
        "System value is a word\n",
        "host,port\na,1\n",
        "Supported by nobody\n",
    ],
)
def test_other_texts(text: str) -> None:
    assert kind(text.encode()) not in IBMI


def test_every_kind_has_a_sign() -> None:
    assert {row[0] for row in COLUMNS} | {row[0] for row in SIGNS} == set(IBMI)
