"""RC2 in CBC mode, decryption only (RFC 2268): what older PKCS#12 files wrap their certificates in.

No maintained library still has the 40-bit kind that OpenSSL before 3.0, Java before 16 and Windows wrote.
It protects nothing by today's measure; it is here so that such a file can be read at all.
"""

from __future__ import annotations

import struct

BLOCK = struct.Struct("<4H")
# RFC 2268 2, PITABLE: a permutation of the octets made from the digits of pi.
PI = bytes.fromhex(
    "d978f9c419ddb5ed28e9fd794aa0d89dc67e37832b76538e624c6488448bfba2"
    "179a59f587b34f1361456d8d09817d32bd8f40eb86b77b0bf09521225c6b4e82"
    "54d66593ce60b21c7356c014a78cf1dc1275ca1f3bbee4d1423dd430a33cb626"
    "6fbf0eda4669075727f21d9bbc944303f811c7f690ef3ee706c3d52fc8661ed7"
    "08e8eade8052eef784aa72ac354d6a2a961ad2715a1549744b9fd05e0418a4ec"
    "c2e0416e0f51cbcc2491af50a1f47039997c3a8523b8b47afc02365b25559731"
    "2d5dfa98e38a92ae05df2910676cbac9d300e6cfe19ea82c6316013f58e289a9"
    "0d38341bab33ffb0bb480c5fb9b1cd2ec5f3db47e5a59c770aa62068fe7fc1ad"
)
# RFC 2268 3: rounds backwards, M for mixing and H for mashing.
ROUNDS = "MMMMM" + "H" + "MMMMMM" + "H" + "MMMMM"
SHIFTS = (1, 2, 3, 5)


def decrypt(data: bytes, key: bytes, effective_bits: int, vector: bytes) -> bytes:
    """Decrypt whole blocks of 8 bytes; the padding stays."""
    words = _expand(key, effective_bits)
    out = bytearray()
    for at in range(0, len(data), 8):
        block = data[at : at + 8]
        plain = _block(block, words)
        out += bytes(a ^ b for a, b in zip(plain, vector, strict=True))
        vector = block
    return bytes(out)


def _expand(key: bytes, effective_bits: int) -> tuple[int, ...]:
    """RFC 2268 2: 64 words out of the key."""
    table = bytearray(key)
    for at in range(len(key), 128):
        table.append(PI[(table[at - 1] + table[at - len(key)]) & 0xFF])
    size = (effective_bits + 7) // 8
    table[128 - size] = PI[table[128 - size] & 0xFF >> (8 * size - effective_bits)]
    for at in range(127 - size, -1, -1):
        table[at] = PI[table[at + 1] ^ table[at + size]]
    return struct.unpack("<64H", table)


def _block(block: bytes, words: tuple[int, ...]) -> bytes:
    parts = list(BLOCK.unpack(block))
    at = 63
    for kind in ROUNDS:
        for i in (3, 2, 1, 0):
            one, two, three = parts[i - 1], parts[i - 2], parts[i - 3]
            if kind == "H":
                parts[i] = parts[i] - words[one & 63] & 0xFFFF
                continue
            turned = parts[i] >> SHIFTS[i] | parts[i] << 16 - SHIFTS[i] & 0xFFFF
            parts[i] = turned - words[at] - (one & two) - (~one & three) & 0xFFFF
            at -= 1
    return BLOCK.pack(*parts)
