"""What a user can set for an examination, besides what to examine."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Settings:
    """``release`` is a z/VM level such as ``630`` where the logs do not tell; ``expiry_days`` how early
    to warn of an expiry; ``passwords`` are tried on PKCS#12 stores, in order.
    """

    release: str | None = None
    expiry_days: int = 30
    passwords: tuple[bytes, ...] = ()
