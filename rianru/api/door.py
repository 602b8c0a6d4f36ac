"""The door of the API. Before sessions, cookies and tokens of forms: none of them is read or written here.

It counts, answers preflights, and makes of every refusal a problem; what is read carries an ETag.
"""

from collections.abc import Callable
from datetime import UTC, datetime
from hashlib import blake2b

from django.core.exceptions import DisallowedHost
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import ResolverMatch, resolve
from django.utils import translation
from django.utils.cache import get_conditional_response
from ninja.errors import ValidationError

from rianru.api import keys, openapi
from rianru.api.limits import Allowance
from rianru.api.problems import HostUnknown, MethodNotAllowed, TooManyRequests, not_understood, problem
from rianru.kernel.numbers import size_of
from rianru.kernel.refusals import BodyTooLarge, NotFound, Refused

PREFIX = "/api/"
BODY = 64 << 10  # bytes; nothing is read of it
MOST_NAMED = 20  # unknown parameters in one refusal
METHODS = "GET, HEAD, OPTIONS"
EXPOSED = ("ETag", "Link", "RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset", "RateLimit-Policy",
           "Retry-After", "X-Request-Id")
ALWAYS = {
    "Access-Control-Allow-Origin": "*",  # without credentials: whoever reads is nobody in particular
    "Access-Control-Expose-Headers": ", ".join(EXPOSED),
    "Cross-Origin-Resource-Policy": "cross-origin",
    "X-Frame-Options": "DENY",
}
PREFLIGHT = {
    "Access-Control-Allow-Methods": METHODS,
    "Access-Control-Allow-Headers": "Accept-Language, If-None-Match, X-Request-Id",  # no keys from a page
    "Access-Control-Max-Age": "86400",
}


class Door:
    """Takes what is below /api/; passes everything else on."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponse]) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answers, or passes on."""
        if not request.path_info.startswith(PREFIX):
            return self.answer(request)
        with translation.override("th"):  # addresses of pages are those without a prefix, whoever asks
            response = _answer(request)
        for name, value in ALWAYS.items():
            response[name] = value
        return response


def _answer(request: HttpRequest) -> HttpResponse:
    """Whom it is from, whether they may, then the view; refusals of each as problems."""
    told: dict[str, str] = {}
    try:
        response = _let_in(request, told)
    except Refused as refusal:
        response = problem(request, refusal)
        if refusal.status == 401:
            response["WWW-Authenticate"] = 'Bearer realm="rianru"'
        if refusal.status == 503:
            response["Retry-After"] = "30"
    except ValidationError as error:
        response = problem(request, *not_understood(error.errors))
    for name, value in told.items():
        response[name] = value
    return response


def _let_in(request: HttpRequest, told: dict[str, str]) -> HttpResponse:
    try:
        request.get_host()
    except DisallowedHost:
        raise HostUnknown() from None
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not length.isdigit() or int(length) > BODY:
        raise BodyTooLarge(limit=size_of(BODY))
    match = _found(request)
    if request.method == "OPTIONS" and match:
        response = HttpResponse(status=204, headers={"Allow": METHODS, **PREFLIGHT})
        del response["Content-Type"]
        return response
    asker = _asker(request, told)
    if match is None:
        raise NotFound()
    return _read(request, match, asker)


def _found(request: HttpRequest) -> ResolverMatch | None:
    try:
        request.resolver_match = resolve(request.path_info)
    except Http404:
        return None
    return request.resolver_match


def _asker(request: HttpRequest, told: dict[str, str]) -> keys.Asker:
    """Counts; a key that does not work counts for the address, so that nobody can try keys without end."""
    at, secret = datetime.now(UTC), keys.shown(request)
    if secret is None:
        return keys.Asker(_within(keys.by_address(request), told))
    try:
        key = keys.behind(secret, at)
    except Refused:
        _within(keys.by_address(request), told)
        raise
    asker = keys.counted(key, at)
    _within(asker.allowance, told)
    return asker


def _within(allowance: Allowance, told: dict[str, str]) -> Allowance:
    told |= allowance.headers()
    if allowance.left < 0:
        raise TooManyRequests(limit=allowance.limit, wait=allowance.reset)
    return allowance


def _read(request: HttpRequest, match: ResolverMatch, asker: keys.Asker) -> HttpResponse:
    """The view's answer; HEAD is GET without its content."""
    keys.demand(asker, "read")
    _know(request, match)
    request.asker = asker  # type: ignore[attr-defined]
    method, request.method = request.method, "GET" if request.method == "HEAD" else request.method
    try:
        response: HttpResponse = match.func(request, *match.args, **match.kwargs)
    finally:
        request.method = method
    if response.status_code == 405:
        refused = problem(request, MethodNotAllowed(methods=METHODS))
        refused["Allow"] = METHODS
        return refused
    return _kept(request, response, asker)


def _know(request: HttpRequest, match: ResolverMatch) -> None:
    """Refuses a parameter that nobody knows: a filter that is silently left out answers another question."""
    known = openapi.parameters(match.url_name or "")
    unknown = sorted(set(request.GET) - known)
    if unknown:
        told = {"known": ", ".join(sorted(known)) or "–"}
        raise ValidationError([
            {"loc": ("query", name), "type": "extra_forbidden", "ctx": told} for name in unknown[:MOST_NAMED]
        ])


def _kept(request: HttpRequest, response: HttpResponse, asker: keys.Asker) -> HttpResponse:
    """With an ETag; 304 without content where the reader has it already."""
    response["Cache-Control"] = "private, no-cache" if asker.key else "public, no-cache"
    if response.status_code == 200:
        etag = f'"{blake2b(response.content, digest_size=16).hexdigest()}"'
        response["ETag"] = etag
        kept = get_conditional_response(request, etag=etag, response=response)
        response = kept if isinstance(kept, HttpResponse) else response
    if request.method == "HEAD":
        response["Content-Length"] = str(len(response.content))
        response.content = b""
    return response
