"""Members of networks: by card, by name, by phone; what stands in their way, and who may act for them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from rianru.kernel.cards import cleaned, shown
from rianru.kernel.thai import sort_key
from rianru.kernel.words import T
from rianru.people.models import Block, Card, Consent, HouseholdMember, Membership
from rianru.people.words import BLOCK_REASONS, CATEGORIES

LIMIT = 20
SHORTEST_PHONE = 4  # digits by which members are looked up


@dataclass(frozen=True, slots=True)
class Member:
    """A membership and its person. `card` is the live number; `key` stands for them in facts."""

    id: UUID
    person_id: UUID
    key: UUID
    name: str
    network_id: UUID
    home_space_id: UUID
    category: str
    since_on: date
    until_on: date
    card: str
    birth_year: int | None
    lives_in: str
    phone: str
    keeps_history: bool
    note: str

    @property
    def category_label(self) -> T:
        """Child, adult …"""
        return CATEGORIES[self.category]

    @property
    def card_shown(self) -> str:
        """The number as it is read aloud."""
        return shown(self.card)

    def age(self, day: date) -> int | None:
        """Years on a day, as far as a birth year tells: the age they reach in that year."""
        return None if self.birth_year is None else day.year - self.birth_year


@dataclass(frozen=True, slots=True)
class BlockRow:
    """Why a membership may not borrow, and until the end of which day."""

    id: UUID
    reason: str
    note: str
    made_at: datetime
    until_on: date | None

    @property
    def label(self) -> T:
        """The reason in words."""
        return BLOCK_REASONS[self.reason]


@dataclass(frozen=True, slots=True)
class Scanned:
    """What a card number leads to: its membership, and whether the card was replaced since."""

    membership_id: UUID
    ended: bool


def member(membership_id: UUID) -> Member | None:
    """One membership in force; None where there is none."""
    return next(iter(members([membership_id])), None)


def members(ids: Iterable[UUID]) -> list[Member]:
    """Memberships in force, in the order of names."""
    return _rows(Membership.objects.filter(id__in=list(ids)))


def member_of(*, key: UUID, network_id: UUID) -> Member | None:
    """The membership of the person for whom `key` stands."""
    own = Membership.objects.filter(person__pseudonyms__key=key, network=network_id)
    return next(iter(_rows(own)), None)


def memberships_of(key: UUID) -> list[Member]:
    """All memberships of the person for whom `key` stands."""
    return _rows(Membership.objects.filter(person__pseudonyms__key=key))


def scanned(number: str) -> Scanned | None:
    """What the card that was scanned or typed stands for."""
    row = Card.objects.filter(number=cleaned(number), membership__ended_at=None).first()
    return Scanned(row.membership_id, row.ended_at is not None) if row else None


def look_up(typed: str, *, network_id: UUID, limit: int = LIMIT) -> list[Member]:
    """Members whose name begins so, in the order of the dictionary, or whose phone or card holds these digits."""
    said, digits = typed.strip(), cleaned(typed)
    if not said:
        return []
    mine = Membership.objects.filter(network=network_id)
    if digits.isdigit():
        if len(digits) < SHORTEST_PHONE:
            return []
        return _rows(mine.filter(Q(cards__number=digits) | Q(person__phone__endswith=digits)).distinct(), limit)
    return _rows(mine.filter(person__sort_key__startswith=sort_key(said)), limit)


def blocks(membership_ids: Iterable[UUID], *, day: date) -> dict[UUID, list[BlockRow]]:
    """What stands in the way of each on a day; nothing for most."""
    rows = Block.objects.filter(
        Q(until_on__isnull=True) | Q(until_on__gte=day), membership__in=list(membership_ids), ended_at=None
    )
    found: dict[UUID, list[BlockRow]] = {}
    for row in rows.order_by("id"):
        found.setdefault(row.membership_id, []).append(
            BlockRow(row.id, row.reason, row.note, row.made_at, row.until_on)
        )
    return found


def acts_for(*, key: UUID) -> list[UUID]:
    """Persons for whom the one behind `key` acts: the children and elders of a household whose guardian they are."""
    mine = HouseholdMember.objects.filter(
        person__pseudonyms__key=key, left_at=None, part=HouseholdMember.Part.GUARDIAN
    ).values("household")
    wards = HouseholdMember.objects.filter(
        household__in=mine, left_at=None, part__in=[HouseholdMember.Part.CHILD, HouseholdMember.Part.ELDER]
    )
    return list(wards.order_by("id").values_list("person", flat=True))


def _rows(rows: QuerySet[Membership], limit: int | None = None) -> list[Member]:
    kept = Consent.objects.filter(purpose="history", withdrawn_at=None).values("person")
    found = (
        rows.filter(ended_at=None, cards__ended_at=None, person__pseudonyms__destroyed_at=None)
        .order_by("person__sort_key", "id")
        .values_list(
            "id", "person_id", "person__pseudonyms__key", "person__given_name", "person__family_name",
            "network_id", "home_space_id", "category", "since_on", "until_on", "cards__number",
            "person__birth_year", "person__lives_in", "person__phone", "note",
        )
    )
    listed = list(found[:limit] if limit else found)
    keeping = set(kept.filter(person__in=[row[1] for row in listed]).values_list("person", flat=True))
    return [_member(row, row[1] in keeping) for row in listed]


def _member(row: tuple[Any, ...], keeps: bool) -> Member:
    (id, person, key, given, family, network, home, category, since, until, card, born, lives, phone, note) = row
    name = f"{given} {family}".strip()
    return Member(
        id, person, key, name, network, home, category, since, until, card, born, lives, phone, keeps, note
    )
