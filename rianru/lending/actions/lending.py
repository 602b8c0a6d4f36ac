"""Lending a copy to a member, and taking that back at once."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from rianru.catalogue.actions.circulating import turn
from rianru.catalogue.models import Item
from rianru.catalogue.words import TYPES
from rianru.core import facts, idempotency, prepared
from rianru.core.actors import Actor, system
from rianru.kernel.dates import date_text, day_of
from rianru.kernel.ids import new_id
from rianru.kernel.money import baht_text
from rianru.kernel.refusals import NotFound
from rianru.kernel.words import T
from rianru.learning import actions as learning
from rianru.lending import kinds
from rianru.lending.actions.answering import end_way, fill_hold
from rianru.lending.actions.refusals import (
    AlreadyTheirs,
    CannotUndo,
    CopyAlreadyOut,
    CopyChangedMeanwhile,
    CopyNotOnShelf,
    CopyWaitsForAnother,
    DepositNeeded,
    MemberBlocked,
    MemberOfAnotherNetwork,
    MembershipExpired,
    NotLent,
    OwesTooMuch,
    TooManyOfKind,
    TooManyOut,
    TooYoung,
)
from rianru.lending.actions.scanning import at_desk, copy_scanned, kept, rules_for, title_of, value
from rianru.lending.models import Loan
from rianru.lending.queries.days import due
from rianru.lending.queries.rules import Answer
from rianru.lending.queries.scene import Borrower, Copy, borrower, out_of_kind
from rianru.lending.words import STATES
from rianru.people.words import BLOCK_REASONS

UNDO = timedelta(minutes=15)
ON_SHELF = (Item.State.AVAILABLE, Item.State.ABSENT)  # no longer listed, and here all the same
STAMPS = system("lending.check_out")  # so that no fact of a stamp names the desk that lent
ON_THE_WAY = (Item.State.ON_HOLD_SHELF, Item.State.IN_TRANSIT)  # for this member, or with nobody waiting
_LOCK = "SELECT id FROM people_membership WHERE id = %s FOR NO KEY UPDATE"
_LEND = """
    INSERT INTO lending_loan (id, item_id, membership_id, space_id, lent_at, due_on, decided, renewals, ended_as)
    VALUES (%s, %s, %s, %s, %s, %s, %s::jsonb, 0, '')
