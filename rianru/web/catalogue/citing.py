"""Citing a work: APA to read and copy; BibTeX, RIS and MARC as files for the programs of those who write."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse, translate_url
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from rianru.catalogue import queries
from rianru.kernel.formats.citations import apa, bibtex, ris
from rianru.kernel.refusals import NotFound
from rianru.kernel.words import T, get_language
from rianru.web.catalogue.present import year_text
from rianru.web.catalogue.work_records import gone_to
from rianru.web.requests import actor_of, uuid_of


def address_of(work_id: UUID) -> str:
    """The lasting address of a work: on the public host, in Thai, whatever language is being read."""
    return settings.PUBLIC_URL + translate_url(reverse("work", kwargs={"id": work_id}), "th")


def citing(view: queries.WorkView, one: queries.EditionView) -> dict[str, Any]:
    """What web/work_cite.html shows: the reference in pieces, and the files."""
    id, url = view.work.id, address_of(view.work.id)
    tail = "" if one is view.main else f"?edition={one.edition.id}"
    return {
        "pieces": apa(queries.cited(one.edition, url=url), get_language()),
        "files": [
            {"label": form.label, "url": reverse("work_cite_file", kwargs={"id": id, "form": name}) + tail}
            for name, form in queries.CITATIONS.items()
        ],
        "url": reverse("work_cite", kwargs={"id": id}) + tail,
    }


@require_safe
def work_cite(request: HttpRequest, id: UUID) -> HttpResponse:
    """`?edition=` names another edition than the newest. Each form to read, to copy and to take away."""
    view, one = _found(request, id)
    if view is None or one is None:
        return _elsewhere(id)
    cited = queries.cited(one.edition, url=address_of(id))
    return render(request, "web/work_cite.html", {
        "work": {"id": id, "title": view.work.title, "url": reverse("work", kwargs={"id": id})},
        "cite": citing(view, one),
        "texts": [{"label": "BibTeX", "name": "bibtex", "text": bibtex(cited)},
                  {"label": "RIS", "name": "ris", "text": ris(cited).replace("\r\n", "\n")}],
        "editions": [_edition(id, view, each, one) for each in view.editions] if len(view.editions) > 1 else [],
        "crumbs": [
            {"text": T("ค้นหา", "Search"), "url": reverse("search")},
            {"text": view.work.title, "url": reverse("work", kwargs={"id": id})},
            {"text": T("อ้างอิง", "Cite"), "url": ""},
        ],
    })


@require_safe
def work_cite_file(request: HttpRequest, id: UUID, form: str) -> HttpResponse:
    """One form as a file. Search engines are told to leave it: the page is what they want."""
    wanted = queries.CITATIONS.get(form)
    if wanted is None:
        raise NotFound()
    view, one = _found(request, id)
    if view is None or one is None:
        return _elsewhere(id)
    response = HttpResponse(wanted.made(one.edition, address_of(id)), content_type=wanted.media_type)
    response["Content-Disposition"] = str(content_disposition_header(True, wanted.file_name(view.work.title)))
    response["X-Robots-Tag"] = "noindex"
    return response


def _found(request: HttpRequest, id: UUID) -> tuple[queries.WorkView | None, queries.EditionView | None]:
    """The work and the edition that is asked for; an edition of another work is not found."""
    view = queries.work(actor=actor_of(request), id=id)
    if view is None or not view.editions:
        return None, None
    asked = request.GET.get("edition", "")
    if not asked:
        return view, view.main
    wanted = uuid_of(asked)
    one = next((each for each in view.editions if each.edition.id == wanted), None)
    if one is None:
        raise NotFound()
    return view, one


def _elsewhere(id: UUID) -> HttpResponse:
    if there := gone_to(id, "work_cite"):
        return there
    raise NotFound()


def _edition(
    id: UUID, view: queries.WorkView, each: queries.EditionView, chosen: queries.EditionView
) -> dict[str, Any]:
    edition = each.edition
    tail = "" if each is view.main else f"?edition={edition.id}"
    return {
        "texts": [year_text(edition.year) if edition.year else edition.year_text, edition.edition, each.format_label],
        "url": reverse("work_cite", kwargs={"id": id}) + tail, "current": each is chosen,
    }
