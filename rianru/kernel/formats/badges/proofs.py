"""Data Integrity proofs of the suite `eddsa-rdfc-2022` (W3C Data Integrity EdDSA Cryptosuites 1.0).

Signed are two hashes: that of what the proof says of itself, and that of what the document says. Both are taken of the
canonical statements, so neither the order of lines nor white space matters, and no word can be changed.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256
from typing import Any, Final

from rianru.kernel.formats.badges.canonical import canonical
from rianru.kernel.formats.badges.keys import PublicKey, SigningKey, from_base58, to_base58
from rianru.kernel.formats.badges.moments import stamp
from rianru.kernel.formats.badges.statements import statements

KIND: Final = "DataIntegrityProof"
SUITE: Final = "eddsa-rdfc-2022"
PURPOSE: Final = "assertionMethod"


def with_proof(document: Mapping[str, Any], key: SigningKey, at: datetime) -> dict[str, Any]:
    """The document with a proof of this key, made at `at`. A proof that it had is not covered and not kept.

    MeaningUnknown or CredentialUnreadable where something in it could not be signed.
    """
    proof = {
        "type": KIND,
        "cryptosuite": SUITE,
        "created": stamp(at.replace(microsecond=0)),
        "verificationMethod": key.address,
        "proofPurpose": PURPOSE,
    }
    signature = key.sign(signed_bytes(document, proof))
    return {**_bare(document), "proof": {**proof, "proofValue": to_base58(signature)}}


def proof_of(document: Mapping[str, Any]) -> dict[str, Any] | None:
    """The first proof of this suite and purpose with a value and a key; None where there is none.

    One that builds on other proofs (`previousProof`) is not ours to judge.
    """
    held = document.get("proof")
    for proof in held if isinstance(held, list) else [held]:
        if isinstance(proof, dict) and _ours(proof):
            return proof
    return None


def _ours(proof: Mapping[str, Any]) -> bool:
    said = (proof.get("type"), proof.get("cryptosuite"), proof.get("proofPurpose"))
    texts = (proof.get("proofValue"), proof.get("verificationMethod"))
    plain = "previousProof" not in proof and all(isinstance(text, str) for text in texts)
    return plain and said == (KIND, SUITE, PURPOSE)


def proven(document: Mapping[str, Any], proof: Mapping[str, Any], key: PublicKey) -> bool:
    """Whether this proof of the document was made with this key. Refusals as `with_proof`."""
    try:
        signature = from_base58(proof["proofValue"], 64)
    except ValueError:
        return False
    options = {name: value for name, value in proof.items() if name != "proofValue"}
    return key.signed(signature, signed_bytes(document, options))


def signed_bytes(document: Mapping[str, Any], options: Mapping[str, Any]) -> bytes:
    """The 64 bytes that are signed: the hash of the proof's own options before that of the document."""
    bare = _bare(document)
    return _digest({"@context": bare.get("@context"), **options}) + _digest(bare)


def _bare(document: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in document.items() if name != "proof"}


def _digest(document: Mapping[str, Any]) -> bytes:
    return sha256(canonical(statements(document)).encode()).digest()
