from __future__ import annotations

from ssldiag.wire.ports import TLS_PORTS


def test_ports_of_the_platforms() -> None:
    assert {port: TLS_PORTS[port] for port in (443, 448, 990, 992, 9470, 9476)} == {
        443: "https",
        448: "ddm-ssl",
        990: "ftps",
        992: "telnets",
        9470: "as-central-s",
        9476: "as-signon-s",
    }
    assert not {21, 23, 25, 80, 446, 8476} & set(TLS_PORTS)
    assert all(0 < port < 65536 for port in TLS_PORTS)
