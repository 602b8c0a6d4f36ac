"""Lists that members made public. Every other list is not there."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from ninja import Query
from pydantic import Field

from rianru.api.house import Shape, Text, api, text
from rianru.api.paging import Listed, Page
from rianru.api.parameters import Paged
from rianru.api.works import WorkInList, listed
from rianru.catalogue import queries
from rianru.core.actors import ANONYMOUS
from rianru.kernel.refusals import NotFound


class ListEntry(Shape):
    """What stands on a list. `work` is null where it is gone from the catalogue: then its title is left."""

    title: str
    note: Annotated[str, Field(description="What the member says of it.")]
    kept_at: datetime
    work: WorkInList | None


class PublicList(Listed[ListEntry]):
    """A list with a page of what stands on it, what was kept last first."""

    id: UUID
    name: Text
    by: Annotated[str, Field(description="The name that the member chose to be known by.")]
    total: int
    url: Annotated[str, Field(description="The page for people.")]


@api.get(
    "/lists/{uuid:id}", response=PublicList, url_name="public_list", operation_id="public_list",
    summary="A list that a member made public", tags=["lists"],
)
def public_list(request: HttpRequest, response: HttpResponse, id: UUID, asked: Query[Paged]) -> PublicList:
    """By its id, which its owner gives away. Nothing here names lists or members."""
    page = Page(request, response, asked)
    found = queries.public_list(actor=ANONYMOUS, id=id, after=page.after(int), limit=page.limit)
    if found is None:
        raise NotFound()
    return page.of(
        PublicList, [_entry(request, row) for row in found.rows], then=None if found.after is None else [found.after],
        id=found.id, name=text(found.name), by=found.by, total=found.total,
        url=request.build_absolute_uri(reverse("public_list", kwargs={"id": id})),
    )


def _entry(request: HttpRequest, row: queries.EntryRow) -> ListEntry:
    return ListEntry(
        title=row.title, note=row.note, kept_at=row.kept_at, work=listed(request, row.work) if row.work else None
    )
