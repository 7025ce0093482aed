"""Measures ``ssldiag bundle``: sources of several sizes, and how long a browser takes to open the page.

``python -m tests.benchmarks.bundle.run [--mb N] [--repeats N]`` makes a quarter, half and all of N MiB.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import time
import zipfile
from pathlib import Path
from subprocess import DEVNULL, run

from tests.benchmarks.bundle.make import write_sources
from tests.benchmarks.harness import (
    MIB,
    SSLDIAG,
    Cost,
    mebibytes,
    median,
    run_once,
    seconds,
    table,
    workspace,
)

NOW = ("--now", "2026-11-22T12:00:00Z")
HEAD = ("sources", "processor", "clock", "memory", "a MiB", "archive", "page", "opened in")


def bundle(source: Path, target: Path) -> list[str]:
    """The command that makes one; from scratch, so without the mapping of the last time."""
    target.with_name("case.mapping.json").unlink(missing_ok=True)
    return [*SSLDIAG, "bundle", str(source), "-o", str(target), *NOW]


def measure(source: Path, work: Path, repeats: int) -> tuple[Cost, Path]:
    """What a bundle costs (its median), and where it is."""
    target = work / f"{source.name}.zip"
    return median([run_once(bundle(source, target), work) for _ in range(repeats)]), target


def opened(page: Path, work: Path) -> str:
    """Time on the clock until headless Chromium has loaded and drawn a page, beyond that for an empty one."""
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    if chromium is None:
        return "-"
    empty = work / "empty.html"
    empty.write_text("<!doctype html><title>empty</title>")
    return seconds(max(0.0, _clock(chromium, page, work) - _clock(chromium, empty, work)))


def _clock(chromium: str, page: Path, work: Path) -> float:
    command = [chromium, "--headless", "--no-sandbox", "--disable-gpu", "--window-size=1200,900"]
    command += [f"--user-data-dir={work / 'profile'}", f"--screenshot={work / 'page.png'}", page.as_uri()]
    times = []
    for _ in range(3):
        began = time.monotonic()
        run(command, check=True, stdout=DEVNULL, stderr=DEVNULL, timeout=120)
        times.append(time.monotonic() - began)
    return min(times)


def row(size: int, work: Path, repeats: int) -> list[str]:
    """One line of the table."""
    source = write_sources(work / f"host{size}", size)
    cost, target = measure(source, work, repeats)
    page = work / f"{source.name}.html"
    with zipfile.ZipFile(target) as archive:
        page.write_bytes(archive.read("case.html"))
    shutil.rmtree(source)
    return [
        f"{size} MiB",
        seconds(cost.cpu),
        seconds(cost.wall),
        mebibytes(cost.memory),
        seconds(cost.cpu / size),
        mebibytes(target.stat().st_size / MIB),
        f"{page.stat().st_size / 1e6:.1f} MB",
        opened(page, work),
    ]


def main(arguments: list[str] | None = None) -> int:
    """Measure and print a Markdown table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--mb", type=int, default=200, help="size of the sources in MiB")
    parser.add_argument("--repeats", type=int, default=1)
    asked = parser.parse_args(arguments)
    with workspace() as work:
        rows = [row(size, work, asked.repeats) for size in (asked.mb // 4, asked.mb // 2, asked.mb)]
        print(table(HEAD, rows), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
