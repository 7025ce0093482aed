"""The catalogue itself: every file is sound, and what it names exists."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from ssldiag.bundled import folder
from ssldiag.cli.lab import WIDTH
from ssldiag.errors.load import Tables
from ssldiag.lab.catalogue import FOLDER, NoFault, load, named
from ssldiag.lab.fault import FAMILIES, Fault
from ssldiag.lab.form import MOST
from ssldiag.lab.steps import Crew
from ssldiag.lab.table import FormError
from ssldiag.lab.verbs import OPTIONS, VERBS
from ssldiag.registry import load as rules

FAULTS = load()
WORD = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


@pytest.fixture(params=FAULTS, ids=lambda fault: fault.name)
def fault(request: pytest.FixtureRequest) -> Fault:
    found: Fault = request.param
    return found


def test_there_are_faults_of_every_family() -> None:
    assert {fault.family for fault in FAULTS} == set(FAMILIES)
    assert 3 <= sum(fault.fast for fault in FAULTS) <= 7, "make test runs the fast ones"


def test_names_are_words(fault: Fault) -> None:
    assert WORD.fullmatch(fault.name)
    assert len(fault.name) <= WIDTH
    assert not fault.what.endswith(".")


def test_codes_are_those_of_checks(fault: Fault) -> None:
    wish = fault.doctor
    codes = {*(finding.code for finding in wish.findings), *wish.also, *wish.absent}
    assert codes <= set(rules())


def test_causes_are_those_of_verdicts(fault: Fault) -> None:
    causes = {item.pcap.cause for item in fault.clients if item.pcap and item.pcap.cause}
    known = {row["constant"] for row in Tables(folder("errortables")).records("causes")}
    assert causes <= known


def test_one_client_needs_no_other_program(fault: Fault) -> None:
    assert fault.network or {client.kind for client in fault.clients} - {"openssl", "curl"}


def test_findings_are_expected_or_known_to_be_absent(fault: Fault) -> None:
    found = fault.doctor.findings or fault.logs or fault.explain or fault.links
    assert found or any(client.pcap for client in fault.clients), "nothing names this fault"


def test_names_are_found_with_or_without_family() -> None:
    name = FAULTS[0].name
    assert named(name, FAULTS) is FAULTS[0]
    assert named(f"{FAULTS[0].family}/{name.upper()}", FAULTS) is FAULTS[0]
    with pytest.raises(NoFault, match=f"did you mean .*{name}"):
        named(name[:-1], FAULTS)
    with pytest.raises(NoFault, match="lab list"):
        named("zzzzzz", FAULTS)


def test_verbs_are_all_known_to_the_crew() -> None:
    assert set(object.__new__(Crew).verbs) == set(VERBS)


def test_verbs_and_options_are_described(root: Path) -> None:
    page = (root / "docs/lab/faults.md").read_text("utf-8")
    rows = re.findall(r"^\| (.*?) \|", page, re.MULTILINE)
    words = {word for row in rows for word in re.findall(r"`(.*?)`", row)}
    assert set(VERBS) <= words
    assert set(OPTIONS) <= words


def test_files_that_cannot_be_read_are_named(tmp_path: Path) -> None:
    place = tmp_path / "pool"
    place.mkdir()
    (place / "a.toml").write_bytes(b"what = '\xff'")
    with pytest.raises(FormError, match=r"pool/a\.toml: is not UTF-8"):
        load(tmp_path)
    (place / "a.toml").write_bytes(b"#" * (MOST + 1))
    with pytest.raises(FormError, match=r"pool/a\.toml: is larger"):
        load(tmp_path)


def test_a_name_may_stand_in_one_family_only(tmp_path: Path) -> None:
    source = next(fault for fault in FAULTS if fault.network is None)
    text = (FOLDER / source.family / f"{source.name}.toml").read_text("utf-8")
    for family in ("pool", "process"):
        (tmp_path / family).mkdir()
        (tmp_path / family / "same.toml").write_text(text, "utf-8")
    with pytest.raises(FormError, match="another family has a fault of this name"):
        load(tmp_path)
