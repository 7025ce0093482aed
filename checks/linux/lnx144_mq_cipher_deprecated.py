"""SSLCIPH of a channel is deprecated.

## Why it matters

MQ starts no channel with a deprecated CipherSpec unless it was told to (AllowWeakCipherSpec, AllowSSLV3,
AllowTLSV1 in qm.ini, or AMQ_SSL_WEAK_CIPHER_ENABLE). After an upgrade such a channel stops to work.

## How it is decided

By SSLCIPH and the list of deprecated CipherSpecs of MQ 9.4.

## What to do

``ALTER CHANNEL(NAME) CHLTYPE(TYPE) SSLCIPH(ANY_TLS12_OR_HIGHER)`` on both ends.
"""

from __future__ import annotations

from collections.abc import Iterator

from linux._ciphers import MQ_DEPRECATED
from ssldiag.api import Facts, Finding, MqManager, check, finding


@check(
    "LNX144",
    "mq-cipher-deprecated",
    "warning",
    "IBM MQ",
    needs=(MqManager,),
    fix="change SSLCIPH on both ends, such as to ANY_TLS12_OR_HIGHER",
    sources=("https://www.ibm.com/docs/en/ibm-mq/9.4.x?topic=cipherspecs-deprecated-removed",),
)
def mq_cipher_deprecated(facts: Facts) -> Iterator[Finding]:
    for manager in facts.all(MqManager):
        for item in manager.secured:
            if item.cipher and item.cipher.value.upper() in MQ_DEPRECATED:
                yield finding(
                    "LNX144",
                    f"channel {item.name} of {manager.name} has {item.cipher.value}, which is deprecated",
                    (item.cipher, "the CipherSpec"),
                    about=(item.name, manager.name),
                )
