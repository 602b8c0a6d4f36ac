"""Learning spaces, and when they are open."""

from datetime import UTC, date, datetime, timedelta
from typing import Annotated, Any, Literal
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from ninja import Query
from pydantic import Field

from rianru.api.house import Asked, Shape, Text, api, names, text
from rianru.api.paging import Listed, Page
from rianru.api.parameters import PLAIN, AreaCode, Code, Paged
from rianru.catalogue import queries as catalogue
from rianru.core.actors import ANONYMOUS
from rianru.kernel.dates import day_of
from rianru.kernel.refusals import NotFound
from rianru.places import queries
from rianru.places.words import ACCESS, FACILITIES, KINDS

DAYS = 60
MOST_NEARBY = 3


class SpacesAsked(Paged):
    """What the list takes."""

    area: AreaCode = ""
    kind: Annotated[
        str, Field(pattern=f"^({'|'.join(KINDS)})?$", description="One kind of space.", examples=["district_library"])
    ] = ""
    q: Annotated[str, Field(max_length=60, pattern=PLAIN, description="A part of its name.")] = ""
    open: Annotated[bool, Field(description="Only those that are open now.")] = False


class HoursAsked(Asked):
    """Which days."""

    since: Annotated[date | None, Field(description="The first day; today without it.", examples=["2026-11-21"])] = None
    days: Annotated[int, Field(ge=1, le=DAYS, description="How many days.")] = 7


class OpeningNow(Shape):
    """`open`, `closed` or `unknown` (nobody has told us the hours); until when, what comes next, and why we say so."""

    state: Literal["open", "closed", "unknown"]
    until: Annotated[str | None, Field(description="HH:MM in Thailand, where it is open.", examples=["17:00"])]
    next: Annotated[Text | None, Field(description="When it opens next, in words.")]
    why: list[Text]


class AreaName(Shape):
    """An area by code and name."""

    code: str
    name: Text


class SpaceInList(Shape):
    """A space in a list."""

    id: UUID
    code: str
    name: Text
    type: Annotated[str, Field(description="What kind of space it is.")]
    type_name: Text
    district: AreaName | None
    province: AreaName
    opening: OpeningNow
    approximate: Annotated[bool, Field(description="Its position or hours are our best knowledge, not its keeper's.")]
    url: str
    api_url: str


class Facility(Shape):
    """Something that is there."""

    code: str
    name: Text


class SpaceAway(SpaceInList):
    """A space near another one."""

    distance_km: Annotated[float | None, Field(
        description="In a straight line; null where the position of one of them is only our best knowledge."
    )]


class SpaceWhole(SpaceInList):
    """A space with everything its page shows."""

    network: AreaName
    address: Text
    latitude: float | None
    longitude: float | None
    phone: str
    email: str
    members_only: bool
    facilities: list[Facility]
    copies: Annotated[int, Field(description="How many copies it holds.")]
    nearby: Annotated[list[SpaceAway], Field(description="Other spaces to go to, the nearest first.")]


class SpacePage(Listed[SpaceInList]):
    """A page of spaces, in the order of the Thai dictionary."""

    total: int


class Span(Shape):
    """From and to, HH:MM; the end of the day is 24:00."""

    opens: str
    closes: str


class DayShape(Shape):
    """The hours of one day. `known` is false where nobody has told us."""

    day: date
    known: bool
    spans: list[Span]
    why: Annotated[list[Text], Field(description="What decided: the usual week, a holiday, a day of its own.")]


class HoursShape(Shape):
    """Hours day by day."""

    code: str
    days: list[DayShape]


@api.get(
    "/spaces", response=SpacePage, url_name="spaces", operation_id="spaces", summary="Learning spaces", tags=["spaces"]
)
def spaces(request: HttpRequest, response: HttpResponse, asked: Query[SpacesAsked]) -> SpacePage:
    """By area, kind, a part of the name, open now. Spaces that closed for good are left out."""
    at, page = datetime.now(UTC), Page(request, response, asked)
    wanted: dict[str, Any] = {"area": asked.area, "kind": asked.kind, "text": asked.q, "open_now": asked.open}
    rows = queries.space_rows(actor=ANONYMOUS, at=at, after=page.after(_place), limit=page.wanted, **wanted)
    states = queries.openings([row.space.id for row in rows], at=at)
    return page.answer(
        SpacePage, rows, key=lambda row: [row.space.sort_th, str(row.space.id)],
        shape=lambda row: in_list(request, row, states[row.space.id]),
        total=queries.count_spaces(actor=ANONYMOUS, at=at, **wanted),
    )


