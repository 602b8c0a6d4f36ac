"""How often signing in may fail: ten times in fifteen minutes for one account and for one address, whatever the means.

django-axes counts in the database, so that every process and node counts together. Passwords reach it through
Django's `authenticate`; codes by e-mail and second factors are counted here.
"""

import unicodedata
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from hashlib import blake2b
from http import HTTPStatus
from typing import Any

from axes.handlers.proxy import AxesProxyHandler
from django.db import OperationalError, connection, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

LONGEST = 255  # of axes' column
WAIT = "5s"
MINUTES = 15


def account_name(request: HttpRequest, credentials: Mapping[str, Any] | None = None) -> str:
    """The one spelling under which an account is counted: capitals, blanks and wide letters make no other account."""
    given = credentials or {}
    typed = given.get("email") or given.get("username") or request.POST.get("login") or request.POST.get("email") or ""
    return unicodedata.normalize("NFKC", str(typed)).replace("\0", "").strip().casefold()[:LONGEST]


@contextmanager
def one_at_a_time(account: str, address: str) -> Iterator[bool]:
    """Serialises attempts on one account and from one address, so that many at once are counted like many in a row.

    Gives False where the turn did not come within five seconds: that attempt must not be made.
    """
    with transaction.atomic():
        yield _take_turns(account, address)


def _take_turns(account: str, address: str) -> bool:
    keys = sorted(_lock_number(text) for text in (f"account:{account}", f"address:{address}"))
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT set_config('lock_timeout', %s, true)", [WAIT])
            for key in keys:
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [key])
            cursor.execute("SELECT set_config('lock_timeout', '0', true)")
    except OperationalError:
        return False
    return True


def _lock_number(text: str) -> int:
    return int.from_bytes(blake2b(text.encode(), digest_size=8, person=b"rianru-limit").digest(), signed=True)


def is_locked(request: HttpRequest, email: str) -> bool:
    """Whether the account or the address has failed too often; the answer page is then the lock-out page."""
    locked = not AxesProxyHandler.is_allowed(request, {"email": email})
    if locked:
        _mark(request, email)
    return locked


def note_failure(request: HttpRequest, email: str) -> None:
    """Counts a wrong code as a failure to sign in."""
    AxesProxyHandler.user_login_failed(sender=note_failure, credentials={"email": email}, request=request)


def forget(email: str) -> None:
    """Starts the account's count anew: its owner has just proven the address and set a new password."""
    AxesProxyHandler.reset_attempts(username=account_name(HttpRequest(), {"email": email}))


def _mark(request: HttpRequest, email: str) -> None:
    request.axes_locked_out = True  # type: ignore[attr-defined]
    request.axes_credentials = {"email": email}  # type: ignore[attr-defined]


def locked_out(request: HttpRequest, response: HttpResponse | None = None, credentials: Any = None) -> HttpResponse:
    """The page after too many failures: the same for accounts that exist and for those that do not."""
    answer = render(request, "account/locked.html", {"minutes": MINUTES}, status=HTTPStatus.TOO_MANY_REQUESTS)
    answer["Retry-After"] = str(MINUTES * 60)
    return answer


def too_many(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """429 of allauth's own limits on how fast its pages may be used."""
    answer = render(request, "account/slow_down.html", status=HTTPStatus.TOO_MANY_REQUESTS)
    answer["Retry-After"] = "60"
    return answer
