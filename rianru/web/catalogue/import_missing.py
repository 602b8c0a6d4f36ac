"""What a complete file left out: which records, before a person says that they are gone, and after."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from rianru.catalogue import actions, queries
from rianru.kernel.words import T
from rianru.web.catalogue import import_rows
from rianru.web.catalogue.imports import PAGE, crumbs, seen
from rianru.web.catalogue.staff import Keyed, sent
from rianru.web.requests import uuid_of
from rianru.web.spreadsheets import table

HEAD = ("control_number", "title", "copies", "state")


@require_http_methods(["GET", "HEAD", "POST"])
def import_missing(request: HttpRequest, id: UUID) -> HttpResponse:
    """Shows the records that a complete file left out, and withdraws them on a person's word."""
    view, actor, at = seen(request, id)
    posted = request.POST if request.method == "POST" else None
    form = Keyed(posted)
    if posted and sent(request, form, lambda: actions.confirm_missing(actor=actor, at=at, import_id=id)) is not None:
        messages.success(request, str(T("รับคำแล้ว กำลังถอนระเบียน", "Confirmed. The records are being withdrawn.")))
        return redirect("import", id=id)
    return render(request, "web/import_missing.html", {
        "import": import_rows.shown(view), "form": form, **_list(request, view),
        "crumbs": crumbs(view, T("ระเบียนที่ไม่อยู่ในไฟล์", "Not in the file")),
    }, status=409 if form.errors else 200)


def _list(request: HttpRequest, view: queries.ImportView) -> dict[str, Any]:
    """A page of the records that wait; of those withdrawn where none does."""
    after = uuid_of(request.GET.get("after", ""))
    found = queries.missing_records(
        run_id=view.run.id, withdrawn=not view.waiting_missing, after=after, limit=PAGE + 1
    )
    return {
        "records": [import_rows.missing(one) for one in found[:PAGE]],
        "list_url": reverse("import_missing_list", kwargs={"id": view.run.id}),
        "page": {
            "next_url": f"?after={found[PAGE - 1].record_id}" if len(found) > PAGE else "",
            "first_url": reverse("import_missing", kwargs={"id": view.run.id}) if after else "",
        },
    }


@require_safe
def import_missing_list(request: HttpRequest, id: UUID) -> StreamingHttpResponse:
    """The whole list of the page, streamed."""
    view, _, _ = seen(request, id)
    waits = bool(view.waiting_missing)
    found = queries.every_missing(run_id=view.run.id, withdrawn=not waits)
    state = "waiting" if waits else "withdrawn"
    return table(f"missing-{id}", HEAD, ((one.control_number, one.title, one.copies, state) for one in found))
