"""``python with_pyshark.py FILE``: pyshark drives tshark, which prints all that it knows of each packet.

One line a handshake message, frame and type.
"""

from __future__ import annotations

import sys
import warnings
from pathlib import Path


def main(path: Path) -> None:
    """Print frame and type of each message."""
    warnings.simplefilter("ignore")
    import pyshark  # type: ignore[import-untyped]

    capture = pyshark.FileCapture(
        str(path), display_filter="tls.handshake", keep_packets=False, custom_parameters=["-n"]
    )
    for packet in capture:
        for layer in packet.layers:
            if layer.layer_name == "tls" and hasattr(layer, "handshake_type"):
                for kind in layer.handshake_type.all_fields:
                    print(f"{packet.number}\t{kind.show}")
    capture.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
