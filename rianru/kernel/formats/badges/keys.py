"""Keys that sign and keys that check: Ed25519 as Multikey (W3C Controlled Identifiers), did:key and JWK (RFC 8037).

A proof names the key by its address, so keys may change: the new one signs, the old ones stay in the issuer's document
and check what they signed. A key that was lost to someone is marked `revoked_at`: nothing signed with it counts any
more, because a thief writes any date.
"""

from __future__ import annotations

from base64 import urlsafe_b64encode
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from rianru.kernel.formats.badges.moments import moment_of, stamp
from rianru.kernel.refusals import NotUnderstood
from rianru.kernel.words import T

_ALPHABET: Final = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_VALUES: Final = {sign: value for value, sign in enumerate(_ALPHABET)}
_PUBLIC, _SECRET = b"\xed\x01", b"\x80\x26"  # multicodec ed25519-pub and ed25519-priv
_DID_KEY: Final = "did:key:"
# That of DIDs also for addresses that are none: verifiers in use take a document of keys as it stands only with it.
_KEY_CONTEXTS: Final = ("https://www.w3.org/ns/did/v1", "https://w3id.org/security/multikey/v1")


class KeyUnclear(NotUnderstood):
    """A key or a document of keys cannot be read: it is no Ed25519 Multikey."""

    code = "badges.key_unclear"
    says = T(
        "อ่านกุญแจนี้ไม่ได้ ต้องเป็น Ed25519 แบบ Multikey ที่ขึ้นต้นด้วย z6Mk ขอเอกสารกุญแจจากผู้ออกอีกครั้ง",
        "This key cannot be read. It must be an Ed25519 Multikey that begins with z6Mk; ask the issuer for its key "
        "document again.",
    )


def to_base58(data: bytes) -> str:
    """Multibase base58btc: `z` and the Bitcoin alphabet."""
    number, signs = int.from_bytes(data), ""
    while number:
        number, rest = divmod(number, 58)
        signs = _ALPHABET[rest] + signs
    return "z" + "1" * (len(data) - len(data.lstrip(b"\0"))) + signs


def from_base58(text: str, length: int) -> bytes:
    """The bytes of a multibase base58btc text; ValueError unless they are `length` and written in the one way."""
    if not text.startswith("z") or len(text) > 2 * length + 2:
        raise ValueError("no base58btc")
    number = 0
    for sign in text[1:]:
        if sign not in _VALUES:
            raise ValueError("no base58btc")
        number = number * 58 + _VALUES[sign]
    data = number.to_bytes(length) if number.bit_length() <= 8 * length else b""
    if to_base58(data) != text:
        raise ValueError("another length")
    return data


