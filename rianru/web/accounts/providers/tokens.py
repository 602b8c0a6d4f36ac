"""Whether an ID token is true (OpenID Connect Core 1.0, 3.1.3.7): who signed it, for whom, when, for which question.

The signature is always checked, though TLS to the token endpoint would let us skip it.
"""

import hmac
from typing import Any

import jwt
from django.core.cache import cache

from rianru.web.accounts.providers import wire
from rianru.web.accounts.providers.named import Provider

LEEWAY = 60  # seconds between two clocks
KEPT = 3600  # seconds that a provider's keys are believed
REQUIRED = ["iss", "aud", "exp", "iat", "sub", "nonce"]


class Untrue(Exception):
    """The token is not to be believed; the reason is for the log, and holds nothing of the token."""


def claims(token: str, *, of: Provider, nonce: str) -> dict[str, Any]:
    """What a token says, once everything about it is right. Untrue where anything is not; wire.Unreachable where the
    provider's keys cannot be had.
    """
    try:
        header = jwt.get_unverified_header(token)
        algorithm = header.get("alg")
        if algorithm not in of.algorithms:  # also what keeps a public key from being taken for a shared secret
            raise Untrue("algorithm")
        key = of.secret.encode() if algorithm.startswith("HS") else _key(of, header)
        found: dict[str, Any] = jwt.decode(
            token, key, algorithms=[algorithm], audience=of.client_id, issuer=of.issuer, leeway=LEEWAY,
            options={"require": REQUIRED},
        )
    except (jwt.PyJWTError, TypeError, ValueError) as error:
        raise Untrue(type(error).__name__) from None
    _meant_for_us(found, of)
    if not hmac.compare_digest(str(found["nonce"]).encode("utf-8", "replace"), nonce.encode()):
        raise Untrue("nonce")
    return found


def _meant_for_us(found: dict[str, Any], of: Provider) -> None:
    """A token for several is only for us where it says that we asked for it."""
    several = isinstance(found["aud"], list) and len(found["aud"]) > 1
    if (several or "azp" in found) and found.get("azp") != of.client_id:
        raise Untrue("azp")


def _key(of: Provider, header: dict[str, Any]) -> Any:
    """The public key that the token names; asked for anew, once a minute at most, where it is not among those known."""
    for fresh in (False, True):
        found = next((key for key in _keys(of, fresh=fresh) if _fits(key, header)), None)
        if found:
            return jwt.PyJWK(found, algorithm=header["alg"]).key
    raise Untrue("key")


def _fits(key: Any, header: dict[str, Any]) -> bool:
    if not isinstance(key, dict) or key.get("kty") not in ("RSA", "EC") or key.get("use", "sig") != "sig":
        return False
    return "kid" not in header or key.get("kid") == header["kid"]


def _keys(of: Provider, *, fresh: bool) -> list[Any]:
    name = f"sign-in-keys:{of.keys_url}"
    known: list[Any] | None = cache.get(name)
    if known is None or (fresh and cache.add(f"{name}:asked", True, 60)):
        known = wire.get(of.keys_url).get("keys")
        known = known if isinstance(known, list) else []
        cache.set(name, known, KEPT)
    return known
