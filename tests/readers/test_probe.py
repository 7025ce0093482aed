from __future__ import annotations

import io
import json
from datetime import UTC, datetime
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from ssldiag.model import Source
from ssldiag.probe.model import Attempt, Result, Target, Trouble
from ssldiag.readers import probe as reader
from ssldiag.render import probe_json
from tests.checks.make_probes import OLD, probe, version, worry
from tests.support import snapshot_of


def source(data: bytes) -> Source:
    return Source("probe.json", "probe", "", len(data), lambda: io.BytesIO(data), "utf-8")


def read(*values: Any) -> reader.ProbeDocument:
    return reader.read(source("\n".join(map(json.dumps, values)).encode()))


def test_a_service() -> None:
    found = read(
        probe(
            21,
            OLD,
            "ftp",
            versions=[version("TLSv1.2", True, 0x2F), version("SSLv3", None)],
            findings=[worry("error", "x", "y")],
        )
    )
    (one,) = found.services
    assert (str(one), one.starttls, one.completed) == ("zvm1.example.test:21", "ftp", True)
    assert (one.outcome, one.cause, one.step, one.trouble) == ("completed", "completed", None, "")
    assert one.chain[0].not_after == datetime(2026, 12, 31, tzinfo=UTC)
    assert one.versions == (
        reader.ProbedVersion("TLSv1.2", True, (0x2F,)),
        reader.ProbedVersion("SSLv3", None),
    )
    assert one.findings == (("error", "x", "y"),)


def test_what_the_probe_writes_is_read_whether_indented_or_not() -> None:
    trouble = Trouble("connect", "nobody")
    attempt = Attempt("usual", "refused", trouble=trouble)
    moment = datetime(2026, 11, 22, 12, tzinfo=UTC)
    result = Result(Target("::1", 992), "quick", None, moment, 0.1, attempt, trouble)
    for text in (probe_json.text(result), probe_json.line(result)):
        (one,) = reader.read(source(text.encode())).services
        assert (str(one), one.step, one.trouble) == ("[::1]:992", "connect", "nobody")
        assert one.started == moment
        kinds = [item.kind for item in snapshot_of({"any.txt": text.encode()}).sources]
        assert kinds == ["probe"]


def test_what_is_wrong_is_told() -> None:
    found = read(probe(1), {"schema": "ssldiag.report/1"}, 5, {**probe(2), "started": 7}, probe(3))
    assert [one.port for one in found.services] == [1, 2, 3]
    assert [str(item.reason) for item in found.unreadable] == [
        "document 2 is no ssldiag.probe/1: ValueError",
        "document 3 is no ssldiag.probe/1: TypeError",
    ]
    assert reader.read(source(b"[" * 100_000)).unreadable
    wrong = {**probe(1), "versions": [{**version("x", True), "supported": "maybe"}]}
    assert read(wrong).unreadable


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)


@settings(max_examples=80, deadline=None)
@given(st.sampled_from(sorted(probe(1, OLD))), JSON)
def test_any_value_in_any_field(field: str, value: object) -> None:
    found = read({**probe(1, OLD), field: value})
    assert len(found.services) + len(found.unreadable) == 1
