"""Encryption of second factors in the database: Fernet, with keys of their own under `var/keys`; and the keyed hash
that stands for what a provider calls a person.

The first line of `keys/second-factor` encrypts; every line decrypts, so that a key is rotated by adding a line on top.
"""

import hmac
import secrets
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings

from rianru.kernel.keyfiles import KeyUnreadable, private_file


def encrypt(text: str) -> str:
    """The text, readable only with one of our keys."""
    return _keys(_path()).encrypt(text.encode()).decode()


def decrypt(token: str) -> str:
    """What `encrypt` was given; KeyUnreadable where the key that made it is gone."""
    try:
        return _keys(_path()).decrypt(token.encode()).decode()
    except InvalidToken as error:
        raise KeyUnreadable(path=str(_path()), reason="made with another key") from error


def _path() -> Path:
    return Path(settings.KEYS_DIR) / "second-factor"


@lru_cache(maxsize=4)
def _keys(path: Path) -> MultiFernet:
    try:
        lines = private_file(path, lambda: Fernet.generate_key() + b"\n").split()
        return MultiFernet([Fernet(line) for line in lines])
    except (OSError, ValueError) as error:
        raise KeyUnreadable(path=str(path), reason=str(error)) from error


def identity_hash(provider: str, subject: str) -> bytes:
    """32 bytes that stand for a subject of a provider: HMAC-SHA-256 with the key of `keys/identities`.

    Whoever has the database alone cannot try all thirteen-digit numbers. A new key would know nobody any more: keep it.
    """
    key = _hash_key(Path(settings.KEYS_DIR) / "identities")
    return hmac.new(key, f"{provider}\0{subject}".encode(), sha256).digest()


@lru_cache(maxsize=4)
def _hash_key(path: Path) -> bytes:
    try:
        key = private_file(path, lambda: secrets.token_hex(32).encode() + b"\n").strip()
    except OSError as error:
        raise KeyUnreadable(path=str(path), reason=str(error)) from error
    if len(key) < 32:
        raise KeyUnreadable(path=str(path), reason="too short")
    return key
