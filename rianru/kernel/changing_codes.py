"""A number that changes every few minutes, known to whoever holds the secret: TOTP (RFC 6238) with SHA-256, six digits.

The secret is one session's own, so that the number of one room says nothing in another.
"""

from __future__ import annotations

import hmac
import secrets
from datetime import datetime
from hashlib import sha256
from typing import Final

DIGITS: Final = 6
PERIOD: Final = 300  # seconds
PAPER: Final = -1  # the window of the number on a printed sheet, which does not change


def new_secret() -> bytes:
    """256 bits, as RFC 4226 (section 4, R6) wants more than 160."""
    return secrets.token_bytes(32)


def window_of(at: datetime, *, period: int = PERIOD) -> int:
    """Which window a moment is in. ValueError without a zone: nobody may guess which clock was meant."""
    if at.utcoffset() is None:
        raise ValueError(f"a moment needs a zone: {at!r}")
    return int(at.timestamp()) // period


def ends_in(at: datetime, *, period: int = PERIOD) -> int:
    """Seconds until the number changes."""
    return period - int(at.timestamp()) % period


def code_of(secret: bytes, window: int) -> str:
    """The number of a window: six digits, by the dynamic truncation of RFC 4226, section 5.3."""
    made = hmac.new(secret, (window & (2**64 - 1)).to_bytes(8, "big"), sha256).digest()
    start = made[-1] & 15
    return f"{(int.from_bytes(made[start:start + 4], 'big') & 0x7FFFFFFF) % 10**DIGITS:0{DIGITS}}"


def windows_with(secret: bytes, code: str, *, newest: int, back: int) -> int | None:
    """How many windows ago this was the number: 0 is now, up to `back`; None where it was in none of them."""
    found = None
    for ago in range(back + 1):  # all of them, so that time tells nothing
        if hmac.compare_digest(code_of(secret, newest - ago), code) and found is None:
            found = ago
    return found
