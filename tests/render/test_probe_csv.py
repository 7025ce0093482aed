from __future__ import annotations

import csv
import io

from ssldiag.render.probe_csv import COLUMNS, render
from tests.render.probed import EVIL, answered, silent


def rows(*results: object) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO("".join(render(results)))))  # type: ignore[arg-type]


def test_a_line_a_host() -> None:
    first, second = rows(answered(), silent())
    assert list(first) == list(COLUMNS)
    assert (first["host"], first["port"], first["starttls"], first["worst"]) == (
        "192.0.2.2",
        "21",
        "ftp",
        "error",
    )
    assert first["versions"] == "TLSv1.2 SSLv3"
    assert first["not_after"].startswith("2027-11-01")
    assert "[certificate_wrong_name]" in first["findings"] and "[weak_suites]" in first["findings"]
    assert (second["completed"], second["findings"]) == ("no", "it did not answer [unreachable]")


def test_nothing_is_a_formula_or_moves_the_cursor() -> None:
    (row,) = rows(silent("=cmd()", what=EVIL))
    assert row["host"] == "'=cmd()"
    assert "\x1b" not in row["verdict"] and "\\x1b" in row["verdict"]
