"""Activities on other pages: of a space, of an area, of home, of a work."""

from datetime import datetime
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse

from rianru.learning import queries
from rianru.places import queries as places
from rianru.web.learning.asking import Chosen
from rianru.web.learning.present import row

SHOWN = 4
NEAR = "15"  # kilometres, of asking.NEAR


def at_space(space_id: UUID, code: str, at: datetime) -> dict[str, Any]:
    """web/activities_beside.html on the page of a space."""
    found = queries.meetings(queries.Wanted(since=at, space_ids=[space_id], once=True), limit=SHOWN + 1)
    return {
        "meetings": [row(one, at=at, place=False) for one in found[:SHOWN]],
        "meetings_feed": reverse("space_calendar", kwargs={"code": code}) if found else "",
        "meetings_poster": reverse("space_poster", kwargs={"code": code}) if found else "",
        "meetings_url": "",
    }


def in_area(area: str, at: datetime, *, limit: int = SHOWN) -> dict[str, Any]:
    """The same on the page of an area, or of home where none is named."""
    found = queries.meetings(queries.Wanted(since=at, area=area[:6], once=True), limit=limit)
    asked = f"?{urlencode({'area': area})}" if area and len(area) <= 6 else ""
    return {"meetings": [row(one, at=at) for one in found], "meetings_url": f"{reverse('activities')}{asked}",
            "meetings_feed": "", "meetings_poster": ""}


def tonight(place: places.Whereabouts | None, province: str, at: datetime) -> dict[str, Any]:
    """The same on the first page: tonight near where its reader said to be, else this week there; without a place
    what is to come in the province, or anywhere. `meetings_near`: the place; `meetings_tonight`: whether it is tonight.
    """
    if place is None:
        return in_area(province, at) | {"meetings_near": None, "meetings_tonight": False}
    for when in ("tonight", "week", ""):
        chosen = Chosen({"when": when, "near": NEAR}, place)
        found = queries.meetings(chosen.wanted(at, once=True), limit=SHOWN)
        if found:
            return {"meetings": [row(one, at=at) for one in found], "meetings_feed": "", "meetings_poster": "",
                    "meetings_url": f"{reverse('activities')}{chosen.here()}", "meetings_near": chosen.around,
                    "meetings_tonight": when == "tonight"}
    return in_area(province, at) | {"meetings_near": None, "meetings_tonight": False}


def using(work_id: UUID, at: datetime) -> list[dict[str, Any]]:
    """What is to come that uses a work."""
    return [row(one, at=at) for one in queries.using(work_id, at=at)]
