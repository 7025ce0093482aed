"""The benchmark of the pool measures what it says: a small run of it, and sums that can be checked."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest

from tests.benchmarks.pool import connections
from tests.benchmarks.pool.load import client
from tests.benchmarks.pool.run import backend, main
from tests.benchmarks.pool.servers import PEERS, Missing, Running, Site, needed, started
from tests.pool.apps.certificates import make


def test_a_small_run(capsys: pytest.CaptureFixture[str]) -> None:
    """Peers or none: our pool alone gives all its rows."""
    words = [
        "--only",
        "",
        "--repeats",
        "1",
        "--count",
        "4",
        "--clients",
        "1",
        "--megabytes",
        "2",
        "--held",
        "12",
    ]
    assert main([*words, "--only-what", "connections,bulk,held"]) == 0
    said = capsys.readouterr().out
    assert re.search(
        r"\| pool \(auto\) \| \d \| [\d.]+ MiB \| [\d.]+ MiB \| 12 \| -?[\d.]+ \| 12/0/0/0/0 \|", said
    )
    assert re.search(r"\| pool \(auto\) \| \d+ us \| \d+ us \| \d+ us \| \d+ us \|", said)
    assert re.search(r"\| pool \(auto\) \| \d+ \| \d+ \|", said)


def test_sessions_go_round_all_servers(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--only-what", "resumed", "--count", "10", "--kills", "0"]) == 0
    said = capsys.readouterr().out
    assert said.count("| across servers | TLS 1.3 | 9 | 9 | 100.0 % |") == 1
    assert said.count("| across servers | TLS 1.2 | 9 | 9 | 100.0 % |") == 1


def test_ratios_are_taken_within_a_repeat() -> None:
    costs: connections.Costs = {
        "pool (auto)": {load: [100.0, 200.0, 50.0] for load in connections.LOADS},
        "peer": {load: [150.0, 320.0, 60.0] for load in connections.LOADS},
    }
    absolute, ratios = connections.reports(costs, ["pool (auto)"])
    assert "| pool (auto) | 100 us | 100 us | 100 us | 100 us |" in absolute
    assert "| peer | 1.50 | 1.50 | 1.50 | 1.50 |" in ratios


def test_a_peer_that_is_not_there_is_left_out() -> None:
    with pytest.raises(Missing, match="no-such-program is not there"):
        needed("no-such-program")


def test_processes_that_have_ended_count() -> None:
    """A shell whose child has burnt a fifth of a second."""
    import subprocess

    burn = "import time\nwhile time.process_time() < 0.3: pass"
    command = ["sh", "-c", f'{sys.executable} -c "{burn}"; echo done; read x']
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.readline()
        assert Running("shell", 0, process.pid, None).cpu() >= 0.25
        process.communicate(b"\n")


@pytest.mark.parametrize("name", sorted(PEERS))
def test_peers_choose_what_is_offered_first(name: str, tmp_path: Path) -> None:
    make(tmp_path)
    with backend() as port:
        site = Site(port, tmp_path / "server.pem", tmp_path)
        try:
            command, at = PEERS[name](site)
        except Missing as error:
            pytest.skip(str(error))
        with started(name, command, at, tmp_path):
            for load in ("f13", "f12"):
                made = client(at, load)
                made.check()
                reused, session = made.once()
                assert (reused, made.once(session)[0]) == (False, True)
