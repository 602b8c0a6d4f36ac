"""Forgetting: guests when they ask or a month after, and a person who is erased."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from rianru.core import facts, notices
from rianru.core.actors import Actor, system
from rianru.core.permissions import require
from rianru.kernel.refusals import NotFound
from rianru.learning.actions.seating import PARTY, end, locked, seatings_of, settle
from rianru.learning.kinds import joining as verbs
from rianru.learning.models import Attendance, Party, Seat
from rianru.learning.queries.tokens import party_behind
from rianru.learning.words import OPEN_PARTIES
from rianru.places import queries as places


def forget_guest(*, actor: Actor, at: datetime, token: str) -> None:
    """Whoever holds the link of a party without an account wants nothing of it kept: its seats go to the next in line,
    names and contact are deleted. NotFound.
    """
    require("learning.answer_own", actor=actor, at=at)
    party_id = party_behind(token)
    with transaction.atomic():
        party = Party.objects.filter(id=party_id, by=None).first() if party_id else None
        if party is None:
            raise NotFound()
        g = locked(party.seating_id)
        party.refresh_from_db()
        if party.state in OPEN_PARTIES:
            g = end(actor, at, g, party, "released", verbs.RELEASED)
            if not g.begun(at):
                settle(actor, at, g)
        forget_party(party.id)
        facts.record(verbs.GUEST_FORGOTTEN, actor=system("learning.forget_guest"), at=at, object_kind="activity",
                     object_id=g.activity_id, space_id=g.space_id)


def forget_learner(*, actor: Actor, at: datetime, person_id: UUID, space_id: UUID) -> None:
    """A person is about to be erased, by a librarian of `space_id`: their seats go to the next in line, whether and
    where they came is deleted. What was counted stays, under a key that `people` destroys.
    """
    require("learning.forget_learner", actor=actor, at=at, scope=places.scope_of_space(space_id))
    with transaction.atomic():
        if forget_person(actor, at, person_id):
            facts.record(verbs.LEARNER_FORGOTTEN, actor=system("learning.forget_learner"), at=at, space_id=space_id)


def forget_person(actor: Actor, at: datetime, person_id: UUID) -> bool:
    """The same, for whoever has asked already; whether there was anything to forget."""
    with transaction.atomic():
        open_seats = Seat.objects.filter(person=person_id, ended_at=None, party__state__in=OPEN_PARTIES)
        for seating_id in seatings_of(open_seats.values_list("party", flat=True)):
            g = locked(seating_id)
            seat = open_seats.select_related("party").filter(seating=seating_id).first()
            if seat is None:
                continue
            g = end(actor, at, g, seat.party, "released", verbs.RELEASED, seats=[seat.id])
            if not g.begun(at):
                settle(actor, at, g)
        parties = list(Seat.objects.filter(person=person_id).values_list("party", flat=True))
        came, _ = Attendance.objects.filter(person=person_id).delete()
        Seat.objects.filter(person=person_id).delete()
        Party.objects.filter(by=person_id).update(by=None)
        for party_id in parties:
            if not Seat.objects.filter(party=party_id).exists():
                forget_party(party_id)
    return bool(came or parties)


def forget_party(party_id: UUID) -> None:
    """Deletes a party with its names and contact, and the key that stood for it. In the caller's transaction."""
    email = Party.objects.filter(id=party_id).values_list("email", flat=True).first()
    if email:
        notices.forget(to_email=email)
    facts.destroy_one_off(object_kind=PARTY, object_id=party_id)
    Party.objects.filter(id=party_id).delete()


__all__ = ["forget_guest", "forget_learner", "forget_party", "forget_person"]
