"""What can be wrong with a key database: the words, how bad each is, and what GSKit was seen to answer.

Tables only. The numbers were measured with GSKit 8.0.60.5 on Linux; ``certain`` is false where what follows
from a trouble was concluded from other cases instead of being measured.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from ssldiag.keydb.model import Entry, Problem
from ssldiag.model import Severity


class Word(StrEnum):
    """A stable word for each kind of trouble."""

    HEADER_MAGIC = "header_magic"
    HEADER_DAMAGED = "header_damaged"
    HEADER_VERSION = "header_version"
    TRUNCATED = "truncated"
    TRAILING = "trailing"
    DAMAGED = "damaged"
    DOUBLE = "double"
    UNKNOWN_FLAGS = "unknown_flags"
    UNREAD = "unread"
    PASSWORD_WRONG = "password_wrong"
    PASSWORD_EXPIRED = "password_expired"
    PASSWORD_EXPIRES = "password_expires"
    SEVERAL_DEFAULTS = "several_defaults"
    DEFAULT_IS_SIGNER = "default_is_signer"
    EXPIRED = "expired"
    EXPIRES_SOON = "expires_soon"
    NOT_YET_VALID = "not_yet_valid"
    ISSUER_MISSING = "issuer_missing"
    ISSUER_UNTRUSTED = "issuer_untrusted"
    ISSUER_EXPIRED = "issuer_expired"
    ISSUER_WRONG_KEY = "issuer_wrong_key"
    ISSUER_NOT_A_CA = "issuer_not_a_ca"
    CHAIN_ENDLESS = "chain_endless"
    SELF_SIGNED = "self_signed"
    SIGNER_EXPIRED = "signer_expired"
    SIGNER_EXPIRES_SOON = "signer_expires_soon"
    SIGNER_WITHOUT_ROOT = "signer_without_root"
    STORED_UNTRUSTED_EXPIRED = "stored_untrusted_expired"
    STORED_UNTRUSTED_EARLY = "stored_untrusted_early"
    STORED_UNTRUSTED_BEFORE_ISSUER = "stored_untrusted_before_issuer"
    STORED_UNTRUSTED_WITHOUT_ISSUER = "stored_untrusted_without_issuer"
    NOT_TRUSTED = "not_trusted"
    WEAK_KEY = "weak_key"
    DEFECTIVE = "defective"
    PENDING = "pending"


@dataclass(frozen=True, slots=True)
class Answer:
    """A return code of GSKit: ``tool`` on opening the file, ``tls`` in a program, ``validation`` of a
    certificate.
    """

    interface: Literal["tool", "tls", "validation"]
    code: int
    constant: str

    def __str__(self) -> str:
        return f"{self.code} {self.constant}"


@dataclass(frozen=True, slots=True)
class Consequence:
    """How bad a trouble is, what follows from it, what GSKit answers, and whether that was measured."""

    severity: Severity
    then: str
    answers: tuple[Answer, ...] = ()
    certain: bool = True


@dataclass(frozen=True, slots=True)
class Trouble:
    """One thing wrong: with ``entry``, or with the file where there is none. ``what`` is a sentence."""

    word: Word
    what: str
    entry: Entry | None = None
    problem: Problem | None = None

    @property
    def severity(self) -> Severity:
        return CONSEQUENCES[self.word].severity

    @property
    def then(self) -> str:
        """What follows from it."""
        return CONSEQUENCES[self.word].then

    @property
    def answers(self) -> tuple[Answer, ...]:
        """What GSKit answers when this stands in a database of its own format."""
        return CONSEQUENCES[self.word].answers

    @property
    def certain(self) -> bool:
        return CONSEQUENCES[self.word].certain


READ_ERROR = Answer("tool", 12, "GSKKM_ERR_DATABASE_READ")
BAD_PASSWORD = Answer("tool", 16, "GSKKM_ERR_DATABASE_INVALID_PASSWORD")
CORRUPTION = Answer("tool", 18, "GSKKM_ERR_DATABASE_CORRUPTION")
UNKNOWN = Answer("tool", 1, "GSKKM_ERR_UNKNOWN")
NOTHING_FOUND = Answer("tool", 0, "GSKKM_OK")
ASN = Answer("tls", 10, "GSK_ERROR_ASN")
CERT_VALIDATION = Answer("tls", 8, "GSK_ERROR_CERT_VALIDATION")
KEYFILE_EXPIRED = Answer("tls", 107, "GSK_KEYFILE_CERT_EXPIRED")
BAD_DATE = Answer("tls", 401, "GSK_ERROR_BAD_DATE")
BAD_KEYFILE_PASSWORD = Answer("tls", 408, "GSK_ERROR_BAD_KEYFILE_PASSWORD")
NO_CHAIN = Answer("validation", 575010, "GSKVAL_ERR_NO_CHAIN_BUILT")
CERT_EXPIRED = Answer("validation", 575018, "GSKVAL_ERR_CERT_EXPIRED")
# Spelt like that by GSKit.
NOT_CA = Answer("validation", 575025, "GSKVAL_ERR_BASIC_CONTRAINTS_NOT_CA")

ERROR, WARNING, INFO = Severity.ERROR, Severity.WARNING, Severity.INFO

OWN_IS_USELESS = "a server that uses it fails with the first client; a client leaves it out without a word"
NOT_PART_OF_A_CHAIN = "no chain that leads through it is accepted; setting trust by command makes up for it"

CONSEQUENCES: Mapping[Word, Consequence] = {
    Word.HEADER_MAGIC: Consequence(ERROR, "the tools show an empty database", (NOTHING_FOUND, ASN)),
    Word.HEADER_DAMAGED: Consequence(
        ERROR, "it looks as if the password were wrong", (BAD_PASSWORD, BAD_KEYFILE_PASSWORD)
    ),
    Word.HEADER_VERSION: Consequence(ERROR, "it cannot be opened", (UNKNOWN, ASN)),
    Word.TRUNCATED: Consequence(ERROR, "it cannot be opened", (READ_ERROR, ASN)),
    Word.TRAILING: Consequence(ERROR, "it cannot be opened", (CORRUPTION, ASN)),
    Word.DAMAGED: Consequence(ERROR, "it cannot be opened", (CORRUPTION, ASN)),
    Word.DOUBLE: Consequence(WARNING, "GSKit refuses to add such a record", certain=False),
    Word.UNKNOWN_FLAGS: Consequence(INFO, "what they do is not known", certain=False),
    Word.UNREAD: Consequence(WARNING, "there may be more in the file than is shown", certain=False),
    Word.PASSWORD_WRONG: Consequence(ERROR, "the encrypted part was not read"),
    Word.PASSWORD_EXPIRED: Consequence(
        ERROR, "the code speaks of a certificate, but it is the database's password", (KEYFILE_EXPIRED,)
    ),
    Word.PASSWORD_EXPIRES: Consequence(WARNING, "after that it cannot be opened", (KEYFILE_EXPIRED,)),
    Word.SEVERAL_DEFAULTS: Consequence(WARNING, "which one is taken is not known", certain=False),
    Word.DEFAULT_IS_SIGNER: Consequence(WARNING, "it has no key to prove itself with", certain=False),
    Word.EXPIRED: Consequence(ERROR, OWN_IS_USELESS, (BAD_DATE,)),
    Word.EXPIRES_SOON: Consequence(WARNING, f"after that, {OWN_IS_USELESS}", (BAD_DATE,)),
    Word.NOT_YET_VALID: Consequence(ERROR, "a client leaves it out; peers refuse it", certain=False),
    Word.ISSUER_MISSING: Consequence(ERROR, OWN_IS_USELESS, (CERT_VALIDATION,)),
    Word.ISSUER_UNTRUSTED: Consequence(ERROR, OWN_IS_USELESS, (CERT_VALIDATION,)),
    Word.ISSUER_EXPIRED: Consequence(ERROR, "peers refuse the chain", (CERT_EXPIRED,), certain=False),
    Word.ISSUER_WRONG_KEY: Consequence(ERROR, OWN_IS_USELESS, (CERT_VALIDATION,), certain=False),
    Word.ISSUER_NOT_A_CA: Consequence(ERROR, "peers refuse the chain", (NOT_CA,)),
    Word.CHAIN_ENDLESS: Consequence(ERROR, "no chain can be built", certain=False),
    Word.SELF_SIGNED: Consequence(INFO, "only peers that have it as a signer accept it", (NO_CHAIN,)),
    Word.SIGNER_EXPIRED: Consequence(WARNING, "what it issued is refused, trusted or not", (NO_CHAIN,)),
    Word.SIGNER_EXPIRES_SOON: Consequence(
        WARNING, "after that, what it issued is refused, trusted or not", (NO_CHAIN,)
    ),
    Word.SIGNER_WITHOUT_ROOT: Consequence(
        WARNING, "trusting an intermediate is not enough: a chain has to end at a trusted root", (NO_CHAIN,)
    ),
    Word.STORED_UNTRUSTED_EXPIRED: Consequence(
        WARNING, "GSKit stores a signer that has expired as not trusted and does not say so", (NO_CHAIN,)
    ),
    Word.STORED_UNTRUSTED_EARLY: Consequence(
        WARNING, "GSKit stores a signer before its first day as not trusted; it should stay so", (NO_CHAIN,),
        certain=False,
    ),
    Word.STORED_UNTRUSTED_BEFORE_ISSUER: Consequence(WARNING, NOT_PART_OF_A_CHAIN, (NO_CHAIN,)),
    Word.STORED_UNTRUSTED_WITHOUT_ISSUER: Consequence(
        WARNING, "its issuer has to come first; then set trust, or add it again", (NO_CHAIN,)
    ),
    Word.NOT_TRUSTED: Consequence(INFO, "no chain that leads through it is accepted", (NO_CHAIN,)),
    Word.WEAK_KEY: Consequence(WARNING, "GSKit refused 1024 bits of RSA under TLS 1.3, not before"),
    Word.DEFECTIVE: Consequence(WARNING, "some peers will refuse it", certain=False),
    Word.PENDING: Consequence(INFO, "its certificate has not been received yet"),
}  # fmt: skip
