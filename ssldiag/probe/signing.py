"""The signature schemes that a server signs with, found by taking away what it chose; what it leaves is asked
for once more, each scheme alone.

A refusal of several schemes does not say that each of them is refused: a server may take a suite for the
sake of one that it cannot use in the end (OpenSSL 3.6.5 does, with those of RFC 8734 in a hello of TLS 1.2).
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace

from ssldiag.probe.asker import SHARES, Asker
from ssldiag.probe.dial import Dialled
from ssldiag.probe.model import Signatures
from ssldiag.probe.offers import SIGNATURES_12, SIGNATURES_13, USUAL_GROUPS, suites, version_offer
from ssldiag.probe.state import Goal
from ssldiag.probe.versions import NO, eliminate
from ssldiag.wire.numbers import TLS13, version_name

RSA = (*(0x0804, 0x0805, 0x0806, 0x0809, 0x080A, 0x080B), *(0x0401, 0x0501, 0x0601, 0x0301, 0x0201, 0x0101))
ECDSA = (0x0403, 0x0503, 0x0603, 0x0303, 0x0203, 0x0807, 0x0808)
DSS = (0x0402, 0x0302, 0x0202)

KEYS = {"RSA": RSA, "ECDSA": ECDSA, "DSS": DSS}
"""The schemes of TLS 1.2 by the key in a suite's name (RFC 5246 7.4.3, RFC 8422 5.10, RFC 8446 4.2.3)."""

ENOUGH_13 = tuple(code for code in SIGNATURES_13 if code >> 8 >= 7 or code in (0x0403, 0x0503, 0x0603))
"""Those that may sign a handshake of TLS 1.3: not RSA as in TLS 1.2, DSA or SHA-1 (RFC 8446 4.2.3)."""


async def signatures(asker: Asker, version: int, ciphers: tuple[int, ...], sni: str | None) -> Signatures:
    """The schemes in TLS 1.2 or 1.3. In TLS 1.2 each kind of key is asked for with the suites for it: some
    servers take the suite first, and look afterwards what they may sign with.
    """
    if version >= TLS13:
        return await _Search(asker, version, ciphers, sni).run(SIGNATURES_13, ENOUGH_13)
    ephemeral = [one for one in suites(ciphers) if one.forward_secret]
    apart = {key: tuple(one.code for one in ephemeral if one.authentication == key) for key in KEYS}
    asked = (
        _Search(asker, version, codes, sni).run(SIGNATURES_12, KEYS[key])
        for key, codes in apart.items()
        if codes
    )
    found = await asyncio.gather(*asked)
    if not found:
        return Signatures(version, (), True, "no suite with a signature is accepted")
    schemes = tuple(dict.fromkeys(code for one in found for code in one.schemes))
    why = next((one.why for one in found if not one.complete), "")
    return Signatures(version, schemes, all(one.complete for one in found), why)


class _Search:
    """Looks for schemes with these suites."""

    def __init__(self, asker: Asker, version: int, ciphers: tuple[int, ...], sni: str | None) -> None:
        self._asker = asker
        self._version = version
        self._offer = version_offer(version, ciphers, sni)
        if version == TLS13:  # what is signed is encrypted: no group that cannot be computed here
            self._offer = replace(self._offer, groups=USUAL_GROUPS)

    async def run(self, offered: Sequence[int], alone: Sequence[int]) -> Signatures:
        """``offered`` together, then what is left of ``alone`` one by one."""
        first = await eliminate(offered, self._choose, _chosen)
        schemes, last = first.found, first.last
        if last is None or not _answered(last):
            return Signatures(self._version, schemes, last is None, last.attempt.why if last else "")
        left = [code for code in alone if code not in schemes]
        said = await asyncio.gather(*(self._choose((code,)) for code in left))
        schemes += tuple(code for code, one in zip(left, said, strict=True) if _chosen(one) == code)
        silent = next((one for one in said if not _answered(one)), None)
        return Signatures(self._version, schemes, silent is None, silent.attempt.why if silent else "")

    async def _choose(self, schemes: tuple[int, ...]) -> Dialled:
        purpose = f"signatures in {version_name(self._version)}"
        shares = SHARES if self._version == TLS13 else ()
        return await self._asker.ask(purpose, replace(self._offer, signatures=schemes), Goal.FLIGHT, shares)


def _chosen(said: Dialled) -> int | None:
    handshake = said.attempt.handshake
    return handshake.server_signature if handshake is not None else None


def _answered(said: Dialled) -> bool:
    """Whether the server went on or refused."""
    return said.attempt.ended in (*NO, "reached")
