"""The short cuts of the redaction change nothing of what comes out, and its time grows with the sources."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ssldiag.bundle import encoded, redact
from ssldiag.bundle.mapping import Mapping
from ssldiag.bundle.redact import Redactor
from ssldiag.bundle.shapes import ANYTHING, May, Shapes
from ssldiag.bundle.stage import Options, stage
from ssldiag.model import Source
from ssldiag.snapshot import open_snapshot
from ssldiag.text import LINE_LIMIT
from tests.benchmarks.bundle.make import write_sources
from tests.bundle import cases
from tests.effort import seconds

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
HOSTS = sorted(path.parent for path in SAMPLES.glob("*/*/README.md"))


def slowly(monkeypatch: pytest.MonkeyPatch) -> None:
    """Look at every line with every pattern, and at every word of every block anew."""

    def anything(self: Shapes, lines: Sequence[str]) -> list[May]:
        return [ANYTHING] * len(lines)

    monkeypatch.setattr(Shapes, "of", anything)
    monkeypatch.setattr(redact, "REMEMBERED", -1)
    monkeypatch.setattr(encoded, "REMEMBERED", -1)
    monkeypatch.setattr(Redactor, "_may_have_phrase", lambda self, words: True)
    monkeypatch.setattr("ssldiag.bundle.words.Words.may_change", lambda self, word: True)


def result(path: Path, folder: Path) -> tuple[object, ...]:
    """All that the redaction makes of a host."""
    folder.mkdir()
    redactor = Redactor(Mapping(b"salt"), frozenset(), ("USERSECRETWORD",))
    made = stage(open_snapshot(path), redactor, folder, Options())
    texts = [source.read() for source in made.snapshot.sources]
    return made.plan, made.original, texts, redactor.mapping.document(), redactor.originals()


def both(path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    quick = result(path, tmp_path / "quick")
    slowly(monkeypatch)
    assert result(path, tmp_path / "slow") == quick


@pytest.mark.parametrize("host", HOSTS, ids=lambda path: path.name)
def test_of_a_sample(host: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    both(next(host.glob("*.zip"), host), tmp_path, monkeypatch)


@pytest.mark.parametrize("make", [cases.make, partial(write_sources, mebibytes=0.2)], ids=["secrets", "logs"])
def test_of_a_host(make: Callable[[Path], Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    both(make(tmp_path / "host"), tmp_path, monkeypatch)


LINES = (
    "LOGON HERON7 by7pw", "  HERON7 pw9-x", "AUTOLOG", "PORT", "334 UGFzc3dvcmQ6", "c2VjcmV0LXB3", "heron7",
    "",
    "07:12:11 from 10.1.2.3..992 to www.acme-inc.com", "O=Acme Holding,C=DE", "acme  holding",
    "Subject name: Heron Works", "              Heron Works", ">>>PASS qq7-Pw", "x qq7-pw x", "a  \t b ",
    "486552 6f6e37", "484552 4F4E37 00", "h\u200bERON7", "SEVST043", "-----BEGIN PRIVATE KEY-----", "QUJD",
    "-----END PRIVATE KEY-----", "password=by7pw", "\u0130 HERON7 \x1f x",
)  # fmt: skip


@settings(max_examples=80, deadline=None)
@given(st.lists(st.sampled_from(LINES), max_size=14))
def test_of_any_lines(texts: list[str]) -> None:
    def out() -> Any:
        redactor = Redactor(Mapping(b"salt"), frozenset(), ("top",))
        data = "\n".join(texts).encode()
        source = Source("a.txt", "transcript", "", len(data), lambda: BytesIO(data), "utf-8")
        redactor.learn(source)
        redactor.settle()
        return [*redactor.lines(source)], redactor.counts, redactor.mapping.document()

    quick = out()
    with pytest.MonkeyPatch.context() as patch:
        slowly(patch)
        assert out() == quick


def redacted(data: bytes) -> int:
    """How many bytes come out."""
    source = Source("a.log", "transcript", "", len(data), lambda: BytesIO(data), "utf-8")
    redactor = Redactor(Mapping(b"salt"))
    redactor.learn(source)
    redactor.settle()
    return sum(map(len, redactor.lines(source)))


HOSTILE = {
    "blanks": b"USER" + b" " * 60_000 + b"x\n",
    "leading blanks": b" " * 60_000 + b"user x\n",
    "dots": b"A 1234 " + b"." * 60_000 + b"\n",
    "a name that goes on": b"Subject name: a\n" + b" " * 9 + b"a" + b" " * 60_000 + b"b\n",
    "no scheme": b"x" * 60_000 + b"://\n",
    "marks": b">" * 60_000 + b"pass x\n",
    "a version": b"version" + b" " * 60_000 + b".\n",
    "percent": b"a" * 60_000 + b" %41\n",
    "digits in a key": b"-----BEGIN X KEY-----\n" + b"0" * 60_000 + b"!\n",
    "hexadecimal": b"ab " * 20_000 + b"\n",
    "no blank at all": b"x" * 10_000_000,
    "equals": b"CN=a=" * 12_000 + b"\n",
    "new passwords": b"".join(b"PASS a%d-b\n" % number for number in range(6_000)),
    "signs": b"".join(b"PASS %s\n" % (b"!?" * (2 + number)) for number in range(400)),
}


@pytest.mark.parametrize("data", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_lines_end(data: bytes) -> None:
    assert seconds(lambda: redacted(data)) < 8


def test_blocks_of_long_lines_are_as_large_as_others() -> None:
    data = b"".join(b"%d %s\n" % (number, b"w " * 30_000) for number in range(60))
    source = Source("a.log", "transcript", "", len(data), lambda: BytesIO(data), "utf-8")
    sizes = [sum(map(len, block)) for block in redact._blocks(source)]
    assert len(sizes) == 4 and max(sizes) < redact.LARGEST_BLOCK + LINE_LIMIT
