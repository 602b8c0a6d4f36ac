"""Learning spaces, and when they are open."""

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Annotated, Any, Literal
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from ninja import Query
from pydantic import Field

from rianru.api.house import Asked, Shape, Text, api, names, text
from rianru.api.paging import Listed, Page
from rianru.api.parameters import PLAIN, POINT, AreaCode, Code, MaybeCode, Paged
from rianru.api.problems import PointUnclear
from rianru.catalogue import queries as catalogue
from rianru.core.actors import ANONYMOUS
from rianru.kernel.dates import day_of
from rianru.kernel.geography import LONGEST, Point, read_point
from rianru.kernel.words import T
from rianru.places import queries
from rianru.places.words import ACCESS, AGES, FACILITIES, KINDS, LANGUAGES

DAYS = 60
MOST_NEARBY = 3
THERE = {name: label for name, (_, label) in FACILITIES.items()}
HELPS = {name: label for name, (_, label) in ACCESS.items()}


def _one_of(words: Iterable[str]) -> Any:
    return Field(pattern=f"^({'|'.join(words)})$")


def _several(about: str) -> Any:
    said = f"{about}; repeat the parameter for more, all must fit."
    return Field(default_factory=list, max_length=20, description=said)


Offered = Annotated[str, _one_of(THERE)]
Helped = Annotated[str, _one_of(HELPS)]
Aged = Annotated[str, _one_of(AGES)]
Spoken = Annotated[str, _one_of(LANGUAGES)]


class SpacesAsked(Paged):
    """What the list takes."""

    area: AreaCode = ""
    near: Annotated[
        str, Field(max_length=LONGEST, description="A point in Thailand, `latitude,longitude`: the nearest come first, "
                   "each with how far it is. Those whose position nobody knows are left out, and, where no `kind` is "
                   "asked for, those on line and on wheels. Of where a person is send two decimals: a kilometre.",
                   examples=["19.17,99.90"], json_schema_extra={"pattern": POINT}),
    ] = ""
    kind: Annotated[
        str, Field(pattern=f"^({'|'.join(KINDS)})?$", description="One kind of space.", examples=["district_library"])
    ] = ""
    q: Annotated[str, Field(max_length=60, pattern=PLAIN, description="Words: each fits a part of its name, what its "
                            "kind is called, or an area that it lies in.", examples=["กศน. พะเยา"])] = ""
    open: Annotated[bool, Field(description="Only those that are open now.")] = False
    network: Annotated[MaybeCode, Field(description="Only those of a network, by its code: its own, and those that "
                                        "joined it. Of a network that there is not there are none.")] = ""
    has: Annotated[list[Offered], _several("What is there")]
    access: Annotated[list[Helped], _several("What lets people in and helps them")]
    age: Annotated[list[Aged], _several("Who is welcome")]
    lang: Annotated[list[Spoken], _several("In which languages people are helped (ISO 639-3)")]


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


class Named(Shape):
    """A word of a closed list: its code, and what people read."""

    code: str
    name: Text


class Contacts(Shape):
    """Ways to reach it; empty where nobody told us."""

    phone: str
    email: str
    line_id: str
    website: str


class Photo(Shape):
    """A photo of it, and what it shows in words."""

    url: str
    width: int
    height: int
    alt: Text


class SpaceFiles(Shape):
    """What is kept as files: calendars to follow, and a poster with its QR."""

    calendar: Annotated[str, Field(description="iCalendar: days that differ, and what is on.")]
    hours: Annotated[str, Field(description="iCalendar: days on which it opens otherwise than its week.")]
    activities: Annotated[str, Field(description="iCalendar: what is on there.")]
    poster: Annotated[str, Field(description="PDF, A4.")]


class ListFiles(Shape):
    """The whole list as a file, under the same filters but `open`; streamed, with an ETag."""

    csv: str
    geojson: str
    osm: str


class SpaceAway(SpaceInList):
    """A space near another one."""

    distance_km: Annotated[float | None, Field(
        description="In a straight line; null where the position of one of them is only our best knowledge."
    )]


class SpaceListed(SpaceInList):
    """A space in the list of all, with how far it is from the point that was asked for."""

    distance_km: Annotated[float | None, Field(
        description="From `near` in a straight line, as sure as the position (`approximate`); null without `near`."
    )]


class SpaceWhole(SpaceInList):
    """A space with everything its page shows."""

    network: Annotated[AreaName, Field(description="Its home.")]
    networks: Annotated[list[AreaName], Field(description="All that it is in, its home first.")]
    address: Text
    latitude: float | None
    longitude: float | None
    contacts: Contacts
    members_only: bool
    facilities: Annotated[list[Named], Field(description="What is there.")]
    access: Annotated[list[Named], Field(description="What lets people in and helps them.")]
    ages: Annotated[list[Named], Field(description="Who is welcome; none where nobody told us.")]
    languages: Annotated[list[Named], Field(description="In which people are helped, by ISO 639-3.")]
    photos: list[Photo]
    files: SpaceFiles
    copies: Annotated[int, Field(description="How many copies it holds.")]
    nearby: Annotated[list[SpaceAway], Field(description="Other spaces to go to, the nearest first.")]


