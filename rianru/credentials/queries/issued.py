"""What was issued: to a person, by an issuer; and how it stands."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from rianru.credentials.models import Credential, Definition
from rianru.credentials.queries.definitions import LevelRow
from rianru.credentials.queries.issuers import NAMED, IssuerRow, issuer_row
from rianru.credentials.words import SIGHTS, STANDINGS
from rianru.kernel.dates import day_of
from rianru.kernel.ids import from_short, short
from rianru.kernel.thai import key_start
from rianru.kernel.words import T
from rianru.people import queries as people

PAGE = 50
GROWN_AT = 18  # years; TRUST: a child is never public


@dataclass(frozen=True, slots=True)
class ProofRow:
    """What showed it."""

    kind: str
    id: UUID | None
    hours: Decimal | None
    told: str


@dataclass(frozen=True, slots=True)
class IssuedRow:
    """A credential. `name` is its person's, for the learner and for staff alone; blank where nobody is behind it."""

    id: UUID
    definition: Definition
    issuer: IssuerRow
    person_id: UUID | None
    name: str
    birth_year: int | None
    level: LevelRow | None
    number: str
    hours: Decimal | None
    issued_at: datetime
    valid_until: datetime | None
    suspended_at: datetime | None
    suspended_for: str
    revoked_at: datetime | None
    revoked_for: str
    replaced_at: datetime | None
    sight: str
    shows_name: bool
    shows_evidence: bool
    code: str
    proofs: tuple[ProofRow, ...] = ()

    @property
    def title(self) -> T:
        """What was achieved."""
        return T.verbatim(self.definition.name_th, self.definition.name_en)

    @property
    def short(self) -> str:
        """As addresses have it."""
        return short(self.id)

    @property
    def sight_label(self) -> T:
        """Who sees it, in words."""
        return SIGHTS[self.sight]

    def standing(self, at: datetime) -> str:
        """A key of `words.STANDINGS`: how it stands at a moment; revoked too once nobody is behind it."""
        if self.revoked_at is not None or self.person_id is None:
            return "revoked"
        if self.suspended_at is not None:
            return "suspended"
        return "expired" if self.valid_until is not None and self.valid_until < at else "standing"

    def standing_label(self, at: datetime) -> T:
        """The same in words."""
        return STANDINGS[self.standing(at)]

    def grown(self, at: datetime) -> bool:
        """Whether its person is surely no child."""
        return self.birth_year is not None and day_of(at).year - self.birth_year > GROWN_AT


def id_of(text: str) -> UUID | None:
    """The id behind what stands in an address; None for anything else."""
    try:
        return from_short(text)
    except ValueError:
        return None


def credential(id: UUID) -> IssuedRow | None:
    """One, with what showed it."""
    rows = _rows(Credential.objects.filter(id=id).prefetch_related("evidence"))
    return next(iter(rows), None)


def of_persons(persons: Iterable[UUID], *, after: UUID | None = None, limit: int = PAGE) -> list[IssuedRow]:
    """What these people were given, the newest first, with what showed it."""
    found = Credential.objects.filter(person__in=list(persons))
    found = found.filter(id__lt=after) if after else found
    return _rows(found.order_by("-id").prefetch_related("evidence")[:limit])


def issued(
    *, places: Iterable[tuple[str, UUID]], text: str = "", standing: str = "", at: datetime,
    definition_id: UUID | None = None, after: UUID | None = None, limit: int = PAGE,
) -> list[IssuedRow]:
    """What these networks, organisations and spaces issued, the newest first; `text` is a number, or the beginning of a
    person's name; `standing` one of `words.STANDINGS`.
    """
    of = Q(pk__in=[])
    for kind, id in places:
        of |= Q(**{f"issuer__{kind}": id})
    found = Credential.objects.filter(of & _where(standing, at))
    if definition_id is not None:
        found = found.filter(definition=definition_id)
    found = found.filter(_meant(text)) if text.strip() else found
    found = found.filter(id__lt=after) if after else found
    return _rows(found.order_by("-id")[:limit])


def shown_holders(definition_id: UUID, *, at: datetime, limit: int = PAGE) -> list[IssuedRow]:
    """Who chose to stand in the list of holders: in force, grown up, the newest first."""
    found = Credential.objects.filter(definition=definition_id, sight="public", shows_name=True)
    rows = _rows(found.filter(_where("standing", at)).order_by("-id")[:limit])
    return [row for row in rows if row.grown(at)]


def counts(definition_id: UUID) -> int:
    """How many were issued and not taken back."""
    found = Credential.objects.filter(definition=definition_id, revoked_at=None, person__isnull=False)
    return int(found.aggregate(n=Count("id"))["n"])


def _where(standing: str, at: datetime) -> Q:
    gone = Q(revoked_at__isnull=False) | Q(person=None)
    over = Q(valid_until_at__lt=at)
    return {
        "revoked": gone,
        "suspended": ~gone & Q(suspended_at__isnull=False),
        "expired": ~gone & Q(suspended_at=None) & over,
        "standing": ~gone & Q(suspended_at=None) & (Q(valid_until_at=None) | Q(valid_until_at__gte=at)),
    }.get(standing, Q())


def _meant(text: str) -> Q:
    year, _, number = text.strip().partition("/")
    if year.isascii() and year.isdigit() and number.isascii() and number.isdigit() and len(year) == 4:
        return Q(year_be=int(year), number=int(number[:9]))
    if text.strip().isascii() and text.strip().isdigit() and len(text.strip()) < 10:
        return Q(number=int(text.strip()))
    found = id_of(text.strip())
    return Q(id=found) if found else Q(person__sort_key__startswith=key_start(text))


def _rows(found: QuerySet[Credential]) -> list[IssuedRow]:
    own = (*(f"issuer__{name}" for name in NAMED), "definition", "level")
    listed = list(found.select_related(*own).defer("document", "token"))
    known = people.known({row.person_id for row in listed if row.person_id})
    return [_row(row, known.get(row.person_id) if row.person_id else None) for row in listed]


def _row(row: Credential, person: people.Known | None) -> IssuedRow:
    asked = getattr(row, "_prefetched_objects_cache", {}).get("evidence", ())
    return IssuedRow(
        row.id, row.definition, issuer_row(row.issuer), row.person_id, person.name if person else "",
        person.birth_year if person else None,
        LevelRow(row.level.number, row.level.name_th, row.level.name_en) if row.level else None,
        f"{row.year_be}/{row.number:06d}", row.hours, row.issued_at, row.valid_until_at, row.suspended_at,
        row.suspended_for, row.revoked_at, row.revoked_for, row.replaced_at, row.sight, row.shows_name,
        row.shows_evidence, row.code,
        tuple(ProofRow(one.object_kind, one.object_id, one.hours, one.told) for one in asked),
    )
