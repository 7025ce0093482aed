"""A word in, every encoding out in which a bundle must not have it."""

from __future__ import annotations

import base64


def spelled(word: str) -> dict[str, str]:
    """The encoding's name -> the word in it, as a text may have it."""
    raw = word.encode()
    escapes = {
        "URL": "".join(f"%{octet:02x}" for octet in raw),
        "URL of EBCDIC": "".join(f"%{octet:02X}" for octet in word.encode("cp037")),
        "URL of UTF-16": "".join(f"%u{octet:04x}" for octet in raw),
        "a letter of it": f"{word[:3]}%{raw[3]:02x}{word[4:]}",
        "HTML": "".join(f"&#{octet};" for octet in raw),
        "HTML without semicolons": "".join(f"&#x{octet:02x}" for octet in raw),
        "backslashes": "".join(f"\\x{octet:02x}" for octet in raw),
        "code points": "".join(f"\\u{{{octet:x}}}" for octet in raw),
        "code units": "".join(f"\\u{octet:04x}" for octet in raw),
    }
    invisible = {
        "joiners": "\u200b".join(word),
        "a soft hyphen": f"{word[:3]}\u00ad{word[3:]}",
        "a mark of direction": f"{word[:3]}\u202e{word[3:]}",
    }
    return {
        **in_digits(raw, word),
        **in_letters(raw, word),
        **escapes,
        **(invisible if " " not in word else {}),
    }


def in_digits(raw: bytes, word: str) -> dict[str, str]:
    """In hexadecimal, with all that may stand between the digits."""
    return {
        "hexadecimal": raw.hex(),
        "in twos": raw.hex(" "),
        "in fours": (raw + b"!" * (len(raw) % 2)).hex(" ", 2),
        "in eights": (raw + b" " * (-len(raw) % 4)).hex(" ", 4).upper(),
        "with a gap": f"{raw[:4].hex(' ')}  {raw[4:].hex(' ')}",
        "with commas": raw.hex(","),
        "with commas and blanks": ", ".join(f"0x{octet:02x}" for octet in raw),
        "with hyphens": raw.hex("-"),
        "as an odd nibble": "a" + raw.hex(),
        "UTF-16 in hexadecimal": word.encode("utf-16-be").hex(),
        "EBCDIC in hexadecimal": word.encode("cp037").hex(),
        "EBCDIC in eights": word.encode("cp037").hex(" ", 4).upper(),
    }


def in_letters(raw: bytes, word: str) -> dict[str, str]:
    """In base64 at each place of its groups of three bytes, and in base32."""
    return {
        **{f"base64 behind {n}": base64.b64encode(b" " * n + raw + b" ").decode() for n in range(3)},
        "base64 of UTF-16": base64.b64encode(word.encode("utf-16-le")).decode(),
        "base64 of EBCDIC": base64.b64encode(word.encode("cp037")).decode(),
        "base64 for URLs": base64.urlsafe_b64encode(b"??>>~~ " + raw + b" \xff\xfe").decode(),
        "base32": base64.b32encode(raw).decode(),
        "base32 without padding": base64.b32encode(b"at " + raw).decode().rstrip("="),
        "base32 in lower case": base64.b32encode(raw).decode().lower(),
    }
