"""TRUST row *headers*: every page type carries the policy; the control shows that a page without it is caught."""

import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory

from rianru.web.middleware import Headers

pytestmark = [pytest.mark.trust, pytest.mark.django_db]
NOWHERE = "01900000-0000-7000-8000-000000000001"
PAGES = [
    "/", "/en/", "/search/", "/search/?q=ก", "/spaces/", "/about/", "/privacy/", "/accessibility/", "/parts/", "/nowhere/",
    "/authors/", "/subjects/?from=ก", "/series/", "/authors/ไม่มี/",
    "/map/spaces.json", "/photos/" + "0" * 40 + "-240.webp", "/spaces/nowhere/correct/", "/spaces/nowhere/photos/",
    "/desk/corrections/", f"/desk/corrections/{NOWHERE}/",
    "/areas/", "/areas/56/", "/cities/nowhere/", "/near/", "/near/?province=56", f"/works/{NOWHERE}/cite/",
    "/robots.txt", "/sitemap.xml", "/sitemaps/work/first.xml",
    "/accounts/login/", "/accounts/signup/", "/accounts/password/reset/", "/accounts/recovery/x/stop/",
    "/imports/", f"/imports/{NOWHERE}/missing/", f"/imports/{NOWHERE}/missing/list.csv", "/sources/", "/new-source/",
    "/doubts/", "/items/",
    f"/editions/{NOWHERE}/cover/", f"/works/{NOWHERE}/share.png", "/covers/" + "0" * 40 + "-240.webp",
    "/new/", "/loved/", "/keep/", "/my/lists/", "/lists/by-link/x/", "/shelves/", "/new-shelf/", "/my/searches/",
    "/stop-search/x/", "/suggest/", "/numbers/", "/numbers/?by=age", "/numbers/table.csv", "/numbers/nowhere/2026-11/",
    "/desk/branch/", "/desk/stocktakes/", f"/desk/stocktakes/{NOWHERE}/missing.csv", "/desk/weeding/",
    "/desk/where/", "/members/", "/new-member/", f"/members/{NOWHERE}/", f"/members/{NOWHERE}/edit/", f"/members/{NOWHERE}/money/",
    f"/members/{NOWHERE}/household/", f"/members/{NOWHERE}/card.pdf", f"/members/{NOWHERE}/erase/", "/members/terms/", "/money/day/", f"/receipts/{NOWHERE}/",
    "/staff/", "/desk/", "/desk/scan/", f"/desk/receipts/{NOWHERE}/", f"/desk/slips/{NOWHERE}/", "/desk/lists/pull/", "/desk/bags/",
    "/desk/bags/nowhere/", "/rules/", "/rules/new/", f"/rules/{NOWHERE}/", f"/works/{NOWHERE}/hold/", "/me/shelf/",
    "/me/shelf.ics",
    "/desk/spaces/", "/desk/spaces/new/", f"/desk/spaces/{NOWHERE}/", f"/desk/spaces/{NOWHERE}/columns/",
    f"/desk/spaces/{NOWHERE}/rejected.csv", "/spaces.csv", "/spaces.geojson", "/spaces.osm?province=56",
    "/spaces/nowhere/hours.ics", "/spaces/nowhere/calendar.ics", "/spaces/nowhere/poster.pdf",
    "/me/card/", "/me/card.pdf", "/me/join/", "/me/household/", "/me/money/",
    "/activities/", "/activities/?when=week", "/activities/?view=month", "/activities/?view=map", "/activities/calendar.ics", "/activities/share.png",
    "/follow/", "/my/following/", "/stop-following/x/", "/desk/today/", f"/activities/{NOWHERE}/", f"/activities/{NOWHERE}/calendar.ics",
    f"/activities/{NOWHERE}/poster.pdf", "/spaces/nowhere/activities.ics", "/programmes/", f"/programmes/{NOWHERE}/",
    f"/activities/{NOWHERE}/join/", f"/activities/{NOWHERE}/draw/", f"/activities/{NOWHERE}/draw.json", "/seats/nowhere/", "/attend/",
    "/me/learning/", f"/me/learning/{NOWHERE}/", "/me/teaching/", f"/desk/activities/{NOWHERE}/people/",
    f"/desk/activities/{NOWHERE}/sharing/", f"/desk/activities/{NOWHERE}/credentials/", f"/desk/programmes/{NOWHERE}/credentials/",
    f"/desk/sessions/{NOWHERE}/", f"/desk/sessions/{NOWHERE}/roster.pdf",
    f"/desk/sessions/{NOWHERE}/heads/", f"/desk/sessions/{NOWHERE}/code/", f"/desk/sessions/{NOWHERE}/code.pdf",
    "/me/calendar/", "/calendars/nowhere.ics", "/desk/activities/", "/desk/activities/new/", "/desk/rooms/", "/desk/programmes/",
    "/challenges/", f"/challenges/{NOWHERE}/", f"/challenges/{NOWHERE}/board.pdf", f"/challenges/{NOWHERE}/join/", "/me/passport/",
    f"/me/challenges/{NOWHERE}/", "/desk/stamps/", "/desk/stamps/code.pdf", "/desk/stamps/booklet.pdf", "/me/passport/booklet.pdf", "/desk/rewards/", "/desk/challenges/",
    "/desk/challenges/new/", f"/desk/challenges/{NOWHERE}/",
    "/surveys/", "/surveys/new/", "/surveys/bank/", "/surveys/nowhere1/", "/surveys/nowhere1/edit/", "/surveys/nowhere1/form.xlsx",
    "/surveys/nowhere1/edit/question/q1/", "/surveys/nowhere1/papers/", f"/surveys/nowhere1/papers/{NOWHERE}.pdf",
    "/s/", "/s/nowhere1/", "/s/nowhere1/a/nothing/", "/s/nowhere1/results/", "/surveys/nowhere1/results/", "/surveys/nowhere1/enter/",
    "/surveys/nowhere1/results/answers.csv", f"/surveys/nowhere1/sheets/{NOWHERE}/",
    "/credentials/", f"/credentials/achievements/{NOWHERE}/", f"/credentials/achievements/{NOWHERE}", f"/credentials/issuers/{NOWHERE}/",
    f"/credentials/status/{NOWHERE}/revocation", "/verify/", "/verify/seen.json", "/verify/worker.js", "/c/nothing/", "/c/nothing", "/me/credentials/",
    "/me/credentials/statement/", "/desk/credentials/", "/desk/credentials/issue/", "/desk/credentials/definitions/", "/desk/credentials/nothing/",
    "/stops/", "/stops/nowhere/", "/stops/nowhere.ics", "/stops/timetable.csv", "/stops/gtfs.zip", "/desk/van/", "/desk/vans/", "/desk/vans/read/",
    "/desk/vans/stops/", "/desk/vans/stops/new/", "/desk/vans/stops/nowhere/", f"/desk/vans/visits/{NOWHERE}/", f"/desk/vans/timetables/{NOWHERE}/",
    "/desk/vans/nowhere/", "/desk/vans/nowhere/timetable/",
    "/far/", "/far/56/", "/far/th/table.csv", "/planner/", f"/planner/plans/{NOWHERE}/", f"/planner/plans/{NOWHERE}/sites.csv",
    "/networks/", "/networks/nowhere/", "/networks/nowhere/join/", "/desk/networks/", "/desk/networks/nowhere/", "/caretakers/",
    "/standards/nowhere/", "/desk/standards/", f"/desk/standards/{NOWHERE}/", "/desk/visits/", f"/desk/visits/{NOWHERE}/",
    "/phases/", "/phases/nowhere/", "/phases/nowhere/table.csv", "/desk/phases/", f"/desk/phases/{NOWHERE}/", "/goals/",
    f"/desk/phases/{NOWHERE}/targets/", "/desk/today/all/", "/desk/targets/", "/desk/targets/nowhere/", "/desk/targets/nowhere/table.csv",
    "/developers/", "/api/v1/", "/api/v1/works", "/api/v1/shelves", "/api/v1/nowhere", f"/api/v1/works/{NOWHERE}/citations/marc", "/metrics", "/healthz",
]


