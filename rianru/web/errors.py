"""The pages for what went wrong; each says what to do next."""

import sys

from django.db import OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from rianru.kernel.words import T

AWAY = T("ฐานข้อมูลไม่ตอบชั่วคราว อีกสักครู่ลองใหม่ได้เลย", "The database is away for a moment. Try again shortly.")
BROKEN = T(
    "มีบางอย่างผิดพลาดที่ฝั่งเรา เราบันทึกไว้แล้ว ลองใหม่อีกครั้ง", "Something broke on our side and was noted. Try again.",
)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400: a wrong host name ends here too, so the page asks the request nothing."""
    return render(None, "400.html", status=400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403."""
    return render(request, "403.html", status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404."""
    return render(request, "404.html", status=404)


def broken(request: HttpRequest) -> HttpResponse:
    """500, or 503 while the database is away. Nothing here may fail again, so the page asks the request nothing."""
    away = isinstance(sys.exc_info()[1], OperationalError)
    status = 503 if away else 500
    if request.path_info.startswith("/api/"):
        code, says = ("house.database_away", AWAY) if away else ("house.broken", BROKEN)
        response: HttpResponse = _problem(code, status, says)
    else:
        response = render(None, f"{status}.html", status=status)
    if away:
        response["Retry-After"] = "30"
    return response


def _problem(code: str, status: int, says: T) -> JsonResponse:
    """The same for programs (RFC 9457)."""
    th, en = says.in_("th"), says.in_("en")
    body = {"type": f"/developers/#{code}", "status": status, "title": th, "code": code, "th": th, "en": en}
    return JsonResponse(body, status=status, content_type="application/problem+json",
                        headers={"Access-Control-Allow-Origin": "*"})
