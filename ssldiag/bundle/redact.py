"""The one stage that every byte of a bundle passes: learns what a case names, then gives it stand-ins.

Learning goes over all sources before anything is replaced, so that a word is replaced in the first file too,
and no stand-in is an original. Lines stay lines. The words of a mapping are what they were.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import partial

from ssldiag.bundle import encoded, places, standins
from ssldiag.bundle.key_lines import Keys
from ssldiag.bundle.kinds_of_words import PUBLIC_NAMES, SECRETS, SHORTEST_SOUGHT, is_kept
from ssldiag.bundle.mapping import Mapping
from ssldiag.bundle.phrases import Phrases, lowered
from ssldiag.bundle.secret_words import MARK, PLACES, Passwords
from ssldiag.bundle.shapes import ANYTHING, NOTHING, May, Shapes
from ssldiag.bundle.words import GROUP, SPLIT, Words
from ssldiag.model import Source
from ssldiag.readers.run_starts import machine_of_file
from ssldiag.text import raw_lines

BLOCK = 2_000
"""Lines that are gone through together: some 150 KB, so memory is bounded whatever the size of a log."""

LARGEST_BLOCK = 1 << 20
"""Characters of such lines, should they be long."""

REMEMBERED = 200_000
"""Words that are remembered to stay, or with their stand-ins: some 30 MB. Then they are forgotten."""

SHORT = 80
"""Characters of a word that is remembered: longer ones hardly come twice."""

SIGNS_ALONE = 100
"""Passwords without a letter or digit that are looked for elsewhere too: to look for each costs a search."""

_NAME = re.compile(
    r"(?:^|[\s,/;+\"'(<])(?:CN|OU|O|L|ST|STREET|UID|GN|SN)\s*=\s*(?P<w>[^,/;+=\"'<>()\n]{2,128}?)\s*(?=[,/;+\"'<>()\n]|$)"
)
_VERSION = re.compile(
    r"(?:GSKit|version|release|level|build|vrmf|\bv)\s*+[:=]?\s*+v?(?P<v>\d{1,3}(?:\.\d{1,3}){3})\b",
    re.IGNORECASE,
)
_SHOWN = re.compile(r"^\s*+(?:Issuer|Subject) name\s*+:\s+(?P<w>\S.*)$", re.IGNORECASE)
_MORE = re.compile(r"^\s{8,}(?P<w>[^:\s][^:]*)$")
_SHAPED = re.compile("[.:-]")
"""What a word has that is an address or a dotted name."""


class Redactor:
    """Learns from everything first; :meth:`settle`; then replaces. ``secrets`` are words of the user's."""

    def __init__(
        self, mapping: Mapping, keep: frozenset[str] = frozenset(), secrets: Iterable[str] = ()
    ) -> None:
        self.mapping = mapping
        self.keep = keep
        self.words = Words(mapping, keep)
        self.labels: set[str] = set()
        self._label_words: frozenset[str] = frozenset()
        self.counts: Counter[str] = Counter()
        self._given = tuple(dict.fromkeys(word for word in secrets if word))
        self._passwords: dict[str, str] = {}
        self._signs_alone = 0
        self._names: dict[str, str] = {}
        self._instead: dict[str, str] = {}
        self._phrases = Phrases()
        self._calm: set[str] = set()
        self._same: set[str] = set()
        self._changed: dict[str, str] = {}
        self._kinds: dict[str, tuple[str, ...]] = {}
        self._long: list[str] = []
        self._innocent = encoded.Innocent()
        self._shapes = Shapes(_names_more)

    # Learning.

    def learn(self, source: Source) -> None:
        """Take down what the lines of a text name."""
        self.learn_text(source.path)
        machine = machine_of_file(source.path) if source.kind == "transcript" else None
        if machine and not is_kept(machine):
            self.words.learn("userids", machine)
        keys, passwords = Keys(), Passwords()
        shown = False
        seen: set[str] = set()
        for block in _blocks(source):
            kept = []
            for text, may in zip(block, self._shapes.of(block), strict=True):
                if may is NOTHING and not shown and keys.idle and passwords.idle:
                    kept.append(text)
                    continue
                clean, found = _clean(text, may, keys, passwords)
                for word in found:
                    self._learn_password(word)
                shown = self._learn_line(clean, shown, may if clean == text else ANYTHING)
                kept.append(clean)
            new = [word for word in dict.fromkeys("\n".join(kept).split()) if word not in seen]
            parts = dict.fromkeys(SPLIT.split("\n".join(new)))
            self.words.learn_shapes(part for part in parts if _SHAPED.search(part))
            seen = seen if len(seen) < REMEMBERED else set()
            seen.update(word for word in new if len(word) <= SHORT)

    def learn_text(self, text: str) -> None:
        """Take down what a text names that is no line of a file: a path, a name."""
        self._learn_line(text, shown=False)
        self.words.learn_shapes(SPLIT.split(text))

    def _learn_line(self, text: str, shown: bool, may: May = ANYTHING) -> bool:
        """Returns whether a name of several lines goes on."""
        for kind, word in places.named(text, may.names, may.more):
            self.words.learn(kind, word)
        if may.more and "=" in text:
            for match in _NAME.finditer(text):
                self.learn_name(match["w"])
        if may.more and "." in text:
            for match in _VERSION.finditer(text):
                self.words.versions.add(match["v"])
        first = _SHOWN.match(text) if may.more and ":" in text else None
        name = first or (_MORE.match(text) if shown else None)
        if name is not None:
            self.learn_name(name["w"])
        return name is not None

    def learn_name(self, value: str) -> None:
        """Take down a part of a certificate's name, such as an organisation."""
        value = " ".join(value.split())
        low = value.lower()
        if "names" in self.keep or low in PUBLIC_NAMES or low in self.mapping.before:
            return
        if len(value) >= SHORTEST_SOUGHT and not is_kept(value) and not self._is_shape(value):
            self._names.setdefault(low, value)

    def _is_shape(self, value: str) -> bool:
        return "." in value and " " not in value and self.words.is_host(value.removeprefix("*."))

    def _learn_password(self, word: str) -> None:
        plain = word.strip("\"'")
        if len(plain) >= SHORTEST_SOUGHT and not is_kept(plain) and set(plain) != {MARK}:
            if not any(map(str.isalnum, plain)) and plain.lower() not in self._passwords:
                self._signs_alone += 1
                if self._signs_alone > SIGNS_ALONE:
                    return
            self._passwords.setdefault(plain.lower(), plain)

    def settle(self) -> None:
        """End of learning."""
        known = {low for found in self.words.learnt.values() for low in found}
        self.words.settle()
        self._label_words = frozenset(label.lower() for label in self.labels)
        for low, value in sorted(
            self._names.items(), key=lambda item: len(item[0])
        ):  # short ones are in long ones
            if low not in self._label_words and low not in known:
                self._replace_phrase(low, self.name(value))
        for low, word in self._passwords.items():
            if low not in known and low not in self._label_words:
                self._replace_phrase(low, MARK * len(word))
        for word in self._given:
            self._replace_phrase(word.lower(), MARK * len(word), anywhere=True)
        for remembered in (self._innocent, self._same, self._changed, self._kinds):
            remembered.clear()

    def _replace_phrase(self, low: str, made: str, anywhere: bool = False) -> None:
        self._instead[low] = made
        self._phrases.add(low, anywhere)
        self._calm.clear()

    # Replacing.

    def name(self, value: str) -> str:
        """The stand-in of a part of a certificate's name, whatever it is."""
        value = " ".join(value.split())
        low = value.lower()
        changed = self.text(value)
        if "names" in self.keep or low in PUBLIC_NAMES or changed != value or low in self.mapping.before:
            return changed
        if self.words.is_kept_shape(value):
            return value
        if low in self._label_words or is_kept(value):
            return value
        pattern = "Name {}" if " " in value else "Name{}"
        return self.mapping.stand_in("names", value, partial(standins.named, pattern))

    def text(self, value: str) -> str:
        """Any text of one or several lines, redacted; the lines stay."""
        if not value:
            return value
        return self._block(self._cleaned(value.split("\n"), Keys(), Passwords()))

    def lines(self, source: Source) -> Iterator[str]:
        """The lines of a source, redacted, each ended by a newline; ``counts`` then tells what it had."""
        self.counts = Counter()
        keys, passwords = Keys(), Passwords()
        for block in _blocks(source):
            yield self._block(self._cleaned(block, keys, passwords)) + "\n"
        for kind, number in keys.found.items():
            self.counts[kind] += number

    def _cleaned(self, block: list[str], keys: Keys, passwords: Passwords) -> list[str]:
        """Lines without keys and passwords."""
        kept = []
        for text, may in zip(block, self._shapes.of(block), strict=True):
            if may is not NOTHING or not (keys.idle and passwords.idle):
                text, found = _clean(text, may, keys, passwords)
                self.counts[SECRETS] += len(found)
            kept.append(text)
        return kept

    def _block(self, texts: list[str]) -> str:
        """Lines with stand-ins. What is between blanks is looked at once; phrases and dumps have blanks."""
        text = "\n".join(texts)
        if self._phrases and self._may_have_phrase(text.split()):
            text = self._without_phrases(text)
        if self._phrases:
            text = encoded.cover_parts(text, lambda said: self._without_phrases(said, count=False) != said)
        text = encoded.cover(text, self._tells, self._innocent, encoded.ACROSS)
        pieces = text.replace("\n", " \n ").split(" ")
        new = set(pieces).difference(self._same).difference(self._changed).difference(("", "\n"))
        if new:
            self._look_at([piece for piece in dict.fromkeys(pieces) if piece in new])
        if not self._changed.keys().isdisjoint(pieces):
            numbers = Counter(pieces)
            for piece in self._kinds.keys() & numbers.keys():
                for kind in self._kinds[piece]:
                    self.counts[kind] += numbers[piece]
            text = " ".join(map(self._changed.get, pieces, pieces)).replace(" \n ", "\n")
        self._forget()
        return text

    def _forget(self) -> None:
        if len(self._same) + len(self._changed) > REMEMBERED:
            self._same.clear()
            self._changed.clear()
            self._kinds.clear()
        while self._long:
            self._changed.pop(self._long[-1], None)
            self._kinds.pop(self._long.pop(), None)

    def _may_have_phrase(self, words: list[str]) -> bool:
        new = set(words).difference(self._calm)
        if self._phrases.may_begin(lowered("\n".join(new))):
            return True
        if len(self._calm) > REMEMBERED:
            self._calm.clear()
        self._calm.update(word for word in new if len(word) <= SHORT)
        return False

    def _look_at(self, pieces: list[str]) -> None:
        """Know of each of these, which have no blanks, whether it changes."""
        covered = encoded.cover("\n".join(pieces), self._tells, self._innocent, encoded.WITHIN)
        for piece, text in zip(pieces, covered.split("\n"), strict=True):
            made, kinds = self._worded(text) if self.words.may_change(text) else (text, ())
            if made != piece:
                self._changed[piece] = made
                self._kinds[piece] = kinds
                if len(piece) > SHORT:
                    self._long.append(piece)
            elif len(piece) <= SHORT:
                self._same.add(piece)

    def _worded(self, text: str) -> tuple[str, tuple[str, ...]]:
        """A text with stand-ins for its words, and the kinds of these."""
        made, kinds = [], []
        for part in SPLIT.split(text):
            self.words.hits.clear()
            made.append(self.words.word(part))
            if made[-1] != part:
                kinds += self.words.hits or ["userids"]
        return "".join(made), tuple(kinds)

    def _tells(self, text: str) -> bool:
        """Whether a decoded text names anything that is replaced."""
        if self._phrases and self._without_phrases(text, count=False) != text:
            return True
        changes = self.words.may_change
        parts = dict.fromkeys(SPLIT.split(text))
        return any(changes(part) and self.words.word(part) != part for part in parts)

    def _without_phrases(self, text: str, count: bool = True) -> str:
        low = lowered(text)
        spans = self._phrases.spans(low) if self._phrases else ()
        if not spans:
            return text
        pieces, done = [], 0
        for start, end in spans:
            pieces += [text[done:start], self._instead[low[start:end]]]
            done = end
        if count:
            self.counts[SECRETS if self._given else "names"] += len(spans)
        return "".join((*pieces, text[done:]))

    # What must not be seen any more.

    def originals(self) -> dict[str, str]:
        """Every word that is replaced and long enough to be looked for, with its kind; passwords included."""
        found = originals_of(self.mapping, self.keep)
        stay = {low for low, made in self._instead.items() if low == made.lower()}
        for low in self.words.learnt.get("ips", {}):
            found[low] = "ips"
        found.update({low: "passwords" for low in self._passwords if low in self._instead})
        found.update({word.lower(): SECRETS for word in self._given})
        labels = {label.lower() for label in self.labels}
        return {low: kind for low, kind in found.items() if low not in stay and low not in labels}


