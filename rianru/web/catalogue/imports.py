"""Staff pages of imports: send a file, say what its columns are, watch it, roll it back."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from rianru.catalogue import actions, queries
from rianru.core.actors import Actor
from rianru.kernel.formats.marc.columns import COLUMNS
from rianru.kernel.refusals import NotFound
from rianru.kernel.words import T
from rianru.web.bodies import takes_files
from rianru.web.catalogue import import_rows
from rianru.web.catalogue.forms import ColumnsForm, ImportForm
from rianru.web.catalogue.staff import Keyed, for_records, sent
from rianru.web.requests import uuid_of
from rianru.web.uploads import columns, digest

PAGE = 30
IMPORTS = T("นำเข้า", "Imports")


def seen(request: HttpRequest, id: UUID) -> tuple[queries.ImportView, Actor, datetime]:
    """One import of mine, and who asks when; NotFound for everybody else."""
    actor, at = for_records(request)
    view = queries.import_view(actor=actor, at=at, id=id)
    if view is None:
        raise NotFound()
    return view, actor, at


def crumbs(view: queries.ImportView, *last: T) -> list[dict[str, Any]]:
    """The way to a page of an import."""
    own = {"text": view.run.file_name, "url": reverse("import", kwargs={"id": view.run.id}) if last else ""}
    return [{"text": IMPORTS, "url": reverse("imports")}, own, *({"text": text, "url": ""} for text in last)]


@require_safe
def imports(request: HttpRequest) -> HttpResponse:
    """The newest imports of my sources."""
    actor, at = for_records(request)
    before = uuid_of(request.GET.get("before", ""))
    found = queries.imports(actor=actor, at=at, before=before, limit=PAGE + 1)
    more = f"{reverse('imports')}?before={found[PAGE - 1].run.id}" if len(found) > PAGE else ""
    return render(
        request,
        "web/imports.html",
        {
            "imports": [import_rows.shown(view) for view in found[:PAGE]],
            "new_url": reverse("import_new"),
            "page": {"next_url": more, "first_url": reverse("imports") if before else ""},
        },
    )


@takes_files
@require_http_methods(["GET", "HEAD", "POST"])
def import_new(request: HttpRequest) -> HttpResponse:
    """The form, and its sending: the file is kept and queued, then its page watches it."""
    actor, at = for_records(request)
    sources = queries.sources(actor=actor, at=at)
    choices = [(source.code, str(T.verbatim(source.name_th, source.name_en))) for source in sources]
    posted = request.method == "POST"
    form = ImportForm(
        request.POST if posted else None, request.FILES if posted else None, sources=choices,
        initial={"source": request.GET.get("source", "")},
    )
    if posted and (id := sent(request, form, lambda: _start(form, actor, at), at_field="file", files=digest(form))):
        return redirect(_next(actor, at, UUID(id)), id=id)
    return render(
        request,
        "web/import_new.html",
        {
            "form": form, "sources": choices, "back_url": reverse("imports"),
            "crumbs": [{"text": IMPORTS, "url": reverse("imports")}],
            "limit": f"{settings.UPLOAD_MAX_BYTES // 1024**2:,} MB",
        },
        status=422 if form.errors else 200,
    )


def _start(form: ImportForm, actor: Actor, at: datetime) -> UUID:
    given = form.cleaned_data
    return actions.start_import(
        actor=actor, at=at, source_code=given["source"], file=given["file"], file_name=given["file"].name,
        complete=given["complete"],
    )


def _next(actor: Actor, at: datetime, id: UUID) -> str:
    """The page that comes behind the form: a table's columns are confirmed first."""
    view = queries.import_view(actor=actor, at=at, id=id)
    return "import_columns" if view and view.run.state == "columns" else "import"


@require_http_methods(["GET", "HEAD", "POST"])
def import_columns(request: HttpRequest, id: UUID) -> HttpResponse:
    """What is each column? Filled in with the guess, or with what this source had last time."""
    view, actor, at = seen(request, id)
    if view.run.state != "columns":
        return redirect("import", id=id)
    table = queries.table_of(run=view.run)
    known = queries.remembered(run=view.run, table=table)
    posted = request.POST if request.method == "POST" else None
    initial = {f"column_{number}": name for number, name in enumerate(known or table.columns)}
    form = ColumnsForm(posted, headings=table.headings, initial=initial)
    if posted and sent(request, form, lambda: _confirm(form, actor, at, id)) is not None:
        return redirect("import", id=id)
    fields = [form[name] for name in form.names]
    return render(request, "web/import_columns.html", {
        "import": import_rows.shown(view), "form": form, "columns": columns(fields, table.rows),
        "encoding": import_rows.encoding(table.encoding), "remembered": bool(known),
        "no_title": "title" not in [bound.value() for bound in fields], "title_word": COLUMNS["title"],
        "crumbs": crumbs(view, T("คอลัมน์ไหนคืออะไร", "What is each column?")),
    }, status=422 if form.errors else 200)


def _confirm(form: ColumnsForm, actor: Actor, at: datetime, id: UUID) -> None:
    actions.confirm_columns(actor=actor, at=at, import_id=id, columns=form.columns())


@require_http_methods(["GET", "HEAD", "POST"])
def import_undo(request: HttpRequest, id: UUID) -> HttpResponse:
    """Says what rolling back does, and begins it."""
    view, actor, at = seen(request, id)
    posted = request.POST if request.method == "POST" else None
    form = Keyed(posted)
    if posted and sent(request, form, lambda: actions.undo_import(actor=actor, at=at, import_id=id)) is not None:
        return redirect("import", id=id)
    return render(request, "web/import_undo.html", {
        "import": import_rows.shown(view), "form": form, "may": view.may_undo,
        "crumbs": crumbs(view, T("ย้อนกลับ", "Roll back")),
    }, status=409 if form.errors else 200)
