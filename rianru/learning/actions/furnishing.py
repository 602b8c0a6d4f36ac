"""Who leads and helps in an activity, and which works of the catalogue it uses."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from rianru.catalogue import queries as catalogue
from rianru.core.actors import Actor
from rianru.kernel.refusals import NotFound
from rianru.learning.actions import refusals
from rianru.learning.actions.planning import locked, record
from rianru.learning.kinds import verbs
from rianru.learning.models import Facilitator, Material
from rianru.learning.words import PARTS
from rianru.people import queries as people
from rianru.people.models import Person

MOST_MATERIALS = 40


def give_part(
    *, actor: Actor, at: datetime, activity_id: UUID, known_by: str, part: str, shown: bool = True
) -> UUID:
    """An existing person teaches or helps: found by the number of a card or the address of an account.

    Given again it is changed. Refuses with PersonUnknown and KindUnknown.
    """
    if part not in PARTS:
        raise refusals.KindUnknown(typed=part[:80])
    with transaction.atomic():
        activity = locked(activity_id, actor=actor, at=at)
        person_id = _person(known_by, activity.space.network_id)
        Facilitator.objects.update_or_create(
            activity=activity, person_id=person_id, defaults={"part": part, "shown": shown},
            create_defaults={"part": part, "shown": shown, "added_at": at},
        )
        record(verbs.PART_GIVEN, activity, actor=actor, at=at)
    return person_id


def _person(known_by: str, network_id: UUID) -> UUID:
    """Who is meant. PersonUnknown says the same of every address, whether or not it has an account elsewhere."""
    typed = known_by.strip()[:254]
    if "@" in typed:
        found = people.person_with(typed)
        if found is None:
            own = Person.objects.filter(
                email__iexact=typed, memberships__network=network_id, memberships__ended_at=None
            )
            found = own.order_by("id").values_list("id", flat=True).first()
        if found is not None:
            return found
    elif (card := people.scanned(typed)) and not card.ended and (member := people.member(card.membership_id)):
        return member.person_id
    raise refusals.PersonUnknown()


def take_part(*, actor: Actor, at: datetime, activity_id: UUID, person_id: UUID) -> None:
    """They no longer lead or help. Refuses with NotFound where they did not."""
    with transaction.atomic():
        activity = locked(activity_id, actor=actor, at=at)
        gone, _ = Facilitator.objects.filter(activity=activity, person=person_id).delete()
        if not gone:
            raise NotFound()
        record(verbs.PART_TAKEN, activity, actor=actor, at=at)


def add_material(*, actor: Actor, at: datetime, activity_id: UUID, work_id: UUID) -> None:
    """A work of the catalogue is used; twice is once. Refuses with NotFound and MaterialsEnough."""
    with transaction.atomic():
        activity = locked(activity_id, actor=actor, at=at)
        work = next(iter(catalogue.work_rows(actor=actor, ids=[work_id])), None)
        if work is None:
            raise NotFound()
        own = activity.materials
        if own.filter(work_id=work_id).exists():
            return
        if own.count() >= MOST_MATERIALS:
            raise refusals.MaterialsEnough(most=MOST_MATERIALS)
        last = own.aggregate(last=Max("position"))["last"]
        Material.objects.create(
            activity=activity, work_id=work_id, title=work.title[:300],
            position=0 if last is None else last + 1,
        )
        record(verbs.MATERIALS_CHOSEN, activity, actor=actor, at=at)


def drop_material(*, actor: Actor, at: datetime, activity_id: UUID, work_id: UUID) -> None:
    """A work is no longer used. Refuses with NotFound where it was not."""
    with transaction.atomic():
        activity = locked(activity_id, actor=actor, at=at)
        gone, _ = Material.objects.filter(activity=activity, work_id=work_id).delete()
        if not gone:
            raise NotFound()
        record(verbs.MATERIALS_CHOSEN, activity, actor=actor, at=at)
