"""Works that lead on from a work, each with why."""

from typing import Annotated, Literal
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from pydantic import Field

from rianru.api.house import Shape, Text, api, text
from rianru.api.works import WorkInList, led_on, listed
from rianru.catalogue import queries
from rianru.core.actors import ANONYMOUS


class SharedShape(Shape):
    """What the two works share: a version of the same thing, a series, an author or a subject."""

    kind: Literal["version", "series", "author", "subject"]
    name: Annotated[str, Field(description="Of the series, the author or the subject.")]
    number: Annotated[str, Field(description="Of the other work in the series, as its record writes it.")]
    next: Annotated[bool, Field(description="The other work is the next volume of the series.")]


class RelatedWork(Shape):
    """A work that leads on."""

    work: WorkInList
    reasons: Annotated[list[Text], Field(description="Why, in words, as the page says it.")]
    shared: Annotated[list[SharedShape], Field(description="Why, for programs: what weighs most first.")]


class RelatedWorks(Shape):
    """At most twelve, the nearest first."""

    results: list[RelatedWork]


@api.get(
    "/works/{uuid:id}/related", response=RelatedWorks, url_name="work_related", operation_id="work_related",
    summary="Related works", tags=["works"],
)
def related(request: HttpRequest, id: UUID) -> RelatedWorks | HttpResponse:
    """By versions, series, authors and subjects that they share; empty where nothing is shared."""
    if not queries.work_rows(actor=ANONYMOUS, ids=[id]):
        return led_on(request, id)
    return RelatedWorks(results=[
        RelatedWork(
            work=listed(request, one.work), reasons=[text(reason) for reason in one.reasons],
            shared=[
                SharedShape(kind=each.kind, name=each.name, number=each.number, next=each.after)  # type: ignore[arg-type]
                for each in one.shared
            ],
        )
        for one in queries.related(actor=ANONYMOUS, work_id=id)
    ])
