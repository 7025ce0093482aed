"""tshark's fields of a ClientHello or ServerHello in, a :class:`Hello` out."""

from __future__ import annotations

from ssldiag.capture.engines.tshark_tree import Packet, TlsMessage, first, number, numbers, octets, values
from ssldiag.wire.model import Hello

RETRY = bytes.fromhex("cf21ad74e59a6111be1d8c021e65b891c2a211167abb8c5e079e09e2c8a8339c")
"""The random by which a ServerHello is a HelloRetryRequest (RFC 8446 4.1.3)."""

KEY_SHARES = ("51", "40")
"""RFC 8446 4.2; 40 in its drafts up to 22."""


def hello(message: TlsMessage, packet: Packet) -> Hello:
    """The hello, as far as tshark shows it. ``raw`` stays empty."""
    tree = message.tree
    names = tuple(str(value) for value in values(tree, "tls.handshake.extensions_alpn_str"))
    types = numbers(tree, "tls.handshake.extension.type")
    ciphers = "tls.handshake.cipherspec" if message.ssl2 else "tls.handshake.ciphersuite"
    return Hello(
        "sslv2" if message.ssl2 else "tls",
        number(first(tree, "tls.handshake.version")) or 0,
        None if message.ssl2 else message.record_version,
        octets(first(tree, "tls.handshake.challenge" if message.ssl2 else "tls.handshake.random")),
        octets(first(tree, "tls.handshake.session_id")),
        numbers(tree, ciphers),
        types,
        numbers(tree, "tls.handshake.extensions.supported_version"),
        numbers(tree, "tls.handshake.extensions_supported_group"),
        _shares(message),
        _signatures(message),
        numbers(tree, "tls.handshake.extensions_ec_point_format"),
        _name(message),
        names,
        tuple(name.encode("utf-8", "surrogateescape") for name in names),
        number(first(_extension(message, "35"), "tls.handshake.extension.len")),
        41 in types,
        42 in types,
        23 in types,
        5 in types,
        0xFE0D in types,
        numbers(tree, "tls.handshake.comp_method"),
        packet.frame,
        packet.time,
    )


def _name(message: TlsMessage) -> str | None:
    found = first(message.tree, "tls.handshake.extensions_server_name")
    return found if isinstance(found, str) else None


def _shares(message: TlsMessage) -> tuple[int, ...]:
    tree, name = _extension(message, *KEY_SHARES), "tls.handshake.extensions_key_share"
    return numbers(tree, f"{name}_group") or numbers(tree, f"{name}_selected_group")


def _signatures(message: TlsMessage) -> tuple[int, ...]:
    """Those of extension 13 alone: extension 50 has fields of the same name."""
    return numbers(_extension(message, "13"), "tls.handshake.sig_hash_alg")


def _extension(message: TlsMessage, *types: str) -> object:
    """The tree of the first extension of these types, None if there is none."""
    trees = (tree for key, tree in message.tree.items() if key.startswith("Extension: "))
    return next((tree for tree in trees if first(tree, "tls.handshake.extension.type") in types), None)
