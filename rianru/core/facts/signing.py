"""Keys that sign the daily heads: Ed25519, one file each under `var/keys/facts/`; the newest signs, all verify."""

from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings

from rianru.kernel.keyfiles import KeyUnreadable, private_file


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A named key."""

    name: str
    secret: Ed25519PrivateKey

    def sign(self, message: bytes) -> bytes:
        """A 64-byte Ed25519 signature."""
        return self.secret.sign(message)


def current() -> SigningKey:
    """The newest key by name; the first is made when there is none. An unreadable file is KeyUnreadable."""
    names = sorted((path.stem for path in _folder().glob("facts-*.key")), key=_number)
    return _load(names[-1] if names else "facts-1")


def rotate() -> SigningKey:
    """Makes the next key; earlier ones stay for verifying."""
    return _load(f"facts-{_number(current().name) + 1}")


def verify(name: str, signature: bytes, message: bytes) -> bool:
    """Whether the named key made `signature`; False too where that key is gone."""
    if not (_folder() / f"{name}.key").exists():
        return False
    try:
        _load(name).secret.public_key().verify(signature, message)
    except InvalidSignature:
        return False
    return True


def _number(name: str) -> int:
    return int(name.removeprefix("facts-"))


def _folder() -> Path:
    return Path(settings.KEYS_DIR) / "facts"


def _load(name: str) -> SigningKey:
    path = _folder() / f"{name}.key"
    try:
        raw = private_file(path, lambda: Ed25519PrivateKey.generate().private_bytes_raw())
        return SigningKey(name, Ed25519PrivateKey.from_private_bytes(raw))
    except (OSError, ValueError) as error:
        raise KeyUnreadable(path=str(path), reason=str(error)) from error
