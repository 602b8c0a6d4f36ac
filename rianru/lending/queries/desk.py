"""What a desk shows of a member and of its day, each in one query however much there is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from rianru.core import prepared
from rianru.kernel.dates import start_of_day
from rianru.lending.models import Loan

SHOWN = 8
_LOANS = """
    SELECT loan.id, item.id, edition.work_id, edition.title, item.barcode, loan.lent_at, loan.due_on, loan.renewals,
           loan.claimed_at, item.price
    FROM (SELECT * FROM lending_loan WHERE membership_id = %(member)s AND returned_at IS NULL
            AND (%(after)s::uuid IS NULL OR id < %(after)s) ORDER BY id DESC LIMIT %(limit)s) AS loan
    JOIN catalogue_item AS item ON item.id = loan.item_id
    JOIN catalogue_edition AS edition ON edition.id = item.edition_id
    ORDER BY loan.id DESC
"""
_READY = """
    SELECT hold.id, edition.title, item.barcode, hold.ready_until_on FROM lending_hold AS hold
    JOIN catalogue_item AS item ON item.id = hold.copy_id
    JOIN catalogue_edition AS edition ON edition.id = item.edition_id
    WHERE hold.membership_id = %s AND hold.pickup_id = %s AND hold.state = 'ready' ORDER BY hold.id LIMIT 20
"""
_BACK = """
    SELECT loan.id, edition.title, item.barcode, loan.returned_at, item.state, item.space_id = loan.returned_to_id,
           loan.ended_as
    FROM (SELECT * FROM lending_loan WHERE returned_to_id = %s AND returned_at >= %s AND ended_as <> 'undone'
          ORDER BY returned_at DESC LIMIT %s) AS loan
    JOIN catalogue_item AS item ON item.id = loan.item_id
    JOIN catalogue_edition AS edition ON edition.id = item.edition_id
    ORDER BY loan.returned_at DESC
"""
_KEPT_FOR = """
    SELECT person.given_name, card.number, hold.ready_until_on FROM lending_hold AS hold
    JOIN people_membership AS member ON member.id = hold.membership_id
    JOIN people_person AS person ON person.id = member.person_id
    LEFT JOIN people_card AS card ON card.membership_id = member.id AND card.ended_at IS NULL
    WHERE hold.id = %s AND hold.pickup_id = %s AND hold.state = 'ready'
"""


@dataclass(frozen=True, slots=True)
class LoanRow:
    """A loan as its member and the desk see it. `price` in satang."""

    id: UUID
    item_id: UUID
    work_id: UUID
    title: str
    barcode: str
    lent_at: datetime
    due_on: date
    renewals: int
    claimed_at: datetime | None
    price: int | None


@dataclass(frozen=True, slots=True)
class ReadyRow:
    """What waits for a member on the hold shelf of a space."""

    hold_id: UUID
    title: str
    barcode: str
    until: date


@dataclass(frozen=True, slots=True)
class BackRow:
    """What came back to a desk today; whose it was is forgotten."""

    loan_id: UUID
    title: str
    barcode: str
    returned_at: datetime
    state: str
    at_home: bool
    ended_as: str


def loans_of(membership_id: UUID, *, limit: int = SHOWN, after: UUID | None = None) -> list[LoanRow]:
    """What a member has out, the latest first; `after`: the last of the page before."""
    return [LoanRow(*row) for row in _all(_LOANS, {"member": membership_id, "after": after, "limit": limit})]


def titles_of(loan_ids: Iterable[UUID]) -> dict[UUID, str]:
    """The titles that loans were of, ended ones too: what a fine was for."""
    rows = Loan.objects.filter(id__in=set(loan_ids)).values_list("id", "item__edition__title")
    return dict(rows)


def open_loans_of(membership_id: UUID) -> int:
    """How many things a member has out."""
    return Loan.objects.filter(membership=membership_id, returned_at=None).count()


def ready_for(membership_id: UUID, *, space_id: UUID) -> list[ReadyRow]:
    """What waits for a member on the hold shelf of a space: to be given to them now."""
    return [ReadyRow(*row) for row in _all(_READY, [membership_id, space_id])]


def came_back(space_id: UUID, *, day: date, limit: int = SHOWN) -> list[BackRow]:
    """What came back to a space on a day, the latest first."""
    return [BackRow(*row) for row in _all(_BACK, [space_id, start_of_day(day), limit])]


def kept_for(hold_id: UUID, *, space_id: UUID) -> tuple[str, str, date] | None:
    """Given name and card of whom a copy is kept for at a space, and until when, for the slip in the book."""
    return next(((name, card or "", until) for name, card, until in _all(_KEPT_FOR, [hold_id, space_id])), None)


def _all(sql: str, given: Sequence[Any] | dict[str, Any]) -> list[tuple[Any, ...]]:
    return prepared.rows(sql, given)
