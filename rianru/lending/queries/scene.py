"""What stands at the desk: a copy with its loan, hold and way, and a member with all that counts for lending.

Each is one query, however much a member has out and however many wait.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection

from rianru.core import prepared
from rianru.kernel.thai import normalise
from rianru.kernel.words import T

_COPY = """
    SELECT item.id, item.barcode, item.state, item.space_id, home.network_id, home.code,
           home.name_th, home.name_en, home.closed_on, edition.id, edition.work_id, edition.title,
           edition.format, edition.language, coalesce(nullif(item.type, ''), edition.format), item.call_number,
           item.price,
           loan.id, loan.membership_id, loan.due_on, loan.space_id, loan.lent_at, loan.decided, loan.claimed_at,
           loan.renewals,
           hold.id, hold.membership_id, hold.state, hold.pickup_id, hold.ready_until_on,
           way.id, way.receiver_id, way.hold_id, way.sent_at,
           next.id, next.membership_id, next.pickup_id, next.category, item.changed_at,
           EXISTS (SELECT FROM people_consent AS consent JOIN people_membership AS member USING (person_id)
                   WHERE member.id = loan.membership_id AND consent.purpose = 'history'
                     AND consent.withdrawn_at IS NULL),
           (SELECT version FROM lending_rulestamp WHERE id = 1)
    FROM catalogue_item AS item
    JOIN catalogue_edition AS edition ON edition.id = item.edition_id
    JOIN places_space AS home ON home.id = item.space_id
    LEFT JOIN lending_loan AS loan ON loan.item_id = item.id AND loan.returned_at IS NULL
    LEFT JOIN lending_hold AS hold ON hold.copy_id = item.id AND hold.state IN ('pulled', 'travelling', 'ready')
    LEFT JOIN lending_transit AS way ON way.item_id = item.id AND way.received_at IS NULL
    LEFT JOIN LATERAL (
        SELECT one.id, one.membership_id, one.pickup_id, member.category
        FROM catalogue_edition AS near JOIN catalogue_item AS wanted ON wanted.edition_id = near.id
        JOIN lending_hold AS one ON one.item_id = wanted.id
        JOIN people_membership AS member ON member.id = one.membership_id
        JOIN places_space AS pickup ON pickup.id = one.pickup_id
        WHERE near.work_id = edition.work_id AND one.ended_at IS NULL
          AND (one.state = 'waiting' OR (one.state = 'suspended' AND one.suspended_until_on <= %(day)s))
          AND (one.wanted_until_on IS NULL OR one.wanted_until_on >= %(day)s)
          AND (one.reach = 'work' OR (one.reach = 'edition' AND near.id = edition.id) OR wanted.id = item.id)
          AND member.network_id = home.network_id AND member.ended_at IS NULL AND member.until_on >= %(day)s
          AND (pickup.closed_on IS NULL OR pickup.closed_on > %(day)s)
        ORDER BY one.placed_at, one.id LIMIT 1) AS next ON true
    WHERE {which}
"""
_BY_BARCODE = _COPY.format(which="item.barcode = %(barcode)s LIMIT 50")
_BY_ID = _COPY.format(which="item.id = ANY(%(ids)s)")
_MEMBER = """
    SELECT member.id, member.person_id, own.key, concat_ws(' ', person.given_name, nullif(person.family_name, '')),
           member.network_id, member.home_space_id, member.category, member.until_on, card.number, person.birth_year,
           person.lives_in,
           (SELECT coalesce(array_agg(reason ORDER BY id), '{}') FROM people_block
            WHERE membership_id = member.id AND ended_at IS NULL AND (until_on IS NULL OR until_on >= %(day)s)),
           (SELECT count(*) FROM lending_loan WHERE membership_id = member.id AND returned_at IS NULL),
           (SELECT count(*) FROM lending_loan
            WHERE membership_id = member.id AND returned_at IS NULL AND due_on < %(day)s),
           (SELECT count(*) FROM lending_hold WHERE membership_id = member.id AND ended_at IS NULL),
           (SELECT count(*) FROM lending_hold WHERE membership_id = member.id AND state = 'ready'),
           coalesce((SELECT -balance FROM treasury_account WHERE holder_id = member.id AND kind = 'deposit'), 0),
           coalesce((SELECT balance FROM treasury_account WHERE holder_id = member.id AND kind = 'owed'), 0),
           EXISTS (SELECT FROM people_consent
                   WHERE person_id = member.person_id AND purpose = 'statistics' AND withdrawn_at IS NULL),
           (SELECT version FROM lending_rulestamp WHERE id = 1),
           EXISTS (SELECT FROM learning_passport WHERE person_id = member.person_id AND borrowing)
    FROM people_membership AS member
    JOIN people_person AS person ON person.id = member.person_id
    JOIN people_pseudonym AS own ON own.person_id = person.id AND own.destroyed_at IS NULL
    LEFT JOIN people_card AS card ON card.membership_id = member.id AND card.ended_at IS NULL
    WHERE member.id = %(id)s AND member.ended_at IS NULL