@dataclass(frozen=True, slots=True)
class PublicKey:
    """A key that checks. `address` is what proofs name, `controller` whose it is, `raw` its 32 bytes, `seen_at` when
    its document was last read (None for one that says itself, did:key), `revoked_at` since when it counts no more.
    """

    address: str
    controller: str
    raw: bytes
    seen_at: datetime | None = None
    revoked_at: datetime | None = None

    @property
    def multibase(self) -> str:
        """`z6Mk…`"""
        return to_base58(_PUBLIC + self.raw)

    def signed(self, signature: bytes, data: bytes) -> bool:
        """Whether this key made the signature over the data."""
        try:
            Ed25519PublicKey.from_public_bytes(self.raw).verify(signature, data)
        except InvalidSignature:
            return False
        return True

    def as_multikey(self) -> dict[str, str]:
        """One `verificationMethod` of a key document."""
        said = {"id": self.address, "type": "Multikey", "controller": self.controller}
        said["publicKeyMultibase"] = self.multibase
        return said | ({"revoked": stamp(self.revoked_at)} if self.revoked_at else {})

    def as_jwk(self) -> dict[str, str]:
        """The same key for JOSE (RFC 8037)."""
        x = urlsafe_b64encode(self.raw).rstrip(b"=").decode()
        return {"kty": "OKP", "crv": "Ed25519", "x": x, "kid": self.address, "alg": "EdDSA", "use": "sig"}


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A key that signs, with the address under which its public half is found. Its secret is never shown by repr."""

    address: str
    controller: str
    private: Ed25519PrivateKey = field(repr=False)

    @classmethod
    def made(cls, controller: str) -> SigningKey:
        """A new key of a controller; its address is the controller's with the public key behind `#`."""
        private = Ed25519PrivateKey.generate()
        return cls.of(private.private_bytes_raw(), controller)

    @classmethod
    def of(cls, seed: bytes, controller: str) -> SigningKey:
        """The key of these 32 secret bytes. ValueError for another number of bytes."""
        private = Ed25519PrivateKey.from_private_bytes(seed)
        public = to_base58(_PUBLIC + private.public_key().public_bytes_raw())
        return cls(f"{controller}#{public}", controller, private)

    @classmethod
    def of_multibase(cls, secret: str, controller: str) -> SigningKey:
        """The key of a Multikey secret, `z3u2…`. KeyUnclear where it is none."""
        return cls.of(_bytes_of(secret, _SECRET), controller)

    @property
    def public(self) -> PublicKey:
        """The half that checks."""
        return PublicKey(self.address, self.controller, self.private.public_key().public_bytes_raw())

    @property
    def seed(self) -> bytes:
        """The 32 secret bytes, for a key file."""
        return self.private.private_bytes_raw()

    def sign(self, data: bytes) -> bytes:
        """64 bytes."""
        return self.private.sign(data)


def key_document(controller: str, keys: Iterable[PublicKey]) -> dict[str, Any]:
    """The document at the address of an issuer that says which keys are its own (Controlled Identifier Document)."""
    methods = [key.as_multikey() for key in keys]
    return {
        "@context": list(_KEY_CONTEXTS),
        "id": controller,
        "verificationMethod": methods,
        "assertionMethod": [method["id"] for method in methods if "revoked" not in method],
    }


def keys_of(document: Mapping[str, Any], seen_at: datetime) -> dict[str, PublicKey]:
    """The Ed25519 keys of a key document by address; keys of other kinds are passed over.

    KeyUnclear where it is no such document, speaks for keys of someone else, or holds no key that we can use.
    """
    controller, methods = document.get("id"), document.get("verificationMethod")
    if not isinstance(controller, str) or not isinstance(methods, list):
        raise KeyUnclear
    keys = [_key_of(method, controller, seen_at) for method in methods if _is_ed25519(method)]
    if not keys:
        raise KeyUnclear
    return {key.address: key for key in keys}


def _is_ed25519(method: Any) -> bool:
    if not isinstance(method, dict):
        raise KeyUnclear
    said = method.get("publicKeyMultibase")
    return method.get("type") == "Multikey" and isinstance(said, str) and said.startswith("z6Mk")


def _key_of(method: Mapping[str, Any], controller: str, seen_at: datetime) -> PublicKey:
    address = method.get("id")
    if method.get("controller") != controller or not str(address).startswith(f"{controller}#"):
        raise KeyUnclear
    revoked_at = moment_of(method["revoked"], "revoked") if "revoked" in method else None
    return PublicKey(str(address), controller, _bytes_of(method["publicKeyMultibase"], _PUBLIC), seen_at, revoked_at)


def did_key(address: str) -> PublicKey | None:
    """The key that a did:key address is, `did:key:z6Mk…#z6Mk…`; None for any other address."""
    did, _, fragment = address.partition("#")
    if not did.startswith(_DID_KEY) or fragment != did.removeprefix(_DID_KEY):
        return None
    try:
        return PublicKey(address, did, _bytes_of(fragment, _PUBLIC))
    except KeyUnclear:
        return None


def _bytes_of(text: Any, prefix: bytes) -> bytes:
    try:
        data = from_base58(text, len(prefix) + 32) if isinstance(text, str) else b""
    except ValueError:
        data = b""
    if not data.startswith(prefix):
        raise KeyUnclear
    return data.removeprefix(prefix)
