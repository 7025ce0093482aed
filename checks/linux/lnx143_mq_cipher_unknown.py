"""SSLCIPH of a channel is no CipherSpec of MQ.

## Why it matters

A channel with a CipherSpec that MQ does not know cannot be started. Names of other products
(``TLS_ECDHE_RSA_WITH_...``) are taken by Java clients alone.

## How it is decided

By SSLCIPH and the lists of current and deprecated CipherSpecs of MQ 9.4; four digits in hexadecimal are
fine. Levels of other platforms know more.

## What to do

Name one of ``ANY_TLS12_OR_HIGHER`` or ``ECDHE_RSA_AES_256_GCM_SHA384``, on both ends.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from linux._ciphers import MQ_CURRENT, MQ_DEPRECATED
from ssldiag.api import Facts, Finding, MqManager, check, finding

CODE = re.compile(r"[0-9A-F]{4}")
"""A CipherSpec by its number, as SSLCIPH takes it too."""


@check(
    "LNX143",
    "mq-cipher-unknown",
    "warning",
    "IBM MQ",
    needs=(MqManager,),
    certainty="inferred",
    fix="use a CipherSpec of MQ, such as ANY_TLS12_OR_HIGHER",
    sources=("https://www.ibm.com/docs/en/ibm-mq/9.4.x?topic=cipherspecs-deprecated-removed",),
)
def mq_cipher_unknown(facts: Facts) -> Iterator[Finding]:
    for manager in facts.all(MqManager):
        for item in manager.secured:
            name = item.cipher.value.upper() if item.cipher else ""
            if item.cipher and name not in MQ_CURRENT | MQ_DEPRECATED and not CODE.fullmatch(name):
                yield finding(
                    "LNX143",
                    f"channel {item.name} has SSLCIPH {item.cipher.value}, which is no CipherSpec of MQ 9.4",
                    (item.cipher, "the CipherSpec"),
                    about=(item.name, manager.name),
                )
