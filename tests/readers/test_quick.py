"""Words made fast are the same as words made in the usual way."""

from __future__ import annotations

import copy
import pickle
from dataclasses import FrozenInstanceError, fields

import pytest

from ssldiag.model import Located, TextPlace
from ssldiag.readers.quick import word_at

USUAL = Located("23", TextPlace("FILE", 7, 6, 2, "PORT 23"))


def test_it_equals_the_usual_one_in_every_field() -> None:
    quick = word_at("23", "FILE", 7, 6, "PORT 23")
    assert quick == USUAL
    assert hash(quick) == hash(USUAL)
    assert repr(quick) == repr(USUAL)
    assert isinstance(quick.place, TextPlace)
    assert quick.place.text == "PORT 23"


def test_no_field_of_the_model_is_left_out() -> None:
    quick = word_at("23", "FILE", 7, 6, "PORT 23")
    for value in (quick, quick.place):
        assert all(hasattr(value, field.name) for field in fields(value))


def test_it_is_as_frozen_and_can_be_copied() -> None:
    quick = word_at("23", "FILE", 7, 6, "PORT 23")
    with pytest.raises(FrozenInstanceError):
        quick.value = "24"  # type: ignore[misc]
    assert copy.deepcopy(quick) == USUAL
    assert pickle.loads(pickle.dumps(quick)) == USUAL
