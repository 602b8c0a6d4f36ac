"""Rewards, handed over at the desk: never more than there are, once to each."""

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F, Q

from rianru.core import facts
from rianru.core.actors import Actor
from rianru.core.permissions import require
from rianru.kernel.ids import new_id
from rianru.kernel.refusals import NotFound
from rianru.kernel.words import T
from rianru.learning.actions import challenge_refusals as refusals
from rianru.learning.kinds import passports as verbs
from rianru.learning.models import Entry, EntryMember, Reward, RewardClaim
from rianru.places import queries as places

left = Q(stock__isnull=True) | Q(claimed__lt=F("stock"))
"""Of rewards: at least one is there to give."""


def claim_reward(*, actor: Actor, at: datetime, space_id: UUID, reward_id: UUID, person_id: UUID) -> UUID:
    """The desk hands a reward to somebody who takes part: for a family once, in a group once each.

    Refuses with RewardElsewhere, RewardNotEarned, RewardGiven and RewardGone; NotFound for who takes no part.
    """
    require("learning.give_rewards", actor=actor, at=at, scope=places.scope_of_space(space_id))
    reward = Reward.objects.select_related("challenge", "space").filter(id=reward_id).first()
    place = EntryMember.objects.filter(challenge=reward.challenge_id, person=person_id).first() if reward else None
    if reward is None or place is None:
        raise NotFound()
    title = T.verbatim(reward.title_th, reward.title_en)
    if reward.space_id != space_id:
        raise refusals.RewardElsewhere(space=T.verbatim(reward.space.name_th, reward.space.name_en))
    with transaction.atomic():
        entry = Entry.objects.select_for_update(no_key=True).get(id=place.entry_id)
        _earned(reward, entry)
        claim = _noted(actor, at, reward, entry, person_id if reward.challenge.unit == "team" else None, title)
        if not Reward.objects.filter(left, id=reward_id).update(claimed=F("claimed") + 1):
            raise refusals.RewardGone(title=title)
        facts.record(verbs.REWARD_CLAIMED, actor=actor, at=at, object_kind="challenge",
                     object_id=reward.challenge_id, space_id=space_id)
    return claim


def _earned(reward: Reward, entry: Entry) -> None:
    """What was once completed stays so, though a stamp of it was taken back."""
    needs = reward.after or reward.challenge.needs
    if entry.reached < needs and entry.completed_at is None:
        raise refusals.RewardNotEarned(done=entry.reached, needs=needs)


def _noted(actor: Actor, at: datetime, reward: Reward, entry: Entry, person_id: UUID | None, title: T) -> UUID:
    row = RewardClaim(id=new_id(), reward=reward, entry=entry, person_id=person_id, claimed_at=at, claimed_by=actor.key)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        raise refusals.RewardGiven(title=title) from error
    return row.id


__all__ = ["claim_reward"]
