"""A member goes: not while something is out, held, put down or owed."""

from datetime import datetime
from uuid import UUID

from django.db import connection, transaction

from rianru.core import facts
from rianru.core.actors import Actor, system
from rianru.core.permissions import require
from rianru.credentials import actions as credentials
from rianru.kernel.money import baht_text
from rianru.kernel.refusals import Refused
from rianru.kernel.words import T
from rianru.learning import actions as learning
from rianru.lending import kinds
from rianru.lending.models import Hold, Suggestion
from rianru.lending.queries import open_loans_of
from rianru.people import actions as people
from rianru.people import queries as people_queries
from rianru.places import queries as places
from rianru.treasury import queries as treasury


class NotSettled(Refused):
    """Something is out, held, put down or owed."""

    code = "lending.not_settled"
    says = T(
        "ยังลบไม่ได้ ยืมอยู่ {out} ชิ้น จอง {held} รายการ เงินประกัน {deposit} ค้าง {owed} จัดการให้หมดก่อน",
        "Not yet: {out} {out:item|items} out, {held} {held:hold|holds}, a deposit of {deposit}, {owed} owed. "
        "Settle that first.",
    )


def erase_member(*, actor: Actor, at: datetime, membership_id: UUID, space_id: UUID) -> None:
    """Erases a member who wants to go (`people.actions.erase_member`), and what learning knows of them: seats go to the
    next in line. Refuses with NotSettled and LastGuardian.
    """
    require("people.erase_member", actor=actor, at=at, scope=places.scope_of_space(space_id))
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT FROM people_membership WHERE id = %s FOR UPDATE", [membership_id])
        out, money = open_loans_of(membership_id), treasury.standing(membership_id)
        held = Hold.objects.filter(membership=membership_id, ended_at=None).count()
        if out or held or money.deposit or money.owed:
            raise NotSettled(out=out, held=held, deposit=baht_text(money.deposit), owed=baht_text(money.owed))
        facts.record(kinds.CLEARED, actor=actor, at=at, space_id=space_id)  # of nobody: they are about to be gone
        person = people_queries.member(membership_id)
        if person is not None:
            learning.forget_learner(actor=actor, at=at, person_id=person.person_id, space_id=space_id)
        Suggestion.objects.filter(person__memberships=membership_id).update(person=None, why="")
        people.erase_member(actor=actor, at=at, membership_id=membership_id, space_id=space_id)
        credentials.forget_erased(actor=system("lending.erase_member"), at=at)


__all__ = ["NotSettled", "erase_member"]
