"""Citing a work: references to read, and files for the programs of those who write."""

from typing import Annotated
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.http import content_disposition_header
from ninja import Path, Query
from pydantic import Field

from rianru.api.house import Asked, Shape, Text, api, text
from rianru.api.works import led_on, whole_of
from rianru.catalogue import queries
from rianru.kernel.refusals import NotFound

MEDIA = {name: form.media_type.partition(";")[0] for name, form in queries.CITATIONS.items()}
"""form → its media type."""
_FILES = {
    "responses": {200: {"content": {media: {"schema": {"type": "string"}} for media in MEDIA.values()}}}
}
Form = Annotated[str, Path(pattern=f"^({'|'.join(MEDIA)})$", description=f"{', '.join(MEDIA)}.")]


class Cited(Asked):
    """Which edition."""

    edition: Annotated[UUID | None, Field(description="The id of one of its editions; the newest without it.")] = None


class CitationFile(Shape):
    """A file to take away."""

    form: str
    label: str
    media_type: str
    url: str


class Citations(Shape):
    """One edition as others cite it."""

    edition: UUID
    apa: Annotated[Text, Field(description="APA 7 in one line: Thai practice and English practice.")]
    bibtex: str
    ris: str
    files: list[CitationFile]


@api.get(
    "/works/{uuid:id}/citations", response=Citations, url_name="work_citations", operation_id="work_citations",
    summary="How to cite a work", tags=["works"],
)
def citations(request: HttpRequest, id: UUID, asked: Query[Cited]) -> Citations | HttpResponse:
    """The reference, BibTeX and RIS as text, and every form as a file."""
    view = whole_of(id)
    if view is None:
        return led_on(request, id)
    edition, url = _chosen(view, asked).edition, _lasting(id)
    tail = f"?edition={asked.edition}" if asked.edition else ""
    bibtex, ris = (queries.CITATIONS[name].made(edition, url).decode() for name in ("bibtex", "ris"))
    return Citations(
        edition=edition.id, apa=text(queries.reference(edition, url=url)), bibtex=bibtex, ris=ris,
        files=[
            CitationFile(form=name, label=form.label, media_type=MEDIA[name], url=request.build_absolute_uri(
                reverse("api:work_citation", kwargs={"id": id, "form": name})) + tail)
            for name, form in queries.CITATIONS.items()
        ],
    )


@api.get(
    "/works/{uuid:id}/citations/{form}", url_name="work_citation", operation_id="work_citation",
    summary="A citation as a file", tags=["works"], openapi_extra=_FILES,
)
def citation(request: HttpRequest, id: UUID, form: Form, asked: Query[Cited]) -> HttpResponse:
    """BibTeX, RIS, MARC 21 (ISO 2709) or MARCXML, each in its own media type, with a name for the file."""
    view = whole_of(id)
    if view is None:
        return led_on(request, id, form=form)
    wanted = queries.CITATIONS[form]
    response = HttpResponse(wanted.made(_chosen(view, asked).edition, _lasting(id)), content_type=wanted.media_type)
    response["Content-Disposition"] = str(content_disposition_header(True, wanted.file_name(view.work.title)))
    return response


def _chosen(view: queries.WorkView, asked: Cited) -> queries.EditionView:
    """The edition that is asked for. Refuses with NotFound one of another work."""
    if asked.edition is None:
        return view.main
    for one in view.editions:
        if one.edition.id == asked.edition:
            return one
    raise NotFound()


def _lasting(id: UUID) -> str:
    """The page of the work on the public host, which a reference keeps."""
    return settings.PUBLIC_URL + reverse("work", kwargs={"id": id})
