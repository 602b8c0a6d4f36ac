"""A credential as a token: VC-JWT as Open Badges 3.0 says it (section 8.2), signed with EdDSA (RFC 8037).

The payload is the credential with `iss`, `jti`, `nbf`, `sub` and, where it ends, `exp` beside it; they must say the
same as the credential. Tokens of the data model 1.1, with the credential within `vc`, are read too.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import jwt

from rianru.kernel.formats.badges.keys import PublicKey, SigningKey
from rianru.kernel.formats.badges.moments import moment_of
from rianru.kernel.formats.badges.refusals import CredentialUnreadable
from rianru.kernel.formats.badges.shapes import LONGEST, document_of
from rianru.kernel.words import T

ALGORITHM: Final = "EdDSA"
_CLAIMS: Final = ("iss", "jti", "nbf", "sub", "exp")
_HEADERS: Final = frozenset({"alg", "kid", "typ", "jwk"})
_JWS: Final = jwt.PyJWS(algorithms=[ALGORITHM])


def token(document: Mapping[str, Any], key: SigningKey) -> str:
    """The compact token of a credential; one with a proof keeps it within. CredentialUnreadable where it lacks what the
    claims repeat.
    """
    return jwt.encode({**document, **_claims(document)}, key.private, ALGORITHM, headers={"kid": key.address})


def looks_like_token(text: str) -> bool:
    """Whether a text is three parts between dots and no JSON."""
    return text.count(".") == 2 and not text.lstrip().startswith("{")


def key_named(text: str) -> str:
    """The address of the key that a token names. CredentialUnreadable for what is no token of ours or names none."""
    if len(text) > LONGEST:
        raise _unreadable()
    try:
        header = jwt.get_unverified_header(text)
    except jwt.PyJWTError:
        raise _unreadable() from None
    named = header.get("kid")
    if header.get("alg") != ALGORITHM or header.keys() - _HEADERS or not isinstance(named, str):
        raise _unreadable()
    return named


def opened(text: str) -> dict[str, Any]:
    """The credential within a token, whoever signed it, without the claims. CredentialUnreadable."""
    return _within(_payload(text))


def token_holds(text: str, key: PublicKey) -> bool:
    """Whether a token was signed with this key, and its claims say the same as its credential. CredentialUnreadable."""
    try:
        _JWS.decode(text, jwt.PyJWK(key.as_jwk()), algorithms=[ALGORITHM])
    except jwt.PyJWTError:
        return False
    payload = _payload(text)
    said = {name: payload[name] for name in _CLAIMS if name in payload}
    return said == _claims(_within(payload))


def _payload(text: str) -> dict[str, Any]:
    try:
        whole = _JWS.decode_complete(text, options={"verify_signature": False})
    except jwt.PyJWTError:
        raise _unreadable() from None
    return document_of(whole["payload"])


def _within(payload: Mapping[str, Any]) -> dict[str, Any]:
    inside = payload.get("vc")
    if isinstance(inside, dict):
        return inside
    return {name: value for name, value in payload.items() if name not in _CLAIMS}


def _claims(document: Mapping[str, Any]) -> dict[str, Any]:
    issuer, subject = document.get("issuer"), document.get("credentialSubject")
    claims = {
        "iss": issuer.get("id") if isinstance(issuer, dict) else issuer,
        "jti": document.get("id"),
        "sub": subject.get("id") if isinstance(subject, dict) else None,
    }
    for claim, value in claims.items():
        if not isinstance(value, str):
            raise CredentialUnreadable(at=claim, reason=T("ขาดไป", "it is missing"))
    until = document.get("validUntil")
    ends = {"exp": _seconds(until, "validUntil")} if until is not None else {}
    return {**claims, "nbf": _seconds(document.get("validFrom"), "validFrom"), **ends}


def _seconds(value: Any, at: str) -> int:
    return int(moment_of(value, at).timestamp())


def _unreadable() -> CredentialUnreadable:
    reason = T("ไม่ใช่โทเค็นที่ลงชื่อด้วย EdDSA", "it is no token signed with EdDSA")
    return CredentialUnreadable(at="$", reason=reason)
