"""Joining a challenge: oneself, a family together, a school by its code; at the desk by card; and leaving."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from rianru.core import facts
from rianru.core.actors import Actor, system
from rianru.core.permissions import require
from rianru.kernel.dates import day_of
from rianru.kernel.ids import new_id
from rianru.kernel.paper_codes import read
from rianru.kernel.refusals import NotAllowed, NotFound
from rianru.learning.actions import challenge_refusals as refusals
from rianru.learning.actions.guessing import guessing
from rianru.learning.actions.seat_refusals import GuardianJoins, NobodyChosen
from rianru.learning.actions.stamp_refusals import CardsUnknown
from rianru.learning.actions.stamps import advance_later
from rianru.learning.kinds import passports as verbs
from rianru.learning.models import Challenge, Entry, EntryMember, Passport, Stamp
from rianru.learning.queries.challenges import household_of, team_behind
from rianru.learning.queries.learners import Learner, learners
from rianru.learning.queries.passports import in_my_care
from rianru.people import queries as people
from rianru.places import queries as places


def join_challenge(
    *, actor: Actor, at: datetime, challenge_id: UUID, persons: Sequence[UUID], code: str = "", who: str = ""
) -> list[UUID]:
    """Oneself and those one cares for, in a challenge that is open; the entries. Whoever is in it already stays there.

    Each of their own, a family in one, or in the group of a `code`. Stamps since its first day count. NotAllowed for
    persons of others. Refuses with ChallengeNotOpen, NobodyChosen, GuardianJoins, TeamNeeded, TeamCodeWrong and
    TooManyCodes.
    """
    require("learning.join_challenge", actor=actor, at=at)
    assert actor.key is not None
    mine = {one.id: one for one in in_my_care(actor.key)}
    if not set(persons) <= mine.keys():
        raise NotAllowed()
    me = next(one for one in mine.values() if one.key == actor.key)
    if me.child(day_of(at)):
        raise GuardianJoins(who=me.name)
    challenge = _open(challenge_id, at)
    wanted = [mine[id] for id in dict.fromkeys(persons)]
    if not wanted:
        raise NobodyChosen()
    team = _team(actor, at, challenge, code, who) if challenge.unit == "team" else None
    return _enter(actor, at, challenge, wanted, team)


def join_at_desk(
    *, actor: Actor, at: datetime, space_id: UUID, challenge_id: UUID, card: str, code: str = ""
) -> list[UUID]:
    """Staff let somebody take part who has a card and no account; a child whose guardian agreed to the card.

    Refuses as `join_challenge`, and with CardsUnknown.
    """
    require("learning.stamp", actor=actor, at=at, scope=places.scope_of_space(space_id))
    scanned = people.scanned(card)
    member = people.member(scanned.membership_id) if scanned else None
    found = learners([member.person_id]) if member else {}
    if not found:
        raise CardsUnknown()
    for one in found.values():
        if one.child(day_of(at)) and not one.agreed:
            raise GuardianJoins(who=one.name)
    challenge = _open(challenge_id, at)
    team = _team(actor, at, challenge, code, "") if challenge.unit == "team" else None
    return _enter(actor, at, challenge, list(found.values()), team)


def _open(challenge_id: UUID, at: datetime) -> Challenge:
    found = Challenge.objects.filter(id=challenge_id).first()
    if found is None or found.state == "draft":
        raise NotFound()
    if found.state != "open" or found.ends_on < day_of(at):
        raise refusals.ChallengeNotOpen()
    return found


def _team(actor: Actor, at: datetime, challenge: Challenge, code: str, who: str) -> UUID:
    """The group whose code this is; a guess counts as one."""
    if not code.strip():
        raise refusals.TeamNeeded()
    with guessing(actor, at, who, refusals.TeamCodeWrong):
        typed = read(code)
        entry = team_behind(challenge.id, typed) if typed and not typed.slip else None
        if entry is None:
            raise refusals.TeamCodeWrong()
    return entry


def _enter(
    actor: Actor, at: datetime, challenge: Challenge, wanted: Sequence[Learner], team: UUID | None
) -> list[UUID]:
    with transaction.atomic():
        # One after another: two guardians who join at once make one family, not two.
        Challenge.objects.select_for_update(no_key=True).get(id=challenge.id)
        there = set(EntryMember.objects.filter(
            challenge=challenge, person__in=[one.id for one in wanted]).values_list("person", flat=True))
        new = [one for one in wanted if one.id not in there]
        if challenge.unit == "person":
            rows = [(Entry.objects.create(id=new_id(), challenge=challenge, joined_at=at).id, one) for one in new]
        else:
            shared = team or (_family(challenge, wanted, at) if new else None)
            rows = [(shared, one) for one in new if shared]
        EntryMember.objects.bulk_create(
            EntryMember(entry_id=entry, challenge=challenge, person_id=one.id, joined_at=at) for entry, one in rows)
        for _, one in rows:
            facts.record(verbs.CHALLENGE_JOINED, actor=actor, at=at, subject=one.key, object_kind="challenge",
                         object_id=challenge.id, space_id=challenge.space_id, home_area=one.lives_in,
                         age_band=one.band(day_of(at)))
        advance_later(one.key for _, one in rows)
    found = EntryMember.objects.filter(challenge=challenge, person__in=[one.id for one in wanted])
    return list(dict.fromkeys(found.order_by("id").values_list("entry", flat=True)))


def _family(challenge: Challenge, wanted: Sequence[Learner], at: datetime) -> UUID:
    """The entry of their household, or of whoever of them is in one already; a new one where there is none."""
    persons = [one.id for one in wanted]
    household = household_of(persons)
    own = Entry.objects.filter(challenge=challenge, household=household) if household else (
        Entry.objects.filter(challenge=challenge, members__person__in=persons))
    found = own.order_by("id").values_list("id", flat=True).first()
    return found or Entry.objects.create(
        id=new_id(), challenge=challenge, household_id=household, joined_at=at).id


def leave_challenge(*, actor: Actor, at: datetime, challenge_id: UUID, person_id: UUID) -> None:
    """Oneself or somebody one cares for takes part no longer: what they added goes with them. NotFound."""
    require("learning.join_challenge", actor=actor, at=at)
    assert actor.key is not None
    own = next((one for one in in_my_care(actor.key) if one.id == person_id), None)
    if own is None:
        raise NotAllowed()
    with transaction.atomic():
        place = EntryMember.objects.filter(challenge=challenge_id, person=person_id)
        entry = place.values_list("entry", flat=True).first()
        if entry is None or not place.delete()[0]:
            raise NotFound()
        Entry.objects.filter(id=entry, name="", members=None).delete()
        facts.record(verbs.CHALLENGE_LEFT, actor=actor, at=at, subject=own.key, object_kind="challenge",
                     object_id=challenge_id)
        left = EntryMember.objects.filter(entry=entry).values_list("person", flat=True).first()
        if left:
            advance_later([learners([left])[left].key])


def forget_passport(*, actor: Actor, at: datetime, person_id: UUID) -> None:
    """Somebody is about to be erased: their stamps, what they wished and where they took part is deleted. What a group
    or a family has done with them is counted anew without them.
    """
    require("learning.forget_learner", actor=actor, at=at)
    with transaction.atomic():
        entries = list(EntryMember.objects.filter(person=person_id).values_list("entry", flat=True))
        gone = sum(rows.filter(person=person_id).delete()[0] for rows in (
            Stamp.objects, Passport.objects, EntryMember.objects))
        Entry.objects.filter(id__in=entries, name="", members=None).delete()
        others = EntryMember.objects.filter(entry__in=entries).values_list("person", flat=True)
        advance_later(one.key for one in learners(others).values())
        if gone:
            facts.record(verbs.PASSPORT_FORGOTTEN, actor=system("learning.forget_passport"), at=at)


__all__ = ["forget_passport", "join_at_desk", "join_challenge", "leave_challenge"]
