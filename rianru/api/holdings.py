"""Where a work can be had: the spaces that hold it, the nearest first, with their hours of today."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Annotated
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Query
from pydantic import Field

from rianru.api.house import Asked, Shape, api, text
from rianru.api.spaces import AreaName, SpaceInList, in_list
from rianru.api.works import led_on, whole_of
from rianru.catalogue import queries
from rianru.core.actors import ANONYMOUS
from rianru.places import queries as places


class HoldingsAsked(Asked):
    """From where."""

    near: Annotated[str, Field(
        pattern=r"^([0-9]{4}|[0-9]{6})?$", examples=["5601"],
        description="The code of the district or sub-district from whose middle distances are measured.",
    )] = ""


class Holding(Shape):
    """A space that holds copies."""

    space: SpaceInList
    phone: str
    copies: int
    available: Annotated[int, Field(description="How many copies can be taken now.")]
    call_numbers: list[str]
    distance_km: Annotated[int | None, Field(
        description="In a straight line, in whole kilometres; null where no `near` was given or nobody knows."
    )]


class Holdings(Shape):
    """The nearest first; without `near` those with a free copy that are open now come first."""

    near: Annotated[AreaName | None, Field(description="What `near` was read as; null where there is no such area.")]
    results: list[Holding]


@api.get(
    "/works/{uuid:id}/holdings", response=Holdings, url_name="work_holdings", operation_id="work_holdings",
    summary="Where a work can be had", tags=["works"],
)
def holdings(request: HttpRequest, id: UUID, asked: Query[HoldingsAsked]) -> Holdings | HttpResponse:
    """Every space that holds a copy of any edition, with whether it is open now."""
    view = whole_of(id)
    if view is None:
        return led_on(request, id)
    at, ids = datetime.now(UTC), [branch.space_id for branch in view.branches]
    place = places.whereabouts(asked.near)
    far = places.distances(place.middle, ids) if place else {}
    openings = places.openings(ids, at=at)
    rows = {row.space.id: row for row in places.space_rows(actor=ANONYMOUS, at=at, ids=ids)}
    open_now = {id for id in ids if openings[id].state == "open"}
    return Holdings(
        near=AreaName(code=place.code, name=text(place.name)) if place else None,
        results=[
            _holding(request, branch, rows[branch.space_id], openings[branch.space_id], far)
            for branch in queries.nearest_first(view.branches, far=far, open_now=open_now) if branch.space_id in rows
        ],
    )


def _holding(
    request: HttpRequest, branch: queries.Branch, row: places.SpaceRow, opening: places.Opening,
    far: Mapping[UUID, float],
) -> Holding:
    kilometres = far.get(branch.space_id)
    return Holding(
        space=in_list(request, row, opening), phone=row.space.phone, copies=len(branch.copies),
        available=branch.available, call_numbers=branch.call_numbers,
        distance_km=None if kilometres is None else round(kilometres),
    )
