"""Taking back a return that was scanned by mistake: the loan goes on, the fine is taken back, who waits waits on."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from rianru.catalogue.actions.circulating import turn
from rianru.catalogue.models import Item
from rianru.core import facts
from rianru.core.actors import Actor
from rianru.kernel.dates import day_of
from rianru.kernel.refusals import NotFound
from rianru.kernel.words import T
from rianru.lending import kinds
from rianru.lending.actions.answering import end_way
from rianru.lending.actions.refusals import CannotUndo
from rianru.lending.actions.scanning import at_desk
from rianru.lending.models import Hold, Loan
from rianru.lending.queries.scene import copy
from rianru.people import queries as people
from rianru.treasury import actions as treasury

UNDO = timedelta(minutes=15)
LEFT_AS = (Item.State.AVAILABLE, Item.State.IN_TRANSIT, Item.State.ON_HOLD_SHELF)
WHY = T("ย้อนการรับคืนที่สแกนผิด", "A return scanned by mistake was undone")


def undo_check_in(
    *, actor: Actor, at: datetime, space_id: UUID, loan_id: UUID, membership_id: UUID, home_id: UUID,
    moneys: tuple[UUID, ...] = (),
) -> None:
    """As if it had not come back. Whose it was, where its home was and what was asked is told by who undoes it, since
    the loan itself has forgotten: the face keeps that for the moments in which a scan can be undone.

    Refuses with CannotUndo, and with NotAllowed where a fine is taken back by who may not.
    """
    at_desk(actor, at, space_id)
    with transaction.atomic():
        loan = Loan.objects.select_for_update().filter(id=loan_id, returned_to=space_id).first()
        if loan is None or people.member(membership_id) is None:
            raise NotFound()
        found = copy(loan.item_id, day=day_of(at))
        if found is None or loan.returned_at is None or loan.ended_as != "returned" or found.loan:
            raise CannotUndo()
        if at - loan.returned_at > UNDO or found.changed_at > loan.returned_at + timedelta(seconds=1):
            raise CannotUndo()
        if found.hold:
            Hold.objects.filter(id=found.hold).update(
                state="waiting", copy=None, copy_since_at=None, ready_until_on=None
            )
        if not turn([found.id], was=LEFT_AS, becomes=Item.State.ON_LOAN, at=at, home=home_id):
            raise CannotUndo()
        if found.way:
            end_way(found.way, at=at)
        Loan.objects.filter(id=loan_id).update(
            returned_at=None, returned_to=None, ended_as="", membership=membership_id
        )
        key = facts.one_off(object_kind="loan", object_id=loan_id)
        facts.record(kinds.RETURN_UNDONE, actor=actor, at=at, subject=key, object_kind="item", object_id=found.id,
                     space_id=space_id, format=found.format)
        for id in moneys:
            treasury.reverse(actor=actor, at=at, transaction_id=id, reason=str(WHY))