class SpacePage(Listed[SpaceListed]):
    """A page of spaces, in the order of the Thai dictionary, or the nearest to `near` first."""

    total: int
    files: ListFiles


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
    """By area, kind, words, network, what is there and for whom, open now; with `near` the nearest first. Those closed
    for good are left out.
    """
    at, page = datetime.now(UTC), Page(request, response, asked)
    wanted, near = _wanted(asked), _near(asked.near)
    found = queries.find_spaces(
        actor=ANONYMOUS, at=at, wanted=wanted, near=near, after=page.after(_away if near else _place),
        limit=asked.limit, count_all=True,
    ) if wanted else queries.Found((), 0)
    states = queries.openings_of([row.space for row in found.rows], at=at)
    far = found.km or [None] * len(found.rows)
    last = found.rows[-1].space if found.more else None
    return page.of(
        SpacePage,
        [SpaceListed(**_listed(request, row, states[row.space.id]), distance_km=km if km is None else round(km, 1))
         for row, km in zip(found.rows, far, strict=True)],
        then=[found.km[-1] if near else last.sort_th, str(last.id)] if last else None, total=found.total,
        files=_list_files(request, asked),
    )


def _near(typed: str) -> Point | None:
    """The point that was asked for; None where none was. Refuses with PointUnclear."""
    point = read_point(typed)
    if typed and (point is None or not point.in_thailand):
        raise PointUnclear(typed=typed)
    return point


def _wanted(asked: SpacesAsked) -> queries.Wanted | None:
    """What is asked for; None where it is of a network that there is not."""
    network = queries.network_by_code(asked.network) if asked.network else None
    if asked.network and network is None:
        return None
    return queries.Wanted(
        area=asked.area, kind=asked.kind, text=asked.q, open_now=asked.open, facilities=tuple(asked.has),
        access=tuple(asked.access), ages=tuple(asked.age), languages=tuple(asked.lang),
        network=network.id if network else None,
    )


def _list_files(request: HttpRequest, asked: SpacesAsked) -> ListFiles:
    said = asked.model_dump(exclude={"open", "limit", "cursor", "area", "near"}) | {"province": asked.area}
    query = urlencode([(name, value) for name, value in said.items() if value], doseq=True)
    return ListFiles(**{
        form: request.build_absolute_uri(f"{reverse(f'spaces_{form}')}{f'?{query}' if query else ''}")
        for form in ("csv", "geojson", "osm")
    })


@api.get(
    "/spaces/{slug:code}", response=SpaceWhole, url_name="space", operation_id="space", summary="One space",
    tags=["spaces"],
)
def space(request: HttpRequest, code: Code) -> SpaceWhole:
    """With its address, what is there, and whether it is open now."""
    at = datetime.now(UTC)
    found = space_of(code, at)
    (row,) = queries.space_rows(actor=ANONYMOUS, at=at, ids=[found.id])
    networks = queries.networks_of([found.id], on=day_of(at)).get(found.id, [])
    offered = (*found.facilities, *found.access)  # the release before kept both as one
    area, shown = queries.area_name(found.area_id), not found.approximate
    return SpaceWhole(
        **_listed(request, row, queries.openings_of([found], at=at)[found.id]),
        network=AreaName(code=found.network.code, name=names(found.network)),
        networks=[AreaName(code=one.code, name=names(one)) for one in networks],
        address=Text(
            th=f"{found.address_th} {area.in_('th')}".strip(), en=f"{found.address_en} {area.in_('en')}".strip()
        ),
        latitude=float(found.lat) if shown and found.lat is not None else None,
        longitude=float(found.lon) if shown and found.lon is not None else None,
        contacts=Contacts(phone=found.phone, email=found.email, line_id=found.line_id, website=found.website),
        members_only=found.members_only, facilities=_named(THERE, offered), access=_named(HELPS, offered),
        ages=_named(AGES, found.ages), languages=_named(LANGUAGES, found.languages), photos=_photos(request, found),
        files=_files(request, code),
        copies=catalogue.items_at(found.id), nearby=_nearby(request, found, at),
    )


def _named(words: dict[str, T], codes: Sequence[str]) -> list[Named]:
    return [Named(code=code, name=text(label)) for code, label in words.items() if code in codes]


def _photos(request: HttpRequest, space: queries.Space) -> list[Photo]:
    return [
        Photo(
            url=request.build_absolute_uri(
                reverse("space_photo_file", kwargs={"digest": one.digest, "width": max(one.widths)})
            ),
            width=one.width, height=one.height, alt=text(T.verbatim(one.alt_th, one.alt_en)),
        )
        for one in queries.photos_of(space.id)
    ]


def _files(request: HttpRequest, code: str) -> SpaceFiles:
    addresses = {"calendar": "space_diary", "hours": "space_hours", "activities": "space_calendar",
                 "poster": "space_sheet"}
    return SpaceFiles(**{
        name: request.build_absolute_uri(reverse(route, kwargs={"code": code})) for name, route in addresses.items()
    })


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


def _away(km: float, id: str) -> tuple[float, UUID]:
    return float(km), UUID(id)


def space_of(code: str, at: datetime) -> queries.Space:
    """The space of a code. Refuses with NotFound."""
    return queries.space(actor=ANONYMOUS, at=at, code=code)


def _nearby(request: HttpRequest, space: queries.Space, at: datetime) -> list[SpaceAway]:
    if space.lat is None or space.lon is None:
        return []
    found = queries.nearest_spaces(
        actor=ANONYMOUS, at=at, lat=space.lat, lon=space.lon, but=space.id, limit=MOST_NEARBY
    )
    states = queries.openings_of([one.row.space for one in found], at=at)
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