def missing(response) -> list[str]:
    """What a response lacks of the promised headers."""
    policy = response.headers.get("Content-Security-Policy", "")
    parts = {part.split()[0]: part.split()[1:] for part in policy.split(";") if part.strip()}
    checks = {
        "default-src none": parts.get("default-src") == ["'none'"],
        "scripts from here only": parts.get("script-src") == ["'self'"],
        "styles from here only": parts.get("style-src") == ["'self'"],
        "no frames around": parts.get("frame-ancestors") == ["'none'"],
        "base": parts.get("base-uri") == ["'none'"],
        "forms": parts.get("form-action") == ["'self'"],
        "frame options": response.headers.get("X-Frame-Options") == "DENY",
        "referrer": response.headers.get("Referrer-Policy") == "strict-origin-when-cross-origin",
        "sniffing": response.headers.get("X-Content-Type-Options") == "nosniff",
        "permissions": "geolocation=(self)" in response.headers.get("Permissions-Policy", ""),
        "opener": response.headers.get("Cross-Origin-Opener-Policy") == "same-origin",
        "request id": len(response.headers.get("X-Request-Id", "")) == 36,
    }
    return [name for name, holds in checks.items() if not holds]


@pytest.mark.parametrize("page", PAGES)
def test_every_page_type_carries_every_header(page):
    client = Client(raise_request_exception=False)
    response = client.get(page)
    lacking = missing(response)
    if page == "/healthz":  # answered before the page machinery: no document, nothing to protect
        lacking = [name for name in lacking if name in ("sniffing", "request id")]
    assert lacking == []


def test_control_a_bare_answer_lacks_them():
    response = Headers(lambda request: HttpResponse("bare"))(RequestFactory().get("/"))
    assert "default-src none" in missing(response)


def test_control_an_unsafe_script_policy_is_caught():
    response = Client().get("/")
    response.headers["Content-Security-Policy"] = response.headers["Content-Security-Policy"].replace(
        "script-src 'self'", "script-src 'self' 'unsafe-inline'"
    )
    assert missing(response) == ["scripts from here only"]


def test_cookies_are_secure_http_only_and_same_site_behind_tls(settings, client):
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = True
    response = client.get("/accounts/login/", secure=True)
    cookies = response.cookies
    assert cookies, "the sign-in page sets at least the CSRF cookie"
    for cookie in cookies.values():
        assert (bool(cookie["secure"]), bool(cookie["httponly"]), cookie["samesite"]) == (True, True, "Lax")


def test_tls_brings_hsts_and_plain_http_is_sent_there(settings, client):
    settings.SECURE_SSL_REDIRECT, settings.SECURE_HSTS_SECONDS = True, 31_536_000
    assert client.get("/about/").status_code == 301
    from django.test import override_settings

    with override_settings(SECURE_HSTS_SECONDS=31_536_000, SECURE_SSL_REDIRECT=True):
        response = Client().get("/about/", secure=True)
    assert response.headers["Strict-Transport-Security"].startswith("max-age=31536000")
