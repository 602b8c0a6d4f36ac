"""Staff pages of sources: whose records we take, and how their systems write."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from rianru.catalogue import actions, queries
from rianru.core.actors import NATIONAL, Actor
from rianru.core.permissions import permitted
from rianru.kernel.refusals import NotFound
from rianru.kernel.words import T
from rianru.places import queries as places
from rianru.web.catalogue.import_rows import state_of
from rianru.web.catalogue.source_form import SourceForm, initial_of
from rianru.web.catalogue.staff import for_records, sent

CRUMB = {"text": T("แหล่งข้อมูล", "Sources"), "url": ""}


@require_safe
def sources(request: HttpRequest) -> HttpResponse:
    """The sources of mine, with how many records each has and what became of its last file."""
    actor, at = for_records(request)
    rows = [_row(view) for view in queries.source_views(actor=actor, at=at)]
    return render(request, "web/sources.html", {"sources": rows, "total": sum(row["records"] for row in rows)})


def _row(view: queries.SourceView) -> dict[str, Any]:
    source, last = view.source, view.last
    return {
        "name": T.verbatim(source.name_th, source.name_en), "code": source.code, "records": view.records,
        "trust": source.trust, "url": reverse("source", kwargs={"code": source.code}),
        "import_url": f"{reverse('import_new')}?source={source.code}",
        "network": T.verbatim(source.network.name_th, source.network.name_en) if source.network else None,
        "last": {
            "url": reverse("import", kwargs={"id": last.id}), "file_name": last.file_name, "state": state_of(last),
            "at": last.ended_at or last.queued_at, "rejected": last.rejected, "accepted": last.accepted,
            "number": last.number,
        } if last else None,
    }


@require_http_methods(["GET", "HEAD", "POST"])
def source_new(request: HttpRequest) -> HttpResponse:
    """Adds a source, in a network of mine or, for those of the whole nation, in none."""
    actor, at = for_records(request)
    posted = request.POST if request.method == "POST" else None
    form = SourceForm(posted, actor=actor, at=at, networks=_networks(actor, at), new=True)
    if posted and sent(request, form, lambda: _add(form, actor, at)) is not None:
        messages.success(request, str(T("เพิ่มแหล่งข้อมูลแล้ว ส่งไฟล์แรกได้เลย", "Added. You can send its first file.")))
        return redirect("source", code=form.cleaned_data["code"])
    return render(request, "web/source.html", {
        "form": form, "new": True, "crumbs": [CRUMB | {"url": reverse("sources")},
                                              {"text": T("เพิ่มแหล่งข้อมูล", "Add a source"), "url": ""}],
    }, status=422 if form.errors else 200)


def _networks(actor: Actor, at: datetime) -> list[tuple[str, str]]:
    """Where this actor may add a source; the nation comes last."""
    found = [
        (str(network.id), str(T.verbatim(network.name_th, network.name_en))) for network in places.networks()
        if permitted("catalogue.add_source", actor=actor, at=at, scope=places.scope_of_network(network.id))
    ]
    national = permitted("catalogue.add_source", actor=actor, at=at, scope=NATIONAL)
    return [*found, *([("", str(T("ไม่อยู่ในเครือข่ายใด", "In no network")))] if national else [])]


def _add(form: SourceForm, actor: Actor, at: datetime) -> UUID:
    network = form.cleaned_data["network"]
    return actions.add_source(
        actor=actor, at=at, code=form.cleaned_data["code"], network_id=UUID(network) if network else None, **form.said()
    )


@require_http_methods(["GET", "HEAD", "POST"])
def source(request: HttpRequest, code: str) -> HttpResponse:
    """One source: what it is called, how it writes, and changing that."""
    actor, at = for_records(request)
    found = queries.source(actor=actor, at=at, code=code)
    if found is None:
        raise NotFound()
    posted = request.POST if request.method == "POST" else None
    form = SourceForm(posted, actor=actor, at=at, initial=initial_of(found))
    before = (found.holdings, found.fields)
    if posted and sent(request, form, lambda: _change(form, actor, at, found.id)) is not None:
        said = form.said()
        _tell_saved(request, mapped=before != (said["holdings"], said["fields"]))
        return redirect("source", code=code)
    [view] = [view for view in queries.source_views(actor=actor, at=at) if view.source.id == found.id]
    return render(request, "web/source.html", {
        "form": form, "source": _row(view),
        "crumbs": [CRUMB | {"url": reverse("sources")},
                   {"text": T.verbatim(found.name_th, found.name_en), "url": ""}],
    }, status=422 if form.errors else 200)


def _change(form: SourceForm, actor: Actor, at: datetime, id: UUID) -> None:
    actions.change_source(actor=actor, at=at, source_id=id, **form.said())


def _tell_saved(request: HttpRequest, *, mapped: bool) -> None:
    messages.success(request, str(
        T("บันทึกแล้ว ระเบียนเดิมจะถูกอ่านใหม่ตามที่แก้ เมื่อส่งมาอีกครั้ง",
          "Saved. The records there are will be read anew when they come again.")
        if mapped else T("บันทึกแล้ว", "Saved")
    ))
