"""Reading an open timetable in: first what would become of every row, then for good."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from rianru.kernel.formats.mobile_stops import COLUMNS, NEEDED
from rianru.kernel.words import T
from rianru.places import actions
from rianru.web.bodies import takes_files
from rianru.web.reading_in import read_in
from rianru.web.vans.planning import planner


@takes_files
@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def read(request: HttpRequest) -> HttpResponse:
    """`file`; `do`: look or keep; a look keeps the text in the page, so that it is not chosen twice."""
    seat = planner(request)
    found = read_in(request, T("ไฟล์ CSV ของตารางรถ", "CSV file of the timetable"),
                    lambda data, write: actions.read_timetable(**seat.asked, data=data, write=write))
    return render(request, "web/van_reading.html", {
        "read": found, "form": found.form, "columns": COLUMNS, "needed": NEEDED,
    }, status=found.status)
