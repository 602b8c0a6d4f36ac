"""The page of one import: live while it runs, then a report whose every list can be read and taken away."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import FileResponse, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from rianru.catalogue import queries
from rianru.kernel.refusals import NotFound
from rianru.web.catalogue import import_rows
from rianru.web.catalogue.imports import PAGE, crumbs, seen
from rianru.web.requests import number
from rianru.web.spreadsheets import table

HEAD = ("number", "offset", "control_number", "title", "kind", "encoding", "repairs", "losses", "why_th", "why_en")


@require_safe
def import_detail(request: HttpRequest, id: UUID) -> HttpResponse:
    """One import, live, and its report; a table that waits for its columns leads there."""
    view, _, _ = seen(request, id)
    if view.run.state == "columns":
        return redirect("import_columns", id=id)
    return render(
        request,
        "web/import_detail.html",
        {
            "import": import_rows.shown(view),
            "live_url": reverse("import_live", kwargs={"id": id}),
            "refresh": "refresh" in request.GET,
            "mended": import_rows.mended(queries.repair_counts(run_id=id)),
            "may_undo": view.may_undo,
            "crumbs": crumbs(view),
            **_report(request, view),
        },
    )


def _report(request: HttpRequest, view: queries.ImportView) -> dict[str, Any]:
    """The list that is looked at, page by page behind a number."""
    chosen = import_rows.chosen_list(view, request.GET.get("list", ""))
    after = number(request, "after", most=2**31 - 1)
    found = queries.outcomes(run_id=view.run.id, which=chosen, after=after, limit=PAGE + 1)
    here = reverse("import", kwargs={"id": view.run.id})

    def page(behind: int) -> str:
        return f"{here}?{urlencode({'list': chosen} | ({'after': behind} if behind else {}))}#report"

    return {
        "list": chosen,
        "tabs": import_rows.tabs(view, chosen),
        "outcomes": [import_rows.outcome(one) for one in found[:PAGE]],
        "report_url": reverse("import_report", kwargs={"id": view.run.id, "which": chosen}),
        "page": {
            "next_url": page(found[PAGE - 1].number) if len(found) > PAGE else "",
            "first_url": page(0) if after else "",
        },
    }


@require_safe
def import_live(request: HttpRequest, id: UUID) -> HttpResponse:
    """The part of the page that asks for itself again; once it is over the whole page is fetched anew."""
    view, _, _ = seen(request, id)
    response = render(
        request,
        "web/import_live.html",
        {
            "import": import_rows.shown(view),
            "live_url": reverse("import_live", kwargs={"id": id}),
            "again": True,
        },
    )
    if view.over:
        response["HX-Refresh"] = "true"
    return response


@require_safe
def import_report(request: HttpRequest, id: UUID, which: str) -> StreamingHttpResponse:
    """A whole list of the report, with what was done in both languages, streamed."""
    if which not in queries.LISTS:
        raise NotFound()
    view, _, _ = seen(request, id)
    return table(f"{which}-{id}", HEAD, map(_cells, queries.every_outcome(run_id=view.run.id, which=which)))


def _cells(one: queries.OutcomeView) -> list[object]:
    said = [words for _, words in (*one.repairs, *one.losses)]
    return [
        one.number, one.offset, one.control_number, one.title, one.kind, one.encoding,
        " ".join(code for code, _ in one.repairs), " ".join(code for code, _ in one.losses),
        " · ".join(words.in_("th") for words in said), " · ".join(words.in_("en") for words in said),
    ]


@require_safe
def import_file(request: HttpRequest, id: UUID) -> FileResponse:
    """The file, byte for byte as it was sent."""
    view, _, _ = seen(request, id)
    return FileResponse(
        view.run.file.open("rb"), as_attachment=True, filename=view.run.file_name or f"{id}",
        content_type="application/octet-stream",
    )