"""


@dataclass(frozen=True, slots=True)
class Lent:
    """What was lent, until when, and how many the member has out with it."""

    loan_id: UUID
    item_id: UUID
    title: str
    barcode: str
    due_on: date
    out: int
    most: int
    steps: tuple[T, ...]
    who: Borrower | None = None  # the member as they stand now


def check_out(*, actor: Actor, at: datetime, space_id: UUID, membership_id: UUID, barcode: str) -> Lent:
    """Lends the copy with this barcode to a member, until a day on which the space is open.

    Refuses with what stands in the way of the member (MembershipExpired, MemberBlocked, MemberOfAnotherNetwork,
    OwesTooMuch, TooManyOut …), of the copy (BarcodeUnknown, CopyAlreadyOut, AlreadyTheirs, CopyWaitsForAnother,
    CopyNotOnShelf …) or of both (NotLent, TooYoung, DepositNeeded, TooManyOfKind, NoRule).
    """
    network_id = at_desk(actor, at, space_id)
    today = day_of(at)
    with _one_loan_a_copy(barcode), idempotency.whole():
        who = locked(membership_id, day=today)
        may_borrow(who, network_id=network_id, day=today)
        copy = copy_scanned(barcode, space_id=space_id, network_id=network_id, at=at, day=today)
        _free_for(copy, who)
        answers = rules_for(copy, space_id=space_id, category=who.category, stamp=who.rules_stamp)
        _allowed(copy, who, answers, day=today)
        until = due(space_id, lent_on=today, days=value(answers, "period_days"), fixed=_fixed(answers))
        loan_id = _write(actor, at, space_id, copy, who, until.on, answers)
    return Lent(loan_id, copy.id, copy.title, copy.barcode, until.on, who.out + 1, value(answers, "items_at_once"),
                until.steps, replace(who, out=who.out + 1))


def undo_check_out(*, actor: Actor, at: datetime, space_id: UUID, loan_id: UUID) -> None:
    """It was the wrong copy or the wrong member: as if it had not been lent. Refuses with CannotUndo."""
    at_desk(actor, at, space_id)
    with transaction.atomic():
        loan = Loan.objects.select_for_update(of=("self",)).select_related("item__edition").filter(
            id=loan_id, space=space_id
        ).first()
        if loan is None:
            raise NotFound()
        if loan.returned_at or loan.renewals or at - loan.lent_at > UNDO:
            raise CannotUndo()
        if not turn([loan.item_id], was=[Item.State.ON_LOAN], becomes=Item.State.AVAILABLE, at=at):
            raise CannotUndo()
        who = borrower(loan.membership_id, day=day_of(loan.lent_at)) if loan.membership_id else None
        if who is not None and who.stamps:
            learning.unstamp_loan(actor=STAMPS, at=at, space_id=space_id, person_id=who.person, key=who.key,
                                  title=loan.item.edition.title, on=day_of(loan.lent_at))
        Loan.objects.filter(id=loan_id).update(
            returned_at=max(at, loan.lent_at), returned_to=space_id, ended_as="undone", membership=None
        )
        facts.record(kinds.LEND_UNDONE, actor=actor, at=at, ends=("loan", loan_id), object_kind="item",
                     object_id=loan.item_id, space_id=space_id, format=loan.item.edition.format, **_counted(loan, who))


def locked(membership_id: UUID, *, day: date) -> Borrower:
    """A member, whose loans nobody else adds to until this transaction ends. NotFound."""
    prepared.rows(_LOCK, [membership_id])
    who = borrower(membership_id, day=day)
    if who is None:
        raise NotFound()
    return who


def may_borrow(who: Borrower, *, network_id: UUID, day: date) -> None:
    """Refuses with MemberOfAnotherNetwork, MembershipExpired and MemberBlocked."""
    if who.network != network_id:
        raise MemberOfAnotherNetwork()
    if who.until_on < day:
        raise MembershipExpired(day=date_text(who.until_on))
    if who.blocks:
        raise MemberBlocked(reason=BLOCK_REASONS[who.blocks[0]])


def old_enough(copy: Copy, who: Borrower, answers: Mapping[str, Answer], *, day: date) -> None:
    """Refuses with TooYoung; a child whose year of birth nobody wrote down counts as too young."""
    least = value(answers, "age_at_least")
    age = who.age(day)
    if least and (age < least if age is not None else who.category == "child"):
        raise TooYoung(title=title_of(copy), age=least)


def _free_for(copy: Copy, who: Borrower) -> None:
    """Whether the copy may go to this member now: CHECKOUT 1 to 5 of the states in the README."""
    if copy.loan is not None and copy.due_on is not None:
        if copy.borrower == who.id:
            raise AlreadyTheirs(title=title_of(copy), due=date_text(copy.due_on))
        raise CopyAlreadyOut(title=title_of(copy))
    waits_for = copy.held_for if copy.hold else copy.next_member
    if waits_for is not None and waits_for != who.id:
        raise CopyWaitsForAnother(title=title_of(copy))
    if copy.state not in (*ON_SHELF, *ON_THE_WAY):
        raise CopyNotOnShelf(title=title_of(copy), state=STATES[copy.state])


def _allowed(copy: Copy, who: Borrower, answers: Mapping[str, Answer], *, day: date) -> None:
    """What the rules say of this copy and this member."""
    if not value(answers, "lends"):
        raise NotLent(title=title_of(copy))
    old_enough(copy, who, answers, day=day)
    if who.owed > value(answers, "owed_at_most"):
        raise OwesTooMuch(owed=baht_text(who.owed))
    needed = value(answers, "deposit")
    if who.deposit < needed:
        raise DepositNeeded(
            needed=baht_text(needed), has=baht_text(who.deposit), missing=baht_text(needed - who.deposit)
        )
    most = value(answers, "items_at_once")
    if who.out >= most:
        raise TooManyOut(out=who.out, most=most)
    of_kind = value(answers, "items_of_kind")
    if of_kind is not None and (out := out_of_kind(who.id, copy.type)) >= of_kind:
        raise TooManyOfKind(kind=TYPES.get(copy.type, T.verbatim(copy.type, copy.type)), out=out, most=of_kind)


def _write(
    actor: Actor, at: datetime, space_id: UUID, copy: Copy, who: Borrower, until: date, answers: Mapping[str, Answer],
) -> UUID:
    own_hold = copy.hold or copy.next_hold
    if own_hold:  # before the copy: every action locks holds first
        fill_hold(actor, at, own_hold, copy_id=copy.id, space_id=space_id, format=copy.format)
    if not turn([copy.id], was=[copy.state], becomes=Item.State.ON_LOAN, at=at):
        raise CopyChangedMeanwhile()
    loan_id = new_id()
    prepared.write(_LEND, [loan_id, copy.id, who.id, space_id, at, until, json.dumps(kept(answers))])
    if copy.way:
        end_way(copy.way, at=at)
    said: dict[str, Any] = {"space_id": space_id, "home_area": who.lives_in}
    facts.record(kinds.LENT, actor=actor, at=at, begins=("loan", loan_id), object_kind="item", object_id=copy.id,
                 format=copy.format, age_band=band(who, day_of(at)), **said)
    facts.first_in_period(kinds.FIRST_LOAN, key=who.key, at=at, home_area=who.lives_in)
    if who.stamps:
        learning.stamp_loan(actor=STAMPS, at=at, space_id=space_id, person_id=who.person, key=who.key, title=copy.title)
    return loan_id


def _counted(loan: Loan, who: Borrower | None) -> dict[str, Any]:
    """Under what a loan was counted, besides its place and format."""
    return {"age_band": band(who, day_of(loan.lent_at)), "home_area": who.lives_in} if who else {}


@contextmanager
def _one_loan_a_copy(barcode: str) -> Iterator[None]:
    """Turns the database's last word into what people understand."""
    try:
        yield
    except IntegrityError as error:
        if "lending_one_open_loan" in str(error):
            raise CopyAlreadyOut(title=T.verbatim(barcode, barcode)) from error
        raise


def band(who: Borrower, day: date) -> str:
    """The age band of a member who agreed to be counted by it; blank for everyone else."""
    age = who.age(day)
    if not who.counted or age is None:
        return ""
    return next((name for name, oldest in BANDS if age <= oldest), "60+")


BANDS = (("0-5", 5), ("6-14", 14), ("15-24", 24), ("25-59", 59))


def _fixed(answers: Mapping[str, Answer]) -> date | None:
    said = value(answers, "fixed_due_on")
    return date.fromisoformat(said) if said else None


class _Enough(Exception):
    """Everything is known; nothing is to stay."""


def simulated(*, actor: Actor, at: datetime, space_id: UUID, membership_id: UUID, barcode: str) -> Lent:
    """What `check_out` would answer, or refuse with, at that moment. Nothing of it stays."""
    said: list[Lent] = []
    try:
        with transaction.atomic():
            said.append(check_out(
                actor=actor, at=at, space_id=space_id, membership_id=membership_id, barcode=barcode
            ))
            raise _Enough
    except _Enough:
        return said[0]
