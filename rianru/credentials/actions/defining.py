"""What can be proven, said by a screen: an achievement with its units and levels, and the rules that give it."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F
from django.db.models.deletion import ProtectedError

from rianru.core import facts
from rianru.core.actors import Actor
from rianru.core.permissions import require
from rianru.credentials import kinds
from rianru.credentials.actions.issuing import MOST_HOURS
from rianru.credentials.actions.keys import issuer_for, scope_of
from rianru.credentials.actions.refusals import (
    AddressNotWeb,
    DefinitionEnded,
    DefinitionIncomplete,
    HoursWrong,
    LevelInUse,
    LevelUnknown,
    RuleAlreadySet,
)
from rianru.credentials.models import AwardRule, Definition, Level, Unit
from rianru.credentials.words import DYES, KINDS, WEAVES
from rianru.kernel.refusals import NotFound

LONGEST_NAME, LONGEST_TEXT, MOST_LEVELS, MOST_UNITS = 200, 5_000, 9, 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What a definition says. `months` of validity, None: for ever; `credits` of the credit bank."""

    kind: str
    name_th: str
    description_th: str
    criteria_th: str
    name_en: str = ""
    description_en: str = ""
    criteria_en: str = ""
    hours: Decimal | None = None
    credits: Decimal | None = None
    months: int | None = None
    dye: str = "indigo"
    weave: str = "diamond"
    signer_th: str = ""
    signer_en: str = ""


@dataclass(frozen=True, slots=True)
class UnitSaid:
    """A competency unit: its name, and if known its code, framework and page."""

    name: str
    code: str = ""
    framework: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class LevelSaid:
    """A level's name; its number is its place in the row, from 1."""

    name_th: str
    name_en: str = ""


@transaction.atomic
def define(
    *, actor: Actor, at: datetime, issuer_kind: str, issuer_id: UUID, said: Said, levels: Sequence[LevelSaid] = (),
    units: Sequence[UnitSaid] = (),
) -> UUID:
    """Says what a network, an organisation or a space can prove; its id. Refuses with NotFound, DefinitionIncomplete,
    HoursWrong, LevelUnknown (more than nine) and AddressNotWeb.
    """
    issuer = issuer_for(issuer_kind, issuer_id, at)
    require("credentials.define", actor=actor, at=at, scope=scope_of(issuer))
    made = Definition.objects.create(
        issuer=issuer, made_at=at, changed_at=at, changed_by=actor.key, **_values(said)
    )
    _write_levels(made, levels)
    _write_units(made, units)
    facts.record(kinds.DEFINED, actor=actor, at=at, object_kind="achievement", object_id=made.id,
                 space_id=issuer.space_id)
    return made.id


@transaction.atomic
def change_definition(
    *, actor: Actor, at: datetime, definition_id: UUID, said: Said, levels: Sequence[LevelSaid] = (),
    units: Sequence[UnitSaid] = (),
) -> int:
    """Says it anew; its version. What was issued keeps what it said. Refuses as `define`, and with LevelInUse."""
    found = owned(actor, at, definition_id)
    values = _values(said)
    Definition.objects.filter(id=found.id).update(
        version=F("version") + 1, changed_at=at, changed_by=actor.key, **values
    )
    _write_levels(found, levels)
    _write_units(found, units)
    changed = [name for name, value in values.items() if getattr(found, name) != value]
    facts.record(kinds.DEFINITION_CHANGED, actor=actor, at=at, object_kind="achievement", object_id=found.id,
                 space_id=found.issuer.space_id, changed=changed)
    return found.version + 1


@transaction.atomic
def end_definition(*, actor: Actor, at: datetime, definition_id: UUID) -> None:
    """It is issued no longer, by hand or by rule; what was issued stays good. Refuses as `change_definition`."""
    found = owned(actor, at, definition_id)
    Definition.objects.filter(id=found.id).update(ended_at=at)
    facts.record(kinds.DEFINITION_ENDED, actor=actor, at=at, object_kind="achievement", object_id=found.id,
                 space_id=found.issuer.space_id)


