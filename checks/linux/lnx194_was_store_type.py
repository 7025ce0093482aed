"""A key store of WebSphere Application Server is of another type than its configuration says.

## Why it matters

The server opens a store by the type that is written down. With another type it reads nothing in it, and each
SSL configuration with the store fails to start; the message (an ``IOException`` about a keystore format)
does not name the type.

## How it is decided

By the content of the file against ``type`` in security.xml or ``keyStoreType`` in ssl.client.props. Some
levels of Java take a PKCS#12 store as JKS too: therefore it is a warning.

## What to do

Correct the type, or convert the store (``keytool -importkeystore``, ``gskcapicmd -keydb -convert``).
"""

from __future__ import annotations

from collections.abc import Iterator

from ssldiag.api import (
    Evidence,
    Facts,
    FilePlace,
    Finding,
    HostFile,
    Undecided,
    WasSslConfig,
    WasStore,
    check,
    finding,
    host_files,
)

TYPES = {"gskit_keydb": ("CMSKS", "CMS"), "pkcs12": ("PKCS12",), "jks": ("JKS",), "jceks": ("JCEKS",)}
"""By what the file is: the types that fit."""
WHAT = {
    "gskit_keydb": "a key database of GSKit (CMS)",
    "pkcs12": "a PKCS#12 store",
    "jks": "a JKS store",
    "jceks": "a JCEKS store",
    "pem": "PEM certificates",
    "der": "one certificate",
    "pkcs7": "a PKCS#7 list of certificates",
}
HEADS = {b"\xfe\xed\xfe\xed": "jks", b"\xce\xce\xce\xce": "jceks"}
"""How Java's own stores begin (sun.security.provider.JavaKeyStore, com.sun.crypto.provider)."""


@check(
    "LNX194",
    "was-store-type",
    "warning",
    "WebSphere Application Server",
    needs=(WasSslConfig,),
    certainty="inferred",
    fix="correct the type of the key store",
    sources=("WebSphere Application Server 8.5.5, key store settings", "choice of this program"),
)
def was_store_type(facts: Facts) -> Iterator[Finding]:
    stores = {item.path: item for item in every(facts) if item.path and item.kind}
    files = {path: host_files(facts).find(path) for path in stores}
    known = {path: kind for path, file in files.items() if (kind := content(file))}
    if not known:
        raise Undecided("what is in the key stores is not known", "the key stores themselves")
    for path, kind in known.items():
        item, file = stores[path], files[path]
        if item.kind not in TYPES.get(kind, ()):
            place = file.place if isinstance(file.place, FilePlace) else item.location.place
            yield finding(
                "LNX194",
                f"{item.name or path} is written down as {item.kind}, and the file is {WHAT[kind]}",
                (item.location, "the key store"),
                Evidence(place, "the file"),
                about=(item.name, path),
            )


def every(facts: Facts) -> Iterator[WasStore]:
    """The stores of all configurations."""
    for config in facts.all(WasSslConfig):
        yield from (store for store in (config.key, config.trust) if store is not None)


def content(file: HostFile) -> str:
    """What a file is, empty where nothing is known of it or it is none of these."""
    if file.source is None:
        return ""
    kind = HEADS.get(file.source.read(4), file.source.kind)
    return kind if kind in WHAT else ""
