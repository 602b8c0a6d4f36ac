"""What came last, and what many keep: everywhere, in an area, at one space."""

from datetime import UTC, datetime
from typing import Annotated
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Query
from pydantic import Field

from rianru.api.house import api
from rianru.api.paging import Listed, Page
from rianru.api.parameters import AreaCode, MaybeCode, Paged
from rianru.api.spaces import space_of
from rianru.api.works import WorkInList, WorkPage, listed
from rianru.catalogue import queries
from rianru.core.actors import ANONYMOUS
from rianru.places import queries as places

MOST_SPACES = 400  # of an area

AtSpace = Annotated[MaybeCode, Field(description="Only at one space, by its code.", examples=["phayao"])]


class LovedAsked(Paged):
    """Where."""

    space: AtSpace = ""


class NewAsked(LovedAsked):
    """Where; of a space and an area both must fit."""

    area: AreaCode = ""


class LovedWork(WorkInList):
    """A work that many keep."""

    keepers: Annotated[int, Field(description="At least so many members keep it: a round number, never fewer than 5.")]


class LovedPage(Listed[LovedWork]):
    """A page of works, the one that most members keep first."""


@api.get(
    "/works/new", response=WorkPage, url_name="works_new", operation_id="works_new", summary="New works", tags=["works"]
)
def new(request: HttpRequest, response: HttpResponse, asked: Query[NewAsked]) -> WorkPage:
    """The last one first: of the whole catalogue, or works whose first copy came to a space or into an area."""
    page, ids = Page(request, response, asked), _spaces(asked, datetime.now(UTC))
    after = page.after(UUID)
    found = (
        queries.newest_page(actor=ANONYMOUS, after=after, limit=page.limit) if ids is None
        else queries.new_at(actor=ANONYMOUS, space_ids=ids, after=after, limit=page.limit)
    )
    return page.of(
        WorkPage, [listed(request, row) for row in found.rows], then=[str(found.after)] if found.after else None
    )


@api.get(
    "/works/loved", response=LovedPage, url_name="works_loved", operation_id="works_loved",
    summary="Works that many keep", tags=["works"],
)
def loved(request: HttpRequest, response: HttpResponse, asked: Query[LovedAsked]) -> LovedPage:
    """Works that at least five members keep on lists of theirs, in all or with a copy at one space."""
    page = Page(request, response, asked)
    space = space_of(asked.space, datetime.now(UTC)) if asked.space else None
    found = queries.loved(
        actor=ANONYMOUS, space_id=space.id if space else None, after=page.after(_place), limit=page.limit
    )
    return page.of(
        LovedPage, [_loved(request, row, least) for row, least in found.rows],
        then=[found.after[0], str(found.after[1])] if found.after else None,
    )


def _spaces(asked: NewAsked, at: datetime) -> list[UUID] | None:
    """The ids of the spaces that fit; None where none is asked for."""
    if asked.space:
        space = space_of(asked.space, at)
        return [space.id] if space.area_id.startswith(asked.area) else []
    if asked.area:
        return places.space_ids_in(actor=ANONYMOUS, at=at, area=asked.area, limit=MOST_SPACES)
    return None


def _place(members: int, id: str) -> tuple[int, UUID]:
    return members, UUID(id)


def _loved(request: HttpRequest, row: queries.WorkRow, least: int) -> LovedWork:
    return LovedWork(**listed(request, row).model_dump(), keepers=least)
