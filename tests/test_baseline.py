"""An earlier report as a baseline."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ssldiag.aside import set_aside
from ssldiag.baseline import Baseline, BaselineError, read_baseline
from ssldiag.model import Report, Snapshot
from ssldiag.render import json as as_json
from ssldiag.render import jsonl
from ssldiag.render.style import Style
from tests.render import reports


def saved(tmp_path: Path, *which: Report, lines: bool = False) -> Path:
    file = tmp_path / "before.json"
    write = jsonl.render if lines else as_json.render
    file.write_text("".join(write(which, Style(several=len(which) > 1))))
    return file


def named(report: Report, name: str) -> Report:
    return replace(report, snapshot=Snapshot(name, report.snapshot.sources))


def test_what_was_there_before_is_set_aside(tmp_path: Path) -> None:
    before = read_baseline(saved(tmp_path, reports.report(results=reports.report().results[1:])))
    left = set_aside(reports.report(), lambda result: before.excuse(result, "zvm1"))
    assert [root.finding.code for root in left.results] == ["ZVM101"]
    assert [(item.reason, item.until) for item in left.suppressed[1:]] == [("already in before.json", "")] * 2
    assert before.notes(reports.report()) == []


def test_a_report_made_with_a_baseline_is_one_as_well(tmp_path: Path) -> None:
    first = read_baseline(saved(tmp_path, reports.report()))
    second = set_aside(reports.report(), lambda result: first.excuse(result, "zvm1"))
    assert second.results == ()
    again = read_baseline(saved(tmp_path, second))
    assert again.hosts == first.hosts


def test_a_dated_suppression_is_not_known(tmp_path: Path) -> None:
    known = read_baseline(saved(tmp_path, reports.report(results=()))).known("zvm1")
    assert known == frozenset()


def test_gone_findings_are_noted(tmp_path: Path) -> None:
    before = read_baseline(saved(tmp_path, reports.report()))
    assert before.notes(reports.clean()) == ["5 of the findings in before.json are gone"]


@pytest.mark.parametrize("lines", [True, False])
def test_hosts_are_told_apart_by_name(tmp_path: Path, lines: bool) -> None:
    file = saved(tmp_path, named(reports.report(), "a"), named(reports.clean(), "b"), lines=lines)
    before = read_baseline(file)
    assert len(before.known("a")) == 5
    assert before.known("b") == before.known("c") == frozenset()
    assert before.notes(named(reports.report(), "c")) == [
        "before.json has no report on c, so all of its findings are new"
    ]


def test_a_single_host_may_have_a_new_name(tmp_path: Path) -> None:
    assert len(read_baseline(saved(tmp_path, reports.report())).known("zvm1-renamed")) == 5


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "is not a report"),
        (b"[]", "is not a report"),
        (b'{"schema": "ssldiag.explain/1"}', "is not a report"),
        (b'{"schema": "ssldiag.report/1", "findings": 3}', "is not a report"),
        (b'{"schema": "ssldiag.reports/1", "reports": [1]}', "is not a report"),
        (b"{}\nno json\n", "line 2 is not JSON"),
        (b"\xff\xfe", "line 1 is not JSON"),
        (b"[" * 100_000, "line 1 is not JSON"),
    ],
)
def test_anything_else_is_refused_with_a_sentence(tmp_path: Path, data: bytes, message: str) -> None:
    file = tmp_path / "x.json"
    file.write_bytes(data)
    if data == b"{}\nno json\n":
        file.write_bytes(json.dumps(as_json.document(reports.clean())).encode() + b"\nno json\n")
    with pytest.raises(BaselineError, match=message):
        read_baseline(file)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(BaselineError, match=r"none\.json: cannot be read: No such file"):
        read_baseline(tmp_path / "none.json")


JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.text(max_size=5)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(
            st.sampled_from(["schema", "reports", "findings", "suppressed", "snapshot", "id"]), inner
        ),
    ),
    max_leaves=10,
)


@settings(max_examples=60, deadline=None)
@given(st.one_of(st.binary(max_size=60), JSON.map(lambda value: json.dumps(value).encode())))
def test_any_bytes_are_a_baseline_or_one_error(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    file = tmp_path_factory.mktemp("b") / "x.json"
    file.write_bytes(data)
    try:
        assert isinstance(read_baseline(file), Baseline)
    except BaselineError as error:
        assert "x.json: " in str(error)
