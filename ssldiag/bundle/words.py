"""A word of any text in, the word with stand-ins for what it names out; or, when learning, what it names.

A word is what stands between blanks, quotes, slashes, parentheses and the like. Addresses and names are told
by their shape, user ids, single host names and volumes by having been learnt. Nothing here knows of lines.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable
from functools import partial
from ipaddress import IPv4Address, IPv6Address

from ssldiag.bundle import addresses, standins
from ssldiag.bundle.kinds_of_words import (
    EXTENSIONS,
    PUBLIC_HOSTS,
    SECOND_LEVEL,
    SHORTEST,
    TLDS,
    is_kept,
)
from ssldiag.bundle.mapping import Mapping
from ssldiag.bundle.secret_words import MARK

SPLIT = re.compile(r"([^A-Za-z0-9@#$._:%+\-\u00c0-\uffff]+)")
"""Splits text into words (at even places) and what is between them."""

LONGEST = 4_096
"""Characters of a word that are looked at as one: a host name has 253, an address of mail 320."""

_LABEL = r"[A-Za-z0-9_\u00c0-\uffff](?:[A-Za-z0-9_\-\u00c0-\uffff]{0,61}[A-Za-z0-9_\u00c0-\uffff])?"
_HEX = "[0-9A-Fa-f]"

SHAPES = re.compile(
    "|".join(
        (
            rf"(?P<mail>[A-Za-z0-9.$#_%+\-]{{1,64}}@(?:{_LABEL}\.)*{_LABEL})",
            rf"(?P<mac>(?<![A-Za-z0-9:-]){_HEX}{{2}}(?::{_HEX}{{2}}){{5}}(?![A-Za-z0-9:])"
            rf"|(?<![A-Za-z0-9-]){_HEX}{{2}}(?:-{_HEX}{{2}}){{5}}(?![A-Za-z0-9-])"
            rf"|(?<![A-Za-z0-9.]){_HEX}{{4}}\.{_HEX}{{4}}\.{_HEX}{{4}}(?![A-Za-z0-9]))",
            rf"(?P<six>(?<![A-Za-z0-9:])(?:{_HEX}{{1,4}}:|::){_HEX}{{0,4}}(?:::?{_HEX}{{1,4}}){{1,6}}"
            r"(?:\.[0-9]{1,3}){0,3}(?:::)?(?![A-Za-z0-9])|(?<![A-Za-z0-9:])(?:[0-9A-Fa-f]{1,4}:){1,7}:(?![A-Za-z0-9]))",
            r"(?P<four>(?<![A-Za-z0-9])(?<![0-9]\.)[0-9]{1,3}(?:\.[0-9]{1,3}){3}(?![A-Za-z0-9])"
            r"(?!\.[0-9]{1,5}\.[0-9])(?!\.[0-9]{6}))",
            r"(?P<three>(?<![A-Za-z0-9.])[0-9]{1,3}(?:\.[0-9]{1,3}){2}(?![A-Za-z0-9])(?!\.[0-9]))",
            rf"(?P<host>(?<![A-Za-z0-9])(?:{_LABEL}\.){{1,30}}[A-Za-z\u00c0-\uffff][A-Za-z0-9\-\u00c0-\uffff]{{1,30}}"
            r"(?![A-Za-z0-9]))",
            rf"(?P<run>@(?=(?:{_LABEL}\.){{1,30}}[A-Za-z]{{2}})|[A-Za-z0-9@#$_\-\u00c0-\uffff]+)",
        )
    )
)

_DOTTED = re.compile(rf"(?:{_LABEL}\.){{1,30}}[A-Za-z\u00c0-\uffff]{{2,30}}")
_BORDER = re.compile(r"[@#$_.:%+\-]")

LETTERED = ("userids", "hosts", "volumes")
"""Kinds of words that have a letter: a number alone is anything."""

REMEMBERED = 50_000
"""Texts of addresses that are remembered: some 10 MB. Then they are forgotten."""

MOST_PARTS = 40
"""Parts of one word that are tried together: a host's name has 10, an address of IPv6 eight."""

GROUP = {"pools": "userids", "domains": "hosts", "labels": "hosts", "octets": "ips", "hextets": "ips"}
"""Kinds of a mapping that ``--keep`` knows by another word."""

KIND_OF_SHAPE = {"mail": "mail", "mac": "macs", "four": "ips", "six": "ips", "host": "hosts"}
"""Group of SHAPES -> the word for ``--keep``."""


