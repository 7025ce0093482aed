from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from ssldiag.capture import keys
from ssldiag.capture.headers import connections, endpoint6

PORTS = st.integers(0, 65535)


def little(port: int) -> int:
    return port >> 8 | (port & 255) << 8


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.binary(min_size=4, max_size=4), PORTS), min_size=2, max_size=2))
def test_connections_of_ipv4(ends: list[tuple[bytes, int]]) -> None:
    one, other = (int.from_bytes(address, "little") << 16 | little(port) for address, port in ends)
    source, target = np.array([one, other], dtype=np.uint64), np.array([other, one], dtype=np.uint64)
    expected, side = keys.connection(*(keys.endpoint(address, port) for address, port in ends))
    assert connections(source, target).tolist() == [expected, expected]
    assert side == (one > other)


@settings(max_examples=60, deadline=None)
@given(st.binary(min_size=16, max_size=16), PORTS)
def test_endpoints_of_ipv6(address: bytes, port: int) -> None:
    first, second = (np.frombuffer(address[at : at + 8], dtype="<u8") for at in (0, 8))
    found = endpoint6(first, second, np.array([little(port)], dtype=np.uint64))
    assert found.tolist() == [keys.endpoint(address, port)]


def test_the_number_0_is_none() -> None:
    none = np.zeros(1, dtype=np.uint64)
    assert connections(none, none).tolist() == [1]
    assert keys.connection(0, 0) == (1, 0)
