"""Captures in, handshakes as tshark, driven by pyshark, decodes them out. The native reader needs neither."""

from __future__ import annotations

import asyncio
import logging
import shutil
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from ssldiag.capture.engines import EngineFailed, EngineMissing
from ssldiag.capture.engines.tshark_streams import STARTTLS, handshakes
from ssldiag.capture.engines.tshark_tree import Packet, packet
from ssldiag.wire.model import Handshake

NO_TSHARK = "tshark is not installed (Debian and Ubuntu: apt-get install tshark); --engine native needs none"
NO_PYSHARK = "pyshark is not installed (pip install 'ssldiag[capture]'); --engine native needs none"

FILTER = "tls || tcp.flags & 0x07 || " + " || ".join(sorted(STARTTLS))
"""Packets that tshark is to print: TLS, what goes before it, and those that open or close a connection."""

LAYERS = "frame ip ipv6 tcp tls"


def check() -> None:
    """Raise EngineMissing unless tshark and pyshark are there."""
    if shutil.which("tshark") is None:
        raise EngineMissing(NO_TSHARK)
    if find_spec("pyshark") is None:
        raise EngineMissing(NO_PYSHARK)


def decode(
    paths: Sequence[Path], keylog: Path | None = None, tell: Callable[[str], None] = lambda sentence: None
) -> Iterator[Handshake]:
    """The handshakes of each file. ``tell`` is given a sentence where tshark complains at the end of a file.

    Raises EngineMissing, EngineFailed and OSError.
    """
    check()
    for path in paths:
        with path.open("rb"):  # an OSError of ours, not one of pyshark's
            pass
        yield from handshakes(packets(path, keylog, tell), str(path))


def packets(path: Path, keylog: Path | None, tell: Callable[[str], None]) -> Iterator[Packet]:
    """The packets of a file that matter, as tshark decodes them."""
    pyshark, capturing = import_module("pyshark"), import_module("pyshark.capture.capture")
    seen = False
    with _loop() as loop:
        capture = pyshark.FileCapture(
            str(path),
            keep_packets=False,
            display_filter=FILTER,
            use_json=True,
            eventloop=loop,
            override_prefs={"tls.keylog_file": str(keylog)} if keylog else None,
            custom_parameters=["-J", LAYERS, "-n"],
        )
        try:
            for raw in capture:
                found = _packet(raw)
                if found is not None:
                    seen = True
                    yield found
            capture.close()
        except capturing.TSharkCrashException as error:
            reason = _reason(error)
            if reason and not seen:
                raise EngineFailed(f"{path}: tshark cannot read it: {reason}") from error
            if reason:
                tell(f"{path}: tshark stopped: {reason}")
        finally:
            capture._running_processes.clear()  # else it looks for them once more when it is collected


@contextmanager
def _loop() -> Iterator[asyncio.AbstractEventLoop]:
    """An event loop of our own, and silence about what pyshark does with it: deprecated calls, and a process
    that it waits for twice.
    """
    loop, logger = asyncio.new_event_loop(), logging.getLogger("asyncio")
    level = logger.level
    logger.setLevel(logging.ERROR)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield loop
    finally:
        logger.setLevel(level)
        loop.close()


def _packet(raw: Any) -> Packet | None:
    layers = {layer.layer_name: layer for layer in raw.layers}
    tcp = layers.get("tcp")
    ip = layers.get("ipv6") or layers.get("ip")
    if tcp is None or ip is None:
        return None
    tls = layers.get("tls")
    frame = getattr(raw.frame_info, "_all_fields", {})
    return packet(frame, _inner(_tree(ip)), _inner(_tree(tcp)), None if tls is None else _tree(tls))


def _tree(layer: Any) -> Any:
    """The layer as pyshark got it; a list where tshark has several of the name."""
    return layer._all_fields or getattr(layer, "value", None) or {}


def _inner(tree: Any) -> Any:
    """Of several layers of one name (tunnels) the innermost."""
    return (tree[-1] if isinstance(tree[-1], dict) else {}) if isinstance(tree, list) and tree else tree


LOST_EXIT_CODE = "(retcode: 255)"
"""asyncio's answer where pyshark reaped the process first: no error of tshark, which ends with 1 or 2."""


def _reason(error: Exception) -> str:
    """Why tshark ended with an error, "" where it did not."""
    if LOST_EXIT_CODE in str(error):
        return ""
    lines = [
        line.partition(":")[2].strip() for line in str(error).splitlines() if line.startswith("Last error")
    ]
    said = lines[0].removeprefix("b'").removesuffix("'").replace("\\n", " ") if lines else ""
    return " ".join(said.removeprefix("tshark: ").split())[:300] or "it ended with an error"
