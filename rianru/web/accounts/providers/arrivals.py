"""Someone whom a provider vouches for and whom no account knows yet: their address is proven first, by a code.

Only then do they join, or come into the account that has the address; a second step of that account is asked for as
ever, and the provider is linked once they are in. What the provider says of their address is a suggestion, no proof.
"""

import time
from dataclasses import asdict, dataclass
from typing import Any
from uuid import UUID

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from django.contrib import messages
from django.contrib.auth import get_user_model
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from rianru.kernel.refusals import Refused
from rianru.kernel.thai import normalise
from rianru.people import actions
from rianru.people import queries as people
from rianru.web.accounts import letters, proofs
from rianru.web.accounts.providers.named import Provider
from rianru.web.requests import actor_of

LIVES = 1800  # seconds: time to open a letter
LONGEST = 200  # of a name, as forms take it
PLACE = "sign_in_arrival"


@dataclass(frozen=True, slots=True)
class Arrival:
    """Who comes: the keyed hash of what the provider calls them, in hex, names to begin with, where they wanted to go.
    `account` is set once the address is proven.
    """

    provider: str
    subject: str
    given_name: str
    family_name: str
    email: str
    then: str
    at: float
    account: str = ""


def keep(request: HttpRequest, of: Provider, subject: bytes, claims: dict[str, Any], *, then: str) -> None:
    """Remembers them in this browser's session."""
    names = ("given_name", "family_name", "name")
    said = {name: normalise(str(claims.get(name) or "")[:LONGEST])[:LONGEST] for name in names}
    _put(request, Arrival(
        of.code, subject.hex(), said["given_name"] or said["name"], said["family_name"],
        str(claims.get("email") or "")[:254], then, time.time(),
    ))


def kept(request: HttpRequest, of: Provider) -> Arrival | None:
    """Who waits to come in through this provider."""
    found = request.session.get(PLACE)
    arrival = Arrival(**found) if isinstance(found, dict) else None
    return arrival if arrival and arrival.provider == of.code and time.time() - arrival.at < LIVES else None


def name(request: HttpRequest, arrival: Arrival, *, given_name: str, family_name: str) -> None:
    """Keeps the names that they typed, for when they join."""
    _put(request, Arrival(**{**asdict(arrival), "given_name": given_name, "family_name": family_name}))


def enter(request: HttpRequest, arrival: Arrival, email: str) -> HttpResponse:
    """The address is proven: joins, or comes into the account that has it. Goes on as every sign-in does."""
    if people.account_named(email) is None:
        try:
            actions.join(
                actor=actor_of(request), at=timezone.now(), email=email, given_name=arrival.given_name,
                family_name=arrival.family_name, language=letters.language_of(request),
            )
        except actions.EmailTaken:
            pass  # meanwhile, or an account that is closed: signing in says so
    user = get_user_model().objects.get(email=email.strip().lower())
    proofs.first_proof(user, user.get_username())
    _put(request, Arrival(**{**asdict(arrival), "account": str(user.pk)}))
    record_authentication(request, user, method="provider", provider=arrival.provider)
    answer: HttpResponse = perform_login(request, Login(user=user, email=email, redirect_url=arrival.then or None))
    return answer


def settle(request: HttpRequest, user: AbstractBaseUser) -> None:
    """Links the provider for someone who is in now, where this session proved both."""
    found = request.session.pop(PLACE, None)
    arrival = Arrival(**found) if isinstance(found, dict) else None
    if arrival is None or arrival.account != str(user.pk) or time.time() - arrival.at > LIVES:
        return
    try:
        link(request, user, arrival.provider, bytes.fromhex(arrival.subject))
    except Refused as refusal:
        messages.error(request, str(refusal))


def link(request: HttpRequest, user: AbstractBaseUser, provider: str, subject: bytes) -> UUID:
    """Links, and tells the owner by letter. May refuse as `people.link_identity` does."""
    at = timezone.now()
    known = provider in people.identities_of(user.pk)
    made = actions.link_identity(
        actor=people.actor_for(user.pk, at=at, secure=False), at=at, account_id=user.pk, provider=provider,
        subject_hash=subject,
    )
    if not known:
        proofs.tell(user, "account/email/provider_linked", provider)
    return made


def _put(request: HttpRequest, arrival: Arrival) -> None:
    request.session[PLACE] = asdict(arrival)