@api.get(
    "/spaces/{slug:code}", response=SpaceWhole, url_name="space", operation_id="space", summary="One space",
    tags=["spaces"],
)
def space(request: HttpRequest, code: Code) -> SpaceWhole:
    """With its address, what is there, and whether it is open now."""
    at = datetime.now(UTC)
    found = space_of(code, at)
    (row,) = queries.space_rows(actor=ANONYMOUS, at=at, ids=[found.id], limit=1)
    area, shown = queries.area_name(found.area_id), not found.approximate
    return SpaceWhole(
        **_listed(request, row, queries.openings([found.id], at=at)[found.id]),
        network=AreaName(code=found.network.code, name=names(found.network)),
        address=Text(
            th=f"{found.address_th} {area.in_('th')}".strip(), en=f"{found.address_en} {area.in_('en')}".strip()
        ),
        latitude=float(found.lat) if shown and found.lat is not None else None,
        longitude=float(found.lon) if shown and found.lon is not None else None,
        phone=found.phone, email=found.email, members_only=found.members_only,
        facilities=[
            Facility(code=name, name=text((FACILITIES | ACCESS)[name][1]))
            for name in (*found.facilities, *found.access)
        ],
        copies=catalogue.items_at(found.id), nearby=_nearby(request, found, at),
    )


@api.get(
    "/spaces/{slug:code}/hours", response=HoursShape, url_name="space_hours", operation_id="space_hours",
    summary="Hours of a space", tags=["spaces"],
)
def hours(request: HttpRequest, code: Code, asked: Query[HoursAsked]) -> HoursShape:
    """Day by day, with holidays and days that differ, and why."""
    at = datetime.now(UTC)
    found = space_of(code, at)
    first = min(asked.since or day_of(at), date.max - timedelta(days=DAYS))
    days = [first + timedelta(days=ahead) for ahead in range(asked.days)]
    calendar = queries.calendar([found.id], days=days)
    return HoursShape(code=found.code, days=[_day(calendar.day(found.id, day)) for day in days])


def _place(sort: str, id: str) -> tuple[str, UUID]:
    return sort, UUID(id)


def space_of(code: str, at: datetime) -> queries.Space:
    """The space of a code. Refuses with NotFound."""
    found = queries.space(actor=ANONYMOUS, at=at, code=code)
    if found is None:
        raise NotFound()
    return found


def _nearby(request: HttpRequest, space: queries.Space, at: datetime) -> list[SpaceAway]:
    if space.lat is None or space.lon is None:
        return []
    found = queries.nearest_spaces(
        actor=ANONYMOUS, at=at, lat=space.lat, lon=space.lon, but=space.id, limit=MOST_NEARBY
    )
    states = queries.openings([one.row.space.id for one in found], at=at)
    return [
        SpaceAway(
            **_listed(request, one.row, states[one.row.space.id]),
            distance_km=None if space.approximate or one.row.space.approximate else round(one.km, 1),
        )
        for one in found
    ]


def _day(hours: queries.DayHours) -> DayShape:
    return DayShape(
        day=hours.day, known=hours.known, why=[text(step) for step in hours.steps],
        spans=[Span(opens=queries.clock(start), closes=queries.clock(end)) for start, end in hours.spans],
    )


def in_list(request: HttpRequest, row: queries.SpaceRow, opening: queries.Opening) -> SpaceInList:
    """A row of a list."""
    return SpaceInList(**_listed(request, row, opening))


def _listed(request: HttpRequest, row: queries.SpaceRow, opening: queries.Opening) -> dict[str, Any]:
    space = row.space
    return {
        "id": space.id, "code": space.code, "name": names(space), "type": space.kind,
        "type_name": text(KINDS[space.kind]),
        "district": AreaName(code=row.district.code, name=names(row.district)) if row.district else None,
        "province": AreaName(code=row.province.code, name=names(row.province)),
        "opening": OpeningNow(
            state=opening.state, until=f"{opening.until:%H:%M}" if opening.until else None,  # type: ignore[arg-type]
            next=text(opening.next) if opening.next else None, why=[text(step) for step in opening.steps],
        ),
        "approximate": space.approximate,
        "url": request.build_absolute_uri(reverse("space", kwargs={"code": space.code})),
        "api_url": request.build_absolute_uri(reverse("api:space", kwargs={"code": space.code})),
    }
