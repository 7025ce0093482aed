"""A chain as it was shown in, what is wrong with it out, the surest first.

It is not known what the other side trusts: that a chain is fine here does not mean that it was fine there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from functools import lru_cache

from ssldiag.keydb.model import Certificate
from ssldiag.wire.judging.constraints import broken
from ssldiag.wire.model import Side
from ssldiag.wire.values import value

MOST = 10
"""Certificates of a chain that are looked at; longer ones are no chains that anyone uses."""

WEAK_RSA = 2048
"""NIST SP 800-131A Rev. 2 table 2."""

BROKEN_HASHES = ("md2", "md4", "md5")

INTERMEDIATE_WORDS = ("issuing", "intermediate", "sub ca", "subca", "subordinate", "server ca")
"""What authorities that are no roots often call themselves; no standard says so, hence never certain."""

CHECKED, SMALL = 256, 16_384
"""Signatures of which is remembered whether they are good, and bytes of the certificates on both ends of one:
some 4 MB in all, several times that with what was read from them.
"""

PURPOSES = {"client": "clientAuth", "server": "serverAuth"}


@value(frozen=True, slots=True)
class Flaw:
    """Something wrong with a chain. ``cause`` is a word of the vocabulary, ``what`` a clause without a full
    stop. ``validation`` is what GSKit 8 notes (measured), empty where GSKit 8 does not look at it; ``verify``
    the number that OpenSSL's verification gives (X509_V_ERR).
    """

    cause: str
    what: str
    validation: str
    verify: int


@value(frozen=True, slots=True)
class Question:
    """What a chain is judged by."""

    chain: tuple[Certificate, ...]
    side: Side
    name: str | None
    moment: datetime | None


def flaws(chain: Sequence[Certificate], side: Side, name: str | None, moment: datetime | None) -> list[Flaw]:
    """Everything wrong with the chain that ``side`` showed; ``name`` is what the client asked for."""
    if not chain:
        return []
    question = Question(tuple(chain[:MOST]), side, name, moment)
    return [flaw for rule in RULES for flaw in rule(question)]


def called(certificate: Certificate) -> str:
    """What to call a certificate: its common name, else its whole subject."""
    return common_name(certificate.subject) or certificate.subject or "a certificate without a name"


def common_name(name: str) -> str:
    """The value of the first CN of an RFC 4514 name, empty if there is none."""
    for part in name.replace("\\,", "\0").split(","):
        key, _, value = part.strip().partition("=")
        if key.upper() == "CN":
            return value.replace("\0", ",")
    return ""


def _expired(question: Question) -> Iterator[Flaw]:
    for one in question.chain:
        if question.moment is not None and one.not_after is not None and one.not_after < question.moment:
            what = f"the certificate {called(one)} expired on {one.not_after.date()}"
            yield Flaw("certificate_expired", what, "575018", 10)


def _not_yet_valid(question: Question) -> Iterator[Flaw]:
    for one in question.chain:
        if question.moment is not None and one.not_before is not None and one.not_before > question.moment:
            what = f"the certificate {called(one)} is not valid before {one.not_before.date()}"
            yield Flaw("certificate_not_yet_valid", what, "575017", 9)


def _bad_signature(question: Question) -> Iterator[Flaw]:
    """A certificate whose named issuer was sent too, and whose key did not make the signature."""
    for one in question.chain:
        issuers = [other for other in question.chain if other.subject_der == one.issuer_der]
        if issuers and all(_signed_by(one, issuer) is False for issuer in issuers):
            what = f"the signature on {called(one)} was not made with the key of {called(issuers[0])}"
            yield Flaw("certificate_bad_signature", what, "575012", 7)


def _signed_by(one: Certificate, issuer: Certificate) -> bool | None:
    """Whether the issuer's key made the signature; servers show the same chain to every client."""
    small = len(one.der) + len(issuer.der) <= SMALL
    return _checked(one, issuer) if small else _checked.__wrapped__(one, issuer)


@lru_cache(maxsize=CHECKED)
def _checked(one: Certificate, issuer: Certificate) -> bool | None:
    from ssldiag.keydb.certificate import signed_by

    return signed_by(one, issuer)


def _unknown_critical(question: Question) -> Iterator[Flaw]:
    for one in question.chain:
        if one.unknown_critical:
            unknown = f"the critical extension {one.unknown_critical[0]}, which few know"
            what = f"the certificate {called(one)} has {unknown}"
            yield Flaw("certificate_unsupported", what, "575019", 34)


def _not_a_ca(question: Question) -> Iterator[Flaw]:
    for issuer in question.chain[1:]:
        if issuer.is_ca is False and any(one.issuer_der == issuer.subject_der for one in question.chain):
            what = f"the certificate {called(issuer)} issued another and is no certificate authority"
            yield Flaw("certificate_wrong_usage", what, "575025", 79)


