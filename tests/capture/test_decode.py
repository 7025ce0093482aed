"""Which way of reading is taken."""

from __future__ import annotations

from pathlib import Path

import pytest

from ssldiag.capture.decode import SMALL, best_engine, engine_for
from ssldiag.capture.plain import Plain


@pytest.mark.parametrize(
    ("sizes", "plain"), [([100], True), ([SMALL - 1], True), ([SMALL], False), ([SMALL // 2] * 2, False)]
)
def test_small_files_are_read_the_plain_way(tmp_path: Path, sizes: list[int], plain: bool) -> None:
    files = [tmp_path / str(number) for number in range(len(sizes))]
    for file, size in zip(files, sizes, strict=True):
        file.write_bytes(bytes(size))
    found = engine_for([str(file) for file in files])
    assert type(found) is (Plain if plain else type(best_engine()))


@pytest.mark.parametrize("path", ["-", "/no/such/file"])
def test_what_has_no_size_is_read_the_best_way(path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ssldiag.capture.decode.size_of", lambda path: None)
    assert type(engine_for([path])) is type(best_engine())