@transaction.atomic
def set_award_rule(
    *, actor: Actor, at: datetime, definition_id: UUID, object_kind: str, object_id: UUID,
    hours: Decimal = Decimal(0), level: int | None = None,
) -> UUID:
    """Who completes (kind, id) with at least so many hours is given this; its id. What was completed before is not
    looked at. Refuses with NotFound, DefinitionEnded, HoursWrong, LevelUnknown and RuleAlreadySet.
    """
    found = owned(actor, at, definition_id)
    if not hours.is_finite() or not 0 <= hours <= MOST_HOURS:
        raise HoursWrong()
    levels = {one.number: one for one in found.levels.all()}
    if bool(levels) != (level is not None) or (level is not None and level not in levels):
        raise LevelUnknown()
    try:
        with transaction.atomic():
            rule = AwardRule.objects.create(
                definition=found, object_kind=object_kind, object_id=object_id, hours=hours,
                level=levels[level] if level else None, made_at=at, made_by=actor.key,
            )
    except IntegrityError as error:
        if "credentials_rule_once" in str(error):
            raise RuleAlreadySet() from error
        raise
    facts.record(kinds.RULE_SET, actor=actor, at=at, object_kind="achievement", object_id=found.id,
                 space_id=found.issuer.space_id)
    return rule.id


@transaction.atomic
def end_award_rule(*, actor: Actor, at: datetime, rule_id: UUID) -> None:
    """The rule gives nothing from now on. Refuses with NotFound."""
    rule = AwardRule.objects.select_related("definition__issuer").filter(id=rule_id, ended_at=None).first()
    if rule is None:
        raise NotFound()
    require("credentials.define", actor=actor, at=at, scope=scope_of(rule.definition.issuer))
    if not AwardRule.objects.filter(id=rule.id, ended_at=None).update(ended_at=at):
        raise NotFound()
    facts.record(kinds.RULE_ENDED, actor=actor, at=at, object_kind="achievement", object_id=rule.definition_id,
                 space_id=rule.definition.issuer.space_id)


def owned(actor: Actor, at: datetime, id: UUID) -> Definition:
    """The definition, locked, for who may say what it says."""
    found = Definition.objects.select_related("issuer").select_for_update(of=("self",)).filter(id=id).first()
    if found is None:
        raise NotFound()
    require("credentials.define", actor=actor, at=at, scope=scope_of(found.issuer))
    if found.ended_at is not None:
        raise DefinitionEnded()
    return found


def _values(said: Said) -> dict[str, object]:
    values = {name: value.strip() if isinstance(value, str) else value for name, value in asdict(said).items()}
    for name, value in values.items():
        longest = LONGEST_TEXT if name.startswith(("description", "criteria")) else LONGEST_NAME
        if isinstance(value, str) and len(value) > longest:
            raise DefinitionIncomplete()
    if not (values["name_th"] and values["description_th"] and values["criteria_th"]):
        raise DefinitionIncomplete()
    if said.kind not in KINDS or said.dye not in DYES or said.weave not in WEAVES:
        raise DefinitionIncomplete()
    for number in (said.hours, said.credits):
        if number is not None and not (number.is_finite() and 0 < number <= MOST_HOURS):
            raise HoursWrong()
    if said.months is not None and not 1 <= said.months <= 600:
        raise DefinitionIncomplete()
    return values


def _write_levels(definition: Definition, levels: Sequence[LevelSaid]) -> None:
    """In place, so that what was issued keeps its level. LevelInUse where one that goes was issued."""
    if len(levels) > MOST_LEVELS or any(not one.name_th.strip() for one in levels):
        raise LevelUnknown()
    for one in definition.levels.filter(number__gt=len(levels)).order_by("number"):
        try:
            with transaction.atomic():
                one.delete()
        except ProtectedError:
            raise LevelInUse(name=one.name_th) from None
    for number, said in enumerate(levels, start=1):
        Level.objects.update_or_create(
            definition=definition, number=number,
            defaults={"name_th": said.name_th.strip()[:LONGEST_NAME], "name_en": said.name_en.strip()[:LONGEST_NAME]},
        )


def _write_units(definition: Definition, units: Sequence[UnitSaid]) -> None:
    definition.units.all().delete()
    for one in units:
        if one.url and not one.url.startswith(("https://", "http://")):
            raise AddressNotWeb(typed=one.url[:100])
    Unit.objects.bulk_create(
        Unit(definition=definition, number=number, name=one.name.strip()[:LONGEST_NAME], code=one.code.strip()[:60],
             framework=one.framework.strip()[:LONGEST_NAME], url=one.url.strip()[:500])
        for number, one in enumerate(units[:MOST_UNITS], start=1) if one.name.strip()
    )
