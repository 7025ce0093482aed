"""``python with_scapy.py FILE``: scapy puts streams together and takes TLS apart, by its own sessions.

One line a handshake message: its place among the packets that scapy hands on, and its type.
"""

from __future__ import annotations

import logging
import sys
import warnings
from importlib import import_module
from pathlib import Path
from typing import Any


def main(path: Path) -> None:
    """Print frame and type of each message."""
    logging.getLogger("scapy").setLevel(logging.CRITICAL)
    warnings.simplefilter("ignore")
    scapy: Any = import_module("scapy.all")
    scapy.load_layer("tls")
    from scapy.layers.tls.handshake import _TLSHandshake
    from scapy.layers.tls.record import TLS

    for side in ("sport", "dport"):
        scapy.bind_bottom_up(
            scapy.TCP, TLS, {side: 9476}
        )  # as the captures have it; else scapy looks at port 443 alone
    scapy.conf.tls_session_enable = True
    frame = 0

    def messages(packet: Any) -> None:
        nonlocal frame
        frame += 1
        layer = packet.getlayer(TLS)
        while isinstance(layer, TLS):
            for message in layer.msg:
                if isinstance(message, _TLSHandshake):
                    print(f"{frame}\t{message.msgtype}")
            layer = layer.payload

    scapy.sniff(offline=str(path), session=scapy.TCPSession, prn=messages, store=False, quiet=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
