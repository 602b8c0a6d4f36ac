"""What can be earned, and a credential that its learner shows: for programs that list or look up, not for verifying."""

from datetime import UTC, datetime
from decimal import Decimal
from functools import partial
from typing import Annotated, Literal, cast
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from ninja import Query
from pydantic import Field

from rianru.api.house import Shape, Text, api, text
from rianru.api.paging import Listed, Page
from rianru.api.parameters import Code, MaybeCode, Paged
from rianru.api.spaces import space_of
from rianru.core.actors import ANONYMOUS
from rianru.credentials import queries
from rianru.credentials.queries import DefinitionRow, LevelRow, Sight
from rianru.kernel.ids import short as shortened
from rianru.kernel.refusals import NotFound
from rianru.kernel.words import T

Standing = Literal["standing", "expired", "suspended", "revoked"]


class AchievementsAsked(Paged):
    """What the list takes."""

    space: Annotated[MaybeCode, Field(description="Only what one space issues itself, by its code.",
                                      examples=["phayao"])] = ""


class IssuerShape(Shape):
    """Who gives it."""

    id: UUID
    name: Text
    document_url: Annotated[str, Field(description="Its keys, as a Controlled Identifier Document.")]


class LevelShape(Shape):
    """A level that can be reached; 1 is the lowest."""

    number: int
    name: Text


class UnitShape(Shape):
    """A competency unit that it covers; what is not known is empty."""

    name: str
    code: str
    framework: str
    url: str


class AchievementShape(Shape):
    """Something that can be proven."""

    id: UUID
    kind: Annotated[str, Field(description="Of the achievement types of Open Badges 3.0.", examples=["Badge"])]
    name: Text
    description: Annotated[Text, Field(description="What its holder can do.")]
    criteria: Annotated[Text, Field(description="What has to be done for it.")]
    hours: float | None
    credits: float | None
    months: Annotated[int | None, Field(description="How long it is valid; null: for ever.")]
    levels: list[LevelShape]
    units: list[UnitShape]
    issuer: IssuerShape
    ended: Annotated[bool, Field(description="It is issued no longer; what was issued stays good.")]
    picture_url: str
    document_url: Annotated[str, Field(description="The same as Open Badges JSON-LD, with endorsements.")]
    url: Annotated[str, Field(description="The page for people.")]
    api_url: str


class AchievementPage(Listed[AchievementShape]):
    """A page of achievements, the newest first."""


class CredentialShape(Shape):
    """A credential as its learner shows it to everyone who has its address."""

    id: Annotated[str, Field(description="What stands in its address.")]
    number: Annotated[str, Field(examples=["2569/000123"])]
    achievement: AchievementShape
    level: LevelShape | None
    hours: float | None
    issued_at: datetime
    valid_until: datetime | None
    standing: Annotated[Standing, Field(
        description="As its issuer says now. What proves it is the signed document.")]
    holder: Annotated[str | None, Field(description="The name, where the learner shows it; never a child's.")]
    document_url: Annotated[str, Field(description="The signed badge (Open Badges 3.0, JSON-LD).")]
    url: Annotated[str, Field(description="The page for people.")]
    api_url: str


@api.get(
    "/achievements", response=AchievementPage, url_name="achievements", operation_id="achievements",
    summary="What can be earned", tags=["credentials"],
)
def achievements(request: HttpRequest, response: HttpResponse, asked: Query[AchievementsAsked]) -> AchievementPage:
    """What is issued now, by everyone or by one space. A space that is not there is not found."""
    page = Page(request, response, asked)
    places = [("space", space_of(asked.space, datetime.now(UTC)).id)] if asked.space else None
    rows = queries.definitions(places=places, after=page.after(UUID), limit=page.wanted)
    return page.answer(AchievementPage, rows, key=lambda row: [str(row.id)], shape=partial(_achievement, request))


@api.get(
    "/achievements/{uuid:id}", response=AchievementShape, url_name="achievement", operation_id="achievement",
    summary="One achievement", tags=["credentials"],
)
def achievement(request: HttpRequest, id: UUID) -> AchievementShape:
    """One, also where it is issued no longer."""
    found = queries.definition(id)
    if found is None:
        raise NotFound()
    return _achievement(request, found)


@api.get(
    "/credentials/{slug:short}", response=CredentialShape, url_name="credential", operation_id="credential",
    summary="A credential that is shown", tags=["credentials"],
)
def credential(request: HttpRequest, short: Code) -> CredentialShape:
    """By what stands in its address. One that its learner shows to nobody is not found."""
    at = datetime.now(UTC)
    id = queries.id_of(short)
    found = queries.seen_by(actor=ANONYMOUS, at=at, id=id) if id else None
    of = queries.definition(found.row.definition.id) if found else None
    if found is None or of is None:
        raise NotFound()
    return _credential(request, found, of, at)


def _credential(request: HttpRequest, found: Sight, of: DefinitionRow, at: datetime) -> CredentialShape:
    row, short = found.row, shortened(found.row.id)
    return CredentialShape(
        id=short, number=row.number, achievement=_achievement(request, of),
        level=_level(row.level) if row.level else None,
        hours=_number(row.hours), issued_at=row.issued_at, valid_until=row.valid_until,
        standing=cast(Standing, row.standing(at)),
        holder=found.name or None,
        document_url=_address(request, "credential_document", short=short),
        url=_address(request, "credential", short=short), api_url=_address(request, "api:credential", short=short),
    )


def _achievement(request: HttpRequest, row: DefinitionRow) -> AchievementShape:
    return AchievementShape(
        id=row.id, kind=row.kind, name=text(row.name), description=_both(row.description_th, row.description_en),
        criteria=_both(row.criteria_th, row.criteria_en), hours=_number(row.hours), credits=_number(row.credits),
        months=row.months, levels=[_level(one) for one in row.levels],
        units=[UnitShape(name=one.name, code=one.code, framework=one.framework, url=one.url) for one in row.units],
        issuer=IssuerShape(id=row.issuer.id, name=text(row.issuer.name),
                           document_url=_address(request, "issuer_document", id=row.issuer.id)),
        ended=row.ended_at is not None, picture_url=_address(request, "achievement_picture", id=row.id),
        document_url=_address(request, "achievement_document", id=row.id),
        url=_address(request, "achievement", id=row.id), api_url=_address(request, "api:achievement", id=row.id),
    )


def _level(one: LevelRow) -> LevelShape:
    return LevelShape(number=one.number, name=_both(one.name_th, one.name_en))


def _both(th: str, en: str) -> Text:
    return text(T.verbatim(th, en))


def _number(value: Decimal | None) -> float | None:
    return float(value) if value is not None else None


def _address(request: HttpRequest, name: str, **kwargs: object) -> str:
    return request.build_absolute_uri(reverse(name, kwargs=kwargs))
