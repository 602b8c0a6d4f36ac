"""Librarians' shelves: works chosen for readers, with words for the whole and for each."""

from datetime import UTC, datetime
from functools import partial
from typing import Annotated, Literal
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from ninja import Query
from pydantic import Field

from rianru.api.house import Shape, Text, api, text
from rianru.api.paging import Listed, Page
from rianru.api.parameters import MaybeCode, Paged
from rianru.api.spaces import space_of
from rianru.api.works import WorkInList, listed
from rianru.catalogue import queries
from rianru.core.actors import ANONYMOUS
from rianru.kernel.refusals import NotFound


class ShelvesAsked(Paged):
    """What the list takes."""

    space: Annotated[MaybeCode, Field(description="Only those of one space, by its code.", examples=["phayao"])] = ""


class ShelfWork(Shape):
    """A work on a shelf."""

    work: WorkInList
    words: Annotated[Text, Field(description="Why it stands there; both empty where nothing is said.")]


class ShelfShape(Shape):
    """A shelf. Of its space and network one is null: a shelf belongs to one of them."""

    id: UUID
    kind: Literal["shelf"] = "shelf"
    title: Text
    words: Annotated[Text, Field(description="What the librarian says of it all.")]
    of: Annotated[Text, Field(description="Whose it is, by name.")]
    space: Annotated[str | None, Field(description="The code of its space.")]
    network: Annotated[str | None, Field(description="The code of its network.")]
    published_at: datetime
    works: Annotated[list[ShelfWork], Field(description="In the librarian's order; in a list the first eight.")]
    url: Annotated[str, Field(description="The page for people.")]
    api_url: str


class ShelfPage(Listed[ShelfShape]):
    """A page of shelves, the one published last first."""


@api.get(
    "/shelves", response=ShelfPage, url_name="shelves", operation_id="shelves", summary="Librarians' shelves",
    tags=["shelves"],
)
def shelves(request: HttpRequest, response: HttpResponse, asked: Query[ShelvesAsked]) -> ShelfPage:
    """Every published shelf, or those of one space. A space that is not there is not found."""
    page = Page(request, response, asked)
    space = space_of(asked.space, datetime.now(UTC)) if asked.space else None
    rows = queries.shelves(
        actor=ANONYMOUS, space_id=space.id if space else None, after=page.after(_place), limit=page.wanted
    )
    return page.answer(ShelfPage, rows, key=_key, shape=partial(_shape, request))


@api.get(
    "/shelves/{uuid:id}", response=ShelfShape, url_name="shelf", operation_id="shelf", summary="One shelf",
    tags=["shelves"],
)
def shelf(request: HttpRequest, id: UUID) -> ShelfShape:
    """Whole. One that is not published, or was taken down, is not found."""
    found = queries.shelf(actor=ANONYMOUS, at=datetime.now(UTC), id=id)
    shown = _shape(request, found) if found else None
    if shown is None:
        raise NotFound()
    return shown


def _place(published_at: str, id: str) -> tuple[datetime, UUID]:
    return datetime.fromisoformat(published_at), UUID(id)


def _key(one: queries.ShelfView) -> list[str]:
    assert one.shelf.published_at
    return [one.shelf.published_at.isoformat(), str(one.shelf.id)]


def _shape(request: HttpRequest, one: queries.ShelfView) -> ShelfShape | None:
    own = one.shelf
    if own.published_at is None:
        return None
    return ShelfShape(
        id=own.id, title=text(one.title), words=text(one.words), of=text(one.of), space=one.code or None,
        network=own.network.code if own.network else None, published_at=own.published_at,
        works=[ShelfWork(work=listed(request, row.work), words=text(row.words)) for row in one.rows if row.work],
        url=request.build_absolute_uri(reverse("shelf", kwargs={"id": own.id})),
        api_url=request.build_absolute_uri(reverse("api:shelf", kwargs={"id": own.id})),
    )
