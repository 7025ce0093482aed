"""What can be chosen for new keys and certificates, and how they leave: words alone, nothing heavy."""

from __future__ import annotations

from enum import StrEnum


class KeyKind(StrEnum):
    """Sizes and curves that GSKit was seen to take, those below 112 bits of strength left out."""

    RSA_2048 = "rsa2048"
    RSA_3072 = "rsa3072"
    RSA_4096 = "rsa4096"
    P_256 = "p256"
    P_384 = "p384"
    P_521 = "p521"


class Hash(StrEnum):
    """What is signed with."""

    SHA256 = "sha256"
    SHA384 = "sha384"
    SHA512 = "sha512"


class Purpose(StrEnum):
    """What a certificate is for. A ``system`` is server to some and client to others with the same one."""

    CA = "ca"
    SERVER = "server"
    CLIENT = "client"
    SYSTEM = "system"


class Form(StrEnum):
    """How a certificate leaves the database."""

    PEM = "pem"
    DER = "der"
    PKCS7 = "pkcs7"
    PKCS12 = "pkcs12"
