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

IN_ORDER = {"tcp.reassemble_out_of_order": "TRUE"}
"""Without this preference tshark leaves out messages whose segments came in another order."""

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
    seen, reason = False, ""
    with _loop() as loop:
        capture = pyshark.FileCapture(
            str(path),
            keep_packets=False,
            display_filter=FILTER,
            use_json=True,
            eventloop=loop,
            override_prefs=IN_ORDER | ({"tls.keylog_file": str(keylog)} if keylog else {}),
            custom_parameters=["-J", LAYERS, "-n"],
        )
        try:
            for raw in capture:
                found = _packet(raw)
                if found is not None:
                    seen = True
                    yield found
            capture.close()
            reason = _complaint(capture, loop)
        except capturing.TSharkCrashException as error:
            reason = _complaint(capture, loop) or _unexplained(error)
        except (KeyError, ValueError) as error:  # as for packets without a time
            reason = f"pyshark cannot take a packet ({type(error).__name__}: {error})"
        finally:
            capture._running_processes.clear()  # else it looks for them once more when it is collected
    if reason and not seen:
        raise EngineFailed(f"{path}: tshark cannot read it: {reason}")
    if reason:
        tell(f"tshark stopped: {reason}")


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
    layers = {layer.layer_name: _trees(layer) for layer in raw.layers}
    ip, tcp = (
        next((layers[name] for name in reversed(layers) if name in ("ip", "ipv6")), None),
        layers.get("tcp"),
    )
    if ip is None or tcp is None:
        return None
    frame = getattr(raw.frame_info, "_all_fields", {})
    return packet(frame, ip[-1], tcp[-1], layers.get("tls"))  # of several (tunnels) the innermost


def _trees(layer: Any) -> list[dict[str, Any]]:
    """tshark's fields of a layer, and of further layers of its name in the same packet."""
    return [each._all_fields for each in (layer, *getattr(layer, "duplicate_layers", ()))]


COMPLAINT = "tshark: "
"""How tshark begins a line about an error; what else it says on standard error is no error."""

LOST_EXIT_CODE = "(retcode: 255)"
"""asyncio's answer where pyshark reaped the process first: no error of tshark, which ends with 1 or 2."""


def _complaint(capture: Any, loop: asyncio.AbstractEventLoop) -> str:
    """What tshark complained of at last; it has ended. Its exit code is lost at times, its words are not."""
    loop.run_until_complete(asyncio.gather(*capture._stderr_handling_tasks, return_exceptions=True))
    said = capture._last_error_line or ""
    return " ".join(said.removeprefix(COMPLAINT).split())[:300] if said.startswith(COMPLAINT) else ""


def _unexplained(error: Exception) -> str:
    return "" if LOST_EXIT_CODE in str(error) else "it ended with an error"
