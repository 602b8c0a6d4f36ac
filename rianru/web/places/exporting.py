"""Spaces as files for other programs, streamed: CSV, GeoJSON, OpenStreetMap; and a space's hours as a calendar."""

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from hashlib import blake2b
from typing import Literal
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from rianru.kernel.dates import BANGKOK, day_of
from rianru.kernel.formats.calendars import MEDIA_TYPE, Event, calendar
from rianru.kernel.refusals import NotFound
from rianru.kernel.words import T
from rianru.learning import queries as activities
from rianru.places import queries
from rianru.web.health import now
from rianru.web.opening import open_data
from rianru.web.places.looking import looked
from rianru.web.requests import actor_of

KEPT = 300  # seconds
AHEAD = 400  # days of a calendar
CODE = "0"  # stands for a code in an address
ANY_ID = UUID(int=0)  # and for an id
Language = Literal["th", "en"]


@open_data
@require_safe
def spaces_file(request: HttpRequest, form: str) -> HttpResponseBase:
    """Every space that the list would show, and `network=`, as csv, geojson or osm; not made anew for who has it."""
    actor, at = actor_of(request), now()
    wanted = _wanted(request)
    version = queries.version_of(actor=actor, at=at, wanted=wanted)
    tag = quote_etag(blake2b(f"{request.get_full_path()} {version}".encode(), digest_size=12).hexdigest())
    kept = {"ETag": tag, "Cache-Control": f"public, max-age={KEPT}"}
    if get_conditional_response(request, etag=tag):
        return HttpResponse(status=304, headers=kept)
    lines, media = queries.FORMS[form]
    found = queries.spaces_out(actor=actor, at=at, wanted=wanted)
    answer = StreamingHttpResponse(
        lines(found, _addresses(request)), content_type=f"{media}; charset=utf-8", headers=kept
    )
    answer["Content-Disposition"] = f'attachment; filename="spaces.{form}"'
    return answer


def _wanted(request: HttpRequest) -> queries.Wanted:
    """What the list takes, but not `open`, and a network by its code. Refuses with NotFound an unknown network."""
    asked = looked(request)
    code = request.GET.get("network", "")
    network = next((one.id for one in queries.networks() if one.code == code), None) if code else None
    if code and network is None:
        raise NotFound()
    found = asked.wanted()
    return queries.Wanted(
        area=found.area, kind=found.kind, text=found.text, facilities=found.facilities, access=found.access,
        ages=found.ages, languages=found.languages, network=network,
    )


def _addresses(request: HttpRequest) -> queries.Addresses:
    before, behind = request.build_absolute_uri(reverse("space", kwargs={"code": CODE})).rsplit(CODE, 1)
    return lambda code: f"{before}{code}{behind}"


def files_query(pairs: list[tuple[str, str]]) -> str:
    """The filters of the list as its files take them."""
    said = [pair for pair in pairs if pair[0] != "open"]
    return f"?{urlencode(said)}" if said else ""


@open_data
@require_safe
def space_hours(request: HttpRequest, code: str) -> HttpResponse:
    """The days on which a space has other hours than its week, holidays too, as a calendar to follow."""
    space, at, language = _space(request, code), now(), _language()
    title = T("วันที่เปิดต่างไป {name}", "Days that differ: {name}", name=T.verbatim(space.name_th, space.name_en))
    return _calendar(request, _differing(request, space, at, language), title.in_(language), f"hours-{code}")


@require_safe
def space_diary(request: HttpRequest, code: str) -> HttpResponse:
    """The same with what is on there, in one calendar."""
    space, at, language = _space(request, code), now(), _language()
    url = request.build_absolute_uri(reverse("activity", kwargs={"id": ANY_ID})).replace(str(ANY_ID), "{id}")
    held = activities.events(activities.of_space(space.id, at=at), url=url, language=language)
    events = [*_differing(request, space, at, language), *held]
    return _calendar(request, events, T.verbatim(space.name_th, space.name_en).in_(language), f"calendar-{code}")


def _space(request: HttpRequest, code: str) -> queries.Space:
    return queries.space(actor=actor_of(request), at=now(), code=code)


def _language() -> Language:
    return "en" if get_language() == "en" else "th"


def _differing(request: HttpRequest, space: queries.Space, at: datetime, language: Language) -> list[Event]:
    today = day_of(at)
    days = [today + timedelta(days=ahead) for ahead in range(AHEAD)]
    made = queries.calendar([space.id], days=days)
    name = T.verbatim(space.name_th, space.name_en).in_(language)
    url = request.build_absolute_uri(reverse("space", kwargs={"code": space.code}))
    differing = [one for one in (made.day(space.id, day) for day in days) if len(one.steps) > 1]
    return [event for one in differing for event in _events(one, space, name, url, language)]


def _calendar(request: HttpRequest, events: list[Event], name: str, file: str) -> HttpResponse:
    """The file; not sent again to who has it."""
    answer = HttpResponse(calendar(events, name=name), content_type=MEDIA_TYPE)
    answer["Content-Disposition"] = f'inline; filename="{file}.ics"'
    tag = answer["ETag"] = quote_etag(blake2b(answer.content, digest_size=12).hexdigest())
    return HttpResponse(status=304, headers={"ETag": tag}) if get_conditional_response(request, etag=tag) else answer


def _events(
    one: queries.DayHours, space: queries.Space, name: str, url: str, language: Language
) -> Iterator[Event]:
    """A day as one event a span; closed, as one that takes the whole day. Its first moment stands for its stamp, so
    that a day about which nothing changed looks unchanged.
    """
    midnight = datetime.combine(one.day, time.min, BANGKOK)
    words = " · ".join(step.in_(language) for step in one.steps[1:])
    for number, (opens, closes) in enumerate(one.spans or ((0, 1440),)):
        title = T("เปิด {line}: {name}", "Open {line}: {name}", line=one.line, name=name) if one.spans else T(
            "ปิด: {name}", "Closed: {name}", name=name)
        yield Event(
            uid=f"hours-{space.id}-{one.day:%Y%m%d}-{number}@rianru", starts_at=midnight + timedelta(minutes=opens),
            ends_at=midnight + timedelta(minutes=closes), changed_at=_stamp(one, midnight), sequence=0,
            title=title.in_(language), words=words, url=url, all_day=not one.spans,
        )


def _stamp(one: queries.DayHours, midnight: datetime) -> datetime:
    """A moment that moves with what is said of the day, though nobody keeps when it was said."""
    said = "".join(step.in_("th") for step in one.steps)
    second = int.from_bytes(blake2b(said.encode(), digest_size=3).digest())
    return midnight.astimezone(UTC) - timedelta(days=730) + timedelta(seconds=second)


