"""Authors, subjects and series, and the works that bear each: three kinds, the same three operations."""

from functools import partial
from typing import Annotated, Any, Literal
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from ninja import Path, Query
from pydantic import Field

from rianru.api.house import Shape, api
from rianru.api.paging import Listed, Page
from rianru.api.parameters import PLAIN, Paged
from rianru.api.works import WorkInList, listed
from rianru.catalogue import queries
from rianru.core.actors import ANONYMOUS
from rianru.kernel.matching.headings import Kind
from rianru.kernel.refusals import NotFound

LISTS: dict[Kind, str] = {"author": "authors", "subject": "subjects", "series": "series_list"}
_ADDRESSES: dict[Kind, str] = {"author": "authors", "subject": "subjects", "series": "series"}
Key = Annotated[str, Path(max_length=300, pattern=PLAIN, description="Its key, any of its names, or its id.")]


class Beginning(Paged):
    """What a list takes."""

    beginning: Annotated[
        str, Field(max_length=100, pattern=PLAIN, description="From these letters on, in dictionary order.",
                   examples=["ก"]),
    ] = ""


class HeadingShape(Shape):
    """An author, a subject or a series."""

    id: UUID
    kind: Annotated[str, Field(description="author, subject or series.")]
    key: str
    name: Annotated[str, Field(description="As most records write it.")]
    works: Annotated[int, Field(description="How many works bear it.")]
    url: Annotated[str, Field(description="The page for people.")]
    api_url: str


class HeadingPage(Listed[HeadingShape]):
    """A page of headings in dictionary order."""


class RoleShape(Shape):
    """What an author did, in the records' words, and in how many works."""

    role: str
    works: int


class HeadingWhole(HeadingShape):
    """A heading with what records say of it. Years are of the common era, of newest editions."""

    other_names: list[str]
    roles: Annotated[list[RoleShape], Field(description="Of an author, the commonest first.")]
    about: Annotated[HeadingShape | None, Field(description="Of an author the subject of that name, and the other way "
                                                "round.")]
    first_year: int | None
    last_year: int | None
    wider: Annotated[list[HeadingShape], Field(description="Of a subject, the widest first.")]
    narrower: list[HeadingShape]
    near: Annotated[list[HeadingShape], Field(description="Who and what else stands on its newest works: people, then "
                                              "subjects, then series, each the most often first.")]


class BorneWork(WorkInList):
    """A work under a heading."""

    number: Annotated[str, Field(description="Of a series: its volume, as the record writes it; else empty.")]


class BornePage(Listed[BorneWork]):
    """A page of the works of a heading."""

    total: Annotated[int, Field(description="How many are meant, with what narrows them.")]


class BorneAsked(Paged):
    """What narrows and orders the works of a heading; one with over 5,000 works is given whole, the newest first."""

    sort: Annotated[Literal["", "newest", "title", "volume"], Field(description="The order: newest, title or volume. "
                    "Without it the newest first, and those of a series by volume.")] = ""
    role: Annotated[str, Field(max_length=200, pattern=PLAIN, description="What an author did, as `roles` says.")] = ""
    format: Annotated[str, Field(max_length=40, pattern=PLAIN, description="One format.", examples=["book"])] = ""
    language: Annotated[str, Field(max_length=40, pattern=PLAIN, description="One language.", examples=["tha"])] = ""
    decade: Annotated[int | None, Field(ge=1000, le=2190, description="The first year (common era) of ten.",
                                        examples=[2010])] = None

    def narrowed(self) -> queries.Narrowed:
        """Which works are meant."""
        return queries.Narrowed(role=self.role, format=self.format, language=self.language, decade=self.decade)


TAGS: list[Any] = ["headings"]


