"""What maps of spaces show: points for a view, as JSON that browsers keep for a minute."""

import json
from hashlib import blake2b
from math import ceil, floor, isfinite
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from rianru.kernel.geography import EAST, NORTH, SOUTH, WEST
from rianru.kernel.refusals import Refused
from rianru.kernel.words import T
from rianru.places import queries
from rianru.places.queries import Mark, View
from rianru.places.words import DRAWN, KINDS
from rianru.web.health import now
from rianru.web.places.looking import looked
from rianru.web.requests import actor_of

MARK = 52  # pixels between marks
TILE = 256  # pixels: the whole world at zoom 0
FARTHEST, NEAREST = 4, 18
KEPT = 60  # seconds
COUNTRY = f"{WEST},{SOUTH},{EAST},{NORTH}"


class ViewWrong(Refused):
    """A view of a map that is none."""

    code = "places.view_wrong"
    status = 422
    says = T(
        "อ่านขอบเขตแผนที่ไม่ออก ส่งแบบ box=ตะวันตก,ใต้,ตะวันออก,เหนือ และ zoom",
        "This view of the map cannot be read. Send box=west,south,east,north and zoom.",
    )


@require_safe
def map_spaces(request: HttpRequest) -> HttpResponse:
    """`?box=west,south,east,north&zoom=` (else the country) and what the list takes: some 220 points at most.

    Those near each other are one.

    Refuses with ViewWrong.
    """
    view = view_of(request.GET.get("box", COUNTRY), request.GET.get("zoom", str(FARTHEST + 1)))
    found = queries.marks(actor=actor_of(request), at=now(), wanted=looked(request).wanted(), view=view)
    answer = JsonResponse({"points": [_point(one) for one in found]}, json_dumps_params={
        "ensure_ascii": False, "separators": (",", ":"),
    })
    answer["Cache-Control"] = f"public, max-age={KEPT}"
    tag = answer["ETag"] = quote_etag(blake2b(answer.content, digest_size=12).hexdigest())
    if get_conditional_response(request, etag=tag):  # compares weakly: compressing makes the tag a weak one
        return HttpResponse(status=304, headers={"ETag": tag, "Cache-Control": answer["Cache-Control"]})
    return answer


def view_of(box: str, zoom: str) -> View:
    """The view in whole cells of its zoom, so that a small move asks for nothing new. Refuses with ViewWrong."""
    try:
        west, south, east, north = (float(side) for side in box.split(","))
        level = floor(float(zoom))
    except (ValueError, OverflowError) as error:
        raise ViewWrong() from error
    if not all(map(isfinite, (west, south, east, north))) or not (west < east and south < north):
        raise ViewWrong()
    cell = 360 * MARK / (TILE * 2 ** min(max(level, FARTHEST), NEAREST))
    west, south, east, north = max(west, WEST), max(south, SOUTH), min(east, EAST), min(north, NORTH)
    across, along = (
        (floor(one / cell) * cell, ceil(other / cell) * cell) for one, other in ((west, east), (south, north))
    )
    return View(west=across[0], south=along[0], east=across[1], north=along[1], cell=cell)


def _point(mark: Mark) -> dict[str, Any]:
    """As js/map.js draws it: a group by its number, one by name; both by what stands together at one point."""
    point: dict[str, Any] = {"lat": round(mark.lat, 4), "lon": round(mark.lon, 4)}
    if mark.n > 1:
        point["n"] = mark.n
        if mark.together:
            point["together"] = [_named(one) for one in mark.together]
        return point
    return point | _named(mark)


def _named(mark: Mark) -> dict[str, Any]:
    names = (mark.name_en, mark.name_th) if get_language() == "en" else (mark.name_th, mark.name_en)
    return {"label": names[0] or names[1], "code": mark.code, "kind": mark.kind}


def point_of(space: queries.Space, here: bool = False) -> dict[str, Any]:
    """One space for a page that knows it already."""
    assert space.lat is not None
    assert space.lon is not None
    mark = Mark(float(space.lat), float(space.lon), 1, space.code, space.kind, space.name_th, space.name_en)
    return _point(mark) | ({"here": True} if here else {})


def drawn(**more: Any) -> dict[str, Any]:
    """Data attributes for js/spaces-map.js: where points come from, what kinds look like and are called."""
    return {
        "spaces": reverse("map_spaces"), "space": reverse("space", kwargs={"code": "0"}),
        "kinds": json.dumps({kind: [DRAWN[kind], str(label)] for kind, label in KINDS.items()}, ensure_ascii=False),
        **more,
    }
