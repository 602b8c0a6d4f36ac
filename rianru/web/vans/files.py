"""The timetables of mobile libraries as open data, at addresses that stay: the CSV of the field, and GTFS."""

import hashlib
from dataclasses import replace

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_safe

from rianru.kernel.dates import day_of
from rianru.kernel.formats import gtfs, mobile_stops
from rianru.places import queries
from rianru.web.health import now
from rianru.web.opening import open_data
from rianru.web.spreadsheets import table

KEPT = 600  # seconds: a planner's program asks often, and days are many
ANY = "any-code"


@open_data
@require_safe
def timetable_csv(request: HttpRequest) -> HttpResponseBase:
    """Every halt that repeats, for everyone, one row each."""
    rows = (mobile_stops.cells_of(replace(one, url=_page(one.url))) for one in queries.open_timetable(at=now()))
    return table("mobile-library-stops", mobile_stops.COLUMNS, rows)


@open_data
@require_safe
def gtfs_zip(request: HttpRequest) -> HttpResponse:
    """The weeks ahead for journey planners; made anew at most every ten minutes."""
    made = cache.get("vans.gtfs")
    if made is None:
        at = now()
        made = gtfs.zipped(
            queries.gtfs_feed(at=at, site=settings.PUBLIC_URL, stop_url=_page(ANY).replace(ANY, "{code}")),
            made=day_of(at),
        )
        cache.set("vans.gtfs", made, KEPT)
    answer = HttpResponse(made, content_type=gtfs.MEDIA_TYPE)
    answer["Content-Disposition"] = 'attachment; filename="mobile-libraries-gtfs.zip"'
    answer["ETag"] = f'"{hashlib.sha256(made).hexdigest()[:16]}"'
    return answer


def _page(code: str) -> str:
    return f"{settings.PUBLIC_URL}{reverse('stop', kwargs={'code': code})}"