def _offer_list(kind: Kind) -> None:
    address, name = _ADDRESSES[kind], LISTS[kind]

    @api.get(f"/{address}", response=HeadingPage, url_name=name, operation_id=name, tags=TAGS, summary=f"All {address}")
    def headings(request: HttpRequest, response: HttpResponse, asked: Query[Beginning]) -> HeadingPage:
        """In the order of a Thai dictionary."""
        page = Page(request, response, asked)
        rows = queries.heading_page(
            actor=ANONYMOUS, kind=kind, beginning=asked.beginning, after=page.after(UUID), limit=page.wanted
        )
        return page.answer(HeadingPage, rows, key=lambda row: [str(row.id)], shape=partial(_row, request))


def _offer_one(kind: Kind) -> None:
    address = _ADDRESSES[kind]

    @api.get(f"/{address}/{{key}}", response=HeadingWhole, url_name=kind, operation_id=kind, tags=TAGS,
             summary=f"One of the {address}")
    def heading(request: HttpRequest, key: Key) -> HeadingWhole:
        """With its other names, what is near it and, of a subject, what is wider and narrower."""
        row = _found(kind, key)
        return _whole(request, row, queries.heading_facts(actor=ANONYMOUS, heading=row))


def _offer_works(kind: Kind) -> None:
    address = _ADDRESSES[kind]

    @api.get(f"/{address}/{{key}}/works", response=BornePage, url_name=f"{kind}_works", operation_id=f"{kind}_works",
             tags=TAGS, summary=f"Works of one of the {address}")
    def works(request: HttpRequest, response: HttpResponse, key: Key, asked: Query[BorneAsked]) -> BornePage:
        """The newest first; those of a series by volume. Narrowed and in another order where that is asked for."""
        page, row, narrowed = Page(request, response, asked), _found(kind, key), asked.narrowed()
        order: queries.Order = asked.sort or ("volume" if kind == "series" else "newest")
        borne = queries.heading_works(
            actor=ANONYMOUS, heading=row, order=order, narrowed=narrowed, after=page.after(UUID), limit=page.wanted
        )
        rows = {one.id: one for one in queries.work_rows(actor=ANONYMOUS, ids=[one.work_id for one in borne])}
        return page.answer(
            BornePage, borne, key=lambda one: [str(one.work_id)],
            shape=lambda one: _borne(request, rows.get(one.work_id), one.number),
            total=queries.heading_counts(actor=ANONYMOUS, heading=row, narrowed=narrowed)[0],
        )


def _found(kind: Kind, key: str) -> queries.HeadingRow:
    row = queries.heading(actor=ANONYMOUS, kind=kind, key=key)
    if row is None:
        raise NotFound()
    return row


def _whole(request: HttpRequest, row: queries.HeadingRow, facts: queries.HeadingFacts) -> HeadingWhole:
    near = queries.heading_near(actor=ANONYMOUS, heading=row)
    return HeadingWhole(
        **_row(request, row).model_dump(), other_names=list(facts.forms), first_year=facts.first_year,
        last_year=facts.last_year, roles=[RoleShape(role=role, works=works) for role, works in facts.roles],
        about=_row(request, facts.about) if facts.about else None,
        wider=[_row(request, one) for one in facts.wider], narrower=[_row(request, one) for one in facts.narrower],
        near=[_row(request, one) for rows in near.values() for one in rows],
    )


def _borne(request: HttpRequest, row: queries.WorkRow | None, number: str) -> BorneWork | None:
    return BorneWork(**listed(request, row).model_dump(), number=number) if row else None


def _row(request: HttpRequest, row: queries.HeadingRow) -> HeadingShape:
    own = {"key": row.key}
    return HeadingShape(
        id=row.id, kind=row.kind, key=row.key, name=row.name, works=row.works,
        url=request.build_absolute_uri(reverse(row.kind, kwargs=own)),
        api_url=request.build_absolute_uri(reverse(f"api:{row.kind}", kwargs=own)),
    )


for _kind in LISTS:
    _offer_list(_kind)
    _offer_one(_kind)
    _offer_works(_kind)
