"""Members of networks: by card, by name, by phone; what stands in their way, and who may act for them."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.contrib.auth.hashers import check_password, make_password
from django.db.models import Q, QuerySet

from rianru.core import prepared
from rianru.kernel.cards import cleaned, shown
from rianru.kernel.dates import day_of
from rianru.kernel.thai import key_start, sort_key, to_arabic
from rianru.kernel.words import T
from rianru.people.models import Block, Card, Consent, HouseholdMember, Membership, MembershipTerms
from rianru.people.words import AGES, BLOCK_REASONS, CATEGORIES, PARTS

LIMIT = 20
SHORTEST_PHONE = 4  # digits by which members are looked up
WHOLE_PHONE = 9


_SCANNED = """
    SELECT card.membership_id, card.ended_at IS NOT NULL FROM people_card AS card
    JOIN people_membership AS member ON member.id = card.membership_id AND member.ended_at IS NULL
    WHERE card.number = %s
"""


@dataclass(frozen=True, slots=True)
class Member:
    """A membership and its person. `card` is the live number; `key` stands for them in facts."""

    id: UUID
    person_id: UUID
    key: UUID
    given_name: str
    family_name: str
    network_id: UUID
    home_space_id: UUID
    category: str
    since_on: date
    until_on: date
    card: str
    birth_year: int | None
    lives_in: str
    phone: str
    account_email: str  # blank: no account
    own_email: str  # as they told the desk
    keeps_history: bool
    note: str

    @property
    def name(self) -> str:
        """Given name first, always."""
        return f"{self.given_name} {self.family_name}".strip()

    @property
    def email(self) -> str:
        """Where letters go: to their account, else as they told the desk; blank where nowhere."""
        return self.account_email or self.own_email

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


@dataclass(frozen=True, slots=True)
class Alike:
    """Who is about to be registered: names, year of birth (CE) and phone (digits)."""

    given_name: str
    family_name: str = ""
    birth_year: int | None = None
    phone: str = ""


@dataclass(frozen=True, slots=True)
class Housemate:
    """Someone's place in a household. `agreed_at`: since when they are acted for, or act."""

    membership_id: UUID | None  # none: no member of this network
    person_id: UUID
    key: UUID
    name: str
    part: str
    birth_year: int | None
    card: str
    agreed_at: datetime | None

    @property
    def label(self) -> T:
        """Guardian, child …"""
        return PARTS[self.part]


@dataclass(frozen=True, slots=True)
class Terms:
    """How a network takes people in: `online` (`words.JOINING_ONLINE`), and for how many years."""

    online: str = "at_desk"
    years: int = 1


def terms(network_id: UUID) -> Terms:
    """A network's terms; what holds everywhere where it has said nothing."""
    row = MembershipTerms.objects.filter(network=network_id).first()
    return Terms(row.online, row.years) if row else Terms()


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


def memberships_of_persons(persons: Iterable[UUID]) -> list[Member]:
    """All memberships of these persons, in the order of names."""
    return _rows(Membership.objects.filter(person__in=list(persons)))


def scanned(number: str) -> Scanned | None:
    """What the card that was scanned or typed stands for."""
    rows = prepared.rows(_SCANNED, [cleaned(number)])
    return Scanned(*rows[0]) if rows else None


def look_up(typed: str, *, network_id: UUID, limit: int = LIMIT) -> list[Member]:
    """Members with this card; else whose phone ends so; else whose name begins so, or holds it where none begins so.

    In the order of the dictionary, tone marks aside. Nothing for fewer than four digits.
    """
    said, number = key_start(typed), cleaned(typed)
    mine = Membership.objects.filter(network=network_id)
    if not number or (number.isdigit() and len(number) < SHORTEST_PHONE):
        return []
    if any(sign.isdigit() for sign in number):
        phone = Q(person__phone=number) if len(number) >= WHOLE_PHONE else Q(person__phone__endswith=number)
        held = mine.filter(cards__number=number).values("id")
        return _rows(mine.filter(Q(id__in=held) | (phone if number.isdigit() else Q(pk__in=[]))), limit)
    if not said:
        return []
    return (_rows(mine.filter(person__sort_key__startswith=said), limit)
            or _rows(mine.filter(person__sort_key__contains=said), limit))


