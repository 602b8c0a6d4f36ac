"""A deposit goes back when nothing is out: what is out, only lending knows; the money itself is the treasury's."""

from datetime import datetime
from uuid import UUID

from django.db import connection, transaction

from rianru.core import facts
from rianru.core.actors import Actor
from rianru.core.permissions import require
from rianru.kernel.refusals import Refused
from rianru.kernel.words import T
from rianru.lending import kinds
from rianru.lending.queries import open_loans_of
from rianru.places import queries as places
from rianru.treasury import actions as treasury
from rianru.treasury.actions import Posted


class DepositStays(Refused):
    """A deposit stays while something is out."""

    code = "lending.deposit_stays"
    says = T(
        "ยังยืมอยู่ {n} ชิ้น รับคืนให้ครบก่อน แล้วจึงคืนเงินประกัน",
        "{n} {n:item|items} {n:is|are} still out. Take them back first; then the deposit is given back.",
    )


def give_back_deposit(
    *, actor: Actor, at: datetime, membership_id: UUID, space_id: UUID, satang: int, way: str = "cash"
) -> Posted:
    """Some or all of a deposit goes back (TK Park: when nothing is out and nothing owed).

    Refuses with DepositStays, and as the treasury does: StillOwes, DepositTooSmall, AmountWrong. No loan begins
    meanwhile: the row of the membership, which a loan refers to, is locked.
    """
    require("treasury.refund", actor=actor, at=at, scope=places.scope_of_space(space_id))
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT FROM people_membership WHERE id = %s FOR UPDATE", [membership_id])
        if out := open_loans_of(membership_id):
            raise DepositStays(n=out)
        facts.record(kinds.CLEARED, actor=actor, at=at, object_kind="membership", object_id=membership_id,
                     space_id=space_id)
        return treasury.refund_deposit(
            actor=actor, at=at, membership_id=membership_id, space_id=space_id, satang=satang, way=way
        )


__all__ = ["DepositStays", "give_back_deposit"]