def originals_of(mapping: Mapping, keep: frozenset[str]) -> dict[str, str]:
    """What a mapping knows of originals that the leak check can look for, with its kind.

    Parts of addresses, of full names and of addresses of mail are left out: the whole is looked for.
    """
    found = {}
    for kind in ("userids", "hosts", "domains", "ips", "macs", "volumes", "names"):
        if GROUP.get(kind, kind) not in keep:
            for low in mapping.words[kind]:
                if len(low) >= SHORTEST_SOUGHT and low not in mapping.before:
                    found[low] = kind
    return found


def _names_more(text: str) -> bool:
    """Whether a line may name something that no table of places has."""
    return (
        places.names_more(text)
        or ("=" in text and _NAME.search(text) is not None)
        or ("." in text and _VERSION.search(text) is not None)
        or (":" in text and _SHOWN.match(text) is not None)
    )


def _clean(text: str, may: May, keys: Keys, passwords: Passwords) -> tuple[str, tuple[str, ...]]:
    """A line without keys and passwords, and these passwords."""
    clean = keys.line(text)
    return passwords.line(clean, may.secrets if clean == text else PLACES)


def _blocks(source: Source) -> Iterator[list[str]]:
    """The lines of a source in blocks: a block ends with the line that reaches a limit."""
    block: list[str] = []
    size = 0
    for _, text in raw_lines(source):
        block.append(text)
        size += len(text)
        if len(block) == BLOCK or size >= LARGEST_BLOCK:
            yield block
            block, size = [], 0
    if block:
        yield block
