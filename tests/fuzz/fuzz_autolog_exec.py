"""EXECs that autolog machines."""

from __future__ import annotations

import sys
from collections.abc import Hashable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from ssldiag.readers import autolog_exec
from tests.fuzz.corpus import seeds
from tests.fuzz.loop import main
from tests.fuzz.support import check, source

WRITTEN = (
    b"/* AUTOLOG1 */\n'CP XAUTOLOG TCPIP'\nwho = 'SSLDCSSM'\n\"CP XAUTOLOG\" who\n"
    b"if x then do; 'XAUTOLOG FTPSERVE'; end\n",
    b"/* a /* nested */ comment */ \"CP SLEEP 5 SEC\"\ncall x 'it''s',\n 'XAUTOLOG SMTP'\nexit 0\n",
)


def SEEDS() -> list[bytes]:
    """What the cases hold, and two EXECs more."""
    return [*WRITTEN, *seeds(".EXEC")]


def target(data: bytes) -> Hashable:
    """Any bytes."""
    return check(autolog_exec.read(source(data, "autolog_exec")))


if __name__ == "__main__":
    main(target, SEEDS)
