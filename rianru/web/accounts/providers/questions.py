"""What this browser asked a provider: kept in its session under the state, answered once, within ten minutes."""

import base64
import hashlib
import secrets
import time
from dataclasses import asdict, dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from django.utils import translation

from rianru.web.accounts.letters import language_of
from rianru.web.accounts.providers.named import Provider

LIVES = 600  # seconds
MOST = 5  # questions of one browser at a time
PLACE = "sign_in_questions"


@dataclass(frozen=True, slots=True)
class Question:
    """One way to a provider and back. `account` is whose account is to be joined, blank where someone signs in;
    `verifier` is PKCE's (RFC 7636), and never leaves this machine but to the token endpoint.
    """

    provider: str
    nonce: str
    verifier: str
    then: str
    language: str
    account: str
    asked_at: float


def ask(request: HttpRequest, of: Provider, *, then: str = "", account: str = "") -> str:
    """Keeps a question; the address at the provider that asks it."""
    state = secrets.token_urlsafe(32)
    question = Question(
        of.code, secrets.token_urlsafe(32), secrets.token_urlsafe(64), then, language_of(request), account, time.time()
    )
    kept = {**_open(request), state: asdict(question)}
    request.session[PLACE] = dict(sorted(kept.items(), key=lambda one: -one[1]["asked_at"])[:MOST])
    challenge = base64.urlsafe_b64encode(hashlib.sha256(question.verifier.encode()).digest()).rstrip(b"=").decode()
    return of.authorize_url + "?" + urlencode({
        "response_type": "code", "client_id": of.client_id, "redirect_uri": back(request, of),
        "scope": " ".join(of.scopes), "state": state, "nonce": question.nonce, "code_challenge": challenge,
        "code_challenge_method": "S256",
    })


def answered(request: HttpRequest, of: Provider) -> Question | None:
    """The question that the address's state answers, which is thereby spent; None where this browser never asked
    this provider so.
    """
    kept = _open(request)
    found = kept.pop(request.GET.get("state", ""), None)
    if found is None:
        return None
    request.session[PLACE] = kept
    question = Question(**found)
    return question if question.provider == of.code else None


def back(request: HttpRequest, of: Provider) -> str:
    """Where the provider sends people back to: one address a provider, whatever the language, registered there."""
    with translation.override("th"):
        return request.build_absolute_uri(reverse("provider_back", kwargs={"code": of.code}))


def _open(request: HttpRequest) -> dict[str, dict[str, Any]]:
    kept = request.session.get(PLACE)
    young = time.time() - LIVES
    return {state: one for state, one in kept.items() if one["asked_at"] > young} if isinstance(kept, dict) else {}
