"""The staff page of one record: as received beside as repaired, what was mended, and why it is where it is."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from rianru.catalogue import queries
from rianru.core.actors import Actor
from rianru.kernel.matching import JOINED
from rianru.kernel.refusals import NotFound
from rianru.kernel.words import T
from rianru.web.catalogue import compare, import_rows
from rianru.web.catalogue.staff import for_records

SUFFIXES = {"iso2709": "mrc", "marcxml": "xml", "marcjson": "json", "csv": "csv"}


@require_safe
def record(request: HttpRequest, id: UUID) -> HttpResponse:
    """One record of a source of mine."""
    actor, at = for_records(request)
    view = queries.record(actor=actor, at=at, id=id)
    if view is None:
        raise NotFound()
    near = queries.near(record_id=id)
    found = view.record
    edition = found.edition
    rows, further = compare.folded(
        compare.aligned(view.received, view.repaired) if found.form == "iso2709" else [])
    return render(request, "web/record.html", {
        "record": _head(view),
        "rows": rows, "further": further,
        "raw_lines": [] if found.form == "iso2709" else [compare.visible(line.text) for line in view.received],
        "lines": [compare.line(line) for line in view.repaired],
        "repairs": [words for _, words in view.repairs], "losses": [words for _, words in view.losses],
        "differing": sum(line.differs for line in (*view.received, *view.repaired)),
        "versions": [_version(one) for one in view.versions],
        "near": [compare.neighbour(pair) for pair in near],
        "because_of": _because_of(actor, at, found.id, found.because_of, near),
        "decisions": queries.decisions_on(record_ids=[id]),
        "crumbs": _crumbs(view, edition.title if edition else ""),
    })


def _head(view: queries.RecordView) -> dict[str, Any]:
    record, run, edition = view.record, view.run, view.record.edition
    return {
        "id": record.id, "control_number": record.control_number, "gone": record.state != "live",
        "title": edition.title if edition else "", "encoding": import_rows.encoding(record.encoding),
        "form": import_rows.FORMS.get(record.form, record.form), "size": len(bytes(record.raw)),
        "source": T.verbatim(record.source.name_th, record.source.name_en),
        "source_url": reverse("source", kwargs={"code": record.source.code}),
        "file_name": run.file_name, "import_url": reverse("import", kwargs={"id": run.id}),
        "taken_at": record.taken_at, "raw_url": reverse("record_raw", kwargs={"id": record.id}),
        "because": JOINED.get(record.because, T.verbatim(record.because, record.because)),
        "work_url": reverse("work", kwargs={"id": edition.work_id}) if edition else "",
        "work_records_url": reverse("work_records", kwargs={"id": edition.work_id}) if edition else "",
    }


def _crumbs(view: queries.RecordView, title: str) -> list[dict[str, Any]]:
    run = view.run
    return [
        {"text": T("นำเข้า", "Imports"), "url": reverse("imports")},
        {"text": run.file_name, "url": reverse("import", kwargs={"id": run.id})},
        {"text": title or view.record.control_number, "url": ""},
    ]


def _version(one: Any) -> dict[str, Any]:
    return {
        "taken_at": one.taken_at, "replaced_at": one.replaced_at, "size": len(bytes(one.raw)),
        "url": reverse("record_version", kwargs={"id": one.record_id, "version": one.id}),
        "taken": {"text": one.taken_by.file_name, "url": reverse("import", kwargs={"id": one.taken_by_id})},
        "replaced": {"text": one.replaced_by.file_name, "url": reverse("import", kwargs={"id": one.replaced_by_id})},
    }


def _because_of(
    actor: Actor, at: datetime, own: UUID, other: UUID | None, near: list[queries.Pair]
) -> dict[str, Any] | None:
    """The record that this one was compared with."""
    if other is None or other == own:
        return None
    pair = next((pair for pair in near if pair.right.record.id == other), None)
    pair = pair or queries.compare(left=own, right=other)
    return compare.card(pair.right) if pair else None


@require_safe
def record_raw(request: HttpRequest, id: UUID) -> HttpResponse:
    """The original bytes, as a file."""
    actor, at = for_records(request)
    found = queries.raw_of(actor=actor, at=at, id=id)
    view = queries.record(actor=actor, at=at, id=id) if found else None
    if found is None or view is None:
        raise NotFound()
    return _bytes(found[1], f"{id}.{SUFFIXES.get(view.record.form, 'bin')}")


@require_safe
def record_version(request: HttpRequest, id: UUID, version: int) -> HttpResponse:
    """The bytes that a record had before a later file replaced them, as a file."""
    actor, at = for_records(request)
    view = queries.record(actor=actor, at=at, id=id)
    found = next((one for one in view.versions if one.id == version), None) if view else None
    if view is None or found is None:
        raise NotFound()
    return _bytes(bytes(found.raw), f"{id}-{found.replaced_at:%Y%m%d}.{SUFFIXES.get(view.record.form, 'bin')}")


def _bytes(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type="application/octet-stream")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
