"""What an issuer says, as the values of Open Badges 3.0 and as they are published: profile, achievement."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any
from uuid import UUID

from rianru.credentials.models import Definition, Issuer, Level
from rianru.credentials.queries import addresses
from rianru.credentials.queries.issuers import NAMED, IssuerRow, issuer_name
from rianru.credentials.queries.published import endorsements_of
from rianru.kernel.formats import badges
from rianru.kernel.words import T

HOURS = T("ชั่วโมงเรียนรู้", "Hours of learning")
LEVEL = T("ระดับ", "Level")


def both(th: str, en: str) -> str:
    """A name in both languages, as other wallets show it."""
    return f"{th} ({en})" if en and en != th else th


def said(th: str, en: str) -> str:
    """A text in both languages, one after the other."""
    return f"{th}\n\n{en}" if en and en != th else th


def plain(value: Decimal) -> str:
    """12.5, 12."""
    return f"{value.normalize():f}"


def profile(issuer: Issuer) -> badges.Profile:
    """The issuer as it stands in what it signs."""
    name = issuer_name(issuer)
    return badges.Profile(address=issuer.address, name=both(name.in_("th"), name.in_("en")), url=f"{issuer.address}/")


def achievement(definition: Definition, levels: Sequence[Level]) -> badges.Achievement:
    """What can be achieved."""
    own = addresses.achievement_address(definition.issuer.site, definition.id)
    measures = []
    if definition.hours:
        measures.append(badges.hours_measure(own, both(HOURS.th, HOURS.en), plain(definition.hours)))
    if levels:
        rubric = tuple(
            badges.Level(address=level_address(own, one), name=both(one.name_th, one.name_en), level=str(one.number))
            for one in levels
        )
        measures.append(badges.Measure(
            address=f"{own}#level", name=both(LEVEL.th, LEVEL.en), kind="RubricCriterionLevel", levels=rubric,
        ))
    return badges.Achievement(
        address=own, kind=definition.kind, name=both(definition.name_th, definition.name_en),
        description=said(definition.description_th, definition.description_en),
        criteria=badges.Criteria(address=f"{own}/", narrative=said(definition.criteria_th, definition.criteria_en)),
        image=badges.Image(address=addresses.picture_address(definition.issuer.site, definition.id),
                           caption=definition.name_th),
        alignments=tuple(
            badges.Alignment(name=one.name, url=one.url or f"{own}#unit-{one.number}", code=one.code,
                             framework=one.framework, kind="CFItem")
            for one in definition.units.order_by("number")
        ),
        measures=tuple(measures), credits=float(definition.credits) if definition.credits else None,
        creator=profile(definition.issuer), version=str(definition.version), language="th",
    )


def level_address(achievement: str, level: Level) -> str:
    """Of a level of an achievement."""
    return f"{achievement}#level-{level.number}"


def profile_document(issuer: IssuerRow, endorsements: Sequence[dict[str, Any]] = ()) -> dict[str, Any]:
    """Who it is, published beside its keys; with the signed endorsements of others."""
    name = both(issuer.name.in_("th"), issuer.name.in_("en"))
    by = badges.Profile(address=issuer.address, name=name, url=f"{issuer.address}/", endorsements=tuple(endorsements))
    return badges.published(by)


def achievement_document(id: UUID) -> dict[str, Any] | None:
    """An achievement as it is today, with the signed endorsements of others."""
    own = (f"issuer__{name}" for name in NAMED)
    found = Definition.objects.select_related(*own).filter(id=id).first()
    if found is None:
        return None
    said_of_it = tuple(badges.document_of(one.document) for one in endorsements_of(definition_id=id))
    of = achievement(found, list(found.levels.order_by("number")))
    return badges.published(replace(of, endorsements=said_of_it))
