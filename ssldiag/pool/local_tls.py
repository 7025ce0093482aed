"""Asks the local OpenSSL, through ``ssl``, which protocols and suites it can do."""

from __future__ import annotations

from ssldiag.pool.security import LocalTls


def local_tls() -> LocalTls:
    """What can be served here, at security level 0: old protocols and suites count, they can be asked for."""
    import ssl

    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.set_ciphers("ALL:COMPLEMENTOFALL:@SECLEVEL=0")
    names = frozenset(item["name"] for item in context.get_ciphers())
    built = {
        "SSLv3": ssl.HAS_SSLv3,
        "TLSv1.0": ssl.HAS_TLSv1,
        "TLSv1.1": ssl.HAS_TLSv1_1,
        "TLSv1.2": ssl.HAS_TLSv1_2,
        "TLSv1.3": ssl.HAS_TLSv1_3,
    }
    return LocalTls(frozenset(name for name, there in built.items() if there), names)
