"""What is said before TLS: turns made of any bytes; and the text of key logs."""

from __future__ import annotations

import sys
from collections.abc import Hashable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from ssldiag.wire.keylog import parse
from ssldiag.wire.plain import protocol
from ssldiag.wire.starttls import Turn, recognise
from tests.fuzz.loop import main
from tests.wire.test_starttls import ACCEPTED, REFUSED
from tests.wire.test_starttls_binary import NO, YES

BORDER = b"\xfe\xed"


def SEEDS() -> list[bytes]:
    """The dialogues of the tests, a border between the turns."""
    dialogues = [*ACCEPTED.values(), *YES.values(), *(said for said, _ in (*REFUSED.values(), *NO.values()))]
    return [said[0][0].encode() + BORDER.join(words for _, words in said) for said in dialogues]


def target(data: bytes) -> Hashable:
    """The first byte says who begins."""
    order = "ab" if data[:1] == b"a" else "ba"
    turns: list[Turn] = [
        ("a" if order[index % 2] == "a" else "b", words) for index, words in enumerate(data[1:].split(BORDER))
    ]
    found = recognise(turns)
    assert found.refused is None or (found.asked and len(found.refused) < 900)
    assert (found.protocol is None) == (found.at == -1)
    said = dict(turns)
    spoken = protocol(said.get("a", b""), said.get("b", b""))
    log = parse(data.decode("latin-1").splitlines())
    return found.protocol, found.refused is None, found.asked, spoken, bool(log.secrets)


if __name__ == "__main__":
    main(target, SEEDS)