def waiting_at_desk(*, network_id: UUID) -> list[Member]:
    """Members who joined online and are to be confirmed at a desk, those who waited longest first."""
    waiting = Block.objects.filter(
        reason="confirm", ended_at=None, membership__network=network_id, membership__ended_at=None
    )
    ids = list(waiting.order_by("id").values_list("membership", flat=True)[:LIMIT])
    return sorted(members(ids), key=lambda one: ids.index(one.id))


def count_waiting_at_desk(*, network_ids: Collection[UUID]) -> int:
    """How many members of these networks are to be confirmed at a desk."""
    return Block.objects.filter(
        reason="confirm", ended_at=None, membership__network__in=list(network_ids), membership__ended_at=None
    ).count()


def alike(who: Alike, *, network_id: UUID) -> list[Member]:
    """Members who are probably the same person: the same name and no other year of birth, or the same phone and given
    name.
    """
    name = sort_key(f"{who.given_name} {who.family_name}")
    same = Q(person__sort_key=name)
    if who.birth_year is not None:
        same &= Q(person__birth_year=who.birth_year) | Q(person__birth_year=None)
    if who.phone:
        same |= Q(person__phone=who.phone, person__sort_key__startswith=key_start(who.given_name))
    return _rows(Membership.objects.filter(same, network=network_id), LIMIT)


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


def category_at(birth_year: int | None, *, at: datetime) -> str:
    """The category of an age: of someone in the year of a birthday, the younger one; adult where nothing is known."""
    if birth_year is None:
        return "adult"
    surely = max(day_of(at).year - birth_year - 1, 0)
    return next(name for name, (youngest, oldest) in AGES.items() if youngest <= surely <= oldest)


def pin_fits(membership_id: UUID, pin: str) -> bool:
    """Whether this is the member's PIN; takes as long where none was set. The caller counts failures."""
    kept = Membership.objects.filter(id=membership_id, ended_at=None).values_list("pin", flat=True).first()
    return check_password(to_arabic(pin.strip()), kept or make_password(None))


def household(person_id: UUID, *, network_id: UUID) -> list[Housemate]:
    """Everyone in the household of a person, themselves too: guardians first. Empty where there is none."""
    own = HouseholdMember.objects.filter(person=person_id, left_at=None).values("household")
    rows = list(
        HouseholdMember.objects.filter(household__in=own, left_at=None, person__pseudonyms__destroyed_at=None)
        .order_by("id")
        .values_list("person_id", "person__pseudonyms__key", "person__given_name", "person__family_name", "part",
                     "person__birth_year", "agreed_at")
    )
    held = {row[0]: row[1:] for row in Card.objects.filter(
        membership__person__in=[row[0] for row in rows], membership__network=network_id, membership__ended_at=None,
        ended_at=None,
    ).values_list("membership__person", "membership", "number")}
    order = list(PARTS)
    return sorted((
        Housemate(held.get(person, (None, ""))[0], person, key, f"{given} {family}".strip(), part, born,
                  held.get(person, (None, ""))[1], agreed)
        for person, key, given, family, part, born, agreed in rows
    ), key=lambda mate: order.index(mate.part))


def _rows(rows: QuerySet[Membership], limit: int | None = None) -> list[Member]:
    kept = Consent.objects.filter(purpose="history", withdrawn_at=None).values("person")
    found = (
        rows.filter(ended_at=None, cards__ended_at=None, person__pseudonyms__destroyed_at=None)
        .order_by("person__sort_key", "id")
        .values_list(
            "id", "person_id", "person__pseudonyms__key", "person__given_name", "person__family_name",
            "network_id", "home_space_id", "category", "since_on", "until_on", "cards__number",
            "person__birth_year", "person__lives_in", "person__phone", "person__account__email",
            "person__email", "note",
        )
    )
    listed = list(found[:limit] if limit else found)
    keeping = set(kept.filter(person__in=[row[1] for row in listed]).values_list("person", flat=True))
    return [_member(row, row[1] in keeping) for row in listed]


def _member(row: tuple[Any, ...], keeps: bool) -> Member:
    (id, person, key, given, family, network, home, category, since, until, card, born, lives, phone, account, own,
     note) = row
    return Member(
        id, person, key, given, family, network, home, category, since, until, card, born, lives, phone, account or "",
        own, keeps, note,
    )
