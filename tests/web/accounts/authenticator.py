"""A device that makes passkeys, in software: keys, authenticator data and signatures of WebAuthn, and every lie."""

import base64
import json
import os
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from fido2 import cbor
from fido2.cose import ES256

PRESENT, VERIFIED, HOLDS_KEY = 0x01, 0x04, 0x40


def written(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def read(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


@dataclass
class Device:
    """One passkey. What it says can be changed, one thing at a time, to see it refused."""

    origin: str = "http://localhost"
    rp: str = "localhost"
    flags: int = PRESENT | VERIFIED
    id: bytes = field(default_factory=lambda: os.urandom(16))
    key: Any = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    handle: str = ""

    def make(self, options: dict[str, Any]) -> str:
        """The answer to navigator.credentials.create, as the page posts it."""
        asked = options["publicKey"]
        self.handle = asked["user"]["id"]
        public = cbor.encode(dict(ES256.from_cryptography_key(self.key.public_key())))
        data = self._data(self.flags | HOLDS_KEY) + bytes(16) + len(self.id).to_bytes(2) + self.id + public
        attestation = cbor.encode({"fmt": "none", "attStmt": {}, "authData": data})
        return self._answer("webauthn.create", asked["challenge"], {"attestationObject": written(attestation)})

    def show(self, options: dict[str, Any], **changed: str) -> str:
        """The answer to navigator.credentials.get."""
        challenge = changed.pop("challenge", options["publicKey"]["challenge"])
        client, data = self._client("webauthn.get", challenge), self._data(self.flags)
        signature = self.key.sign(data + sha256(client).digest(), ec.ECDSA(hashes.SHA256()))
        return self._answer("webauthn.get", challenge, {
            "authenticatorData": written(data), "signature": written(signature), "userHandle": self.handle, **changed,
        })

    def _data(self, flags: int) -> bytes:
        return sha256(self.rp.encode()).digest() + bytes([flags]) + (1).to_bytes(4)

    def _client(self, kind: str, challenge: str) -> bytes:
        return json.dumps({"type": kind, "challenge": challenge, "origin": self.origin, "crossOrigin": False}).encode()

    def _answer(self, kind: str, challenge: str, response: dict[str, str]) -> str:
        client = {"clientDataJSON": written(self._client(kind, challenge))}
        return json.dumps({
            "id": written(self.id), "rawId": written(self.id), "type": "public-key", "response": {**client, **response},
            "clientExtensionResults": {}, "authenticatorAttachment": "platform",
        })
