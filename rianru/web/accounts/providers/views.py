"""To a provider and back, and the two pages for those whom no account knows yet."""

from urllib.parse import urlsplit

import structlog
from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.internal.flows.reauthentication import raise_if_reauthentication_required
from allauth.account.models import Login
from django.contrib import messages
from django.contrib.auth import get_user_model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse, translate_url
from django.utils import timezone, translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from rianru.kernel.refusals import Refused
from rianru.kernel.words import T, speaking
from rianru.people import actions
from rianru.web.accounts import limits, mailed_codes, secrets
from rianru.web.accounts.providers import arrivals, questions, tokens, wire
from rianru.web.accounts.providers.forms import ArrivalForm, CodeForm
from rianru.web.accounts.providers.named import Provider, provider
from rianru.web.accounts.providers.questions import Question
from rianru.web.accounts.providers.refusals import AnswerUnasked, AnswerUntrue, ProviderAway, ProviderRefused
from rianru.web.requests import actor_of

PURPOSE = "arrival"
log = structlog.get_logger("rianru.sign_in")


@never_cache
@require_POST
def begin(request: HttpRequest, code: str) -> HttpResponse:
    """Off to the provider: to sign in, or to link for whoever is signed in, whose proof must be fresh.

    A page that moves on by itself, not a redirect: forms may not lead to other hosts (form-action of our policy).
    """
    of, then = provider(code), request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(then, allowed_hosts=None):
        then = ""
    if request.user.is_authenticated:
        raise_if_reauthentication_required(request, app="rianru.web")
    address = questions.ask(request, of, then=then, account=str(request.user.pk or ""))
    answer = render(request, "account/provider_leaving.html", {
        "provider": of.name, "address": address, "host": urlsplit(of.authorize_url).hostname,
    })
    answer["Refresh"] = f"0; url={address}"
    return answer


@never_cache
@require_safe
def back(request: HttpRequest, code: str) -> HttpResponse:
    """The provider's answer: signs in, links, or asks who this is; a page that says what to do where it is not true."""
    of = provider(code)
    asked = questions.answered(request, of)
    language = asked.language if asked else "th"
    try:
        where = _answered(request, of, asked)
    except Refused as refusal:
        log.warning("provider_answer_refused", provider=of.code, refusal=refusal.code, why=str(refusal.__cause__ or ""))
        with translation.override(language), speaking(language):
            return render(request, "account/provider_failed.html", {
                "refusal": refusal, "provider": of, "linking": bool(asked and asked.account),
            }, status=refusal.status)
    if where.status_code == 302:
        where["Location"] = translate_url(where["Location"], language)
    return where


def _answered(request: HttpRequest, of: Provider, asked: Question | None) -> HttpResponse:
    issuer = request.GET.get("iss")
    if asked is None or (issuer is not None and issuer != of.issuer):  # RFC 9207: whose answer this is
        raise AnswerUnasked()
    if "error" in request.GET or not request.GET.get("code"):
        raise ProviderRefused(name=of.name)
    claims = _claims(request, of, asked)
    subject = str(claims.get(of.subject) or "")
    if not subject:
        raise AnswerUntrue(name=of.name)
    return _known(request, of, asked, secrets.identity_hash(of.code, subject), claims)


def _claims(request: HttpRequest, of: Provider, asked: Question) -> dict[str, object]:
    """What the provider says, in exchange for the code that only this machine can redeem."""
    form = {
        "grant_type": "authorization_code", "code": request.GET["code"], "redirect_uri": questions.back(request, of),
        "code_verifier": asked.verifier,
    }
    own = {} if of.basic else {"client_id": of.client_id, "client_secret": of.secret}
    try:
        answer = wire.post(of.token_url, {**form, **own}, basic=(of.client_id, of.secret) if of.basic else None)
        return tokens.claims(str(answer.get("id_token") or ""), of=of, nonce=asked.nonce)
    except wire.Unreachable as error:
        raise ProviderAway(name=of.name) from error
    except tokens.Untrue as error:
        raise AnswerUntrue(name=of.name) from error


def _known(
    request: HttpRequest, of: Provider, asked: Question, subject: bytes, claims: dict[str, object]
) -> HttpResponse:
    """Links for whoever asked to; signs in whom an account knows; asks the others for their address."""
    if asked.account:
        return _link(request, of, asked, subject)
    account_id = actions.use_identity(
        actor=actor_of(request), at=timezone.now(), provider=of.code, subject_hash=subject
    )
    if account_id is None:
        arrivals.keep(request, of, subject, claims, then=asked.then)
        return redirect("provider_email", code=of.code)
    user = get_user_model().objects.get(pk=account_id)
    record_authentication(request, user, method="provider", provider=of.code)
    login = Login(user=user, email=user.get_username(), redirect_url=asked.then or None)
    answer: HttpResponse = perform_login(request, login)
    return answer


def _link(request: HttpRequest, of: Provider, asked: Question, subject: bytes) -> HttpResponse:
    if not request.user.is_authenticated or str(request.user.pk) != asked.account:
        raise AnswerUnasked()
    arrivals.link(request, request.user, of.code, subject)
    messages.success(request, str(T("ผูกกับ {name} แล้ว", "{name} is linked", name=of.name)))
    return redirect("account_identities")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def email(request: HttpRequest, code: str) -> HttpResponse:
    """Which address is yours? The same question, and the same answer, whether or not it has an account."""
    of = provider(code)
    arrival = arrivals.kept(request, of)
    if arrival is None:
        return redirect("account_login")
    form = ArrivalForm(request.POST if request.method == "POST" else None, initial={
        "given_name": arrival.given_name, "family_name": arrival.family_name, "email": arrival.email,
    })
    if request.method == "POST" and form.is_valid():
        if not mailed_codes.send(request, PURPOSE, form.cleaned_data["email"].strip().lower()):
            return limits.too_many(request)
        arrivals.name(request, arrival, **{name: form.cleaned_data[name] for name in ("given_name", "family_name")})
        return redirect("provider_code", code=of.code)
    return render(request, "account/provider_email.html", {"form": form, "provider": of.name})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def proof(request: HttpRequest, code: str) -> HttpResponse:
    """The code from the letter, then in."""
    of = provider(code)
    arrival, address = arrivals.kept(request, of), mailed_codes.waiting_for(request, PURPOSE)
    if arrival is None or not address:
        return redirect("provider_email", code=of.code) if arrival else redirect("account_login")
    if request.method == "POST" and limits.is_locked(request, address):
        return limits.locked_out(request)
    form = CodeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        if mailed_codes.proves(request, PURPOSE, form.cleaned_data["code"]):
            return arrivals.enter(request, arrival, address)
        form.refuse()
    return render(request, "account/provider_code.html", {
        "form": form, "email": address, "again": reverse("provider_email", kwargs={"code": of.code}),
        "spent": not mailed_codes.waiting_for(request, PURPOSE),
    })
