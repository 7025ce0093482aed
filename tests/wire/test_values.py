"""Values made fast behave like frozen dataclasses, but for what the type checker forbids anyway."""

from __future__ import annotations

import copy
import pickle
from dataclasses import dataclass, fields, replace

from ssldiag.wire.events import Data, Quality
from ssldiag.wire.model import Endpoint, Message
from ssldiag.wire.values import value


@dataclass(frozen=True, slots=True)
class Usual:
    side: str
    type: str
    frame: int
    time: float
    length: int = 0


@value(frozen=True, slots=True)
class One:
    word: str


SAID = Message("client", "client_hello", 4, 0.5)


def test_they_are_compared_hashed_and_shown_as_others() -> None:
    usual = Usual("client", "client_hello", 4, 0.5)
    assert SAID == Message("client", "client_hello", 4, 0.5, 0) != replace(SAID, frame=5)
    assert hash(SAID) == hash(usual)
    assert repr(SAID) == repr(usual).replace("Usual", "Message")
    assert [field.name for field in fields(SAID)] == [field.name for field in fields(usual)]
    assert {Endpoint("192.0.2.1", 1): 2}[Endpoint("192.0.2.1", 1)] == 2


def test_they_have_slots() -> None:
    assert not hasattr(SAID, "__dict__")
    assert Quality().gaps == 0


def test_they_can_be_copied_and_pickled() -> None:
    for one in (SAID, One("word"), Data("a", b"bytes", 1, 0.5)):
        assert copy.deepcopy(one) == one
        assert pickle.loads(pickle.dumps(one)) == one
        assert type(pickle.loads(pickle.dumps(one))) is type(one)