class Words:
    """Stand-ins for words. ``keep`` are the kinds that stay; ``versions`` are what looks like an address and
    is the level of a program.
    """

    def __init__(self, mapping: Mapping, keep: frozenset[str]) -> None:
        self.mapping = mapping
        self.keep = keep
        self.versions: set[str] = set()
        self.learnt: dict[str, dict[str, str]] = {}
        self.refused: set[str] = set()
        self.hits: list[str] = []
        self._lone: dict[str, tuple[str, str]] = {}
        self._domains = set(mapping.words["domains"])
        self._addresses: dict[str, IPv4Address | IPv6Address | None] = {}

    # Learning: nothing is replaced yet.

    def learn(self, kind: str, word: str) -> None:
        """Take down that ``word`` is one of this kind, wherever it stands."""
        if GROUP.get(kind, kind) in self.keep or len(word) < SHORTEST:
            return
        if kind in ("userids", "hosts", "volumes") and is_kept(word):
            self.refused.add(word)
            return
        if word.lower() in self.mapping.before or (kind in LETTERED and not any(map(str.isalpha, word))):
            return
        self.learnt.setdefault(kind, {}).setdefault(word.lower(), word)
        if kind == "domains":
            self._domains.add(word.lower())

    def learn_shapes(self, words: Iterable[str]) -> None:
        """Take down the addresses and names that these words hold."""
        for word in words:
            for match in SHAPES.finditer(word[:LONGEST]):
                self._learn_shape(str(match.lastgroup), match[0])

    def _learn_shape(self, shape: str, text: str) -> None:
        if shape == "mail":
            local, _, host = text.rpartition("@")
            if "." in host:
                self._learn_host(host)
            if "." in host and local.strip(MARK):
                self.learn("mail", local)
        elif shape == "mac":
            self.learn("macs", text)
        elif shape in ("four", "six"):
            if text not in self.versions and self._address(text) is not None:
                self.learn("ips", text)
        elif shape == "host" and self.is_host(text):
            self._learn_host(text)

    def _learn_host(self, text: str) -> None:
        labels, domain = split_host(text.lower(), self._domains)
        self.learn("domains", domain)
        for label in labels:
            if any(character.isdigit() for character in label) and len(label) > SHORTEST:
                self.learn("hosts", label)

    def is_host(self, text: str) -> bool:
        """Whether a dotted name is one of a host: by its last label, or by a domain that was learnt."""
        labels = text.lower().split(".")
        if any(".".join(labels[index:]) in self._domains for index in range(len(labels) - 1)):
            return True
        if labels[-1] not in TLDS or not any(character.isalpha() for character in labels[-2]):
            return False
        return len(labels) > 2 or labels[-1] not in EXTENSIONS

    def is_kept_shape(self, text: str) -> bool:
        """Whether the whole text is an address or a name of a host that stays because its kind is kept."""
        match = SHAPES.fullmatch(text.removeprefix("*."))
        kind = KIND_OF_SHAPE.get(str(match.lastgroup)) if match else None
        return kind in self.keep and (kind != "hosts" or self.is_host(match[0] if match else ""))

    def settle(self) -> None:
        """End of learning: no stand-in may be an original. Gives each word that was learnt its stand-in."""
        self.mapping.avoid = {word for found in self.learnt.values() for word in found}
        for kind in ("pools", "userids", "hosts", "volumes", "domains"):
            for word in self.learnt.get(kind, {}).values():
                getattr(self, f"_{kind[:-1]}")(word)
        for word in self.learnt.get("ips", {}).values():
            self.ip(word)
        for word in self.learnt.get("macs", {}).values():
            self._mac(word)
        for word in self.learnt.get("mail", {}).values():
            self._local(word)
        self._lone = {}
        for kind in ("macs", "volumes", "hosts", "userids", "pools"):  # macs: without what parts them
            if GROUP.get(kind, kind) not in self.keep:
                self._lone.update({low: (made, kind) for low, (_, made) in self.mapping.words[kind].items()})

    # Replacing.

    def may_change(self, word: str) -> bool:
        """Whether :meth:`word` might say something else: quick for a word of letters and digits alone."""
        if not word.isalnum() or len(word) > LONGEST:
            return True
        return word.lower() in self._lone or (len(word) == 8 and word[3:].isdigit())

    def word(self, word: str) -> str:
        """The word with stand-ins."""
        if len(word) > LONGEST:
            pieces = [word[start : start + LONGEST] for start in range(0, len(word), LONGEST)]
            return "".join(map(self.word, pieces))
        return SHAPES.sub(self._replaced, word)

    def _replaced(self, match: re.Match[str]) -> str:
        shape, text = str(match.lastgroup), match[0]
        made, kind = self._stand_in(shape, text)
        if made is None:
            return self._run(text)
        if made != text:
            self.hits.append(kind)
        return made

    def _stand_in(self, shape: str, text: str) -> tuple[str | None, str]:
        """What stands for an address or a dotted name, and the kind it is of; None if it is none."""
        if shape == "mail" and "." in text.rpartition("@")[2]:
            return self._mail(text), "mail"
        if shape == "mac":
            return (text if "macs" in self.keep else self._mac(text)), "macs"
        if shape in ("four", "six"):
            return self.ip(text), "ips"
        if shape == "three":
            return self._network(text) or text, "ips"
        if shape == "host" and self.is_host(text) and "hosts" not in self.keep:
            return self.host(text), "hosts"
        return None, ""

    def _run(self, text: str) -> str:
        """The longest parts of a text that are known, each replaced."""
        made = self._one(text)
        if made is not None:
            return made
        starts = [0, *(match.end() for match in _BORDER.finditer(text))][:MOST_PARTS]
        if len(starts) == 1:
            return text
        ends = [*(match.start() for match in _BORDER.finditer(text)), len(text)][:MOST_PARTS]
        pieces, done = [], 0
        for index, start in enumerate(starts):
            if start < done:
                continue
            for end in reversed(ends[index:]):
                found = self._part(text[start:end]) if end > start else None
                if found is not None:
                    pieces += [text[done:start], found]
                    done = end
                    break
        return "".join((*pieces, text[done:]))

    def _part(self, text: str) -> str | None:
        """What stands for a part of a text, if it is known."""
        made = self._one(text)
        if made is not None or "." not in text:
            return made
        if self._in_known_domain(text):
            self.hits.append("hosts")
            return self.host(text)
        for kind in ("domains", "ips"):
            found = None if GROUP.get(kind, kind) in self.keep else self.mapping.known(kind, text)
            if found:
                self.hits.append(GROUP.get(kind, kind))
                return found
        return None

    def _in_known_domain(self, text: str) -> bool:
        """Whether a part of a longer word, such as a file's name, is a host of a domain that was learnt."""
        if "hosts" in self.keep or not _DOTTED.fullmatch(text):
            return False
        return split_host(text.lower(), self._domains)[1] in self._domains

    def _network(self, text: str) -> str | None:
        """What stands for the first three parts of an address whose network is known, as GATEWAY has them."""
        parts = text.split(".")
        if "ips" in self.keep or len(parts) != 3 or not self.mapping.has_parts("octets", text):
            return None
        made = [self.mapping.words["octets"][f"{'.'.join(parts[:n])}/{parts[n]}"][1] for n in range(3)]
        return ".".join(made)

    def _one(self, text: str) -> str | None:
        made, kind = self._lone.get(text.lower(), ("", ""))
        if not made and len(text) == 8 and text[3:].isdigit() and "userids" not in self.keep:
            prefix = self.mapping.known("pools", text[:3])
            made, kind = (prefix + text[3:], "userids") if prefix else ("", "")
        if made:
            self.hits.append(GROUP.get(kind, kind))
        return standins.cased(made, text) if made else None

    def host(self, text: str) -> str:
        """The stand-in of a host's full name: ``host01.domain01.example``."""
        if "hosts" in self.keep or text.lower() in PUBLIC_HOSTS:
            return text
        if "." not in text:
            return (
                standins.cased(self._host(text), text)
                if len(text) >= SHORTEST and not is_kept(text)
                else text
            )
        labels, domain = split_host(text.lower(), self._domains)
        if self.mapping.is_made(domain):
            return text
        made = [*map(self._label, labels), *([self._domain(domain)] if domain else [])]
        return standins.cased(".".join(made).lower(), text)

    def _label(self, label: str) -> str:
        known = self.mapping.known("hosts", label)
        return known or self.mapping.stand_in("labels", label, partial(standins.named, "host{:02}"))

    def _host(self, word: str) -> str:
        return self.mapping.stand_in(
            "hosts", word, lambda taken, n: standins.numbered("HOST", len(word), taken, n)
        )

    def _domain(self, word: str) -> str:
        return self.mapping.stand_in("domains", word, partial(standins.named, "domain{:02}.example"))

    def _userid(self, word: str) -> str:
        if len(word) == 8 and word[3:].isdigit() and self.mapping.known("pools", word[:3]):
            return ""
        return self.mapping.stand_in(
            "userids", word, lambda taken, n: standins.numbered("USER", len(word), taken, n)
        )

    def _pool(self, word: str) -> str:
        return self.mapping.stand_in("pools", word, lambda taken, n: standins.lettered(len(word), taken))

    def _volume(self, word: str) -> str:
        return self.mapping.stand_in(
            "volumes", word, lambda taken, n: standins.numbered("VOL", len(word), taken, n)
        )

    def _mail(self, text: str) -> str:
        local, _, host = text.rpartition("@")
        host = self._run(host) if "hosts" in self.keep else self.host(host)
        if "mail" in self.keep or not local.strip(MARK):  # X: a password in a URL
            return f"{self._run(local)}@{host}"
        made = self._one(local) or self._local(local)
        return f"{made.lower()}@{host}"

    def _local(self, word: str) -> str:
        return self.mapping.stand_in("mail", word, partial(standins.named, "mail{:02}"))

    def _mac(self, text: str) -> str:
        digits = re.sub(r"[^0-9a-f]", "", text.lower())
        made = self.mapping.stand_in("macs", digits, partial(standins.named, "0200{:08x}"))
        given = iter(made if text != text.upper() else made.upper())
        return "".join(next(given) if character.isalnum() else character for character in text)

    def ip(self, text: str) -> str:
        """The stand-in of an address; text that is none stays."""
        address = None if "ips" in self.keep or text in self.versions else self._address(text)
        if address is None or self.mapping.is_made(str(address)):
            return text
        if isinstance(address, IPv4Address):
            return self.mapping.stand_in("ips", str(address), lambda taken, n: self._four(address))
        return self.mapping.stand_in("ips", str(address), lambda taken, n: self._six(address))

    def _address(self, text: str) -> IPv4Address | IPv6Address | None:
        """As :func:`ssldiag.bundle.addresses.telling`, remembered: logs say the same ones again and again."""
        if text not in self._addresses:
            if len(self._addresses) > REMEMBERED:
                self._addresses.clear()
            self._addresses[text] = addresses.telling(text)
        return self._addresses[text]

    def _four(self, address: IPv4Address) -> str:
        prefix, made = "", ""
        for number, octet in enumerate(address.packed):
            part = self.mapping.part("octets", prefix, str(octet), partial(self._octet, octet, number, made))
            prefix = f"{prefix}.{octet}" if prefix else str(octet)
            made = f"{made}.{part}" if made else part
        return made

    def _octet(self, original: int, number: int, before: str, used: standins.Taken) -> str:
        """The next octet of a stand-in that begins with ``before``; the whole is no original."""

        def taken(part: int) -> bool:
            return used(str(part)) or f"{before}.{part}" in self.mapping.avoid

        return str(standins.octet(original, number == 0, taken))

    def _six(self, address: IPv6Address) -> str:
        if address.ipv4_mapped is not None:
            return f"::ffff:{self._four(address.ipv4_mapped)}"
        prefix, groups = "", []
        for number, group in enumerate(address.exploded.split(":")):
            part = "0000" if int(group, 16) == 0 else group
            if int(group, 16) and not (number == 0 and group == "fe80"):
                pattern = "fd{:02x}" if number == 0 else "{:04x}"
                part = self.mapping.part("hextets", prefix, group, partial(standins.named, pattern))
            prefix = f"{prefix}:{group}"
            groups.append(part)
        return str(IPv6Address(":".join(groups)))


def split_host(text: str, domains: Container[str]) -> tuple[list[str], str]:
    """The labels of a host and its domain: one that is known, else the last two labels, or three as in
    ``example.co.uk``.
    """
    labels = text.split(".")
    for index in range(len(labels) - 1):
        if ".".join(labels[index:]) in domains:
            return labels[:index], ".".join(labels[index:])
    country = len(labels) > 2 and len(labels[-1]) == 2 and labels[-2] in SECOND_LEVEL
    size = 3 if country else 2
    return labels[:-size], ".".join(labels[-size:])
