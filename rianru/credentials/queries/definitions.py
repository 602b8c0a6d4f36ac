"""What can be proven, with its levels, units and rules."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from rianru.core import kinds as house
from rianru.credentials.models import AwardRule, Credential, Definition
from rianru.credentials.queries.issuers import NAMED, IssuerRow, issuer_row
from rianru.credentials.words import KINDS
from rianru.kernel.words import T

PAGE = 50


@dataclass(frozen=True, slots=True)
class LevelRow:
    """A level; 1 is the lowest."""

    number: int
    name_th: str
    name_en: str


@dataclass(frozen=True, slots=True)
class UnitRow:
    """A competency unit."""

    name: str
    code: str
    framework: str
    url: str


@dataclass(frozen=True, slots=True)
class DefinitionRow:
    """An achievement. `issued` counts the credentials in force or not, where it was asked for."""

    id: UUID
    issuer: IssuerRow
    kind: str
    name_th: str
    name_en: str
    description_th: str
    description_en: str
    criteria_th: str
    criteria_en: str
    hours: Decimal | None
    credits: Decimal | None
    months: int | None
    dye: str
    weave: str
    signer_th: str
    signer_en: str
    picture: str  # of its own, as a digest; blank: drawn
    version: int
    changed_at: datetime
    ended_at: datetime | None
    levels: tuple[LevelRow, ...] = ()
    units: tuple[UnitRow, ...] = ()
    issued: int = 0

    @property
    def kind_label(self) -> T:
        """Badge, micro-credential …"""
        return KINDS[self.kind]

    @property
    def name(self) -> T:
        """In both languages."""
        return T.verbatim(self.name_th, self.name_en)


@dataclass(frozen=True, slots=True)
class RuleRow:
    """Who completes `object` (a card where the house still knows it) with so many hours is given the achievement."""

    id: UUID
    object_kind: str
    object_id: UUID
    card: house.Card | None
    label: T | str
    hours: Decimal
    level: LevelRow | None


@dataclass(frozen=True, slots=True)
class Promise:
    """The same from the other end: what completing something gives, from so many hours. `given`: to how many so far."""

    rule_id: UUID
    definition: DefinitionRow
    hours: Decimal
    level: LevelRow | None
    given: int


def definition(id: UUID) -> DefinitionRow | None:
    """One, with levels and units."""
    return next(iter(_rows(Definition.objects.filter(id=id))), None)


def definitions_by_id(ids: Iterable[UUID]) -> list[DefinitionRow]:
    """Those that exist."""
    return _rows(Definition.objects.filter(id__in=list(ids)).order_by("id"))


def definitions(
    *, places: Iterable[tuple[str, UUID]] | None = None, ended: bool = False, after: UUID | None = None,
    limit: int = PAGE,
) -> list[DefinitionRow]:
    """The newest first, of these networks, organisations or spaces where they are named; `after` one, for a page."""
    found = Definition.objects.all() if ended else Definition.objects.filter(ended_at=None)
    if places is not None:
        of = Q(pk__in=[])
        for kind, id in places:
            of |= Q(**{f"issuer__{kind}": id})
        found = found.filter(of)
    if after is not None:
        found = found.filter(id__lt=after)
    return _rows(found.order_by("-id")[:limit], counted=True)


def rules_of(definition_id: UUID) -> list[RuleRow]:
    """The rules in force, the oldest first; one query a kind of object for their names."""
    rules = list(
        AwardRule.objects.filter(definition=definition_id, ended_at=None).select_related("level").order_by("id")
    )
    known = house.all_kinds()
    cards: dict[tuple[str, UUID], house.Card] = {}
    for kind in {rule.object_kind for rule in rules} & known.keys():
        found = known[kind].cards([rule.object_id for rule in rules if rule.object_kind == kind])
        cards |= {(kind, id): card for id, card in found.items()}
    return [
        RuleRow(
            rule.id, rule.object_kind, rule.object_id, cards.get((rule.object_kind, rule.object_id)),
            known[rule.object_kind].label if rule.object_kind in known else rule.object_kind, rule.hours, _level(rule),
        )
        for rule in rules
    ]


def promises(object_kind: str, object_id: UUID) -> list[Promise]:
    """What whoever completes (kind, id) is given, by rules in force, the oldest first; in five queries at most."""
    rules = list(
        AwardRule.objects.filter(object_kind=object_kind, object_id=object_id, ended_at=None, definition__ended_at=None)
        .select_related("level").order_by("id")
    )
    if not rules:
        return []
    known = {row.id: row for row in _rows(Definition.objects.filter(id__in=[rule.definition_id for rule in rules]))}
    own = Credential.objects.filter(proof_kind=object_kind, proof_id=object_id, person__isnull=False)
    given = dict(own.values("definition").annotate(n=Count("id")).order_by().values_list("definition", "n"))
    return [
        Promise(rule.id, known[rule.definition_id], rule.hours, _level(rule), given.get(rule.definition_id, 0))
        for rule in rules
    ]


def _level(rule: AwardRule) -> LevelRow | None:
    return LevelRow(rule.level.number, rule.level.name_th, rule.level.name_en) if rule.level else None


def _rows(found: QuerySet[Definition], *, counted: bool = False) -> list[DefinitionRow]:
    rows = found.select_related(*(f"issuer__{name}" for name in NAMED)).prefetch_related("levels", "units")
    listed = list(rows)
    numbers = _counts([row.id for row in listed]) if counted else {}
    return [_row(row, numbers.get(row.id, 0)) for row in listed]


def _counts(ids: Sequence[UUID]) -> dict[UUID, int]:
    rows = Definition.objects.filter(id__in=ids).annotate(n=Count("credentials")).values_list("id", "n")
    return dict(rows)


def _row(row: Definition, issued: int) -> DefinitionRow:
    levels = sorted(row.levels.all(), key=lambda one: one.number)
    units = sorted(row.units.all(), key=lambda one: one.number)
    return DefinitionRow(
        row.id, issuer_row(row.issuer), row.kind, row.name_th, row.name_en, row.description_th, row.description_en,
        row.criteria_th, row.criteria_en, row.hours, row.credits, row.months, row.dye, row.weave, row.signer_th,
        row.signer_en, row.picture, row.version, row.changed_at, row.ended_at,
        tuple(LevelRow(one.number, one.name_th, one.name_en) for one in levels),
        tuple(UnitRow(one.name, one.code, one.framework, one.url) for one in units), issued,
    )
