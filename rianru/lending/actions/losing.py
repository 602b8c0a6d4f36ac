"""Lost, damaged, missing, claimed: what becomes of copies that do not simply come back."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from rianru.catalogue.actions.circulating import turn
from rianru.catalogue.models import Item
from rianru.core import facts
from rianru.core.actors import Actor
from rianru.kernel.dates import day_of
from rianru.kernel.refusals import NotFound, NotUnderstood
from rianru.kernel.words import T
from rianru.lending import kinds
from rianru.lending.actions.answering import end_way, look_again
from rianru.lending.actions.refusals import CopyChangedMeanwhile, NotOut
from rianru.lending.actions.scanning import at_desk, title_of, was_decided
from rianru.lending.models import Hold, Loan
from rianru.lending.queries.scene import Copy, copy
from rianru.treasury import actions as treasury
from rianru.treasury.actions import About

State = Item.State
DEAREST = 100_000_000  # satang


class PriceNeeded(NotUnderstood):
    """Nobody wrote down what the copy cost, and it is to be paid."""

    code = "lending.price_needed"
    says = T(
        "ยังไม่มีราคาของ {title} ใส่ราคา หรือเลือกให้นำเล่มใหม่มาแทน",
        "Nobody knows the price of {title}. Give one, or choose that it is replaced in kind.",
    )


class StillOut(NotUnderstood):
    """The copy is out to a member: it is lost or returned, but not missing from a shelf."""

    code = "lending.still_out"
    says = T("{title} อยู่กับสมาชิก แจ้งหายจากรายการยืมของเขา", "{title} is with a member. Declare it lost on their loan.")


@dataclass(frozen=True, slots=True)
class Lost:
    """What a lost or damaged copy costs, in satang, and its receipt; blank where nothing is asked."""

    satang: int
    receipt: str


def declare_lost(
    *, actor: Actor, at: datetime, space_id: UUID, loan_id: UUID, in_kind: bool, price: int | None = None
) -> Lost:
    """The member lost it. They bring another (`in_kind`) and pay for handling, or pay its price and handling.

    TK Park: replaced in kind plus 100 baht, or its price plus 100 baht. `price` in satang stands in for the copy's.
    Refuses with NotOut and PriceNeeded.
    """
    return _end(actor, at, space_id, loan_id, State.LOST, 0 if in_kind else price, priced=not in_kind)


def declare_damaged(
    *, actor: Actor, at: datetime, space_id: UUID, loan_id: UUID, charge: int = 0
) -> Lost:
    """It came back damaged: the loan ends, the copy goes to be mended. `charge` in satang; nought asks for nothing."""
    return _end(actor, at, space_id, loan_id, State.DAMAGED, charge, priced=False)


def _end(
    actor: Actor, at: datetime, space_id: UUID, loan_id: UUID, becomes: State, price: int | None, *, priced: bool
) -> Lost:
    network_id = at_desk(actor, at, space_id)
    with transaction.atomic():
        found = _loan_copy(loan_id, at, network_id)
        asked = found.price if priced and price is None else price
        if priced and not asked:
            raise PriceNeeded(title=title_of(found))
        satang = (asked or 0) + ((was_decided(found, "handling") or 0) if becomes == State.LOST else 0)
        Loan.objects.filter(id=loan_id, returned_at=None).update(
            returned_at=max(at, found.lent_at), returned_to=space_id, ended_as=str(becomes),
            **({} if found.keeps else {"membership": None}),
        )
        if not turn([found.id], was=[State.ON_LOAN], becomes=becomes, at=at):
            raise CopyChangedMeanwhile()
        facts.record(kinds.LOST if becomes == State.LOST else kinds.DAMAGED, actor=actor, at=at,
                     ends=("loan", loan_id), keeps=found.keeps, object_kind="item", object_id=found.id,
                     space_id=space_id)
        if not satang or found.borrower is None:
            return Lost(0, "")
        posted = treasury.charge(actor=actor, at=at, membership_id=found.borrower, space_id=space_id, satang=satang,
                                 about=About("loan", loan_id))
    return Lost(satang, posted.receipt)


def declare_missing(*, actor: Actor, at: datetime, space_id: UUID, item_id: UUID) -> None:
    """It is not where it should be. Who waits for it gets another copy, or goes back into the queue."""
    _turned(actor, at, space_id, item_id, State.MISSING, kinds.MISSING)


def take_for_mending(*, actor: Actor, at: datetime, space_id: UUID, item_id: UUID) -> None:
    """A damaged copy leaves its shelf. Who waits for it gets another copy, or goes back into the queue."""
    _turned(actor, at, space_id, item_id, State.DAMAGED, kinds.DAMAGED)


def declare_mended(*, actor: Actor, at: datetime, space_id: UUID, item_id: UUID) -> None:
    """A damaged copy is whole again: on its shelf, or scanned in for its next step. Refuses with CopyChangedMeanwhile.
    """
    network_id = at_desk(actor, at, space_id)
    with transaction.atomic():
        found = copy(item_id, day=day_of(at))
        if found is None or found.network != network_id:
            raise NotFound()
        if not turn([item_id], was=[State.DAMAGED], becomes=State.AVAILABLE, at=at):
            raise CopyChangedMeanwhile()
        facts.record(kinds.MENDED, actor=actor, at=at, object_kind="item", object_id=item_id, space_id=space_id)


def claim_returned(*, actor: Actor, at: datetime, space_id: UUID, loan_id: UUID) -> None:
    """The member says that it was returned: no fine grows from now on, and the shelf is to be looked through."""
    network_id = at_desk(actor, at, space_id)
    with transaction.atomic():
        found = _loan_copy(loan_id, at, network_id)
        Loan.objects.filter(id=loan_id, claimed_at=None).update(claimed_at=at)
        facts.record(kinds.CLAIMED, actor=actor, at=at, subject=facts.one_off(object_kind="loan", object_id=loan_id),
                     object_kind="item", object_id=found.id, space_id=space_id)


def _loan_copy(loan_id: UUID, at: datetime, network_id: UUID) -> Copy:
    loan = Loan.objects.select_for_update().filter(id=loan_id).first()
    found = copy(loan.item_id, day=day_of(at)) if loan else None
    if loan is None or found is None or found.network != network_id:
        raise NotFound()
    if loan.returned_at is not None or found.loan != loan_id:
        raise NotOut(title=title_of(found))
    return found


def _turned(actor: Actor, at: datetime, space_id: UUID, item_id: UUID, becomes: State, verb: str) -> None:
    network_id = at_desk(actor, at, space_id)
    with transaction.atomic():
        found = copy(item_id, day=day_of(at))
        if found is None or found.network != network_id:
            raise NotFound()
        if found.loan:
            raise StillOut(title=title_of(found))
        if found.state != becomes and not turn([item_id], was=[found.state], becomes=becomes, at=at):
            raise CopyChangedMeanwhile()
        if found.way:
            end_way(found.way, at=at)
        facts.record(verb, actor=actor, at=at, object_kind="item", object_id=item_id, space_id=space_id)
        for hold_id in Hold.objects.filter(copy=item_id, ended_at=None).values_list("id", flat=True):
            look_again(actor, at, hold_id, space_id=space_id, passed=item_id)
