"""How tests are shared out among workers: nothing is forgotten, and what belongs together stays so."""

from __future__ import annotations

from pathlib import Path

from tests import ports
from tests.together import FIRST, TOGETHER, group, rank


def test_a_file_is_a_group_and_some_folders_are_one() -> None:
    assert group("tests/wire/test_tcp.py::test_a[x::y]") == "tests/wire/test_tcp.py"
    assert group("tests/pool/whole/test_whole.py::test_echo") == group("tests/pool/test_agent.py::test_b")
    assert group("tests/test_benchmarks_pool.py::test_c") == group("tests/test_benchmarks_pcap.py::test_d")


def test_no_group_is_parted_by_the_order() -> None:
    """All tests of a folder come as early as each other."""
    for start in TOGETHER:
        assert rank(f"{start}a.py::test_a") == rank(f"{start}z/z.py::test_z") < len(FIRST)
    assert rank("tests/wire/test_tcp.py::test_a") == len(FIRST)


def test_the_paths_are_there(root: Path) -> None:
    for start in {*TOGETHER, *FIRST}:
        assert list(root.glob(f"{start}*")), start


def test_ports_are_free_and_different() -> None:
    found = ports.free_ports(5)
    assert len(set(found)) == 5
    assert all(map(ports.is_free, found))
    offset = ports.free_offset((7, 1007))
    assert ports.LOWEST < offset + 7 < offset + 1007 < ports.HIGHEST
