"""The one stage that every byte of a bundle passes: learns what a case names, then gives it stand-ins.

Learning goes over all sources before anything is replaced, so that a word is replaced in the first file too,
and no stand-in is an original. Lines stay lines. The words of a mapping are what they were.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import islice

from ssldiag.bundle import encoded, places
from ssldiag.bundle.key_lines import Keys
from ssldiag.bundle.kinds_of_words import PUBLIC_NAMES, SECRETS, SHORTEST_SOUGHT, is_kept
from ssldiag.bundle.mapping import Mapping
from ssldiag.bundle.secret_words import MARK, Passwords
from ssldiag.bundle.words import GROUP, SPLIT, Words
from ssldiag.model import Source
from ssldiag.text import lines

BLOCK = 2_000
"""Lines that are gone through together: some 150 KB, so memory is bounded whatever the size of a log."""

REMEMBERED = 300_000
"""Words whose stand-ins are remembered: some 50 MB. Then they are forgotten."""

_NAME = re.compile(
    r"(?:^|[\s,/;+\"'(<])(?:CN|OU|O|L|ST|STREET|UID|GN|SN)\s*=\s*(?P<w>[^,/;+=\"'<>()\n]{2,128}?)\s*(?=[,/;+\"'<>()\n]|$)"
)
_VERSION = re.compile(
    r"(?:GSKit|version|release|level|build|vrmf|\bv)\s*[:=]?\s*v?(?P<v>\d{1,3}(?:\.\d{1,3}){3})\b",
    re.IGNORECASE,
)
_SHOWN = re.compile(r"^\s*(?:Issuer|Subject) name\s*:\s+(?P<w>\S.*?)\s*$", re.IGNORECASE)
_MORE = re.compile(r"^\s{8,}(?P<w>[^:\s][^:]*?)\s*$")


class Redactor:
    """Learns from everything first; :meth:`settle`; then replaces. ``secrets`` are words of the user's."""

    def __init__(
        self, mapping: Mapping, keep: frozenset[str] = frozenset(), secrets: Iterable[str] = ()
    ) -> None:
        self.mapping = mapping
        self.keep = keep
        self.words = Words(mapping, keep)
        self.labels: set[str] = set()
        self.counts: Counter[str] = Counter()
        self._given = tuple(dict.fromkeys(word for word in secrets if word))
        self._passwords: dict[str, str] = {}
        self._names: dict[str, str] = {}
        self._phrases: dict[str, str] = {}
        self._memo: dict[str, str] = {}
        self._innocent: set[str] = set()
        self._changed: dict[str, tuple[str, ...]] = {}

    # Learning.

    def learn(self, source: Source) -> None:
        """Take down what the lines of a text name."""
        self.learn_text(source.path)
        keys, passwords = Keys(), Passwords()
        shown = False
        seen: set[str] = set()
        for block in _blocks(line.text for line in lines(source)):
            kept = []
            low = "\n".join(block).lower()
            passwords.expect(low)
            singles = places.likely(low)
            for text in block:
                clean, found = passwords.line(keys.line(text))
                for word in found:
                    self._learn_password(word)
                shown = self._learn_line(clean, shown, singles)
                kept.append(clean)
            parts = dict.fromkeys(SPLIT.split("\n".join(kept)))
            self.words.learn_shapes(part for part in parts if part not in seen)
            seen = seen if len(seen) < REMEMBERED else set()
            seen.update(parts)

    def learn_text(self, text: str) -> None:
        """Take down what a text names that is no line of a file: a path, a name."""
        self._learn_line(text, shown=False)
        self.words.learn_shapes(SPLIT.split(text))

    def _learn_line(self, text: str, shown: bool, singles: tuple[places.Row, ...] = places.SINGLES) -> bool:
        """Returns whether a name of several lines goes on."""
        for kind, word in places.named(text, singles):
            self.words.learn(kind, word)
        if "=" in text:
            for match in _NAME.finditer(text):
                self.learn_name(match["w"])
        if "." in text:
            for match in _VERSION.finditer(text):
                self.words.versions.add(match["v"])
        first = _SHOWN.match(text) if ":" in text else None
        more = _MORE.match(text) if shown and first is None else None
        if first or more:
            self.learn_name((first or more)["w"])  # type: ignore[index]
            return True
        return False

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
            self._passwords.setdefault(plain.lower(), plain)

    def settle(self) -> None:
        """End of learning."""
        known = {low for found in self.words.learnt.values() for low in found}
        self.words.settle()
        labels = {label.lower() for label in self.labels}
        for low, value in sorted(
            self._names.items(), key=lambda item: len(item[0])
        ):  # short ones are in long ones
            if low not in labels and low not in known:
                self._phrases[low] = self.name(value)
        for low, word in self._passwords.items():
            if low not in known and low not in labels:
                self._phrases[low] = MARK * len(word)
        for word in self._given:
            self._phrases[word.lower()] = MARK * len(word)
        self._innocent.clear()

    # Replacing.

    def name(self, value: str) -> str:
        """The stand-in of a part of a certificate's name, whatever it is."""
        value = " ".join(value.split())
        low = value.lower()
        changed = self.text(value)
        if "names" in self.keep or low in PUBLIC_NAMES or changed != value or low in self.mapping.before:
            return changed
        if low in {label.lower() for label in self.labels} or is_kept(value):
            return value
        pattern = "Name {}" if " " in value else "Name{}"
        return self.mapping.stand_in("names", value, lambda taken, n: _numbered(pattern, taken, n))

    def text(self, value: str) -> str:
        """Any text of one or several lines, redacted; the lines stay."""
        if not value:
            return value
        keys, passwords = Keys(), Passwords()
        return self._block([passwords.line(keys.line(text))[0] for text in value.split("\n")])

    def lines(self, source: Source) -> Iterator[str]:
        """The lines of a source, redacted, each ended by a newline; ``counts`` then tells what it had."""
        self.counts = Counter()
        keys, passwords = Keys(), Passwords()
        for block in _blocks(line.text for line in lines(source)):
            kept = []
            passwords.expect("\n".join(block).lower())
            for text in block:
                clean, found = passwords.line(keys.line(text))
                self.counts[SECRETS] += len(found)
                kept.append(clean)
            yield self._block(kept) + "\n"
        for kind, number in keys.found.items():
            self.counts[kind] += number

    def _block(self, texts: list[str]) -> str:
        text = "\n".join(texts)
        text = self._without_phrases(text)
        if len(self._innocent) > REMEMBERED:
            self._innocent.clear()
        text = encoded.cover(text, self._tells, self._innocent)
        if len(self._memo) > REMEMBERED:
            self._memo.clear()
            self._changed.clear()
        parts = SPLIT.split(text)
        for part in set(parts).difference(self._memo):
            self._learn_part(part)
        for part, number in Counter(part for part in parts if part in self._changed).items():
            for kind in self._changed[part]:
                self.counts[kind] += number
        return "".join(map(self._memo.__getitem__, parts))

    def _learn_part(self, part: str) -> None:
        self.words.hits.clear()
        made = self.words.word(part)
        self._memo[part] = made
        if made != part:
            self._changed[part] = tuple(self.words.hits) or ("userids",)

    def _tells(self, text: str) -> bool:
        """Whether a decoded text names anything that is replaced."""
        if self._without_phrases(text, count=False) != text:
            return True
        return any(self.words.word(part) != part for part in set(SPLIT.split(text)))

    def _without_phrases(self, text: str, count: bool = True) -> str:
        if not self._phrases:
            return text
        low = text.lower()
        present = [phrase for phrase in self._phrases if phrase in low]
        if not present:
            return text
        given = {word.lower() for word in self._given}
        alternatives = "|".join(
            re.escape(phrase) if phrase in given else rf"(?<![^\W_]){re.escape(phrase)}(?![^\W_])"
            for phrase in sorted(present, key=len, reverse=True)
        )
        changed, number = re.subn(
            alternatives, lambda match: self._phrases[match[0].lower()], text, flags=re.IGNORECASE
        )
        if count:
            self.counts["names" if number and not given else SECRETS] += number
        return changed

    # What must not be seen any more.

    def originals(self) -> dict[str, str]:
        """Every word that is replaced and long enough to be looked for, with its kind; passwords included."""
        found = originals_of(self.mapping, self.keep)
        stay = {low for low, made in self._phrases.items() if low == made.lower()}
        for low in self.words.learnt.get("ips", {}):
            found[low] = "ips"
        found.update({low: "passwords" for low in self._passwords if low in self._phrases})
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


def _numbered(pattern: str, taken: object, start: int) -> str:
    from ssldiag.bundle.standins import named

    return named(pattern, taken, start)  # type: ignore[arg-type]


def _blocks(texts: Iterator[str]) -> Iterator[list[str]]:
    while block := list(islice(texts, BLOCK)):
        yield block
