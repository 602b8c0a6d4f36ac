"""Staff pages of imports: send a file, watch it, read what was not taken."""

import csv
import hashlib
from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from rianru.catalogue import actions, queries
from rianru.core import idempotency
from rianru.core.permissions import require
from rianru.kernel.refusals import NotFound, Refused
from rianru.kernel.words import T
from rianru.web.catalogue.forms import ImportForm
from rianru.web.health import now
from rianru.web.requests import actor_of, number
from rianru.web.spreadsheets import safe_cell

STATES = {"queued": "waiting", "running": "running", "done": "done", "refused": "failed"}
PAGE = 30


def _staff(request: HttpRequest) -> None:
    """Anyone who may import somewhere; what they see is narrowed by the queries."""
    if not queries.sources(actor=actor_of(request), at=now()):
        require("catalogue.see_imports", actor=actor_of(request), at=now())


def _shown(view: queries.ImportView) -> dict[str, Any]:
    run = view.run
    return {
        "url": reverse("import", kwargs={"id": run.id}),
        "file_name": run.file_name,
        "source": T.verbatim(run.source.name_th, run.source.name_en),
        "state": STATES[run.state],
        "started_at": run.started_at or run.queued_at,
        "finished_at": run.ended_at,
        "done": run.offset,
        "total": run.size,
        "accepted": run.accepted,
        "unchanged": run.unchanged,
        "rejected": run.rejected,
        "repaired": run.repaired,
        "unplaced": run.unplaced,
        "failure": view.refusal,
    }


@require_safe
def imports(request: HttpRequest) -> HttpResponse:
    """The newest imports of my sources."""
    _staff(request)
    before = _uuid(request.GET.get("before", ""))
    found = queries.imports(actor=actor_of(request), at=now(), before=before, limit=PAGE + 1)
    more = f"{reverse('imports')}?before={found[PAGE - 1].run.id}" if len(found) > PAGE else ""
    return render(
        request,
        "web/imports.html",
        {
            "imports": [_shown(view) for view in found[:PAGE]],
            "new_url": reverse("import_new"),
            "page": {"next_url": more, "first_url": reverse("imports") if before else ""},
        },
    )


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


@require_http_methods(["GET", "HEAD", "POST"])
def import_new(request: HttpRequest) -> HttpResponse:
    """The form, and its sending: the file is kept and queued, then its page watches it."""
    _staff(request)
    sources = queries.sources(actor=actor_of(request), at=now())
    choices = [(source.code, str(T.verbatim(source.name_th, source.name_en))) for source in sources]
    form = ImportForm(request.POST or None, request.FILES or None, sources=choices)
    if request.method == "POST" and form.is_valid():
        try:
            return redirect("import", id=_start(request, form))
        except Refused as refusal:
            form.add_error("file", str(refusal))
    status = 422 if form.errors else 200
    return render(
        request,
        "web/import_new.html",
        {
            "form": form,
            "back_url": reverse("imports"),
            "limit": f"{settings.UPLOAD_MAX_BYTES // 1024**2:,} MB",
        },
        status=status,
    )


def _digest(file: "UploadedFile[bytes]") -> str:
    found = hashlib.sha256()
    for part in file.chunks():
        found.update(part)
    file.seek(0)
    return found.hexdigest()


def _start(request: HttpRequest, form: ImportForm) -> UUID:
    actor, file = actor_of(request), form.cleaned_data["file"]
    answer = idempotency.once(
        owner=f"web:{actor.key}",
        key=str(form.cleaned_data["key"]),
        at=now(),
        body=[form.cleaned_data["source"], file.name, _digest(file)],
        do=lambda: str(
            actions.start_import(
                actor=actor, at=now(), source_code=form.cleaned_data["source"], file=file, file_name=file.name
            )
        ),
    )
    return UUID(answer)


def _view(request: HttpRequest, id: UUID) -> queries.ImportView:
    _staff(request)
    view = queries.import_view(actor=actor_of(request), at=now(), id=id)
    if view is None:
        raise NotFound()
    return view


@require_safe
def import_detail(request: HttpRequest, id: UUID) -> HttpResponse:
    """One import, live, with what was not taken and why."""
    view = _view(request, id)
    after = number(request, "after", most=2**31 - 1)
    rejected = queries.rejections(run_id=id, after=after, limit=PAGE + 1)
    here = reverse("import", kwargs={"id": id})
    return render(
        request,
        "web/import_detail.html",
        {
            "import": _shown(view),
            "live_url": reverse("import_live", kwargs={"id": id}),
            "refresh": "refresh" in request.GET,
            "rejections": [
                {"number": one.number, "offset": one.offset, "reason": why, "title": ""} for one, why in rejected[:PAGE]
            ],
            "page": {
                "next_url": f"{here}?after={rejected[PAGE - 1][0].number}" if len(rejected) > PAGE else "",
                "first_url": here if after else "",
            },
            "report_url": reverse("import_rejected", kwargs={"id": id}) if rejected else "",
            "crumbs": [
                {"text": T("นำเข้า", "Imports"), "url": reverse("imports")},
                {"text": view.run.file_name, "url": ""},
            ],
        },
    )


@require_safe
def import_live(request: HttpRequest, id: UUID) -> HttpResponse:
    """The part of the page that asks for itself again; once it is over the whole page is fetched anew."""
    view = _view(request, id)
    response = render(
        request,
        "web/import_live.html",
        {
            "import": _shown(view),
            "live_url": reverse("import_live", kwargs={"id": id}),
        },
    )
    if view.over:
        response["HX-Refresh"] = "true"
    return response


class _Line:
    """A file that hands each written row straight on."""

    def write(self, row: str) -> str:
        return row


@require_safe
def rejected_csv(request: HttpRequest, id: UUID) -> StreamingHttpResponse:
    """Every rejected record with number, offset and reason in both languages, streamed."""
    _view(request, id)
    writer = csv.writer(_Line())

    def lines() -> Iterator[str]:
        yield "\ufeff" + writer.writerow(["number", "offset", "reason", "reason_th", "reason_en"])
        after = 0
        while page := queries.rejections(run_id=id, after=after, limit=1000):
            for one, why in page:
                yield writer.writerow(
                    map(safe_cell, [one.number, one.offset, one.reason, why.in_("th"), why.in_("en")])
                )
            after = page[-1][0].number

    response = StreamingHttpResponse(lines(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="rejected-{id}.csv"'
    return response
