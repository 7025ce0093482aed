"""Entries under another name are told from those that only look a little alike."""

from __future__ import annotations

from ssldiag.bundle.entries import called, renamed
from ssldiag.bundle.settings import Setting
from ssldiag.model import FilePlace

PLACE = FilePlace("USER.DIRECT")


def entry(name: str, **words: str) -> list[Setting]:
    return [Setting(key, (word,), PLACE, name, name) for key, word in words.items()]


def test_the_same_words_under_another_name() -> None:
    old = entry("USER A", link="x", mdisk="1", ipl="CMS")
    new = entry("USER B", link="x", mdisk="1", ipl="NSS")
    (pair,) = renamed(old, new)
    assert (pair[0].entry, pair[1].entry) == ("USER A", "USER B")
    moved = called(old, [pair])
    assert {(item.entry, item.owner) for item in moved} == {("USER B", "USER B")}


def test_two_that_have_little_in_common_stay_two() -> None:
    assert (
        renamed(entry("USER A", link="x", mdisk="1", ipl="CMS"), entry("USER B", link="x", mdisk="2")) == []
    )
    assert renamed(entry("USER A", link="x"), entry("PROFILE B", link="x")) == []
    assert renamed([], entry("USER B", link="x")) == []


def test_each_is_paired_once() -> None:
    old = [*entry("USER A", link="x"), *entry("USER B", link="x")]
    assert len(renamed(old, entry("USER C", link="x"))) == 1