def _path_too_long(question: Question) -> Iterator[Flaw]:
    """RFC 5280 4.2.1.9: so many intermediates may stand between an authority and the end certificate."""
    for below, issuer in enumerate(question.chain[1:]):
        counted = sum(1 for one in question.chain[1 : below + 1] if not one.self_issued)
        if issuer.path_length is not None and counted > issuer.path_length:
            allowed = f"{issuer.path_length} authorities below it, and there are {counted}"
            what = f"the certificate {called(issuer)} allows {allowed}"
            yield Flaw("certificate_wrong_usage", what, "575027", 25)


def _not_permitted(question: Question) -> Iterator[Flaw]:
    for found in broken(question.chain):
        what = f"the authority {called(found.issuer)} may not certify the name {found.name}"
        yield Flaw("certificate_wrong_usage", what, "575049", found.verify)


def _weak(question: Question) -> Iterator[Flaw]:
    for one in question.chain:
        if one.signature_hash in BROKEN_HASHES and not one.self_issued:
            what = f"the certificate {called(one)} is signed with {one.signature}"
            yield Flaw("certificate_weak_key", what, "575072", 68)
        if one.key.startswith(("RSA", "DSA")) and one.key_bits is not None and one.key_bits < WEAK_RSA:
            what = f"the certificate {called(one)} has a key of {one.key}"
            yield Flaw("certificate_weak_key", what, "575073", 66)


def _wrong_usage(question: Question) -> Iterator[Flaw]:
    leaf, wanted = question.chain[0], PURPOSES[question.side]
    usages = leaf.extended_key_usage
    if usages is not None and not usages & {wanted, "anyExtendedKeyUsage"}:
        what = f"the certificate {called(leaf)} is for {', '.join(sorted(usages)[:3])}, not for {wanted}"
        yield Flaw("certificate_wrong_usage", what, "", 26)


def _wrong_name(question: Question) -> Iterator[Flaw]:
    leaf = question.chain[0]
    if question.side == "client" or not question.name:
        return
    names = leaf.dns_names or ((common_name(leaf.subject),) if not leaf.ip_addresses else ())
    if not any(covers(name, question.name) for name in names):
        shown = ", ".join(names[:3]) or ", ".join(leaf.ip_addresses[:3]) or "no name"
        what = f"the client asked for {question.name}, and the certificate is for {shown}"
        yield Flaw("certificate_wrong_name", what, "", 62)


def covers(pattern: str, name: str) -> bool:
    """Whether a name of a certificate is that of a host (RFC 9525 6.3: ``*`` is one whole label).

    >>> covers("*.example.com", "a.example.com"), covers("*.example.com", "a.b.example.com")
    (True, False)
    """
    pattern, name = pattern.rstrip(".").lower(), name.rstrip(".").lower()
    if pattern.startswith("*."):
        return "." in name and name.split(".", 1)[1] == pattern[2:]
    return pattern == name


def _self_signed(question: Question) -> Iterator[Flaw]:
    leaf = question.chain[0]
    if leaf.self_issued:
        what = f"the certificate {called(leaf)} is signed by itself"
        yield Flaw("self_signed_certificate", what, "575010", 18)


def _incomplete(question: Question) -> Iterator[Flaw]:
    """Certificates above the first that do not lead on from it, or an issuer that calls itself no root."""
    top = _top(question.chain)
    if top.self_issued:
        return
    issuer = common_name(top.issuer) or top.issuer
    if any(word in issuer.lower() for word in INTERMEDIATE_WORDS):
        what = f"the chain ends at {called(top)}, and its issuer, {issuer}, seems to be no root"
        yield Flaw("incomplete_chain", what, "575010", 20)


def _top(chain: Sequence[Certificate]) -> Certificate:
    """The last certificate that can be reached from the first by the names of issuers."""
    by_subject = {one.subject_der: one for one in reversed(chain)}
    top = chain[0]
    for _ in chain:
        issuer = by_subject.get(top.issuer_der)
        if issuer is None or issuer is top:
            break
        top = issuer
    return top


def missing_issuer(chain: Sequence[Certificate]) -> str | None:
    """The issuer that the chain leads to and does not hold; None if it ends at a self-signed certificate."""
    if not chain:
        return None
    top = _top(chain[:MOST])
    return None if top.self_issued else top.issuer


RULES: tuple[Callable[[Question], Iterator[Flaw]], ...] = (
    _expired,
    _not_yet_valid,
    _bad_signature,
    _unknown_critical,
    _not_a_ca,
    _path_too_long,
    _not_permitted,
    _wrong_usage,
    _wrong_name,
    _weak,
    _self_signed,
    _incomplete,
)
"""What leaves least room for doubt comes first; the trust that cannot be seen comes last."""