"""
_OF_KIND = """
    SELECT count(*) FROM lending_loan AS loan JOIN catalogue_item AS item ON item.id = loan.item_id
    JOIN catalogue_edition AS edition ON edition.id = item.edition_id
    WHERE loan.membership_id = %s AND loan.returned_at IS NULL
      AND coalesce(nullif(item.type, ''), edition.format) = %s
"""


@dataclass(frozen=True, slots=True)
class Copy:
    """A copy as the desk sees it. `space` is its home; `loan`, `hold` and `way` are what is open about it.

    `next_hold` is the first in the queue that this copy could answer; `keeps`: its borrower keeps their history.
    """

    id: UUID
    barcode: str
    state: str
    space: UUID
    network: UUID
    space_code: str
    space_th: str
    space_en: str
    space_closed_on: date | None
    edition: UUID
    work: UUID
    title: str
    format: str
    language: str
    type: str
    call_number: str
    price: int | None  # satang
    loan: UUID | None
    borrower: UUID | None
    due_on: date | None
    lent_from: UUID | None
    lent_at: Any
    decided: dict[str, Any] | None
    claimed_at: Any
    renewals: int | None
    hold: UUID | None
    held_for: UUID | None
    hold_state: str | None
    pickup: UUID | None
    ready_until_on: date | None
    way: UUID | None
    way_to: UUID | None
    way_hold: UUID | None
    sent_at: Any
    next_hold: UUID | None
    next_member: UUID | None
    next_pickup: UUID | None
    next_category: str | None
    changed_at: Any
    keeps: bool
    rules_stamp: UUID | None

    @property
    def home(self) -> T:
        """The name of its home."""
        return T.verbatim(self.space_th, self.space_en)


@dataclass(frozen=True, slots=True)
class Borrower:
    """A member with all that counts for lending. Money in satang; `counted`: age may be counted in statistics;
    `stamps`: they asked for stamps of what they borrow.
    """

    id: UUID
    person: UUID
    key: UUID
    name: str
    network: UUID
    home_space: UUID
    category: str
    until_on: date
    card: str
    birth_year: int | None
    lives_in: str
    blocks: Sequence[str]
    out: int
    overdue: int
    holds: int
    ready: int
    deposit: int
    owed: int
    counted: bool
    rules_stamp: UUID | None
    stamps: bool

    def age(self, day: date) -> int | None:
        """Years that they reach in the year of a day."""
        return None if self.birth_year is None else day.year - self.birth_year


def copies_scanned(barcode: str, *, day: date) -> list[Copy]:
    """Every copy with this barcode, as it stands on a day."""
    said = normalise(barcode).strip()
    return _copies(_BY_BARCODE, {"barcode": said, "day": day}) if said else []


def copies(ids: Sequence[UUID], *, day: date) -> list[Copy]:
    """Copies by id, as far as they are there."""
    return _copies(_BY_ID, {"ids": list(ids), "day": day}) if ids else []


def copy(id: UUID, *, day: date) -> Copy | None:
    """One copy by its id."""
    return next(iter(copies([id], day=day)), None)


def borrower(membership_id: UUID, *, day: date) -> Borrower | None:
    """A member in force, with what counts for lending on a day."""
    found = prepared.rows(_MEMBER, {"id": membership_id, "day": day})
    return Borrower(*found[0]) if found else None


def out_of_kind(membership_id: UUID, type: str) -> int:
    """How many things of a kind a member has out."""
    with connection.cursor() as cursor:
        cursor.execute(_OF_KIND, [membership_id, type])
        return int(cursor.fetchone()[0])


def _copies(sql: str, given: dict[str, Any]) -> list[Copy]:
    return [_copy(list(row)) for row in prepared.rows(sql, given)]


def _copy(row: list[Any]) -> Copy:
    said = row[_DECIDED]  # JSON as text
    row[_DECIDED] = json.loads(said) if said else None
    return Copy(*row)


_DECIDED = [one.name for one in fields(Copy)].index("decided")
