"""Reading an open timetable in: first what would become of every row, then for good."""

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from rianru.kernel.formats.mobile_stops import COLUMNS, NEEDED
from rianru.kernel.refusals import NotAllowed, NotFound, Refused
from rianru.kernel.words import T
from rianru.places import actions
from rianru.places.actions import Report
from rianru.web.bodies import takes_files
from rianru.web.vans.planning import Planning, planner

OUTCOMES = {
    "new": T("ใหม่", "New"), "changed": T("เปลี่ยน", "Changed"), "same": T("เหมือนเดิม", "As before"),
    "refused": T("รับไม่ได้", "Refused"),
}
MOST_BYTES = 2_000_000


class FileForm(forms.Form):
    """A file, and whether it is for good."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["file"] = forms.FileField(
            label=str(T("ไฟล์ CSV ของตารางรถ", "CSV file of the timetable")), required=False,
            widget=forms.ClearableFileInput(attrs={"accept": ".csv,text/csv"}))


@takes_files
@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def read(request: HttpRequest) -> HttpResponse:
    """`file`; `do`: look or keep; a look keeps the text in the page, so that it is not chosen twice."""
    seat = planner(request)
    form = FileForm(request.POST if request.method == "POST" else None, request.FILES or None)
    report, text, done = None, "", False
    if request.method == "POST" and form.is_valid():
        text = _text(request)
        report, done = _read(form, seat, text, write=request.POST.get("do") == "keep")
    return render(request, "web/van_reading.html", {
        "form": form, "report": report, "text": text if report and not done else "", "done": done,
        "columns": COLUMNS, "needed": NEEDED,
        "counts": [(label, report.count(name)) for name, label in OUTCOMES.items()] if report else [],
        "rows": [{"line": row.line, "stop": row.stop, "outcome": row.outcome, "label": OUTCOMES[row.outcome],
                  "reason": row.reason or ""} for row in report.rows] if report else [],
    }, status=422 if form.errors else 200)


def _text(request: HttpRequest) -> str:
    sent = request.FILES.get("file")
    if sent is None:
        return request.POST.get("text", "")[:MOST_BYTES]
    return sent.read(MOST_BYTES).decode("utf-8-sig", errors="replace")


def _read(form: FileForm, seat: Planning, text: str, *, write: bool) -> tuple[Report | None, bool]:
    try:
        report = actions.read_timetable(**seat.asked, data=text.encode(), write=write)
    except (NotAllowed, NotFound):
        raise
    except Refused as refusal:
        form.add_error("file", str(refusal))
        return None, False
    return report, write
