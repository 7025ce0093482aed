"""A key database and a moment in, what is wrong with it out, the way GSKit would take it. Pure.

What a database of another format has in common with GSKit's own (dates, chains, defects) is judged alike;
trust flags and header are GSKit's alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta

from ssldiag.keydb.chain import Chain, Issuers, Reason, chain
from ssldiag.keydb.model import Certificate, Entry, KeyDatabase, Problem
from ssldiag.keydb.troubles import Trouble, Word

# Formats that a program opens as its key store; loose certificates need no chain beside them.
KEY_STORES = ("gskit-cms", "pkcs12")
# NIST SP 800-131A Rev. 2 table 2: 2048 bits for RSA and DSA.
WEAK_BELOW = 2048
FINITE_FIELD = ("RSA", "DSA")

PROBLEM_WORDS: Mapping[str, Word] = {
    "version": Word.HEADER_VERSION,
    "truncated": Word.TRUNCATED,
    "trailing": Word.TRAILING,
    "double": Word.DOUBLE,
    "flags": Word.UNKNOWN_FLAGS,
    "limit": Word.UNREAD,
    "unread": Word.UNREAD,
    "encryption": Word.UNREAD,
    "password": Word.PASSWORD_WRONG,
}

BROKEN_CHAIN: Mapping[Reason, tuple[Word, str]] = {
    Reason.NO_ISSUER: (Word.ISSUER_MISSING, "{name} needs its issuer {missing}, which is not in the file"),
    Reason.WRONG_KEY: (
        Word.ISSUER_WRONG_KEY,
        "{name}: a certificate named {missing} is in the file, but its key did not make the signature",
    ),
    Reason.NOT_A_CA: (Word.ISSUER_NOT_A_CA, "{name} is issued by {last}, which is no CA"),
    Reason.LOOP: (Word.CHAIN_ENDLESS, "the issuers of {name} lead in a circle"),
    Reason.TOO_LONG: (Word.CHAIN_ENDLESS, "the issuers of {name} lead nowhere within ten steps"),
}


def problems_as_gskit(database: KeyDatabase, now: datetime, days: int = 30) -> list[Trouble]:
    """Everything worth saying, the worst first. ``days`` is how soon an end counts as soon."""
    judge = _Judge(database, now, timedelta(days=days))
    found = [*judge.file(), *(trouble for entry in database.entries for trouble in judge.entry(entry))]
    return sorted(found, key=lambda trouble: trouble.severity.rank)


class _Judge:
    """What every rule needs to know; only the issuers remember anything."""

    def __init__(self, database: KeyDatabase, now: datetime, soon: timedelta) -> None:
        self.database = database
        self.now = now
        self.soon = soon
        self.issuers = Issuers(database.entries)
        # What a damaged record says of itself is not worth judging.
        self.damaged = {problem.label for problem in database.problems if _word(problem) is Word.DAMAGED}

    def file(self) -> Iterator[Trouble]:
        """The file as a whole: its problems, its password, its defaults."""
        yield from file_problems(self.database)
        expires = self.database.password_expires
        if expires is not None:
            yield from self._ending(expires, Word.PASSWORD_EXPIRED, Word.PASSWORD_EXPIRES, "its password")
        defaults = [entry for entry in self.database.entries if entry.default]
        if len(defaults) > 1:
            names = ", ".join(_name(entry) for entry in defaults[:10])
            yield Trouble(Word.SEVERAL_DEFAULTS, f"{len(defaults)} records are the default: {names}")
        for entry in defaults:
            if entry.kind == "signer":
                yield Trouble(Word.DEFAULT_IS_SIGNER, f"the default {_name(entry)} is a signer", entry)

    def entry(self, entry: Entry) -> Iterator[Trouble]:
        """One record."""
        if entry.kind == "request":
            yield Trouble(Word.PENDING, f"the request {_name(entry)} is waiting", entry)
        certificate = entry.certificate
        if certificate is None or entry.label in self.damaged:
            return
        if certificate.defects:
            what = f"{_name(entry)} is not as it should be: {'; '.join(certificate.defects[:3])}"
            yield Trouble(Word.DEFECTIVE, what, entry)
        yield from (self._personal if entry.kind == "personal" else self._signer)(entry, certificate)

    def _personal(self, entry: Entry, certificate: Certificate) -> Iterator[Trouble]:
        yield from self._dates(entry, certificate, Word.EXPIRED, Word.EXPIRES_SOON)
        if certificate.not_before and certificate.not_before > self.now:
            what = f"{_name(entry)} is not valid before {_day(certificate.not_before)}"
            yield Trouble(Word.NOT_YET_VALID, what, entry)
        if certificate.key.startswith(FINITE_FIELD) and (certificate.key_bits or WEAK_BELOW) < WEAK_BELOW:
            yield Trouble(Word.WEAK_KEY, f"{_name(entry)} has a key of {certificate.key}", entry)
        if self.database.format in KEY_STORES:
            yield from self._chain_of_personal(entry)

    def _chain_of_personal(self, entry: Entry) -> Iterator[Trouble]:
        found = chain(entry, self.issuers)
        if found.reason in BROKEN_CHAIN:
            word, what = BROKEN_CHAIN[found.reason]
            yield Trouble(word, _filled(what, entry, found), entry)
        elif len(found.entries) == 1:
            yield Trouble(Word.SELF_SIGNED, f"{_name(entry)} is signed by itself", entry)
        if found.untrusted:
            labels = ", ".join(f'"{label}"' for label in found.untrusted)
            what = f"{_name(entry)} depends on {labels}, not trusted here"
            yield Trouble(Word.ISSUER_UNTRUSTED, what, entry)
        for issuer in found.entries[1:]:
            yield from self._issuer_dates(entry, issuer)

    def _issuer_dates(self, entry: Entry, issuer: Entry) -> Iterator[Trouble]:
        after = issuer.certificate.not_after if issuer.certificate else None
        if after is not None and after < self.now:
            what = f"{_name(entry)} depends on {_name(issuer)}, which expired on {_day(after)}"
            yield Trouble(Word.ISSUER_EXPIRED, what, entry)

    def _signer(self, entry: Entry, certificate: Certificate) -> Iterator[Trouble]:
        if entry.trusted is False:
            yield self._why_untrusted(entry, certificate)
            return
        yield from self._dates(entry, certificate, Word.SIGNER_EXPIRED, Word.SIGNER_EXPIRES_SOON)
        if self.database.format not in KEY_STORES:
            return
        found = chain(entry, self.issuers)
        if found.reason in BROKEN_CHAIN:
            what = _filled(BROKEN_CHAIN[found.reason][1], entry, found)
            yield Trouble(Word.SIGNER_WITHOUT_ROOT, what, entry)
        elif found.untrusted:
            what = f'{_name(entry)} depends on "{found.untrusted[0]}", which is not trusted here'
            yield Trouble(Word.SIGNER_WITHOUT_ROOT, what, entry)

    def _why_untrusted(self, entry: Entry, certificate: Certificate) -> Trouble:
        """The likeliest reason why GSKit holds a signer as not trusted; the flag itself does not say."""
        name = _name(entry)
        if certificate.not_after and certificate.not_after < self.now:
            what = f"{name} is not trusted, and expired on {_day(certificate.not_after)}"
            return Trouble(Word.STORED_UNTRUSTED_EXPIRED, what, entry)
        if certificate.not_before and certificate.not_before > self.now:
            what = f"{name} is not trusted, and not valid before {_day(certificate.not_before)}"
            return Trouble(Word.STORED_UNTRUSTED_EARLY, what, entry)
        issuer, _ = self.issuers.of(certificate)
        if issuer is None:
            what = f"{name} is not trusted, and its issuer {certificate.issuer} is not in the database"
            return Trouble(Word.STORED_UNTRUSTED_WITHOUT_ISSUER, what, entry)
        if issuer.record is not None and entry.record is not None and issuer.record > entry.record:
            what = f"{name} is not trusted: it was added before its issuer {_name(issuer)}"
            return Trouble(Word.STORED_UNTRUSTED_BEFORE_ISSUER, what, entry)
        return Trouble(Word.NOT_TRUSTED, f"{name} is not trusted, as if set so by command", entry)

    def _dates(self, entry: Entry, certificate: Certificate, past: Word, soon: Word) -> Iterator[Trouble]:
        if certificate.not_after is not None:
            yield from self._ending(certificate.not_after, past, soon, _name(entry), entry)

    def _ending(
        self, end: datetime, past: Word, soon: Word, name: str, entry: Entry | None = None
    ) -> Iterator[Trouble]:
        if end < self.now:
            yield Trouble(past, f"{name} expired on {_day(end)}", entry)
        elif end - self.now < self.soon:
            left = (end - self.now).days
            what = f"{name} expires on {_day(end)}, in {left} day{'' if left == 1 else 's'}"
            yield Trouble(soon, what, entry)


def file_problems(database: KeyDatabase) -> Iterator[Trouble]:
    """What is wrong with the file itself; all that befell one record is one trouble."""
    by_record: dict[str, list[Problem]] = {}
    for problem in database.problems:
        word = _word(problem)
        if word is Word.DAMAGED and problem.label is not None:
            by_record.setdefault(problem.label, []).append(problem)
        else:
            yield Trouble(word, problem.what, problem=problem)
    for label, problems in by_record.items():
        others = len(problems) - 1
        more = f" (and {others} more {'sign' if others == 1 else 'signs'} of it)" if others else ""
        entry = database.labelled(label)
        yield Trouble(Word.DAMAGED, problems[0].what + more, entry, problems[0])


def _word(problem: Problem) -> Word:
    if problem.word == "header":
        return Word.HEADER_MAGIC if problem.offset == 0 else Word.HEADER_DAMAGED
    return PROBLEM_WORDS.get(problem.word, Word.DAMAGED)


def _filled(what: str, entry: Entry, found: Chain) -> str:
    return what.format(name=_name(entry), missing=found.missing_issuer, last=_name(found.entries[-1]))


def _name(entry: Entry) -> str:
    """The label in quotes; what has none is called by its subject."""
    return f'"{entry.label}"' if entry.label else entry.subject or f"certificate {entry.record}"


def _day(moment: datetime) -> str:
    return moment.date().isoformat()
