"""Where the visitor is: a district that they choose, or the one that their browser's position lies in.

Only the code of the area is kept, in a cookie of their own device. A position comes rounded to a hundredth of a degree
(about a kilometre), in the body of a form, so that no log of addresses has it; it becomes an area and is forgotten.
"""

from math import isfinite
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.views.decorators.http import require_http_methods

from rianru.kernel.geography import Point
from rianru.kernel.words import T
from rianru.places import queries

COOKIE = "near"
KEPT = 90 * 24 * 3600  # seconds


def place_of(request: HttpRequest) -> queries.Whereabouts | None:
    """Where this visitor said to be; None where they did not, or the area is no more."""
    return queries.whereabouts(request.COOKIES.get(COOKIE, ""))


def province_of(request: HttpRequest) -> str:
    """The code of the province that this visitor said to be in; blank where they did not say."""
    code = request.COOKIES.get(COOKIE, "")[:2]
    return code if len(code) == 2 and code in {area.code for area in queries.provinces()} else ""


def keep(request: HttpRequest, answer: HttpResponse, code: str) -> HttpResponse:
    """The answer, with the code of an area in a cookie of this device; without it where there is none."""
    if code:
        answer.set_cookie(COOKIE, code, max_age=KEPT, secure=request.is_secure(), httponly=True, samesite="Lax")
    else:
        answer.delete_cookie(COOKIE, samesite="Lax")
    return answer


def near_address(request: HttpRequest, part: str = "") -> str:
    """The page on which to say where one is, with the way back to this one, and to a part of it (`#where`)."""
    return f"{reverse('near')}?{urlencode({'next': request.path + part})}"


@require_http_methods(["GET", "HEAD", "POST"])
def near(request: HttpRequest) -> HttpResponse:
    """`?province=` lists its districts; a POST of `area`, or `lat` and `lon`, keeps the area and goes back."""
    back = _back(request)
    if request.method == "POST":
        return _kept(request, back)
    province = request.GET.get("province", "")
    provinces = queries.provinces()
    chosen = next((area for area in provinces if area.code == province), None)
    return render(request, "web/near.html", _shown(request, back, provinces, chosen))


def _shown(request: HttpRequest, back: str, provinces: list[Any], chosen: Any) -> dict[str, Any]:
    districts = queries.area_page(within=chosen.code, limit=100) if chosen else []
    return {
        "place": place_of(request), "next": back,
        "province": T.verbatim(chosen.name_th, chosen.name_en) if chosen else "",
        "provinces": [
            {"value": area.code, "label": T.verbatim(area.name_th, area.name_en), "chosen": area is chosen}
            for area in provinces
        ],
        "districts": [{"code": area.code, "label": T.verbatim(area.name_th, area.name_en)} for area in districts],
        "lost": request.GET.get("lost") == "1",
    }


def _kept(request: HttpRequest, back: str) -> HttpResponse:
    """Back, with the cookie; to the same page, saying so, where no area can be told."""
    if request.POST.get("forget"):
        return keep(request, redirect(back), "")
    point = _point(request)
    code = queries.area_at(point) if point else request.POST.get("area", "")
    if queries.whereabouts(code) is None:
        return redirect(f"{reverse('near')}?{urlencode({'next': back, 'lost': '1'})}")
    return keep(request, redirect(back), code)


def _point(request: HttpRequest) -> Point | None:
    """The position that was sent, rounded here too, whatever the browser did."""
    try:
        lat, lon = float(request.POST["lat"]), float(request.POST["lon"])
    except (KeyError, ValueError):
        return None
    return Point(round(lat, 2), round(lon, 2)) if isfinite(lat) and isfinite(lon) else None


def _back(request: HttpRequest) -> str:
    """Where they came from, if that is a page of ours."""
    wanted = request.POST.get("next", "") or request.GET.get("next", "")
    safe = wanted.startswith("/") and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
    return wanted if safe and len(wanted) < 500 else reverse("spaces")
