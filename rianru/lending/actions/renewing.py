"""Keeping it longer: one loan, or all that a member has."""

import json
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import connection, transaction

from rianru.core import facts
from rianru.core.actors import Actor
from rianru.kernel.dates import date_text, day_of
from rianru.kernel.money import baht_text
from rianru.kernel.refusals import NotFound, Refused
from rianru.kernel.words import T
from rianru.lending import kinds
from rianru.lending.actions.asking import desk_or_self, masked
from rianru.lending.actions.lending import band, locked, may_borrow
from rianru.lending.actions.refusals import (
    DepositNeeded,
    NotOut,
    OwesTooMuch,
    RenewBringsNothing,
    RenewedEnough,
    RenewWhileHeld,
    RenewWhileOverdue,
)
from rianru.lending.actions.scanning import kept, rules_for, title_of, value
from rianru.lending.models import Loan
from rianru.lending.queries.days import due
from rianru.lending.queries.scene import Borrower, Copy, copies
from rianru.lending.queries.waiting import waiting_for

_RENEW = """
    UPDATE lending_loan SET due_on = %s, renewals = renewals + 1, renewed_at = %s, decided = %s
    WHERE id = %s AND returned_at IS NULL AND renewals = %s
"""


@dataclass(frozen=True, slots=True)
class Renewed:
    """A loan that goes on until another day; `refused` says why one does not."""

    loan_id: UUID
    item_id: UUID
    title: str
    due_on: date
    refused: T | None = None


def renew(*, actor: Actor, at: datetime, loan_id: UUID, space_id: UUID | None = None) -> Renewed:
    """Another term from today, by the rules of where it was lent; at a desk of any space (`space_id`) of the network.

    Refuses with NotOut, RenewedEnough, RenewWhileOverdue, RenewWhileHeld, RenewBringsNothing, OwesTooMuch,
    DepositNeeded, MembershipExpired, MemberBlocked.
    """
    with transaction.atomic():
        loan = Loan.objects.filter(id=loan_id).first()
        if loan is None:
            raise NotFound()
        if loan.membership_id is None or loan.returned_at is not None:
            raise NotOut(title=T.verbatim(loan.item.edition.title, loan.item.edition.title))
        today = day_of(at)
        who = locked(loan.membership_id, day=today)
        desk_or_self(actor, at, who, space_id=space_id or loan.space_id)
        [copy] = copies([loan.item_id], day=today)
        may_borrow(who, network_id=copy.network, day=today)
        waiting = waiting_for([copy.id], day=today)
        return _renewed(actor, at, copy, who, waiting.get(copy.id, 0), day=today)


def renew_all(*, actor: Actor, at: datetime, membership_id: UUID, space_id: UUID) -> list[Renewed]:
    """All that a member has out: each is renewed, or says why not. Nothing refuses the whole but the member's card."""
    with transaction.atomic():
        today = day_of(at)
        who = locked(membership_id, day=today)
        desk_or_self(actor, at, who, space_id=space_id)
        out = Loan.objects.filter(membership=membership_id, returned_at=None).order_by("due_on", "id")
        held = copies(list(out.values_list("item", flat=True)), day=today)
        held.sort(key=lambda copy: (copy.due_on or today, str(copy.loan)))
        if held:
            may_borrow(who, network_id=held[0].network, day=today)
        waiting = waiting_for([copy.id for copy in held], day=today)
        return [_tried(actor, at, copy, who, waiting.get(copy.id, 0), day=today) for copy in held]


def _tried(actor: Actor, at: datetime, copy: Copy, who: Borrower, waiting: int, *, day: date) -> Renewed:
    assert copy.loan is not None
    assert copy.due_on is not None
    try:
        return _renewed(actor, at, copy, who, waiting, day=day)
    except Refused as refusal:
        return Renewed(copy.loan, copy.id, copy.title, copy.due_on, refusal.message)


def _renewed(actor: Actor, at: datetime, copy: Copy, who: Borrower, waiting: int, *, day: date) -> Renewed:
    """TK Park: not while anything is overdue, held by another, owed, or with too small a deposit."""
    if copy.loan is None or copy.due_on is None or copy.lent_from is None or copy.borrower != who.id:
        raise NotOut(title=title_of(copy))
    answers = rules_for(copy, space_id=copy.lent_from, category=who.category, stamp=who.rules_stamp)
    most, done = value(answers, "renewals"), copy.renewals or 0
    until = due(copy.lent_from, lent_on=day, days=value(answers, "renewal_days"))
    if done >= most:
        raise RenewedEnough(title=title_of(copy), most=most, due=date_text(copy.due_on))
    if who.overdue:
        raise RenewWhileOverdue(overdue=who.overdue)
    if waiting:
        raise RenewWhileHeld(title=title_of(copy), waiting=waiting, due=date_text(copy.due_on))
    _paid(who, value(answers, "owed_at_most"), value(answers, "deposit"))
    if until.on <= copy.due_on:
        raise RenewBringsNothing(title=title_of(copy), due=date_text(copy.due_on))
    _write(actor, at, copy, until.on, json.dumps(kept(answers)), age_band=band(who, day))
    return Renewed(copy.loan, copy.id, copy.title, until.on)


def _paid(who: Borrower, owed_at_most: int, deposit: int) -> None:
    if who.owed > owed_at_most:
        raise OwesTooMuch(owed=baht_text(who.owed))
    if who.deposit < deposit:
        raise DepositNeeded(
            needed=baht_text(deposit), has=baht_text(who.deposit), missing=baht_text(deposit - who.deposit)
        )


def _write(actor: Actor, at: datetime, copy: Copy, until: date, decided: str, *, age_band: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_RENEW, [until, at, decided, copy.loan, copy.renewals])
        if not cursor.rowcount:
            raise NotOut(title=title_of(copy))
    assert copy.loan is not None
    key = facts.one_off(object_kind="loan", object_id=copy.loan)
    facts.record(kinds.RENEWED, actor=masked(actor, key), at=at, subject=key, object_kind="item", object_id=copy.id,
                 space_id=copy.lent_from, format=copy.format, age_band=age_band)
