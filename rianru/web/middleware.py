"""What every request passes through: log line, health, language, headers, refusals."""

import errno
import time
from collections.abc import Callable
from uuid import UUID

import psycopg.errors
import structlog
from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.locale import LocaleMiddleware
from django.shortcuts import render
from django.utils import translation

from rianru.core import requests
from rianru.kernel import words
from rianru.kernel.ids import new_id
from rianru.kernel.refusals import DiskFull, Refused
from rianru.web import health, metrics
from rianru.web.accounts.middleware import step_before

Answer = Callable[[HttpRequest], HttpResponse]
log = structlog.get_logger("rianru.request")


class RequestLog:
    """Gives each request an id (a valid X-Request-Id is kept) and logs one line without anything personal."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answers within the request's id."""
        id, began = _given(request) or new_id(), time.perf_counter()
        with requests.request(id), metrics.watching(lambda: _route(request)):
            response = self.answer(request)
            response["X-Request-Id"] = str(id)
            match = request.resolver_match
            if metrics.wanted():
                metrics.observe(route=_route(request), method=request.method or "", status=response.status_code,
                                seconds=time.perf_counter() - began)
            log.info(
                "request",
                method=request.method,
                route=match.view_name if match else None,
                status=response.status_code,
                ms=round((time.perf_counter() - began) * 1000, 1),
            )
        return response


def _route(request: HttpRequest) -> str:
    """Its name; empty for addresses of nothing, for files and for health."""
    return request.resolver_match.view_name if request.resolver_match else ""


def _given(request: HttpRequest) -> UUID | None:
    try:
        return UUID(request.headers.get("X-Request-Id", ""))
    except ValueError:
        return None


class Health:
    """Answers /healthz, /readyz and, to whoever may ask, /metrics before sessions, hosts and redirects."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """These addresses here; everything else further on."""
        if request.path == "/healthz":
            return JsonResponse({"status": "ok"})
        if request.path == "/readyz":
            checks = health.readiness()
            ready = all(check.ok for check in checks)
            body = {"ready": ready, "checks": {check.name: check.detail for check in checks}}
            return JsonResponse(body, status=200 if ready else 503)
        if request.path == "/metrics" and request.method in ("GET", "HEAD") and metrics.allowed(request):
            return metrics.page()
        return self.answer(request)


class Language(LocaleMiddleware):
    """The language is in the address alone: no prefix is Thai, whatever the browser says."""

    def process_request(self, request: HttpRequest) -> None:
        """Activates it for Django and for our own texts."""
        language = translation.get_language_from_path(request.path_info) or settings.LANGUAGE_CODE
        translation.activate(language)
        words.set_language(language)
        request.LANGUAGE_CODE = language


class Headers:
    """Permissions-Policy, and no caching of anything that depends on who asks."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Adds the headers."""
        response = self.answer(request)
        response.setdefault(
            "Permissions-Policy", "camera=(self), geolocation=(self), microphone=(), payment=(), usb=()"
        )
        response.setdefault("Cache-Control", "private, no-cache")
        response.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        return response


class Refusals:
    """The one place where a refusal becomes a page or problem+json. Anything else crashes loudly."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Passes on."""
        return self.answer(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Renders a Refused, or leads to the second factor where only that is missing; None for everything else."""
        error = DiskFull() if _is_full(error) else error
        if not isinstance(error, Refused):
            return None
        return step_before(request, error) or refused(request, error)


def refused(request: HttpRequest, error: Refused) -> HttpResponse:
    """A refusal as a page, or as problem+json where JSON is asked for."""
    if request.headers.get("Accept", "").startswith("application/json"):
        body = {"type": "about:blank", "status": error.status, "title": str(error), **error.as_dict()}
        return JsonResponse(body, status=error.status, content_type="application/problem+json")
    return render(request, "web/refused.html", {"refusal": error}, status=error.status)


def _is_full(error: BaseException) -> bool:
    """Whether the disk of this machine or of the database is full."""
    if isinstance(error, OSError):
        return error.errno in (errno.ENOSPC, errno.EDQUOT)
    return isinstance(error.__cause__, psycopg.errors.DiskFull)
